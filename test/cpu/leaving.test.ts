import { describe, expect, test } from 'vitest';
import { Exit } from '../../assembly/abi/exit';
import { Vector } from '../../assembly/abi/vector';
import { Engine } from './support/engine';

// An instruction whose access to memory is refused is left within the wasm (mmu/leave.ts): with the state that the generic path leaves,
// which unwinds, and without a trace in the records, so that it runs as ever once the page is there.

const DIRECTORY = 0x10000;
const TABLE = 0x11000;
const CODE = 0x1000;
/** A page that is missing, or may only be read, until the fault was seen. */
const WINDOW = 0x80000;
const PRESENT = 1;
const WRITE = 2;
const PAGING_AND_WP = 0x80010011n;
const le = (value: number) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];

interface Form {
  name: string;
  bytes: number[];
  /** It only reads: a page that may not be written is good enough. */
  reads?: boolean;
  /** It reads, then writes. */
  changes?: boolean;
  /** The case has two accesses, or ends its block: it unwinds. */
  unwinds?: boolean;
}

/** Memory is at EBX, EBX + ESI * 4 with ESI 0, ESP or EBP. */
const FORMS: Form[] = [
  { name: 'mov (%ebx), %eax', bytes: [0x8b, 0x03], reads: true },
  { name: 'mov (%ebx), %ebx', bytes: [0x8b, 0x1b], reads: true },
  { name: 'mov (%ebx,%esi,4), %al', bytes: [0x8a, 0x04, 0xb3], reads: true },
  { name: 'movzwl (%ebx), %eax', bytes: [0x0f, 0xb7, 0x03], reads: true },
  { name: 'add (%ebx), %eax', bytes: [0x03, 0x03], reads: true },
  { name: 'cmp (%ebx), %eax', bytes: [0x3b, 0x03], reads: true },
  { name: 'imul (%ebx), %eax', bytes: [0x0f, 0xaf, 0x03], reads: true },
  { name: 'mov %eax, (%ebx)', bytes: [0x89, 0x03] },
  { name: 'mov %ax, (%ebx)', bytes: [0x66, 0x89, 0x03] },
  { name: 'movl $5, (%ebx,%esi,4)', bytes: [0xc7, 0x04, 0xb3, ...le(5)] },
  { name: 'add %eax, (%ebx)', bytes: [0x01, 0x03], changes: true },
  { name: 'sub %eax, (%ebx,%esi,4)', bytes: [0x29, 0x04, 0xb3], changes: true },
  { name: 'incl (%ebx)', bytes: [0xff, 0x03], changes: true },
  { name: 'push %eax', bytes: [0x50] },
  { name: 'push $7', bytes: [0x6a, 7] },
  { name: 'pop %eax', bytes: [0x58], reads: true },
  { name: 'pop %esp', bytes: [0x5c], reads: true },
  { name: 'leave', bytes: [0xc9], reads: true },
  { name: 'push (%ebx)', bytes: [0xff, 0x33], unwinds: true },
  { name: 'cmp (%ebx), %eax; jz', bytes: [0x3b, 0x03, 0x74, 0x00], reads: true, unwinds: true },
];

/** What stands in the entry of WINDOW, and how far before it the access begins. */
const REFUSALS = [
  { name: 'a missing page', entry: 0, before: 0 },
  { name: 'a missing second page', entry: 0, before: 1 },
  { name: 'a page that may only be read', entry: WINDOW | PRESENT, before: 0 },
  { name: 'a second page that may only be read', entry: WINDOW | PRESENT, before: 1 },
];

const engine = new Engine(256);

const mapWindow = (entry: number) => engine.load(TABLE + (WINDOW >>> 12) * 4, le(entry));

/** Paging, other values than the usual ones in registers and flags, and the instruction amid others. */
function prepare({ bytes }: Form, entry: number, before: number): void {
  engine.clear();
  engine.unwinds = 0;
  const table = new Uint32Array(1024).map((_, i) => (i << 12) | PRESENT | WRITE);
  engine.load(TABLE, new Uint8Array(table.buffer));
  engine.load(DIRECTORY, le(TABLE | PRESENT | WRITE));
  engine.load(
    WINDOW - 16,
    Array.from({ length: 32 }, (_, i) => i * 7 + 3),
  );
  mapWindow(entry);
  engine.cpu.cr3 = BigInt(DIRECTORY);
  engine.cpu.cr0 = PAGING_AND_WP;
  Object.assign(engine.cpu, { eax: 0x1234567n, ecx: 1n, edx: 77n, edi: 9n });
  const at = BigInt(WINDOW - before);
  engine.cpu.ebx = at;
  engine.cpu.ebp = at;
  engine.cpu.esp = bytes[0] === 0x50 || bytes[0] === 0x6a || bytes[0] === 0xff ? at + 4n : at;
  // cmp $1, %cl; the instruction; inc %edx; hlt
  engine.load(CODE, [0x80, 0xf9, 1, ...bytes, 0x42, 0xf4]);
  engine.cpu.ip = BigInt(CODE);
}

/** The states at the fault and, the page being there, at the end. */
function run(): string[] {
  const exit = engine.run(100);
  const refused = `${exit} ${engine.machine.vector} ${engine.machine.errorCode} ${engine.machine.address}`;
  const atFault = engine.state();
  mapWindow(WINDOW | PRESENT | WRITE);
  engine.run(100);
  return [refused, atFault, engine.state()];
}

describe.each(REFUSALS)('$name', ({ entry, before }) => {
  const forms = FORMS.filter(({ reads }) => entry === 0 || !reads);
  test.each(forms)('$name', (form) => {
    if (before > 0 && form.bytes[0] === 0x8a) return; // one byte crosses nothing
    prepare(form, entry, before);
    engine.genericOnly = true;
    const generic = run();
    expect(engine.unwinds).toBeGreaterThan(0);
    expect(generic[0]).toContain(`${Exit.Exception} ${Vector.PageFault} `);
    expect(generic[1]).toContain(` ip ${(CODE + 3).toString(16)} `);
    engine.genericOnly = false;
    prepare(form, entry, before);
    expect(run()).toEqual(generic);
    // What changes bytes of two pages is run again by the generic path, and faults there.
    if (!form.unwinds && !(form.changes && before > 0)) expect(engine.unwinds).toBe(0);
  });
});

test('a store to the code that runs is run again by itself', () => {
  engine.clear();
  engine.unwinds = 0;
  // movl $0x42424242, 1f; 1: nop nop nop nop hlt: four times inc %edx
  engine.load(CODE, [0xc7, 0x05, ...le(CODE + 10), ...le(0x42424242), 0x90, 0x90, 0x90, 0x90, 0xf4]);
  engine.cpu.ip = BigInt(CODE);
  engine.run(100);
  expect(engine.cpu.edx).toBe(4n);
  expect(engine.machine.count).toBe(6n);
  expect(engine.unwinds).toBe(0);
});
