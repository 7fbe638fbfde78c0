import { expect, it } from 'vitest';
import { writeHypercallPage } from '../../web/toolstack/hypercall-page';

it('holds a stub of 32 bytes for each hypercall', () => {
  const page = new Uint8Array(4096);
  writeHypercallPage(page);
  expect([...page.subarray(32, 42)]).toEqual([0xb8, 1, 0, 0, 0, 0xcd, 0x82, 0xc3, 0xcc, 0xcc]);
  expect([...page.subarray(23 * 32, 23 * 32 + 9)]).toEqual([0x50, 0xb8, 23, 0, 0, 0, 0xcd, 0x82, 0xcc]);
  expect([...page.subarray(127 * 32, 127 * 32 + 5)]).toEqual([0xb8, 127, 0, 0, 0]);
});
