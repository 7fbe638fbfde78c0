import { expect, test } from 'vitest';
import { Op } from '../../assembly/isa/op';
import { findRow } from '../../assembly/isa/opcode-map';
import { opOf } from '../../assembly/isa/operands';

// Opcodes that this processor answers with #UD, by name of what others have there. A row that gets a meaning leaves this list.

/** One-byte opcodes: the escape and the prefixes are not instructions. */
const ONE_BYTE: string[] = [];

/** Opcodes after 0F, as ranges. */
const TWO_BYTE = [
  '04', // nothing
  '05 SYSCALL', // long mode, AMD
  '07 SYSRET',
  '0a', // nothing
  '0c', // nothing
  '0e FEMMS', // 3DNow!
  '0f 3DNow!',
  '10-17 SSE moves',
  '24-27 test registers of the 486',
  '28-2f SSE moves and comparisons',
  '36', // nothing
  '37 GETSEC',
  '38 SSSE3, SSE4',
  '39', // nothing
  '3a SSSE3, SSE4',
  '3b-3f', // nothing
  '50-7f MMX, SSE, VMREAD and VMWRITE',
  'a6-a7', // early steppings of the 486
  'aa RSM', // outside system management mode
  'b8 POPCNT',
  'c2-c6 SSE',
  'd0-fe MMX, SSE',
];

function isUndefined(escaped: boolean, opcode: number): boolean {
  for (let modrm = 0; modrm < 256; modrm++) if (opOf(findRow(escaped, opcode, modrm)) !== Op.Undefined) return false;
  return true;
}

/** Undefined opcodes as ranges. */
function ranges(escaped: boolean): string[] {
  const found: string[] = [];
  for (let opcode = 0; opcode < 256; opcode++) {
    if (!isUndefined(escaped, opcode)) continue;
    let last = opcode;
    while (last < 255 && isUndefined(escaped, last + 1)) last++;
    const hex = (n: number) => n.toString(16).padStart(2, '0');
    found.push(last === opcode ? hex(opcode) : `${hex(opcode)}-${hex(last)}`);
    opcode = last;
  }
  return found;
}

/** Neighbouring ranges of a list as `ranges` would write them. */
function opcodes(list: string[]): Set<number> {
  const all = new Set<number>();
  for (const entry of list) {
    const [first = '', last = first] = (entry.split(' ')[0] ?? '').split('-');
    for (let opcode = Number.parseInt(first, 16); opcode <= Number.parseInt(last, 16); opcode++) all.add(opcode);
  }
  return all;
}

test('exactly the listed one-byte opcodes are undefined', () => {
  expect(opcodes(ranges(false))).toEqual(opcodes(ONE_BYTE));
});

test('exactly the listed two-byte opcodes are undefined', () => {
  expect([...opcodes(ranges(true))].sort((a, b) => a - b)).toEqual([...opcodes(TWO_BYTE)].sort((a, b) => a - b));
});

/** Undefined members of groups: opcode / reg, where the opcode as a whole is defined. */
const MEMBERS = [
  '8f /1-7', // XOP, AMD
  'c6 /1-7 XABORT',
  'c7 /1-7 XBEGIN',
  'd9 memory /1',
  'db memory /1 FISTTP, /4, /6',
  'dd memory /1 FISTTP, /5',
  'df memory /1 FISTTP',
  'fe /2-7',
  'ff /7',
  '0f 00 /6-7',
  '0f 01 /5',
  '0f ae memory /2-7 LDMXCSR, STMXCSR, XSAVE, XRSTOR, CLFLUSH',
  '0f ae register /0-4',
  '0f ba /0-3',
  '0f c7 /0, /2-7 RDRAND and VMX',
];

const FORMS = [
  { name: 'memory', mod: 0 },
  { name: 'register', mod: 0xc0 },
];
const EIGHT = [0, 1, 2, 3, 4, 5, 6, 7];

/** Members of an opcode that no rm makes an instruction, as `memory /3`. */
function undefinedMembersOf(escaped: boolean, opcode: number): string[] {
  const isMember = (mod: number, reg: number) =>
    EIGHT.some((rm) => opOf(findRow(escaped, opcode, mod | (reg << 3) | rm)) !== Op.Undefined);
  return FORMS.flatMap(({ name, mod }) => EIGHT.filter((reg) => !isMember(mod, reg)).map((reg) => `${name} /${reg}`));
}

function undefinedMembers(): string[] {
  return [false, true].flatMap((escaped) =>
    Array.from({ length: 256 }, (_, opcode) => opcode)
      .filter((opcode) => !isUndefined(escaped, opcode))
      .flatMap((opcode) => {
        const name = `${escaped ? '0f ' : ''}${opcode.toString(16).padStart(2, '0')}`;
        return undefinedMembersOf(escaped, opcode).map((member) => `${name} ${member}`);
      }),
  );
}

/** What a line of MEMBERS stands for. */
function expand(line: string): string[] {
  const opcode = /^(0f )?[0-9a-f]{2}/.exec(line)?.[0] ?? '';
  const forms = /memory|register/.exec(line)?.[0];
  const regs = [...line.matchAll(/\/(\d)(?:-(\d))?/g)].flatMap(([, first = '', last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i),
  );
  return (forms ? [forms] : ['memory', 'register']).flatMap((form) => regs.map((reg) => `${opcode} ${form} /${reg}`));
}

test('exactly the listed members of groups are undefined', () => {
  const x87 = (line: string) => /^d[89a-f] register/.test(line);
  const found = undefinedMembers().filter((line) => !x87(line));
  expect(found.sort()).toEqual(MEMBERS.flatMap(expand).sort());
});
