import { describe, expect, it } from 'vitest';
import { HeldMoments } from '../../web/ui/session/held-moments';
import { FixtureMachine } from './fixture-machine';

/** A machine that prints a letter an instruction, and what is held of so many moments that it told. */
function heldOf(moments: number): { machine: FixtureMachine; held: HeldMoments } {
  const machine = new FixtureMachine();
  const held = new HeldMoments();
  for (let i = 0; i < moments; i++) {
    machine.position = { count: BigInt(i), tick: BigInt(i) };
    machine.print('x');
    held.hold(machine.now('pushes'));
  }
  return { machine, held };
}

describe('moments held back', () => {
  it('are as many as there are streams, however long a machine is on its way', () => {
    const { machine, held } = heldOf(1000);
    expect(held.size).toBe(1);
    held.hold(machine.now('answers'));
    expect(held.size).toBe(2);
    const [pushed, answered] = held.take(0);
    expect(pushed?.position.count).toBe(999n);
    for (const moment of [pushed, answered]) {
      expect(moment?.console.from).toBe(0);
      expect(new TextDecoder().decode(moment?.console.bytes)).toBe('x'.repeat(1000));
    }
    expect(held.size).toBe(0);
  });

  it('are given from an epoch on', async () => {
    const { machine, held } = heldOf(3);
    await machine.seek({ count: 1n });
    held.hold(machine.now('pushes'));
    expect(held.size).toBe(2);
    expect(held.take(machine.epoch).map(({ position }) => position.count)).toEqual([1n]);
    expect(held.take(0)).toEqual([]);
  });

  it('of another domain, or of a time before, stay apart', () => {
    const { machine, held } = heldOf(3);
    machine.registers.domid = 2;
    held.hold(machine.now('pushes'));
    expect(held.size).toBe(2);
    machine.position = { count: 0n, tick: 0n };
    held.hold(machine.now('pushes'));
    expect(held.size).toBe(3);
  });
});
