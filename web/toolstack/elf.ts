import { Refused } from '../core/refused';

/** A 32-bit ELF image as a loader sees it. Source: System V ABI, gABI 4 and 5, and its Intel386 supplement. */
export interface Elf {
  bytes: Uint8Array;
  entry: number;
  /** What has to be in memory, as the program headers say, in their order. */
  segments: Segment[];
  /** Byte ranges of the file that hold notes: PT_NOTE segments. */
  noteSegments: Range[];
  sections: Section[];
}

/** A PT_LOAD program header. */
export interface Segment {
  /** Where its bytes stand in the file. */
  offset: number;
  vaddr: number;
  paddr: number;
  /** Bytes from the file; the rest up to `memorySize` is zero. */
  fileSize: number;
  memorySize: number;
}

/** A range of bytes of the file. */
export interface Range {
  offset: number;
  size: number;
}

/** A section: only notes and the section of old Xen guests are of interest. */
export interface Section extends Range {
  name: string;
  isNote: boolean;
}

/** Largest image that is looked at; a kernel for 1 GB of memory is smaller. */
export const MAX_IMAGE_BYTES = 64 << 20;

const HEADER_BYTES = 52;
const PROGRAM_HEADER_BYTES = 32;
const SECTION_HEADER_BYTES = 40;
const [PT_LOAD, PT_NOTE, SHT_NOTE] = [1, 4, 7];
const EM_386 = 3;
const MACHINES: Record<number, string> = {
  2: 'SPARC',
  8: 'MIPS',
  20: 'PowerPC',
  40: 'ARM',
  62: 'x86-64',
  183: 'AArch64',
  243: 'RISC-V',
};

/** Refuses what is not a 32-bit x86 executable at all. */
function checkIdentity(bytes: Uint8Array, view: DataView): void {
  if (bytes.length === 0) throw new Refused('The file is empty: choose a kernel image in ELF format.');
  if (bytes.length > MAX_IMAGE_BYTES) {
    const size = Math.round(bytes.length / 1e6);
    throw new Refused(
      `The file has ${size} MB; images up to ${MAX_IMAGE_BYTES >> 20} MiB are loaded. Strip it, or choose another.`,
    );
  }
  if (bytes.length < 4 || view.getUint32(0) !== 0x7f454c46) {
    throw new Refused(
      bytes[0] === 0x1f && bytes[1] === 0x8b
        ? 'The file is compressed with gzip, not an ELF image: unpack it first.'
        : 'The file is not an ELF image (it does not begin with 7f 45 4c 46): choose a kernel built for Xen.',
    );
  }
  if (bytes.length < HEADER_BYTES) throw truncated('its header', HEADER_BYTES, bytes.length);
  const machine = view.getUint16(18, true);
  if (bytes[4] === 2) {
    const kind = MACHINES[machine] ?? `machine ${machine}`;
    throw new Refused(`This is a 64-bit ELF image (${kind}); only 32-bit x86 guests run here. Build it for i386.`);
  }
  if (bytes[4] !== 1) throw new Refused(`The ELF header names an unknown class (${bytes[4]}): the file is damaged.`);
  if (bytes[5] !== 1) throw new Refused('This ELF image is big-endian; only 32-bit x86 guests run here.');
  if (machine !== EM_386) {
    throw new Refused(
      `This ELF image is for ${MACHINES[machine] ?? `machine number ${machine}`}; only 32-bit x86 guests run here.`,
    );
  }
}

/** The refusal of a file that ends too early. */
function truncated(what: string, needed: number, size: number): Refused {
  return new Refused(
    `The ELF image is truncated: ${what} ends at byte ${needed}, but the file has ${size}. Copy it again.`,
  );
}

/** The PT_LOAD and PT_NOTE headers. */
function readProgramHeaders(view: DataView): Pick<Elf, 'segments' | 'noteSegments'> {
  const size = view.byteLength;
  const [table, width, count] = [view.getUint32(28, true), view.getUint16(42, true), view.getUint16(44, true)];
  if (count === 0)
    throw new Refused('The ELF image has no program headers, so nothing says what to load: link it as an executable.');
  if (width < PROGRAM_HEADER_BYTES)
    throw new Refused(`The ELF image's program headers have ${width} bytes each: the file is damaged.`);
  if (table + width * count > size) throw truncated('its table of program headers', table + width * count, size);
  const segments: Segment[] = [];
  const noteSegments: Range[] = [];
  for (let i = 0; i < count; i++) {
    const field = (offset: number): number => view.getUint32(table + i * width + offset, true);
    const [type, offset, vaddr, paddr, fileSize, memorySize] = [0, 4, 8, 12, 16, 20].map(field) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    // Some linkers leave p_offset of an empty note segment at 0; the note would then be the ELF header.
    if (type === PT_NOTE && offset !== 0) noteSegments.push({ offset, size: fileSize });
    if (type !== PT_LOAD || memorySize === 0) continue;
    if (offset + fileSize > size) throw truncated(`segment ${i}`, offset + fileSize, size);
    if (fileSize > memorySize) {
      throw new Refused(
        `Segment ${i} of the ELF image has more bytes in the file (${fileSize}) than in memory (${memorySize}).`,
      );
    }
    segments.push({ offset, vaddr, paddr, fileSize, memorySize });
  }
  if (segments.length === 0)
    throw new Refused('The ELF image has no segment to load (PT_LOAD): link it as an executable.');
  return { segments, noteSegments };
}

/** The sections, or none where their table is not whole: they are not needed to run an image. */
function readSections(bytes: Uint8Array, view: DataView): Section[] {
  const [table, width, count, names] = [
    view.getUint32(32, true),
    view.getUint16(46, true),
    view.getUint16(48, true),
    view.getUint16(50, true),
  ];
  if (table === 0 || width < SECTION_HEADER_BYTES || table + width * count > bytes.length || names >= count) return [];
  const field = (index: number, offset: number): number => view.getUint32(table + index * width + offset, true);
  const strings = field(names, 16);
  const sections: Section[] = [];
  for (let i = 1; i < count; i++) {
    const [offset, size] = [field(i, 16), field(i, 20)];
    if (field(i, 4) === 8 || offset + size > bytes.length) continue;
    sections.push({ name: stringAt(bytes, strings + field(i, 0)), isNote: field(i, 4) === SHT_NOTE, offset, size });
  }
  return sections;
}

/** The NUL-terminated text at an offset; ends with the file where the NUL is missing. */
export function stringAt(bytes: Uint8Array, offset: number): string {
  const end = bytes.indexOf(0, offset);
  return new TextDecoder('latin1').decode(bytes.subarray(offset, end < 0 ? bytes.length : end));
}

/**
 * Reads the headers of an ELF image.
 *
 * Errors: Refused for what is no 32-bit x86 executable, is truncated or too large.
 */
export function parseElf(bytes: Uint8Array): Elf {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  checkIdentity(bytes, view);
  return { bytes, entry: view.getUint32(24, true), ...readProgramHeaders(view), sections: readSections(bytes, view) };
}
