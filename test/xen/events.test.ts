import { describe, expect, test } from 'vitest';
import { HostExit } from '../../assembly/abi/exit';
import { Hypercall } from '../../assembly/abi/hypercall';
import { DATA, NEVER, RESULTS, resultsOf, SHARED_INFO, XenMachine } from './xen-machine';

const ENOENT = -2;
const ESRCH = -3;
const EFAULT = -14;
const EEXIST = -17;
const EINVAL = -22;
const ENOSYS = -38;
const EPERM = -1;
const SELF = 0x7ff0;
const XEN = 0xfffff000;
const E = Hypercall.EventChannelOp;
const [INTERDOMAIN, VIRQ, PIRQ, CLOSE, SEND, STATUS, ALLOC, IPI, VCPU, UNMASK, RESET, INIT_CONTROL] = Array.from(
  { length: 12 },
  (_, i) => i,
) as number[] as [number, number, number, number, number, number, number, number, number, number, number, number];

/** Where a list of structures lies, 32 bytes each. */
const at = (i: number) => DATA + 32 * i;

/** Makes calls on structures of their own: [command, ...words]. */
async function calls(list: readonly (readonly number[])[]) {
  const data = Object.fromEntries(
    list.map(([, ...words], i) => [at(i), words]).filter(([, words]) => (words as number[]).length > 0),
  );
  const { results, guest, xen } = await resultsOf(
    list.map(([command], i) => [E, command as number, at(i)]),
    { data },
  );
  return { results, xen, word: (i: number, offset: number) => guest.word(at(i) + offset) };
}

describe('what event_channel_op answers', () => {
  test('sends and closes of ports that are none', async () => {
    const { results } = await calls([
      [SEND, 9999],
      [SEND, 1000000],
      [SEND, 0],
      [99, 0],
      [CLOSE, 0],
      [CLOSE, 9],
      [UNMASK, 9999],
    ]);
    expect(results).toEqual([EINVAL, EINVAL, EINVAL, ENOSYS, EINVAL, EINVAL, EINVAL]);
  });

  test('pointers that are none', async () => {
    const { results } = await resultsOf([
      [E, SEND, XEN],
      [Hypercall.EventChannelOpCompat, 0],
    ]);
    expect(results).toEqual([EFAULT, EFAULT]);
  });

  test('virtual interrupts', async () => {
    const { results, word } = await calls([
      [VIRQ, 0, 0, 0],
      [VIRQ, 0, 0, 0],
      [VIRQ, 24, 0, 0],
      [VIRQ, 0, 99, 0],
      [VIRQ, 3, 0, 0],
      [VIRQ, 3, 1, 0],
      [PIRQ, 1, 0, 0],
    ]);
    expect(results).toEqual([0, EEXIST, EINVAL, ENOENT, 0, EINVAL, EPERM]);
    expect([word(0, 8), word(4, 8)]).toEqual([1, 2]);
  });

  test('channels to itself, and to domains that are not', async () => {
    const { results, word } = await calls([
      [ALLOC, SELF | (SELF << 16), 0],
      [SEND, 1],
      [INTERDOMAIN, SELF, 1, 0],
      [INTERDOMAIN, SELF, 1, 0],
      [SEND, 1],
      [ALLOC, 55, 0],
      [ALLOC, SELF | (55 << 16), 0],
      [INTERDOMAIN, 55, 1, 0],
      [STATUS, SELF, 1],
      [STATUS, SELF, 3],
      [STATUS, 0, 1],
      [STATUS, 55, 1],
    ]);
    expect(results).toEqual([0, 0, 0, EINVAL, 0, ESRCH, 0, ESRCH, 0, 0, EPERM, ESRCH]);
    expect([word(0, 4), word(2, 8), word(6, 4)]).toEqual([1, 2, 3]);
    // interdomain: state, vCPU, domain, port; unbound: state, vCPU, domain.
    expect([word(8, 8), word(8, 16) & 0xffff, word(8, 20)]).toEqual([2, 1, 2]);
    expect([word(9, 8), word(9, 16) & 0xffff]).toEqual([1, 55]);
  });

  test('interprocessor interrupts and vCPUs', async () => {
    const { results } = await calls([
      [IPI, 0, 0],
      [IPI, 99, 0],
      [VCPU, 1, 0],
      [VCPU, 1, 99],
      [ALLOC, SELF | (SELF << 16), 0],
      [VCPU, 2, 0],
      [SEND, 1],
      [RESET, SELF],
      [SEND, 1],
      [INIT_CONTROL, 0],
    ]);
    expect(results).toEqual([0, ENOENT, EINVAL, ENOENT, 0, 0, 0, 0, EINVAL, ENOSYS]);
  });

  test('a closed port is the next to be had; its partner waits again', async () => {
    const { results, word } = await calls([
      [ALLOC, SELF | (SELF << 16), 0],
      [INTERDOMAIN, SELF, 1, 0],
      [CLOSE, 1],
      [STATUS, SELF, 2],
      [IPI, 0, 0],
    ]);
    expect(results).toEqual([0, 0, 0, 0, 0]);
    expect([word(3, 8), word(4, 4)]).toEqual([1, 1]);
  });

  test('there are 1023 ports', async () => {
    const ports = 1024;
    const { xen, guest } = await XenMachine.of((code) => {
      code.put(DATA + 8, 0);
      const again = code.here;
      code
        .put(DATA, 0)
        .hypercall(E, IPI, DATA)
        .increment(DATA + 8)
        .jumpUnless('eax', -28, again);
    });
    xen.finish();
    expect(guest.word(DATA + 8)).toBe(ports);
  });
});

describe('the bits', () => {
  const pendingWord = SHARED_INFO + 0x800;
  const maskWord = SHARED_INFO + 0x880;

  test('a pending port selects its word and raises the upcall', async () => {
    const { guest } = await resultsOf([[E, IPI, DATA]], {
      before: (code) => code.put(DATA + 8, 1),
      data: { [DATA]: [0, 0] },
    });
    expect(guest.word(DATA + 4)).toBe(1);
    const { xen, guest: g } = await XenMachine.of((code) => {
      code
        .hypercall(E, IPI, DATA)
        .put(DATA + 8, 1)
        .hypercall(E, SEND, DATA + 8);
      for (const [i, va] of [SHARED_INFO, SHARED_INFO + 4, pendingWord].entries())
        code.load('eax', va).store(RESULTS + 4 * i, 'eax');
    });
    xen.finish();
    expect([g.word(RESULTS) & 0xff, g.word(RESULTS + 4), g.word(RESULTS + 8)]).toEqual([1, 1, 2]);
  });

  test('a masked port waits for unmask', async () => {
    const { xen, guest } = await XenMachine.of((code) => {
      code
        .put(maskWord, 2)
        .hypercall(E, IPI, DATA)
        .put(DATA + 8, 1)
        .hypercall(E, SEND, DATA + 8);
      code
        .load('eax', SHARED_INFO)
        .store(RESULTS, 'eax')
        .load('eax', SHARED_INFO + 4)
        .store(RESULTS + 4, 'eax');
      code.hypercall(E, UNMASK, DATA + 8);
      code
        .load('eax', SHARED_INFO)
        .store(RESULTS + 8, 'eax')
        .load('eax', maskWord)
        .store(RESULTS + 12, 'eax');
    });
    xen.finish();
    expect(guest.results(4).map((word) => word & 0xff)).toEqual([0, 0, 1, 0]);
  });
});

describe('waiting', () => {
  test('a port of the control plane wakes the host at the very call, and the guest at the answer', async () => {
    const xen = await XenMachine.create();
    const { exports, machine } = xen.core;
    const guest = xen.guest({
      program: (code) => {
        code.put(DATA + 8, 1).hypercall(E, SEND, DATA + 8);
        code
          .put(DATA + 16, DATA + 8)
          .put(DATA + 20, 1)
          .hypercall(Hypercall.SchedOp, 3, DATA + 16)
          .store(RESULTS, 'eax');
      },
    });
    const guestPort = exports.eventAllocUnbound(guest.domid, 0);
    const port = exports.eventBind(guest.domid, guestPort);
    expect([guestPort, port]).toEqual([1, 1]);
    // Binding makes the new end pending once: what was sent before it was bound is lost.
    expect(xen.core.run(1000, NEVER)).toBe(HostExit.Backend);
    expect(machine.count).toBe(0n);
    expect(exports.eventPending()).toBe(port);
    expect(xen.core.run(1000, NEVER)).toBe(HostExit.Backend);
    expect(exports.eventPending()).toBe(port);
    expect(exports.eventPending()).toBe(-1);
    expect(xen.core.run(1000, NEVER)).toBe(HostExit.Idle);
    const slept = machine.tick;
    expect(xen.core.run(1000, slept + 5000n)).toBe(HostExit.Budget);
    expect(machine.tick).toBe(slept + 5000n);
    expect(exports.eventSend(port)).toBe(0);
    xen.finish();
    expect(guest.results(1)).toEqual([0]);
  });

  test('poll ends at its timeout', async () => {
    const { guest, xen } = await resultsOf([[Hypercall.SchedOp, 3, DATA]], { data: { [DATA]: [0, 0, 500_000, 0] } });
    expect(guest.results(1)).toEqual([0]);
    expect(xen.core.machine.tick).toBeGreaterThanOrEqual(500_000n);
    expect(xen.core.machine.tick).toBeLessThan(510_000n);
  });

  test('a timer wakes a vCPU that blocks, at its tick', async () => {
    const { xen, guest } = await XenMachine.of((code) => {
      // The handler marks the time and ends the domain.
      const body = code.here + 5;
      code
        .jump(body + 35)
        .raw(0x0f, 0x31)
        .store(RESULTS, 'eax');
      code.put(DATA + 64, 0).hypercall(Hypercall.SchedOp, 2, DATA + 64);
      code.hypercall(Hypercall.SetCallbacks, 0xe019, body, 0xe019, body);
      code
        .put(DATA, 0)
        .put(DATA + 4, 0)
        .hypercall(E, VIRQ, DATA);
      code.hypercall(Hypercall.SetTimerOp, 2_000_000, 0).hypercall(Hypercall.SchedOp, 1, 0);
    });
    xen.finish();
    expect(guest.unsigned(RESULTS)).toBeGreaterThanOrEqual(2_000_000);
    expect(guest.unsigned(RESULTS)).toBeLessThan(2_010_000);
  });

  test('nobody hears of an event that nobody can deliver: the machine is idle for ever', async () => {
    const { xen } = await XenMachine.of((code) =>
      code.hypercall(Hypercall.VcpuOp, 7, 0, 0).hypercall(Hypercall.SchedOp, 1, 0),
    );
    expect(xen.finish()).toBe(HostExit.Idle);
  });
});
