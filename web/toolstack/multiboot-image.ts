import { Refused } from '../core/refused';
import { parseElf } from './elf';
import { hex } from './kernel-image';

/** A kernel that a multiboot loader accepts, with everything worked out. Source: Multiboot Specification 0.6.96, 3.1. */
export interface MultibootImage {
  bytes: Uint8Array;
  entry: number;
  pieces: MultibootPiece[];
  /** First machine address behind everything the kernel occupies. */
  end: number;
  /** Modules have to begin at page borders. */
  alignModules: boolean;
}

/** A part of the kernel: bytes of the file and the zeros behind them, at a machine address. */
export interface MultibootPiece {
  address: number;
  offset: number;
  fileSize: number;
  memorySize: number;
}

const MAGIC = 0x1badb002;
/** The header stands within this many bytes of the file. */
const SEARCHED_BYTES = 8192;
const HEADER_BYTES = 12;
const [PAGE_ALIGN, MEMORY_INFO, ADDRESS_FIELDS] = [1 << 0, 1 << 1, 1 << 16];
/** The low half of the flags: what a loader must understand or refuse. */
const REQUIRED = 0xffff;

/** Where the header stands in the file. */
function findHeader(view: DataView): number {
  const last = Math.min(view.byteLength, SEARCHED_BYTES) - HEADER_BYTES;
  for (let at = 0; at <= last; at += 4) {
    if (view.getUint32(at, true) !== MAGIC) continue;
    const sum = MAGIC + view.getUint32(at + 4, true) + view.getUint32(at + 8, true);
    if (sum % 2 ** 32 === 0) return at;
  }
  throw new Refused(
    'The file has no multiboot header in its first 8192 bytes, so it is no kernel for the bare machine. A guest built for Xen runs without --bare.',
  );
}

/** Pieces and entry of an image that says itself where it goes. */
function fromAddressFields(view: DataView, header: number): Pick<MultibootImage, 'pieces' | 'entry'> {
  if (header + 32 > view.byteLength) {
    throw new Refused('The multiboot header is cut off by the end of the file: copy the image again.');
  }
  const field = (index: number): number => view.getUint32(header + HEADER_BYTES + 4 * index, true);
  const [headerAddress, load, loadEnd, bssEnd, entry] = [0, 1, 2, 3, 4].map(field) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const offset = header - (headerAddress - load);
  const fileSize = loadEnd === 0 ? view.byteLength - offset : loadEnd - load;
  const memorySize = bssEnd === 0 ? fileSize : bssEnd - load;
  if (offset < 0 || fileSize < 0 || memorySize < fileSize || offset + fileSize > view.byteLength) {
    throw new Refused(
      `The multiboot header's addresses do not fit the file: it would load ${fileSize} bytes from offset ${offset} at ${hex(load)}.`,
    );
  }
  return { pieces: [{ address: load, offset, fileSize, memorySize }], entry };
}

/** Pieces and entry of an ELF image: physical addresses; an entry inside a segment moves with it. */
function fromElf(bytes: Uint8Array): Pick<MultibootImage, 'pieces' | 'entry'> {
  const elf = parseElf(bytes);
  const pieces = elf.segments.map(({ paddr, offset, fileSize, memorySize }) => ({
    address: paddr,
    offset,
    fileSize,
    memorySize,
  }));
  const home = elf.segments.find(({ vaddr, memorySize }) => elf.entry >= vaddr && elf.entry < vaddr + memorySize);
  return { pieces, entry: home ? elf.entry - home.vaddr + home.paddr : elf.entry };
}

/**
 * Reads a kernel for the bare machine.
 *
 * Errors: Refused for a file without multiboot header, one that asks for what there is not, or one that is damaged.
 */
export function readMultibootImage(bytes: Uint8Array): MultibootImage {
  if (bytes.length === 0) throw new Refused('The file is empty: choose a multiboot kernel.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = findHeader(view);
  const flags = view.getUint32(header + 4, true);
  const unknown = flags & REQUIRED & ~(PAGE_ALIGN | MEMORY_INFO);
  if (unknown !== 0) {
    throw new Refused(
      unknown === 4
        ? 'The kernel asks its boot loader for a video mode, and the bare machine has no screen: build it for a text console on COM1.'
        : `The kernel asks its boot loader for something unknown (flags ${hex(unknown)} of its multiboot header).`,
    );
  }
  const loaded = (flags & ADDRESS_FIELDS) !== 0 ? fromAddressFields(view, header) : fromElf(bytes);
  const end = Math.max(...loaded.pieces.map(({ address, memorySize }) => address + memorySize));
  return { bytes, ...loaded, end, alignModules: (flags & PAGE_ALIGN) !== 0 };
}
