import type { Core } from '../core/core';
import {
  DIRTY,
  FRAME_TABLE,
  MACHINE,
  MachineState,
  PAGE_HASHES,
  PageInfo,
  VCPU,
  VCPU_BYTES,
  XEN,
  XEN_END,
} from '../core/layout.gen';

/** Bytes of the pieces that two snapshots share when they are equal. */
const PIECE_BYTES = 4096;
/** Frames whose hashes fill one piece. */
const GROUP_FRAMES = PIECE_BYTES / 8;

/** Some consecutive frames: their hashes, two words each, and the contents of those that are not all zeros (hash 0). */
interface Group {
  hashes: Int32Array;
  pages: readonly (Uint8Array | undefined)[];
}

/**
 * The core's state at one moment: what base/memory-map.ts marks as state, and nothing that is a cache. Whatever is as it was in the
 * snapshot before is shared with it, in pieces of a page, so that a snapshot costs what changed.
 */
export class CoreSnapshot {
  private constructor(
    /** State beside RAM, cut into pieces. */
    private readonly pieces: readonly Int32Array[],
    private readonly groups: readonly Group[],
  ) {}

  /** Takes one. `before`: another one of the same machine, to share what is the same. */
  static take(core: Core, before?: CoreSnapshot): CoreSnapshot {
    core.exports.stateHash();
    const memory = new Int32Array(core.memory.buffer);
    const pieces = stateRanges(core).map(({ at, size }, i) => {
      const known = before?.pieces[i];
      return known && isAt(memory, at, known) ? known : memory.slice(at / 4, (at + size) / 4);
    });
    const groups: Group[] = [];
    for (let first = 0; first < core.frames; first += GROUP_FRAMES) {
      const known = before?.groups[groups.length];
      const isKnown = known && isAt(memory, PAGE_HASHES + first * 8, known.hashes);
      groups.push(isKnown ? known : takeGroup(core, first, hashesOf(core, first), known));
    }
    return new CoreSnapshot(pieces, groups);
  }

  /** Brings the core back to it. Every cache is dropped. */
  restore(core: Core): void {
    core.exports.stateHash();
    const memory = new Int32Array(core.memory.buffer);
    for (const [i, group] of this.groups.entries()) {
      const first = i * GROUP_FRAMES;
      if (!isAt(memory, PAGE_HASHES + first * 8, group.hashes)) restoreGroup(core, first, hashesOf(core, first), group);
    }
    for (const [i, { at }] of stateRanges(core).entries()) memory.set(this.pieces[i] as Int32Array, at / 4);
    core.exports.flushCaches();
  }

  /** Bytes that it holds and `other` does not. */
  bytesBeside(other: CoreSnapshot | undefined): number {
    let bytes = 0;
    for (const [i, piece] of this.pieces.entries()) if (other?.pieces[i] !== piece) bytes += piece.byteLength;
    for (const [i, group] of this.groups.entries()) {
      const known = other?.groups[i];
      if (known === group) continue;
      bytes += group.hashes.byteLength;
      for (const [frame, page] of group.pages.entries()) if (page && known?.pages[frame] !== page) bytes += page.length;
    }
    return bytes;
  }
}

/** Keeps the frames of a group; those whose hash is as in `known` are shared with it. */
function takeGroup(core: Core, first: number, hashes: Int32Array, known: Group | undefined): Group {
  const pages: (Uint8Array | undefined)[] = [];
  for (let i = 0; i < hashes.length / 2; i++) {
    const isZero = hashes[2 * i] === 0 && hashes[2 * i + 1] === 0;
    const shared = known && isSame(known.hashes, hashes, i) ? known.pages[i] : undefined;
    pages.push(isZero ? undefined : (shared ?? core.page(first + i).bytes.slice()));
  }
  return { hashes: hashes.slice(), pages };
}

/** Puts back the frames of a group whose hash differs from what it is now. */
function restoreGroup(core: Core, first: number, now: Int32Array, { hashes, pages }: Group): void {
  for (const [i, page] of pages.entries()) {
    if (isSame(now, hashes, i)) continue;
    if (page) core.page(first + i).bytes.set(page);
    else core.page(first + i).bytes.fill(0);
    core.bytes[DIRTY + first + i] = 1;
  }
}

function isSame(a: Int32Array, b: Int32Array, frame: number): boolean {
  return a[2 * frame] === b[2 * frame] && a[2 * frame + 1] === b[2 * frame + 1];
}

/**
 * Whether words stand in memory at an address. All state lies at addresses and has sizes that are multiples of four. A snapshot compares
 * megabytes, so four words are compared at a time.
 */
function isAt(memory: Int32Array, address: number, words: Int32Array): boolean {
  const from = address >> 2;
  const whole = words.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    const at = from + i;
    const differs =
      ((memory[at] as number) ^ (words[i] as number)) |
      ((memory[at + 1] as number) ^ (words[i + 1] as number)) |
      ((memory[at + 2] as number) ^ (words[i + 2] as number)) |
      ((memory[at + 3] as number) ^ (words[i + 3] as number));
    if (differs !== 0) return false;
  }
  for (let i = whole; i < words.length; i++) if (memory[from + i] !== words[i]) return false;
  return true;
}

/** The core's hashes of the frames of a group, in place. Exact after a state hash. */
function hashesOf(core: Core, first: number): Int32Array {
  const frames = Math.min(GROUP_FRAMES, core.frames - first);
  return new Int32Array(core.memory.buffer, PAGE_HASHES + first * 8, frames * 2);
}

/** Where state lies beside RAM, in pieces. */
function stateRanges(core: Core): { at: number; size: number }[] {
  const regions = [
    { at: VCPU, size: VCPU_BYTES },
    { at: MACHINE, size: MachineState.SIZE },
    { at: XEN, size: XEN_END - XEN },
    { at: FRAME_TABLE, size: core.frames * PageInfo.SIZE },
  ];
  return regions.flatMap(({ at, size }) =>
    Array.from({ length: Math.ceil(size / PIECE_BYTES) }, (_, i) => ({
      at: at + i * PIECE_BYTES,
      size: Math.min(PIECE_BYTES, size - i * PIECE_BYTES),
    })),
  );
}
