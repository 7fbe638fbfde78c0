import { describe, expect, test } from 'vitest';
import { Crash } from '../../assembly/abi/crash';
import { Hypercall } from '../../assembly/abi/hypercall';
import { Shutdown } from '../../assembly/abi/sched';
import { DomainState } from '../../web/core/layout.gen';
import { DATA, RESULTS, resultsOf, XenMachine } from './xen-machine';

const EPERM = -1;
const ENOENT = -2;
const ESRCH = -3;
const EFAULT = -14;
const EINVAL = -22;
const ENOSYS = -38;
/** An address in Xen's hole. */
const XEN = 0xfffff000;

describe('vcpu_op', () => {
  test('of the only vCPU', async () => {
    const V = Hypercall.VcpuOp;
    const { results } = await resultsOf(
      [
        [V, 3, 0, 0],
        [V, 3, 99, 0],
        [V, 99, 0, 0],
        [V, 1, 0, 0],
        [V, 7, 0, 0],
        [V, 8, 0, DATA],
        [V, 6, 0, DATA + 16],
        [V, 0, 0, DATA],
      ],
      { data: { [DATA]: [1, 0, 1, 0, 1000, 0] } },
    );
    expect(results).toEqual([1, ENOENT, ENOSYS, 0, 0, 0, EINVAL, -17]);
  });

  test('run states add up to the clock', async () => {
    const { results, guest, xen } = await resultsOf([[Hypercall.VcpuOp, 4, 0, DATA]]);
    expect(results).toEqual([0]);
    expect(guest.word(DATA)).toBe(0);
    const spent = [0, 1, 2, 3].map((i) => guest.unsigned(DATA + 12 + 8 * i));
    expect(spent.reduce((a, b) => a + b)).toBeLessThanOrEqual(Number(xen.core.machine.tick));
    expect(spent[0]).toBeGreaterThan(0);
  });

  test('vcpu_info moves once, and everything is pending afterwards', async () => {
    const { xen, guest } = await XenMachine.of((code) => {
      code.load('eax', DATA + 0x800).store(RESULTS + 8, 'eax');
      for (const i of [0, 1]) code.hypercall(Hypercall.VcpuOp, 10, 0, DATA + 0x800).store(RESULTS + 4 * i, 'eax');
    });
    guest.write(DATA + 0x800, new Uint8Array(Uint32Array.of(guest.frameOf(DATA), 0, 0x40, 0).buffer));
    xen.finish();
    expect(guest.results(2)).toEqual([0, EINVAL]);
    expect(guest.word(DATA + 0x40)).toBe(0x101);
    expect(guest.word(DATA + 0x44)).toBe(-1);
    expect(guest.word(RESULTS + 8)).toBe(guest.frameOf(DATA));
  });
});

describe('sched_op', () => {
  test('answers', async () => {
    const S = Hypercall.SchedOp;
    const { results } = await resultsOf(
      [
        [S, 0, 0],
        [S, 99, 0],
        [S, 2, XEN],
        [S, 4, DATA],
        [S, 4, DATA + 8],
        [Hypercall.SchedOpCompat, 0, 0],
        [S, 7, DATA],
      ],
      { data: { [DATA]: [9, 0, 0, 0] } },
    );
    expect(results).toEqual([0, ENOSYS, EFAULT, ESRCH, EPERM, 0, EPERM]);
  });

  test('polls ports that are none, and too many', async () => {
    const { results } = await resultsOf(
      [
        [Hypercall.SchedOp, 3, DATA],
        [Hypercall.SchedOp, 3, DATA + 16],
        [Hypercall.SchedOp, 3, XEN],
      ],
      { data: { [DATA]: [DATA + 64, 1, 0, 0, DATA, 129, 0, 0], [DATA + 64]: [5000] } },
    );
    expect(results).toEqual([EINVAL, EINVAL, EFAULT]);
  });

  const S = Hypercall.SchedOp;
  test.each([
    { named: 'shutdown', calls: [[S, 2, DATA + 4 * Shutdown.Reboot]], reason: Shutdown.Reboot },
    { named: 'shutdown by its old number', calls: [[Hypercall.SchedOpCompat, 2, 1]], reason: Shutdown.Reboot },
    { named: 'a shutdown code alone', calls: [[S, 5, DATA + 4 * Shutdown.Suspend]], reason: Shutdown.Suspend },
    {
      named: 'the first of two codes',
      calls: [
        [S, 5, DATA + 4 * Shutdown.Suspend],
        [S, 5, DATA + 4 * Shutdown.Watchdog],
        [S, 2, DATA + 4 * Shutdown.Reboot],
      ],
      reason: Shutdown.Suspend,
    },
    {
      named: 'a code that says it crashed',
      calls: [
        [S, 5, DATA + 4 * Shutdown.Crash],
        [S, 2, DATA + 4 * Shutdown.Poweroff],
      ],
      reason: Shutdown.Crash,
    },
    {
      named: 'a code before a crash',
      calls: [
        [S, 5, DATA + 4 * Shutdown.Suspend],
        [S, 2, DATA + 4 * Shutdown.Crash],
      ],
      reason: Shutdown.Suspend,
    },
  ])('ends a domain for $named', async ({ calls, reason }) => {
    const { guest } = await resultsOf(calls, { data: { [DATA]: [0, 1, 2, 3, 4, 5] } });
    expect(guest.record.state).toBe(DomainState.Ended);
    expect(guest.record.shutdownReason).toBe(reason);
    expect(guest.record.crash).toBe(reason === Shutdown.Crash ? Crash.Asked : 0);
  });
});
