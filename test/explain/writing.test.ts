import { expect, test } from 'vitest';
import type { Writing } from '../../web/core/machine-api';
import { writingSentence } from '../../web/explain/writing';

const position = { count: 5n, tick: 5n };
const bytes = (word: number): Uint8Array => new Uint8Array(new Uint32Array([word]).buffer);
const written: Writing = { position, by: 'instruction', ip: 0xc0100abc, before: bytes(0), after: bytes(0x349c003) };

test('says who wrote, where it stands in the source, and what changed', () => {
  const place = { file: 'tutorials/guest/pmap.c', line: 120, function: 'pmap_bootstrap' };
  expect(writingSentence(written, place)).toBe(
    'The guest itself, by the instruction in pmap_bootstrap, pmap.c line 120 at c0100abc, wrote 0349c003 over 00000000.',
  );
  expect(writingSentence({ ...written, by: 'xen', hypercall: 1 })).toBe(
    'Xen, answering mmu_update at c0100abc, wrote 0349c003 over 00000000.',
  );
  expect(writingSentence({ ...written, by: 'walk' })).toMatch(/^The processor, marking the entry as used/);
});

test('what was there from the beginning was written by the builder, or by nobody', () => {
  const { ip: _, ...first } = { ...written, by: 'builder' as const };
  expect(writingSentence(first)).toBe('The domain builder, before the first instruction, wrote 0349c003.');
  expect(writingSentence({ ...first, after: bytes(0) })).toBe('Nobody: it is zero, as memory begins.');
});
