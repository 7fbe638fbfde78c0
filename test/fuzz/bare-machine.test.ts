import { describe, expect, it } from 'vitest';
import { Core } from '../../web/core/core';
import { coreModule } from '../support/machine';
import { Random } from './support/random';
import { randomMachine } from './support/random-machine';

const CASES = 400;
const INSTRUCTIONS = 3000;
const module = coreModule();
const core = Core.create(module, 4, true);

/** How far it came and what it then was. */
interface End {
  count: bigint;
  tick: bigint;
  hash: string;
}

/** Runs the machine of a seed in slices that `slice` chooses; `drops` says when caches are dropped. */
function run(seed: number, stepping: boolean, slice: () => number, drops: () => boolean): End {
  randomMachine(core, new Random(seed));
  core.exports.setStepping(stepping ? 1 : 0);
  const end = BigInt(INSTRUCTIONS);
  for (let calls = 0; core.machine.count < end && calls < 4 * INSTRUCTIONS; calls++) {
    if (drops()) core.exports.flushCaches();
    const before = core.machine.count;
    const left = Number(end - before);
    const exit = core.run(Math.min(slice(), left), 1_000_000n);
    core.exports.consoleText();
    expect(core.machine.count <= end).toBe(true);
    if (exit === 5 || (exit === 1 && core.machine.count === before)) break; // ended, or waits for ever
    if (core.machine.tick >= 1_000_000n) break;
  }
  const { count, tick } = core.position;
  return { count, tick, hash: core.exports.stateHash().toString(16) };
}

describe('random code under random tables', () => {
  for (let block = 0; block < 8; block++) {
    it(`cases ${block * (CASES / 8)} to ${(block + 1) * (CASES / 8) - 1}`, () => {
      for (let seed = block * (CASES / 8); seed < (block + 1) * (CASES / 8); seed++) {
        const random = new Random(seed + 77);
        const whole = run(
          seed,
          false,
          () => INSTRUCTIONS,
          () => false,
        );
        const cut = run(
          seed,
          false,
          () => 1 + random.below(40),
          () => random.once(9),
        );
        expect({ seed, ...cut }).toEqual({ seed, ...whole });
        const stepped = run(
          seed,
          true,
          () => 1 + random.below(400),
          () => false,
        );
        expect({ seed, ...stepped }).toEqual({ seed, ...whole });
      }
    });
  }
});
