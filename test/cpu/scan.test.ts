import { expect, test } from 'vitest';
import { Exit } from '../../assembly/abi/exit';
import { RAM } from '../../web/core/layout.gen';
import { Engine } from './support/engine';

// REPNE SCASB looks at eight bytes at a time: it must stop at the same byte, with the same flags, as one that looks at each.

const [CODE, DATA] = [0x1000, 0x8000];
const ZF = 0x40;

test('finds a byte wherever it stands, or finds none', () => {
  const engine = new Engine(32);
  engine.load(CODE, [0xf2, 0xae, 0xf4]);
  for (const wanted of [0x00, 0x01, 0x7f, 0x80, 0xff]) {
    for (let place = 0; place < 40; place++) {
      for (const [length, offset] of [
        [40, place % 8],
        [place, 3],
      ] as const) {
        // What stands around it differs by a bit, or by the borrow of a subtraction.
        const bytes = Uint8Array.from({ length: 64 }, (_, i) => (i % 2 ? wanted ^ 0x80 : (wanted + 1) & 0xff));
        bytes[place + offset] = wanted;
        engine.bytes.set(bytes, RAM + DATA);
        Object.assign(engine.cpu, {
          eax: BigInt(wanted),
          ecx: BigInt(length),
          edi: BigInt(DATA + offset),
          ip: BigInt(CODE),
        });
        engine.exports.setFlags(0x2);
        expect(engine.run(1000)).toBe(Exit.Halt);
        const done = Math.min(length, place + 1);
        expect([engine.cpu.edi, engine.cpu.ecx]).toEqual([BigInt(DATA + offset + done), BigInt(length - done)]);
        expect((engine.exports.eflags() & ZF) !== 0).toBe(place < length);
      }
    }
  }
});
