import { describe, expect, it } from 'vitest';
import { parseElf } from '../../web/toolstack/elf';
import { readXenNotes, type XenNotes } from '../../web/toolstack/xen-notes';
import { elfImage, NOTE, note, notes } from './support/elf-image';

const read = (bytes: Uint8Array): XenNotes => readXenNotes(parseElf(bytes));
const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('Xen notes', () => {
  it('are read from a PT_NOTE segment', () => {
    const said = read(
      elfImage({
        notes: notes(
          note(NOTE.guestOs, 'Test'),
          note(NOTE.virtBase, 0xc0000000),
          note(NOTE.entry, 0xc0100000),
          note(NOTE.hypercallPage, 0xc0101000),
          note(NOTE.features, 'writable_page_tables|!pae_pgdir_above_4gb'),
          note(NOTE.paeMode, 'yes'),
          note(NOTE.modStartPfn, 1),
        ),
      }),
    );
    expect(said).toMatchObject({
      guestOs: 'Test',
      virtBase: 0xc0000000,
      entry: 0xc0100000,
      hypercallPage: 0xc0101000,
      features: ['writable_page_tables', '!pae_pgdir_above_4gb'],
      pae: 'extended',
      unmappedRamdisk: true,
      source: 'notes',
    });
    expect(said.paddrOffset).toBeUndefined();
  });

  it('may lie about the size of the last one, as PV-GRUB does', () => {
    expect(read(elfImage({ notes: notes(note(NOTE.paeMode, 'yes', 12)) })).pae).toBe('extended');
  });

  it('of other owners are passed over', () => {
    const foreign = note(NOTE.entry, 1);
    foreign.set(new TextEncoder().encode('GNU'), 12);
    expect(read(elfImage({ notes: join(foreign, notes()) })).entry).toBeUndefined();
  });

  it.each([0x7fffffff, 0x80000000, 0xfffffff0])('of absurd sizes are the last (%d bytes)', (size) => {
    const damaged = note(NOTE.entry, 1);
    const head = new DataView(damaged.buffer);
    head.setUint32(4, size, true);
    expect(read(elfImage({ notes: join(notes(damaged), note(NOTE.guestOs, 'beyond')) })).guestOs).toBe('');
    head.setUint32(0, size, true);
    expect(() => read(elfImage({ notes: join(damaged, notes()) }))).toThrow(/neither Xen notes/);
  });

  it('stand in the older __xen_guest section otherwise', () => {
    const guestString =
      'GUEST_OS=netbsd,GUEST_VER=2.0,XEN_VER=xen-3.0,LOADER=generic,VIRT_BASE=0xc0000000,HYPERCALL_PAGE=0x101,PAE=yes[extended-cr3]';
    expect(read(elfImage({ guestString }))).toMatchObject({
      guestOs: 'netbsd',
      virtBase: 0xc0000000,
      hypercallPage: 0xc0101000,
      pae: 'extended',
      source: '__xen_guest',
    });
    expect(read(elfImage({ guestString: 'XEN_VER=xen-3.0,LOADER=generic,PAE=yes' })).pae).toBe('yes');
  });

  it.each([
    ['neither notes nor section', elfImage({}), /neither Xen notes nor a __xen_guest section/],
    [
      'another loader',
      elfImage({ notes: join(note(NOTE.loader, 'special'), note(NOTE.xenVersion, 'xen-3.0')) }),
      /LOADER note says "special"/,
    ],
    ['no Xen version', elfImage({ notes: note(NOTE.loader, 'generic') }), /XEN_VERSION note says ""/],
    [
      'another Xen',
      elfImage({ notes: join(note(NOTE.loader, 'generic'), note(NOTE.xenVersion, 'xen-2.0')) }),
      /"xen-2.0"/,
    ],
    [
      'an unknown required feature',
      elfImage({ notes: notes(note(NOTE.features, '!levitation')) }),
      /requires the Xen feature "levitation"/,
    ],
    [
      'a required feature we lack',
      elfImage({ notes: notes(note(NOTE.features, '!auto_translated_physmap')) }),
      /auto_translated_physmap/,
    ],
    ['a PVH kernel', elfImage({ notes: note(NOTE.phys32Entry, 0x100000) }), /PVH mode only/],
  ])('are refused with %s', (_, bytes, sentence) => {
    expect(() => read(bytes)).toThrow(sentence);
  });

  it('take a Linux without a loader note', () => {
    expect(read(elfImage({ notes: join(note(NOTE.guestOs, 'linux'), note(NOTE.xenVersion, 'xen-3.0')) })).guestOs).toBe(
      'linux',
    );
  });
});
