import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Hasher, hashText } from '../../web/core/hash';
import { sha256 } from '../../web/core/sha256';

const bytes = (length: number, seed = 1): Uint8Array => {
  const made = new Uint8Array(length);
  for (let i = 0, state = seed; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    made[i] = state >>> 24;
  }
  return made;
};

describe('the hash of TypeScript state', () => {
  it('does not depend on how the bytes are cut', () => {
    const all = bytes(1000);
    const whole = new Hasher().bytes(all).digest();
    for (const cut of [1, 7, 999])
      expect(new Hasher().bytes(all.subarray(0, cut)).bytes(all.subarray(cut)).digest()).toBe(whole);
  });

  it('differs for every single bit', () => {
    const all = bytes(64);
    const seen = new Set([new Hasher().bytes(all).digest()]);
    for (let bit = 0; bit < 512; bit++) {
      const flipped = all.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      seen.add(new Hasher().bytes(flipped).digest());
    }
    expect(seen.size).toBe(513);
  });

  it('keeps texts apart and goes on from where it was saved', () => {
    expect(new Hasher().text('ab').text('c').digest()).not.toBe(new Hasher().text('a').text('bc').digest());
    const half = new Hasher().bytes(bytes(10));
    expect(Hasher.restore(half.save()).bytes(bytes(5)).digest()).toBe(half.bytes(bytes(5)).digest());
  });

  it('is shown as 16 digits', () => {
    expect(hashText(0x1fn)).toBe('000000000000001f');
    expect(hashText(-1n)).toBe('ffffffffffffffff');
  });
});

it('sha256 is SHA-256', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_000]) {
    const input = bytes(length, length + 1);
    expect(sha256(input), `${length} bytes`).toBe(createHash('sha256').update(input).digest('hex'));
  }
});
