import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import { type BareOptions, runBare } from '../cpu-system/support/bare-machine';
import { coreModule } from '../support/machine';

const module = coreModule();
const NAMES = ['segments', 'transfers', 'interrupts', 'privilege', 'paging', 'debug', 'devices', 'manual', 'x87'];

/** A fixed sequence of true and false. */
function coin(seed: number): () => boolean {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state & 0x10000) !== 0;
  };
}

const WAYS: Record<string, BareOptions> = {
  'slices of 997': { slice: 997 },
  'slices of 1': { slice: 1 },
  'single steps': { stepping: true },
  'single steps in slices of 31': { stepping: true, slice: 31 },
  'caches dropped at random': { slice: 211, drops: coin(1) },
};

describe('how a kernel is run changes nothing', () => {
  for (const name of NAMES) {
    it(name, () => {
      const image = readFileSync(at(`test/cpu-system/images/${name}.elf`));
      const usual = runBare(module, image);
      expect(usual.status).toBe(1);
      for (const [way, options] of Object.entries(WAYS)) {
        expect({ way, ...runBare(module, image, options) }).toEqual({ way, ...usual });
      }
    });
  }
});
