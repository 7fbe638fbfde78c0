import { expect, it } from 'vitest';
import { Engine, REGISTERS } from './support/engine';
import { random } from './support/random';

// An instruction whose form was met before is a copy of that (cpu/forms.ts). Each opcode with many a ModRM byte, twice with numbers of its own: the
// second must do what it does on the generic path, where nothing is copied.

const [FIRST, SECOND] = [0x2000, 0x2100];
const HLT = 0xf4;
/** Instructions that each way may run: those tried may go somewhere. */
const MOST = 4;
/** ModRM bytes tried of each opcode. */
const TRIES = 64;
const next = random(11);

/** What follows opcode and ModRM byte. Displacements and immediates stay near: a byte each, and its sign. */
function tail(): number[] {
  const sign = next() & 1 ? 0xff : 0;
  const second = sign || next() & 3;
  return [next(), second, sign, sign, next(), next() & 1 ? 0xff : next() & 3, next(), next(), HLT];
}

/** Runs an instruction at each place, with the same registers, and tells the state after the second. */
function stateAfter(engine: Engine, one: readonly number[], other: readonly number[]): string {
  engine.clear();
  engine.load(FIRST, one);
  engine.load(SECOND, other);
  for (const place of [FIRST, SECOND]) {
    for (const [i, name] of REGISTERS.entries()) engine.cpu[name] = BigInt(0x4000 + i * 0x404);
    engine.exports.setFlags(0x2 | ((place & 0x100) >> 8));
    engine.cpu.ip = BigInt(place);
    engine.run(MOST);
  }
  return engine.state();
}

it('an instruction of a form met before does what it does on the generic path', { timeout: 60_000 }, () => {
  const [copying, generic] = [new Engine(8), new Engine(8)];
  generic.genericOnly = true;
  const found: string[] = [];
  for (let opcode = 0; opcode < 256; opcode++) {
    for (let tries = 0; tries < TRIES; tries++) {
      // Each mod and rm twice, with one reg and another.
      const modrm = ((tries & 0x18) << 3) | (((tries * 5 + (tries >> 5) + opcode) & 7) << 3) | (tries & 7);
      const [one, other] = [
        [opcode, modrm, ...tail()],
        [opcode, modrm, ...tail()],
      ];
      const [seen, wanted] = [copying, generic].map((engine) => stateAfter(engine, one, other));
      if (seen !== wanted && found.length < 5)
        found.push(`${other.map((byte) => byte.toString(16)).join(' ')}:\n${seen}\n${wanted}`);
    }
  }
  expect(found).toEqual([]);
});
