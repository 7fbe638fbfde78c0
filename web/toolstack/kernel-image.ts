import { Refused } from '../core/refused';
import { type Elf, parseElf } from './elf';
import { readXenNotes, type XenNotes } from './xen-notes';

/** A page-table format: what the image was built for decides. */
export type TableFormatName = 'pae' | '2-level';

/** A kernel image as the domain builder needs it: checked, with every address worked out. Addresses are virtual, 32 bits. */
export interface KernelImage {
  elf: Elf;
  notes: XenNotes;
  format: TableFormatName;
  /** The top table may lie above 4 GB (PAE). */
  extendedCr3: boolean;
  virtBase: number;
  /** First address that the image occupies. */
  start: number;
  /** First address after it, its zeroed memory included. */
  end: number;
  entry: number;
  hypercallPage?: number;
  /** Where each segment goes. */
  pieces: Piece[];
}

/** A part of the image: bytes of the file and the zeros behind them. */
export interface Piece {
  vaddr: number;
  offset: number;
  fileSize: number;
  memorySize: number;
}

/** Lowest address that Xen keeps for itself below a 32-bit guest. Source: xen/include/public/arch-x86/xen-x86_32.h, __MACH2PHYS_VIRT_START. */
export const XEN_HOLE_START: Readonly<Record<TableFormatName, number>> = { pae: 0xf5800000, '2-level': 0xfc000000 };

/** An address the way kernels write them. */
export const hex = (value: number): string => `0x${value.toString(16)}`;

/** Where the segments go: each p_paddr moved from PADDR_OFFSET to VIRT_BASE. */
function placePieces(elf: Elf, virtBase: number, paddrOffset: number): Piece[] {
  const pieces = elf.segments.map(({ offset, paddr, fileSize, memorySize }) => ({
    vaddr: paddr - paddrOffset + virtBase,
    offset,
    fileSize,
    memorySize,
  }));
  for (const { vaddr, memorySize } of pieces) {
    if (vaddr < virtBase || vaddr + memorySize > 2 ** 32) {
      throw new Refused(
        `A segment of the image would stand at ${hex(vaddr < 0 ? vaddr + 2 ** 32 : vaddr)}, outside the ` +
          `addresses from VIRT_BASE ${hex(virtBase)} up: PADDR_OFFSET ${hex(paddrOffset)} and p_paddr do not fit together.`,
      );
    }
  }
  const sorted = [...pieces].sort((a, b) => a.vaddr - b.vaddr);
  sorted.forEach((piece, i) => {
    const before = sorted[i - 1];
    if (before && before.vaddr + before.memorySize > piece.vaddr) {
      throw new Refused(
        `Two segments of the image overlap: ${hex(before.vaddr)} to ${hex(before.vaddr + before.memorySize)} ` +
          `and one at ${hex(piece.vaddr)}. Correct the linker script.`,
      );
    }
  });
  return pieces;
}

/** What must hold between the addresses. Source: libelf-dominfo.c, elf_xen_addr_calc_check; xg_dom_core.c, xc_dom_alloc_pad. */
function checkAddresses(image: KernelImage): void {
  const { start, end, entry, virtBase, hypercallPage, format, notes } = image;
  const bounds = `${hex(start)} to ${hex(end)}`;
  if (entry < start || entry > end)
    throw new Refused(`The image's entry ${hex(entry)} lies outside of it (${bounds}): check the ENTRY note.`);
  if (start % 4096 !== 0)
    throw new Refused(
      `The image begins at ${hex(start)}, within a page: Xen's builder wants its first segment page-aligned.`,
    );
  if (virtBase % 4096 !== 0) throw new Refused(`The image's VIRT_BASE ${hex(virtBase)} is not page-aligned.`);
  if (
    hypercallPage !== undefined &&
    (hypercallPage % 4096 !== 0 || hypercallPage < start || hypercallPage + 4096 > ((end + 4095) & ~4095) >>> 0)
  ) {
    throw new Refused(`The image's HYPERCALL_PAGE ${hex(hypercallPage)} is not a page of the image (${bounds}).`);
  }
  const hole = XEN_HOLE_START[format];
  if (notes.hvStartLow !== undefined && notes.hvStartLow > hole) {
    throw new Refused(
      `The image wants Xen to begin at ${hex(notes.hvStartLow)} or above (HV_START_LOW); Xen begins at ${hex(hole)}.`,
    );
  }
}

/**
 * Reads and checks a kernel image.
 *
 * Errors: Refused for anything Xen's domain builder would not load either, and for addresses that contradict each other.
 */
export function readKernelImage(bytes: Uint8Array): KernelImage {
  const elf = parseElf(bytes);
  const notes = readXenNotes(elf);
  if (notes.paddrOffset !== undefined && notes.virtBase === undefined) {
    throw new Refused(
      'The image has a PADDR_OFFSET note but no VIRT_BASE note: the one means nothing without the other.',
    );
  }
  const virtBase = notes.virtBase ?? 0;
  // Guests of the old section gave virtual addresses as p_paddr, those with notes offsets.
  const paddrOffset = notes.paddrOffset ?? (notes.source === 'notes' ? 0 : virtBase);
  const pieces = placePieces(elf, virtBase, paddrOffset);
  const pae = notes.pae !== 'absent' && notes.pae !== 'no';
  const image: KernelImage = {
    elf,
    notes,
    format: pae ? 'pae' : '2-level',
    extendedCr3: notes.pae === 'extended' || notes.pae === 'bimodal',
    virtBase,
    start: Math.min(...pieces.map((piece) => piece.vaddr)),
    end: Math.max(...pieces.map((piece) => piece.vaddr + piece.memorySize)),
    entry: notes.entry ?? elf.entry,
    ...(notes.hypercallPage !== undefined && { hypercallPage: notes.hypercallPage }),
    pieces,
  };
  checkAddresses(image);
  return image;
}
