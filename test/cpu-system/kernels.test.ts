import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import { coreModule } from '../support/machine';
import { runBare } from './support/bare-machine';
import { TYPED } from './support/typed.mjs';

const IMAGES = at('test/cpu-system/images');
const names = readdirSync(IMAGES).map((file) => file.replace(/\.elf$/, ''));
const module = coreModule();

describe('kernels that try every rule of protected mode', () => {
  for (const name of names) {
    it(name, () => {
      const outcome = runBare(module, readFileSync(`${IMAGES}/${name}.elf`), { most: 50_000_000, typed: TYPED });
      const golden = at(`test/cpu-system/golden/${name}.txt`);
      expect(existsSync(golden)).toBe(true);
      expect(outcome.text.split('\n')).toEqual(readFileSync(golden, 'latin1').split('\n'));
      expect(outcome.status).toBe(1);
    });
  }
});
