import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import '../cpu/support/engine';

/**
 * Past about 40 KB of wasm V8 gives a function its cheap register allocator, and every case of the switch pays (docs/decisions). Frequent
 * combinations have a case of their own; everything else must stay in the generic one.
 */
const LIMIT = 40_000;

/** Sizes of the function bodies of a wasm, in bytes. */
function bodySizes(wasm: Uint8Array): number[] {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  };
  while (at < wasm.length) {
    const section = wasm[at++];
    const end = number() + at;
    if (section === 10) {
      return Array.from({ length: number() }, () => {
        const size = number();
        at += size;
        return size;
      });
    }
    at = end;
  }
  return [];
}

test('the interpreter stays small enough for the good register allocator', () => {
  const largest = Math.max(...bodySizes(readFileSync(at('build/test-engine.wasm'))));
  expect(largest).toBeGreaterThan(20_000); // it is there at all
  expect(largest).toBeLessThan(LIMIT);
});
