import { describe, expect, it } from 'vitest';
import { MAX_IMAGE_BYTES, parseElf } from '../../web/toolstack/elf';
import { elfImage } from './support/elf-image';

const refusal = (bytes: Uint8Array): string => {
  try {
    parseElf(bytes);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('an ELF image', () => {
  it('is read by its PT_LOAD segments', () => {
    const image = elfImage({
      entry: 0x1234,
      segments: [
        { paddr: 0x1000, data: new Uint8Array(10), memory: 0x20 },
        { paddr: 0x2000, data: new Uint8Array(0), memory: 0x30 },
      ],
    });
    const { entry, segments } = parseElf(image);
    expect(entry).toBe(0x1234);
    expect(segments).toMatchObject([
      { paddr: 0x1000, fileSize: 10, memorySize: 0x20 },
      { paddr: 0x2000, fileSize: 0, memorySize: 0x30 },
    ]);
  });

  it.each([
    ['an empty file', new Uint8Array(0), /empty/],
    ['text', new TextEncoder().encode('#!/bin/sh and so on'), /not an ELF image/],
    ['three bytes', new Uint8Array([0x7f, 0x45, 0x4c]), /not an ELF image/],
    ['a gzip file', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0]), /gzip/],
    ['only a magic number', new Uint8Array([0x7f, 0x45, 0x4c, 0x46]), /truncated: its header/],
    [
      'a 64-bit image',
      elfImage({
        spoil: (view) => {
          view.setUint8(4, 2);
          view.setUint16(18, 62, true);
        },
      }),
      /64-bit ELF image \(x86-64\)/,
    ],
    ['a big-endian image', elfImage({ spoil: (view) => view.setUint8(5, 2) }), /big-endian/],
    ['an ARM image', elfImage({ spoil: (view) => view.setUint16(18, 40, true) }), /for ARM/],
    ['no program headers', elfImage({ spoil: (view) => view.setUint16(44, 0, true) }), /no program headers/],
    [
      'program headers beyond the end',
      elfImage({ spoil: (view) => view.setUint32(28, 0x100000, true) }),
      /truncated: its table of program headers/,
    ],
    ['no segment', elfImage({ spoil: (view) => view.setUint32(52, 0, true) }), /no segment to load/],
    [
      'a segment larger in the file',
      elfImage({ segments: [{ paddr: 0, data: new Uint8Array(64), memory: 32 }] }),
      /more bytes in the file/,
    ],
  ])('refuses %s', (_, bytes, sentence) => {
    expect(refusal(bytes)).toMatch(sentence);
  });

  it('refuses every image cut short within what is loaded', () => {
    const whole = elfImage({ segments: [{ paddr: 0, data: new Uint8Array(500) }] });
    for (let length = 4; length < whole.length; length += 7) {
      expect(refusal(whole.subarray(0, length)), `${length} bytes`).toMatch(/truncated/);
    }
  });

  it('refuses a file of 100 MB without reading it', () => {
    expect(refusal(new Uint8Array(100_000_000))).toMatch(/100 MB; images up to 64 MiB/);
    expect(MAX_IMAGE_BYTES).toBe(64 << 20);
  });

  it('survives any byte of its headers being wrong', () => {
    const whole = elfImage({ segments: [{ paddr: 0, data: new Uint8Array(16) }], guestString: 'XEN_VER=xen-3.0' });
    for (let at = 0; at < 52 + 32; at++) {
      for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
        const spoiled = whole.slice();
        spoiled[at] = value;
        const said = refusal(spoiled);
        expect(said === '' || said.endsWith('.'), said).toBe(true);
      }
    }
  });
});
