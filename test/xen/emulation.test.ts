import { describe, expect, test } from 'vitest';
import { Crash } from '../../assembly/abi/crash';
import { Hypercall } from '../../assembly/abi/hypercall';
import { TraceEvent } from '../../assembly/abi/trace-event';
import type { Assembler } from './assembler';
import { BASE, DATA, type Guest, RESULTS, XenMachine } from './xen-machine';

/** The page of the guest's L1 table, which it maps read-only, and a slot of it that nothing needs. */
const L1_TABLE = BASE + 20 * 0x1000;
const SLOT = 200;
const ENTRY = L1_TABLE + 8 * SLOT;
/** What the slot maps. */
const THERE = BASE + SLOT * 0x1000;
const RW = 0x67;
const WRITABLE_PAGE_TABLES = 2;

const enable = (code: Assembler) => code.hypercall(Hypercall.VmAssist, 0, WRITABLE_PAGE_TABLES);
const entry = (guest: Guest, pfn: number): number => (guest.mfn(pfn) << 12) | RW;

/** Runs a program that the guest's own frames are needed for. */
async function run(
  program: (code: Assembler) => void,
  constants: (guest: Guest) => Record<number, number> = () => ({}),
) {
  const { xen, guest } = await XenMachine.of(program);
  for (const [va, word] of Object.entries(constants(guest)))
    guest.write(Number(va), new Uint8Array(Uint32Array.of(word).buffer));
  xen.finish();
  return { xen, guest };
}

describe('a store to a page table', () => {
  const store = (code: Assembler) => code.load('eax', DATA).store(ENTRY, 'eax');
  const DATA_PFN = (DATA - BASE) / 0x1000;

  test('is a page fault to who did not ask for more', async () => {
    const { xen, guest } = await run(store, (g) => ({ [DATA]: entry(g, DATA_PFN) }));
    expect([guest.record.crash, guest.record.crashDetail]).toEqual([Crash.NoHandler, 14]);
    expect(xen.console).toContain('error code 0003');
  });

  test('is executed as an update for who did; it can be used at once', async () => {
    const { xen, guest } = await run(
      (code) => {
        enable(code);
        store(code)
          .load('ebx', THERE + 8)
          .store(RESULTS, 'ebx');
      },
      (g) => ({ [DATA]: entry(g, DATA_PFN), [DATA + 8]: 0x1234 }),
    );
    expect(guest.word(RESULTS)).toBe(0x1234);
    expect(xen.trace(TraceEvent.Trap).map(({ code, arg2 }) => [code, arg2])).toEqual([[14, 1n]]);
    expect(xen.core.exports.audit()).toBe(0);
  });

  test('that would make a table writable is refused: the guest has its page fault', async () => {
    const { guest, xen } = await run(
      (code) => {
        enable(code);
        store(code);
      },
      (g) => ({ [DATA]: entry(g, 20) }),
    );
    expect([guest.record.crash, guest.record.crashDetail]).toEqual([Crash.NoHandler, 14]);
    expect(guest.word(ENTRY)).toBe(0);
    expect(xen.core.exports.audit()).toBe(0);
  });

  test('may be any instruction: XCHG, LOCK OR, PUSH', async () => {
    const { guest } = await run(
      (code) => {
        enable(code);
        // xchg [entry], eax; lock or dword [entry], 200h; mov esp, entry + 12; push 0
        code.load('eax', DATA).raw(0x87, 0x05).word(ENTRY).store(RESULTS, 'eax');
        code
          .raw(0xf0, 0x81, 0x0d)
          .word(ENTRY)
          .word(0x200)
          .load('eax', ENTRY)
          .store(RESULTS + 4, 'eax');
        code
          .set('esp', ENTRY + 12)
          .pushValue(0)
          .load('eax', ENTRY + 8)
          .store(RESULTS + 8, 'eax')
          .set('esp', BASE + 0x9000);
      },
      (g) => ({ [DATA]: entry(g, DATA_PFN) }),
    );
    expect(guest.results(3)).toEqual([0, entry(guest, DATA_PFN) | 0x200, 0]);
  });

  test.each([
    { named: 'aligned', at: 0, stands: true },
    { named: 'the half of an entry', at: 4, stands: true },
    { named: 'across the halves of an entry', at: 2, stands: false },
    { named: 'across two entries, changing none', at: 6, stands: false },
  ])('of a word, $named: stands $stands', async ({ at, stands }) => {
    const { guest, xen } = await run(
      (code) => {
        enable(code);
        code
          .set('eax', 0)
          .store(ENTRY + at, 'eax')
          .set('eax', 1)
          .store(RESULTS, 'eax');
      },
      () => ({}),
    );
    expect(guest.word(RESULTS)).toBe(stands ? 1 : 0);
    expect(guest.record.crashDetail).toBe(stands ? 0 : 14);
    expect(xen.core.exports.audit()).toBe(0);
  });

  test('counts as one instruction, wherever the run is cut', async () => {
    const at = async (slice: number) => {
      const { xen, guest } = await XenMachine.of((code) => {
        enable(code);
        for (let i = 0; i < 20; i++) store(code).set('eax', 0).store(ENTRY, 'eax');
      });
      guest.write(DATA, new Uint8Array(Uint32Array.of(entry(guest, DATA_PFN)).buffer));
      xen.finish(100_000, slice);
      return { count: xen.core.machine.count, tick: xen.core.machine.tick, hash: xen.core.exports.stateHash() };
    };
    expect(await at(1)).toEqual(await at(100_000));
  });
});

describe('CPUID asked of Xen', () => {
  const ask = (code: Assembler, leaf: number, at: number) =>
    code
      .set('eax', leaf)
      .set('ecx', 0)
      .raw(0x0f, 0x0b, 0x78, 0x65, 0x6e, 0x0f, 0xa2)
      .store(at, 'eax')
      .store(at + 4, 'ebx')
      .store(at + 8, 'ecx')
      .store(at + 12, 'edx');

  test('answers as Xen', async () => {
    const { guest } = await run((code) => {
      ask(code, 0x40000000, RESULTS);
      ask(code, 1, RESULTS + 16);
    });
    const text = String.fromCharCode(...new Uint8Array(Int32Array.from(guest.results(4).slice(1)).buffer));
    expect([guest.unsigned(RESULTS), text]).toEqual([0x40000005, 'XenVMMXenVMM']);
    // PSE, SEP, MTRR, PGE, PSE36 are hidden; a hypervisor is said to be there.
    expect(guest.word(RESULTS + 28) & 0x00023808).toBe(0);
    expect(guest.unsigned(RESULTS + 24) >>> 31).toBe(1);
  });

  test('without the prefix shows the processor', async () => {
    const { guest } = await run((code) => code.set('eax', 1).raw(0x0f, 0xa2).store(RESULTS, 'edx'));
    expect(guest.word(RESULTS) & 8).toBe(8);
  });
});

test('writing MSR 0x40000000 fills a hypercall page', async () => {
  const { guest } = await run(
    (code) => {
      code
        .load('eax', DATA + 0xff0)
        .set('edx', 0)
        .set('ecx', 0x40000000)
        .raw(0x0f, 0x30);
      // call hypercall_page + 32 * xen_version
      code
        .set('ebx', 0)
        .set('eax', DATA + 32 * Hypercall.XenVersion)
        .raw(0xff, 0xd0)
        .store(RESULTS, 'eax');
    },
    (g) => ({ [DATA + 0xff0]: g.frameOf(DATA) << 12 }),
  );
  expect(guest.word(RESULTS)).toBe(0x40011);
  expect(guest.unsigned(DATA + 32 * Hypercall.Iret)).toBe(0x0017b850);
});

test('an LDT is taken page by page when it is first used', async () => {
  const LDT = BASE + 0xb000;
  const { guest, xen } = await run(
    (code) => {
      // MMUEXT_SET_LDT, then DS from entry 1 of it.
      code
        .put(DATA, 13)
        .put(DATA + 4, LDT)
        .put(DATA + 8, 512)
        .hypercall(Hypercall.MmuextOp, DATA, 1, 0, 0x7ff0)
        .store(RESULTS, 'eax');
      code
        .raw(0x66, 0xb8, 0x0d, 0x00, 0x8e, 0xe0)
        .raw(0x8c, 0xe3)
        .store(RESULTS + 4, 'ebx');
    },
    () => ({ [LDT + 8]: 0x0000ffff, [LDT + 12]: 0x00cfb300 }),
  );
  expect(guest.results(2).map((word) => word & 0xffff)).toEqual([0, 0x0d]);
  expect(xen.trace(TraceEvent.Trap).map(({ arg2 }) => arg2)).toEqual([2n]);
  expect(xen.core.exports.audit()).toBe(0);
});

test('a selector that went bad while another ran is told to the failsafe callback', async () => {
  const GDT = BASE + 0xb000;
  const xen = await XenMachine.create();
  const guest = xen.guest({
    domid: 1,
    program: (code) => {
      const body = code.here + 5;
      code.jump(body + 4 * 7 + 27);
      for (let i = 0; i < 4; i++) code.pop('eax').store(RESULTS + 4 * i, 'eax');
      code.put(DATA + 0x40, 0).hypercall(Hypercall.SchedOp, 2, DATA + 0x40);
      code.hypercall(Hypercall.SetCallbacks, 0xe019, body, 0xe019, body);
      // A GDT of the guest's own, FS from its entry 1; then the entry is emptied, and another domain runs.
      code.hypercall(Hypercall.SetGdt, DATA, 512).raw(0x66, 0xb8, 0x09, 0x00, 0x8e, 0xe0);
      code
        .load('ebx', DATA + 8)
        .set('ecx', 0)
        .set('edx', 0)
        .set('esi', 0)
        .set('eax', Hypercall.UpdateDescriptor)
        .int(0x82);
      code
        .store(RESULTS + 16, 'eax')
        .hypercall(Hypercall.SetTimerOp, 30_000_000, 0)
        .hypercall(Hypercall.SchedOp, 3, DATA + 16);
    },
  });
  const words = {
    [DATA]: guest.frameOf(GDT),
    [DATA + 8]: (guest.frameOf(GDT) << 12) + 8,
    [DATA + 24]: 1_000_000,
    [GDT + 8]: 0xffff,
    [GDT + 12]: 0x00cfb300,
  };
  for (const [va, word] of Object.entries(words)) guest.write(Number(va), new Uint8Array(Uint32Array.of(word).buffer));
  // It sleeps as well, and wakes first.
  const other = xen.guest({ domid: 2, program: (code) => code.hypercall(Hypercall.SchedOp, 3, DATA) });
  other.write(DATA + 8, Uint8Array.of(0x20, 0xa1, 0x07, 0));
  xen.finish();
  expect(guest.word(RESULTS + 16)).toBe(0);
  // DS, ES, FS, GS as they were, from the top of the stack on.
  expect(guest.results(4).map((word) => word & 0xffff)).toEqual([0xe021, 0xe021, 0x9, 0xe021]);
});
