import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readKernelImage } from '../../web/toolstack/kernel-image';
import { elfImage, NOTE, note, notes, paeGuest } from './support/elf-image';

const image = (file: string) => readKernelImage(new Uint8Array(readFileSync(`tutorials/images/${file}`)));

describe('a kernel image', () => {
  it('of ours says where it wants to be', () => {
    const hello = image('hello.elf');
    expect(hello).toMatchObject({ format: 'pae', extendedCr3: true, virtBase: 0xc0000000 });
    expect(hello.entry).toBeGreaterThanOrEqual(hello.start);
    expect((hello.hypercallPage ?? 1) % 4096).toBe(0);
    const bases = ['hello-low.elf', 'hello-middle.elf'].map((file) => image(file).virtBase);
    expect(new Set([...bases, hello.virtBase]).size).toBe(3);
  });

  it('with neither VIRT_BASE nor PADDR_OFFSET begins at 0, as PV-GRUB does', () => {
    const { virtBase, start, entry, pieces } = readKernelImage(
      elfImage({
        segments: [
          { paddr: 0, data: new Uint8Array(0x1858), memory: 0x1858 },
          { paddr: 0x16858, data: new Uint8Array(8), memory: 0x100 },
        ],
        notes: notes(note(NOTE.virtBase, 0), note(NOTE.entry, 0), note(NOTE.paeMode, 'yes', 12)),
      }),
    );
    expect({ virtBase, start, entry }).toEqual({ virtBase: 0, start: 0, entry: 0 });
    expect(pieces[1]?.vaddr).toBe(0x16858);
  });

  it('moves p_paddr from PADDR_OFFSET to VIRT_BASE', () => {
    const made = elfImage({
      segments: [{ paddr: 0x200000, data: new Uint8Array(8) }],
      notes: notes(note(NOTE.virtBase, 0x40000000), note(NOTE.paddrOffset, 0x100000), note(NOTE.entry, 0x40100000)),
    });
    expect(readKernelImage(made)).toMatchObject({ start: 0x40100000, format: '2-level' });
  });

  it('of the old section has virtual addresses as p_paddr', () => {
    const made = elfImage({
      entry: 0xc0100000,
      segments: [{ paddr: 0xc0100000, data: new Uint8Array(8) }],
      guestString: 'XEN_VER=xen-3.0,LOADER=generic,VIRT_BASE=0xC0000000',
    });
    expect(readKernelImage(made).start).toBe(0xc0100000);
  });

  it.each([
    ['PADDR_OFFSET alone', elfImage({ notes: notes(note(NOTE.paddrOffset, 0)) }), /PADDR_OFFSET note but no VIRT_BASE/],
    [
      'a segment below VIRT_BASE',
      elfImage({ notes: notes(note(NOTE.virtBase, 0xc0000000), note(NOTE.paddrOffset, 0xc0000000)) }),
      /outside the addresses from VIRT_BASE/,
    ],
    [
      'a segment beyond 4 GB',
      elfImage({ segments: [{ paddr: 0xfffff000, data: new Uint8Array(8), memory: 0x2000 }], notes: notes() }),
      /outside the addresses/,
    ],
    [
      'overlapping segments',
      elfImage({
        segments: [
          { paddr: 0x1000, data: new Uint8Array(8), memory: 0x2000 },
          { paddr: 0x2000, data: new Uint8Array(8) },
        ],
        notes: notes(),
      }),
      /segments of the image overlap: 0x1000 to 0x3000 and one at 0x2000/,
    ],
    ['an entry outside', elfImage({ notes: notes(note(NOTE.entry, 0x5000)) }), /entry 0x5000 lies outside/],
    [
      'a start within a page',
      elfImage({ entry: 0x10, segments: [{ paddr: 0x10, data: new Uint8Array(8) }], notes: notes() }),
      /page-aligned/,
    ],
    [
      'a hypercall page elsewhere',
      paeGuest(0xc0000000, 0x5000, note(NOTE.hypercallPage, 0xc0200000)),
      /HYPERCALL_PAGE 0xc0200000/,
    ],
    [
      'a hypercall page within a page',
      paeGuest(0xc0000000, 0x5000, note(NOTE.hypercallPage, 0xc0100800)),
      /HYPERCALL_PAGE/,
    ],
    ['too high a hypervisor', paeGuest(0xc0000000, 0x5000, note(NOTE.hvStartLow, 0xfc000000)), /HV_START_LOW/],
  ])('is refused with %s', (_, bytes, sentence) => {
    expect(() => readKernelImage(bytes)).toThrow(sentence);
  });
});
