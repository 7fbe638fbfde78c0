import { describe, expect, test } from 'vitest';
import { Crash } from '../../assembly/abi/crash';
import { Hypercall } from '../../assembly/abi/hypercall';
import { Bounce, TraceEvent } from '../../assembly/abi/trace-event';
import { DomainState } from '../../web/core/layout.gen';
import { endOf } from '../../web/toolstack/domain-end';
import type { Assembler } from './assembler';
import { DATA, RESULTS, SHARED_INFO, STACK_TOP, UNMAPPED, XenMachine } from './xen-machine';

const KERNEL_CS = 0xe019;
const USER_CS = 0xe02b;
const USER_SS = 0xe033;
/** Flags of a trap_info: masks events. */
const MASKS = 4;

/** Registers handlers: [vector, flags, address, cs]. The list lies in the guest's memory. */
function setTraps(code: Assembler, traps: readonly (readonly [number, number, number, number?])[]): void {
  traps.forEach(([vector, flags, address, cs = KERNEL_CS], i) => {
    code.put(DATA + 0x800 + 8 * i, vector | (flags << 8) | (cs << 16)).put(DATA + 0x804 + 8 * i, address);
  });
  code.put(DATA + 0x804 + 8 * traps.length, 0).hypercall(Hypercall.SetTrapTable, DATA + 0x800);
}

/** Appends a handler that the program jumps over; it stores `words` words of its stack at RESULTS and continues at `after`. */
function handler(code: Assembler, words: number): { address: number; resumeAt: (target: number) => void } {
  const body = code.here + 5;
  // Filled in when the length is known: POP + store take 7 bytes each, the jump 5.
  code.jump(body + words * 7 + 5);
  for (let i = 0; i < words; i++) code.pop('eax').store(RESULTS + 4 * i, 'eax');
  const jumpAt = code.here;
  code.jump(jumpAt);
  return { address: body, resumeAt: (target) => patchJump(code, jumpAt, target) };
}

function patchJump(code: Assembler, at: number, target: number): void {
  const offset = at - code.start + 1;
  const distance = target - (at + 5);
  for (let i = 0; i < 4; i++) (code as unknown as { code: number[] }).code[offset + i] = (distance >> (8 * i)) & 0xff;
}

/** Runs a program that traps once; answers the words its handler found on its stack. */
async function frameOf(words: number, vector: number, flags: number, trap: (code: Assembler) => void) {
  let trapAt = 0;
  const { xen, guest } = await XenMachine.of((code) => {
    const h = handler(code, words);
    setTraps(code, [[vector, flags, h.address]]);
    trapAt = code.here;
    trap(code);
    h.resumeAt(code.here);
  });
  xen.finish();
  return { xen, guest, trapAt, frame: guest.results(words).map((word) => word >>> 0) };
}

describe('a bounce frame', () => {
  test('of an exception without error code', async () => {
    const { frame, trapAt } = await frameOf(3, 6, 0, (code) => code.raw(0x0f, 0x0b));
    expect(frame[0]).toBe(trapAt);
    // The guest started with events masked, so the saved mask is 1 and IF is clear.
    expect(frame[1]).toBe(KERNEL_CS | (1 << 16));
    expect((frame[2] as number) & 0x200).toBe(0);
  });

  test('shows IF as the reverse of the upcall mask', async () => {
    const { frame } = await frameOf(3, 3, 0, (code) => code.putByte(SHARED_INFO + 1, 0).int(3));
    expect((frame[1] as number) >> 16).toBe(0);
    expect((frame[2] as number) & 0x200).toBe(0x200);
  });

  test('masks events where the table says so', async () => {
    const unmasked = (code: Assembler) => code.putByte(SHARED_INFO + 1, 0).int(3);
    const after = async (flags: number) => {
      const { xen, guest } = await frameOf(3, 3, flags, unmasked);
      return xen.core.page(guest.record.sharedInfo).view.getUint8(1);
    };
    expect([await after(MASKS), await after(0)]).toEqual([1, 0]);
  });

  test('of a page fault: error code, and the address in vcpu_info', async () => {
    const { frame, trapAt, guest, xen } = await frameOf(4, 14, 0, (code) => code.load('eax', UNMAPPED + 4));
    expect(frame.slice(0, 2)).toEqual([0, trapAt]);
    expect(xen.core.page(guest.record.sharedInfo).view.getUint32(8, true)).toBe(UNMAPPED + 4);
  });

  test('of a store to a read-only page', async () => {
    const { frame } = await frameOf(4, 14, 0, (code) => code.put(UNMAPPED - 0x1000, 1));
    expect(frame[0]).toBe(3);
  });
});

describe('software interrupts', () => {
  test('enter their handler behind the instruction when the DPL allows', async () => {
    const { frame, trapAt } = await frameOf(3, 0x20, 1, (code) => code.int(0x20));
    expect(frame[0]).toBe(trapAt + 2);
  });

  test('are #GP with the vector as error code when it does not', async () => {
    const { frame, trapAt } = await frameOf(4, 13, 0, (code) => code.int(0x21));
    expect(frame.slice(0, 2)).toEqual([(0x21 << 3) | 2, trapAt]);
  });

  test('INT3 needs no DPL', async () => {
    const { frame, trapAt } = await frameOf(3, 3, 0, (code) => code.int(3));
    expect(frame[0]).toBe(trapAt + 1);
  });
});

describe('privileged instructions', () => {
  test.each([
    ['cli', [0xfa]],
    ['sti', [0xfb]],
    ['hlt', [0xf4]],
    ['in', [0xe4, 0x80]],
    ['mov cr0 with more than TS', [0x0f, 0x22, 0xc1]],
    ['rdmsr of one that is not there', [0x0f, 0x32]],
  ])('%s is #GP(0)', async (_, bytes) => {
    const { frame, trapAt } = await frameOf(4, 13, 0, (code) =>
      code
        .set('ecx', 0x12345)
        .nop()
        .raw(...bytes),
    );
    expect(frame.slice(0, 2)).toEqual([0, trapAt + 6]);
  });

  test('control registers and EFER can be read', async () => {
    const { xen, guest } = await XenMachine.of((code) => {
      code.raw(0x0f, 0x20, 0xc0).store(RESULTS, 'eax');
      code.raw(0x0f, 0x20, 0xd8).store(RESULTS + 4, 'eax');
      code.raw(0x0f, 0x20, 0xe0).store(RESULTS + 8, 'eax');
      code
        .set('ecx', 0xc0000080)
        .raw(0x0f, 0x32)
        .store(RESULTS + 12, 'eax');
    });
    xen.finish();
    const root = (guest.mfn(22) << 12) >>> 0;
    expect(guest.results(4).map((word) => word >>> 0)).toEqual([0x80050033, root, 0x660, 0x801]);
  });

  test('with IOPL 1, cli and sti do nothing and ports answer ones', async () => {
    const { xen, guest } = await XenMachine.of((code) => {
      code.put(DATA, 1).hypercall(Hypercall.PhysdevOp, 6, DATA).raw(0xfa, 0xfb);
      code.set('eax', 0).raw(0xe4, 0x80).store(RESULTS, 'eax');
    });
    xen.finish();
    expect(guest.results(1)).toEqual([0xff]);
  });
});

describe('rings', () => {
  /** Bytes of `toUser`. */
  const TO_USER = 45;
  /** Goes to ring 3 at `target` with the iret hypercall. DS and ES must be ring 3's: IRET empties inner ones. */
  const toUser = (code: Assembler, target: number, flags = 0x200) =>
    code
      .raw(0x66, 0xb8, USER_SS, USER_SS >> 8, 0x8e, 0xd8, 0x8e, 0xc0)
      .pushValue(USER_SS)
      .pushValue(STACK_TOP - 0x800)
      .pushValue(flags)
      .pushValue(USER_CS)
      .pushValue(target)
      .pushValue(0x5eed)
      .set('eax', Hypercall.Iret)
      .int(0x82);

  test('the iret hypercall goes to ring 3, a trap comes back on the kernel stack', async () => {
    let user = 0;
    const { xen, guest } = await XenMachine.of((code) => {
      const h = handler(code, 5);
      setTraps(code, [[0x80, 3, h.address]]);
      code.hypercall(Hypercall.StackSwitch, 0xe021, STACK_TOP - 0x400);
      user = code.here + TO_USER;
      toUser(code, user);
      code.store(RESULTS + 20, 'eax').int(0x80);
      h.resumeAt(code.here);
    });
    xen.finish();
    const frame = guest.results(6).map((word) => word >>> 0);
    expect(frame[0]).toBe(user + 8);
    expect(frame[1]).toBe(USER_CS);
    expect((frame[2] as number) & 0x200).toBe(0x200);
    expect(frame.slice(3)).toEqual([STACK_TOP - 0x800, USER_SS, 0x5eed]);
  });

  test('ring 3 makes no hypercalls: int 0x82 is its kernel’s affair', async () => {
    let user = 0;
    const { xen, guest } = await XenMachine.of((code) => {
      const h = handler(code, 2);
      setTraps(code, [[13, 0, h.address]]);
      user = code.here + TO_USER;
      toUser(code, user);
      code.int(0x82);
      h.resumeAt(code.here);
    });
    xen.finish();
    expect(guest.results(2).map((word) => word >>> 0)).toEqual([(0x82 << 3) | 2, user]);
  });

  test('iret to ring 0 ends the domain', async () => {
    const { xen, guest } = await XenMachine.of((code) => {
      code.pushValue(0x200).pushValue(0xe008).pushValue(0).pushValue(0).set('eax', Hypercall.Iret).int(0x82);
    });
    xen.finish();
    expect([guest.record.crash, guest.record.crashDetail]).toEqual([Crash.IretRing, 0xe008]);
  });
});

describe('a guest that cannot go on', () => {
  test('has no handler', async () => {
    const { xen, guest } = await XenMachine.of((code) => code.raw(0x0f, 0x0b));
    xen.finish();
    expect(guest.record.state).toBe(DomainState.Ended);
    expect([guest.record.crash, guest.record.crashDetail]).toEqual([Crash.NoHandler, 6]);
    expect(xen.console).toContain('domain 1 vCPU 0 crashed: no handler for exception 6');
    expect(xen.console).toMatch(/eip e019:c0001000.*ring 1/);
  });

  test('has no handler for a page fault: where it was is said', async () => {
    const { xen } = await XenMachine.of((code) => code.raw(0xa1, 0x44, 0x33, 0x22, 0x11));
    xen.finish();
    expect(endOf(xen.core, 1)?.reason).toBe(
      'Xen ended the domain: the exception #PF (page fault) at 0x11223344 came and the guest has no handler for it.',
    );
  });

  test('has no stack', async () => {
    const { xen, guest } = await XenMachine.of((code) => {
      setTraps(code, [[3, 0, code.here]]);
      code.set('esp', UNMAPPED + 0x800).int(3);
    });
    xen.finish();
    expect([guest.record.crash, guest.record.crashDetail]).toEqual([Crash.Stack, UNMAPPED + 0x800 - 12]);
  });

  test('has a handler without a code segment', async () => {
    const { xen, guest } = await XenMachine.of((code) => {
      setTraps(code, [[3, 0, code.here, 0x21]]);
      code.int(3);
    });
    xen.finish();
    expect([guest.record.crash, guest.record.crashDetail]).toEqual([Crash.HandlerSelector, 0x21]);
  });

  test('leaves the others alone', async () => {
    const xen = await XenMachine.create();
    const bad = xen.guest({ domid: 1, program: (code) => code.raw(0x0f, 0x0b) });
    const good = xen.guest({ domid: 2, program: (code) => code.set('eax', 7).store(RESULTS, 'eax') });
    xen.finish();
    expect(bad.record.crash).toBe(Crash.NoHandler);
    expect(good.record.crash).toBe(Crash.None);
    expect(good.word(RESULTS)).toBe(7);
  });
});

test('an upcall is delivered when events are unmasked, once, with events masked', async () => {
  const { xen, guest } = await XenMachine.of((code) => {
    const h = handler(code, 3);
    code.hypercall(Hypercall.SetCallbacks, KERNEL_CS, h.address, KERNEL_CS, h.address);
    // An IPI to itself: pending while masked, delivered as soon as the mask is cleared.
    code.put(DATA, 0).hypercall(Hypercall.EventChannelOp, 7, DATA);
    code
      .load('eax', DATA + 4)
      .store(DATA + 8, 'eax')
      .hypercall(Hypercall.EventChannelOp, 4, DATA + 8);
    code.load('eax', SHARED_INFO).store(RESULTS + 16, 'eax');
    code
      .putByte(SHARED_INFO + 1, 0)
      .hypercall(Hypercall.SchedOp, 99)
      .nop(4);
    h.resumeAt(code.here);
    code.load('eax', SHARED_INFO).store(RESULTS + 20, 'eax');
  });
  xen.finish();
  expect(guest.word(RESULTS + 16) & 0xffff).toBe(0x101);
  expect(guest.word(RESULTS + 20) & 0xffff).toBe(0x101);
  expect((guest.word(RESULTS + 4) >>> 16) & 0xff).toBe(0);
  const bounces = xen.trace(TraceEvent.Bounce);
  expect(bounces.map(({ code }) => code)).toEqual([Bounce.Event]);
});
