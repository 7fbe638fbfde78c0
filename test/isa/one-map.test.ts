import { expect, test } from 'vitest';
import { findRow } from '../../assembly/isa/opcode-map';
import { Engine } from '../cpu/support/engine';

test('both compilers read the same opcode map', () => {
  const { exports } = new Engine(16);
  const different: string[] = [];
  for (const escaped of [0, 1]) {
    for (let opcode = 0; opcode < 256; opcode++) {
      for (let modrm = 0; modrm < 256; modrm++) {
        const there = exports.findRow(escaped, opcode, modrm) >>> 0;
        const here = findRow(escaped === 1, opcode, modrm);
        if (there !== here) different.push(`${escaped ? '0f ' : ''}${opcode.toString(16)} /${modrm.toString(16)}`);
      }
    }
  }
  expect(different).toEqual([]);
});
