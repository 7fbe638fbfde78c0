import { Refused } from '../core/refused';
import { type Elf, type Range, stringAt } from './elf';

/** What an image tells the domain builder about itself. An absent field was not said. */
export interface XenNotes {
  loader: string;
  guestOs: string;
  guestVersion: string;
  xenVersion: string;
  pae: PaeMode;
  features: string[];
  entry?: number;
  hypercallPage?: number;
  virtBase?: number;
  /** What to subtract from a p_paddr to get an offset from `virtBase`. */
  paddrOffset?: number;
  hvStartLow?: number;
  /** The ramdisk may stay unmapped; the guest is told its first pfn. */
  unmappedRamdisk: boolean;
  suspendCancel: boolean;
  bsdSymbols: boolean;
  /** The image can start outside Xen's PV mode; it may be for that only. */
  phys32Entry?: number;
  /** Where these words stood. */
  source: 'notes' | '__xen_guest';
}

/** Page-table format an image was built for. */
export type PaeMode = 'absent' | 'no' | 'yes' | 'extended' | 'bimodal';

/** Numbers of the notes. Source: xen/include/public/elfnote.h, XEN_ELFNOTE_*. */
const enum Note {
  Entry = 1,
  HypercallPage = 2,
  VirtBase = 3,
  PaddrOffset = 4,
  XenVersion = 5,
  GuestOs = 6,
  GuestVersion = 7,
  Loader = 8,
  PaeMode = 9,
  Features = 10,
  BsdSymtab = 11,
  HvStartLow = 12,
  SuspendCancel = 14,
  ModStartPfn = 16,
  Phys32Entry = 18,
}

/** Features a guest may require of Xen. Source: xen/include/public/features.h. */
const KNOWN_FEATURES = new Set([
  'writable_page_tables',
  'writable_descriptor_tables',
  'auto_translated_physmap',
  'supervisor_mode_kernel',
  'pae_pgdir_above_4gb',
  'hvm_callback_vector',
  'dom0',
]);
/** Those of them that this hypervisor never has. */
const MISSING_FEATURES = new Set(['auto_translated_physmap', 'supervisor_mode_kernel', 'hvm_callback_vector']);

const MAX_NOTES = 65_536;

const empty = (source: XenNotes['source']): XenNotes => ({
  loader: '',
  guestOs: '',
  guestVersion: '',
  xenVersion: '',
  pae: 'absent',
  features: [],
  unmappedRamdisk: false,
  suspendCancel: false,
  bsdSymbols: false,
  source,
});

/** A number of 1, 2, 4 or 8 bytes; others count as 0, as in libelf. */
function numberAt(elf: Elf, offset: number, size: number): number {
  const view = new DataView(elf.bytes.buffer, elf.bytes.byteOffset, elf.bytes.length);
  if (offset + size > view.byteLength) return 0;
  if (size === 8) return Number(BigInt.asUintN(32, view.getBigUint64(offset, true)));
  return size === 4
    ? view.getUint32(offset, true)
    : size === 2
      ? view.getUint16(offset, true)
      : size === 1
        ? view.getUint8(offset)
        : 0;
}

/** Names and descriptions of notes are filled up to words. Unsigned: a damaged size must lead out of the file, not back. */
const filledUp = (size: number): number => ((size + 3) & ~3) >>> 0;

/** What each note changes. Text runs to its NUL even past the note's own size: PV-GRUB's PAE_MODE needs that. */
function takeNote(elf: Elf, notes: XenNotes, type: number, offset: number, size: number): void {
  const text = (): string => stringAt(elf.bytes, offset);
  const number = (): number => numberAt(elf, offset, size);
  const take: Partial<Record<number, () => void>> = {
    [Note.Entry]: () => (notes.entry = number()),
    [Note.HypercallPage]: () => (notes.hypercallPage = number()),
    [Note.VirtBase]: () => (notes.virtBase = number()),
    [Note.PaddrOffset]: () => (notes.paddrOffset = number()),
    [Note.XenVersion]: () => (notes.xenVersion = text()),
    [Note.GuestOs]: () => (notes.guestOs = text()),
    [Note.GuestVersion]: () => (notes.guestVersion = text()),
    [Note.Loader]: () => (notes.loader = text()),
    [Note.PaeMode]: () => (notes.pae = paeFromNote(text())),
    [Note.Features]: () => notes.features.push(...splitFeatures(text())),
    [Note.BsdSymtab]: () => (notes.bsdSymbols = text() === 'yes'),
    [Note.HvStartLow]: () => (notes.hvStartLow = number()),
    [Note.SuspendCancel]: () => (notes.suspendCancel = number() !== 0),
    [Note.ModStartPfn]: () => (notes.unmappedRamdisk = number() !== 0),
    [Note.Phys32Entry]: () => (notes.phys32Entry = number()),
  };
  take[type]?.();
}

/** Since notes exist, "yes" means that the top table may lie above 4 GB. Source: libelf-dominfo.c, elf_xen_parse_note. */
function paeFromNote(text: string): PaeMode {
  if (text.includes('bimodal')) return 'bimodal';
  return text.startsWith('yes') ? 'extended' : 'no';
}

const splitFeatures = (text: string): string[] => text.split('|').filter((name) => name !== '');

/** Reads the notes of one range of the file; a note that runs past its end is the last. Answers how many were Xen's. */
function readNotes(elf: Elf, range: Range, notes: XenNotes): number {
  const end = Math.min(range.offset + range.size, elf.bytes.length);
  let found = 0;
  for (let at = range.offset, read = 0; at + 12 <= end && read < MAX_NOTES; read++) {
    const [nameSize, size, type] = [numberAt(elf, at, 4), numberAt(elf, at + 4, 4), numberAt(elf, at + 8, 4)];
    const description = at + 12 + filledUp(nameSize);
    if (nameSize === 4 && stringAt(elf.bytes, at + 12) === 'Xen') {
      takeNote(elf, notes, type, description, size);
      found++;
    }
    at = description + filledUp(size);
  }
  return found;
}

/** What each name of the old section changes. */
const GUEST_STRING: Readonly<Record<string, (notes: XenNotes, value: string) => void>> = {
  LOADER: (notes, value) => (notes.loader = value),
  GUEST_OS: (notes, value) => (notes.guestOs = value),
  GUEST_VER: (notes, value) => (notes.guestVersion = value),
  XEN_VER: (notes, value) => (notes.xenVersion = value),
  PAE: (notes, value) => (notes.pae = paeFromGuestString(value)),
  BSD_SYMTAB: (notes) => (notes.bsdSymbols = true),
  VIRT_BASE: (notes, value) => (notes.virtBase = Number(value) >>> 0),
  VIRT_ENTRY: (notes, value) => (notes.entry = Number(value) >>> 0),
  ELF_PADDR_OFFSET: (notes, value) => (notes.paddrOffset = Number(value) >>> 0),
  HYPERCALL_PAGE: (notes, value) => (notes.hypercallPage = (Number(value) << 12) >>> 0),
  FEATURES: (notes, value) => notes.features.push(...splitFeatures(value)),
};

function paeFromGuestString(value: string): PaeMode {
  if (value === 'yes[extended-cr3]') return 'extended';
  return value.startsWith('yes') ? 'yes' : 'no';
}

/** Reads the section of guests from before notes: NAME=value, joined by commas. Source: libelf-dominfo.c, elf_xen_parse_guest_info. */
function readGuestString(elf: Elf, section: Range): XenNotes {
  const notes = empty('__xen_guest');
  for (const item of stringAt(elf.bytes, section.offset).split(',')) {
    const cut = item.indexOf('=');
    const name = cut < 0 ? item : item.slice(0, cut);
    if (Object.hasOwn(GUEST_STRING, name)) GUEST_STRING[name]?.(notes, cut < 0 ? '' : item.slice(cut + 1));
  }
  // The old string gives the page's number within the kernel, not its address.
  if (notes.hypercallPage !== undefined) notes.hypercallPage = (notes.hypercallPage + (notes.virtBase ?? 0)) >>> 0;
  return notes;
}

/** Refuses an image that is not for us, in the order in which Xen's own builder looks. */
function check(notes: XenNotes): void {
  if (!notes.loader.startsWith('generic') && !notes.guestOs.startsWith('linux')) {
    if (notes.phys32Entry !== undefined && notes.loader === '') {
      throw new Refused(
        'This image starts in PVH mode only (it has a PHYS32_ENTRY note and no LOADER note): build it for PV.',
      );
    }
    throw new Refused(
      `The image's LOADER note says "${notes.loader}" and its GUEST_OS note "${notes.guestOs}"; ` +
        'Xen loads images whose LOADER begins with "generic" or whose GUEST_OS begins with "linux".',
    );
  }
  if (!notes.xenVersion.startsWith('xen-3.0')) {
    throw new Refused(`The image's XEN_VERSION note says "${notes.xenVersion}"; Xen loads images for "xen-3.0".`);
  }
  for (const feature of notes.features) {
    if (!feature.startsWith('!')) continue;
    const name = feature.slice(1);
    if (!KNOWN_FEATURES.has(name) || MISSING_FEATURES.has(name)) {
      throw new Refused(`The image requires the Xen feature "${name}", which this hypervisor does not have.`);
    }
  }
}

/**
 * What the image says about itself: its Xen notes (segments first, else sections), else the older `__xen_guest` section.
 *
 * Errors: Refused when there are none, or when they are for another loader, another Xen or features we lack.
 */
export function readXenNotes(elf: Elf): XenNotes {
  let notes = empty('notes');
  let found = 0;
  for (const range of elf.noteSegments) found += readNotes(elf, range, notes);
  if (found === 0) for (const section of elf.sections) if (section.isNote) found += readNotes(elf, section, notes);
  if (found === 0) {
    const section = elf.sections.find(({ name }) => name === '__xen_guest');
    if (!section) {
      throw new Refused(
        'The ELF image has neither Xen notes nor a __xen_guest section, so it is not a Xen PV kernel. ' +
          'A kernel for the bare machine needs the option --bare.',
      );
    }
    notes = readGuestString(elf, section);
  }
  check(notes);
  return notes;
}
