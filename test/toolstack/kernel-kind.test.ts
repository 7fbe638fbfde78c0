import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import { isBareKernel } from '../../web/toolstack/kernel-kind';
import { exitWith, tinyKernel } from '../cpu-system/support/tiny-kernel';
import { guestImage } from '../support/machine';

it('tells kernels of the bare machine from guests of Xen, and from what is neither', () => {
  expect(isBareKernel(readFileSync(at('test/cpu-system/images/console.elf')))).toBe(true);
  expect(isBareKernel(tinyKernel(exitWith(0)))).toBe(true);
  expect(isBareKernel(guestImage('hello'))).toBe(false);
  expect(isBareKernel(new Uint8Array(0))).toBe(false);
  expect(isBareKernel(new Uint8Array(10_000))).toBe(false);
});
