import { expect, it } from 'vitest';
import { coreModule, runTo, scenario, watched } from '../support/machine';

it('brings a machine back to the very state, again and again', () => {
  const { machine } = watched(coreModule(), scenario('hello', { script: 'Ada' }));
  runTo(machine, { count: 3000n });
  const early = { hash: machine.hash, position: machine.position, checkpoint: machine.checkpoint() };
  runTo(machine, { count: 20_000n });
  const late = { hash: machine.hash, position: machine.position, checkpoint: machine.checkpoint(early.checkpoint) };
  expect(late.checkpoint.bytesBeside(early.checkpoint)).toBeLessThan(400_000);
  expect(early.checkpoint.bytesBeside(undefined)).toBeGreaterThan(3_000_000);
  for (const { hash, position, checkpoint } of [early, late, late, early]) {
    machine.restore(checkpoint);
    expect(machine.position).toEqual(position);
    expect(machine.hash).toBe(hash);
    expect(machine.trace.next).toBe(machine.core.machine.traced);
  }
  runTo(machine, { position: late.position });
  expect(machine.hash).toBe(late.hash);
});
