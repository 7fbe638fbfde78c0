import { describe, expect, test } from 'vitest';
import { Hypercall } from '../../assembly/abi/hypercall';
import { TraceEvent } from '../../assembly/abi/trace-event';
import type { Assembler } from './assembler';
import { CODE, DATA, NEVER, RESULTS, STACK_TOP, XenMachine } from './xen-machine';

const MS = 1_000_000n;

/** Counts for ever. */
const spin = (code: Assembler) => {
  const again = code.here;
  code.increment(RESULTS).jump(again);
};

/** Runs to a tick. */
function runTo(xen: XenMachine, tick: bigint, slice = 2_000_000): void {
  while (xen.core.machine.tick < tick) xen.core.run(slice, tick);
}

describe('two domains that never rest', () => {
  const machine = async () => {
    const xen = await XenMachine.create();
    return { xen, a: xen.guest({ domid: 1, program: spin }), b: xen.guest({ domid: 2, program: spin }) };
  };

  test('share the processor by halves', async () => {
    const { xen, a, b } = await machine();
    runTo(xen, 120n * MS);
    const [x, y] = [a.word(RESULTS), b.word(RESULTS)];
    expect(x / (x + y)).toBeGreaterThan(0.47);
    expect(x / (x + y)).toBeLessThan(0.53);
  });

  test('share it by their weights', async () => {
    const { xen, a, b } = await machine();
    expect(xen.core.exports.domainSetWeight(2, 512)).toBe(0);
    runTo(xen, 180n * MS);
    const share = b.word(RESULTS) / (a.word(RESULTS) + b.word(RESULTS));
    expect(share).toBeGreaterThan(0.63);
    expect(share).toBeLessThan(0.7);
  });

  test('stop when paused, go on when unpaused', async () => {
    const { xen, a, b } = await machine();
    runTo(xen, 30n * MS);
    expect(xen.core.exports.domainPause(1)).toBe(0);
    const [x, y] = [a.word(RESULTS), b.word(RESULTS)];
    runTo(xen, 60n * MS);
    expect(a.word(RESULTS)).toBe(x);
    expect(b.word(RESULTS)).toBeGreaterThan(y);
    expect(xen.core.exports.domainUnpause(1)).toBe(0);
    expect(xen.core.exports.domainUnpause(1)).toBe(-22);
    runTo(xen, 90n * MS);
    expect(a.word(RESULTS)).toBeGreaterThan(x);
  });

  test('one is destroyed; the other has it all', async () => {
    const { xen, b } = await machine();
    runTo(xen, 15n * MS);
    expect(xen.core.exports.domainDestroy(1)).toBe(0);
    expect(xen.domains().map(({ domid }) => domid)).toEqual([2]);
    const before = b.word(RESULTS);
    runTo(xen, 45n * MS);
    expect(b.word(RESULTS) - before).toBeGreaterThan(13_000_000);
    // Its frames are free again: as many domains as before can be made.
    xen.guest({ domid: 3, program: spin });
    expect(xen.core.exports.domainDestroy(9)).toBe(-3);
  });

  test('however the run is cut, the state is the same', async () => {
    const at = async (slice: number) => {
      const { xen } = await machine();
      const end = 12n * MS;
      while (xen.core.machine.tick < end) xen.core.run(slice, end);
      const { count, tick } = xen.core.machine;
      const switches = xen.trace(TraceEvent.Switch).map((record) => [record.count, record.tick, record.domid]);
      return { count, tick, switches, hash: xen.core.exports.stateHash() };
    };
    const whole = await at(2_000_000);
    expect(await at(997)).toEqual(whole);
    expect(await at(131_071)).toEqual(whole);
  });
});

test('a second vCPU starts where the first tells it, and both run', async () => {
  const { xen, guest } = await XenMachine.of(
    (code) => {
      code.hypercall(Hypercall.VcpuOp, 3, 1, 0).store(RESULTS + 8, 'eax');
      code.hypercall(Hypercall.VcpuOp, 1, 1, 0).store(RESULTS + 12, 'eax');
      code.hypercall(Hypercall.VcpuOp, 0, 1, DATA).store(RESULTS + 16, 'eax');
      code.hypercall(Hypercall.VcpuOp, 1, 1, 0).store(RESULTS + 20, 'eax');
      const wait = code.here;
      code.hypercall(Hypercall.SchedOp, 0, 0).load('eax', RESULTS).jumpUnless('eax', 3, wait);
      code.hypercall(Hypercall.VcpuOp, 2, 1, 0).store(RESULTS + 24, 'eax');
      code.hypercall(Hypercall.VcpuOp, 3, 1, 0).store(RESULTS + 28, 'eax');
    },
    { vcpus: 2 },
  );
  // The second vCPU counts to three and yields.
  const { Assembler: Code } = await import('./assembler');
  const second = new Code(CODE + 0x1000);
  second.increment(RESULTS).increment(RESULTS).increment(RESULTS);
  const again = second.here;
  second.hypercall(Hypercall.SchedOp, 0, 0).jump(again);
  guest.write(CODE + 0x1000, second.bytes);
  guest.writeContext(CODE + 0x1000, STACK_TOP - 0x1000);
  guest.write(DATA, xen.core.exchange.slice(0, 2800));
  xen.finish();
  expect(guest.results(8)).toEqual([3, 0, 0, -22, 0, 0, 0, 0]);
});

test('an idle machine skips time only as far as it is told', async () => {
  const { xen } = await XenMachine.of((code) => {
    code.hypercall(Hypercall.SetTimerOp, 50_000_000, 0).hypercall(Hypercall.SchedOp, 3, DATA);
  });
  xen.core.run(1000, NEVER);
  const { machine } = xen.core;
  expect(machine.tick).toBeLessThan(1n * MS);
  xen.core.run(1000, 10n * MS);
  expect(machine.tick).toBe(10n * MS);
  xen.core.run(1000, 20n * MS);
  expect(machine.tick).toBe(20n * MS);
  const count = machine.count;
  xen.core.run(1000, NEVER);
  expect([machine.tick, machine.count]).toEqual([50n * MS, count]);
});

test('a watchdog that is not fed ends its domain', async () => {
  const { xen, guest } = await XenMachine.of((code) => {
    code
      .put(DATA, 0)
      .put(DATA + 4, 1)
      .hypercall(Hypercall.SchedOp, 6, DATA)
      .store(RESULTS, 'eax');
    code.hypercall(Hypercall.SchedOp, 1, 0);
  });
  xen.finish();
  expect(guest.results(1)).toEqual([1]);
  expect(guest.record.shutdownReason).toBe(4);
  expect(xen.core.machine.tick / MS).toBe(1000n);
});

test('one call does a bounded amount of work, whatever a guest asks for', async () => {
  const { xen } = await XenMachine.of((code) => {
    const again = code.here;
    code.hypercall(Hypercall.XenVersion, 0, 0).jump(again);
  });
  const before = xen.core.machine.count;
  xen.core.run(2_000_000, NEVER);
  expect(Number(xen.core.machine.count - before)).toBeLessThan(400_000);
});
