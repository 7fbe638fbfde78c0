import type { Core } from '../core/core';
import {
  FRAME_TABLE,
  MACHINE,
  MachineState,
  PAGE_HASHES,
  PAGE_SIZE,
  PageInfo,
  RAM,
  VCPU,
  VCPU_BYTES,
  XEN,
  XEN_PAGE_HASHES,
} from '../core/layout.gen';

/** Pages of a group. */
const GROUP_PAGES = 512;
/** What is kept whole: the running vCPU, and where the machine stands. */
const WHOLE = [
  { at: VCPU, size: VCPU_BYTES },
  { at: MACHINE, size: MachineState.SIZE },
];

/** Consecutive pages of linear memory that are state, and where the core keeps their hashes. */
interface Range {
  at: number;
  hashesAt: number;
  pages: number;
}

/** Some consecutive pages: their hashes, two words each, and the contents of those that are not all zeros (hash 0). */
interface Group {
  hashes: Int32Array;
  pages: readonly (Uint8Array | undefined)[];
}

/**
 * The core's state at one moment: what base/memory-map.ts marks as state, and nothing that is a cache. A page whose hash is as it was in the
 * snapshot before is shared with it, so that a snapshot costs what changed.
 */
export class CoreSnapshot {
  private constructor(
    private readonly whole: readonly Uint8Array[],
    private readonly groups: readonly Group[],
  ) {}

  /** Takes one. `before`: another one of the same machine, to share what is the same. */
  static take(core: Core, before?: CoreSnapshot): CoreSnapshot {
    core.exports.stateHash();
    const whole = WHOLE.map(({ at, size }) => core.bytes.slice(at, at + size));
    const groups = rangesOf(core).map((range, i) => takeGroup(core, range, before?.groups[i]));
    return new CoreSnapshot(whole, groups);
  }

  /** Brings the core back to it. Every cache is dropped. */
  restore(core: Core): void {
    core.exports.stateHash();
    for (const [i, range] of rangesOf(core).entries()) restoreGroup(core, range, this.groups[i] as Group);
    for (const [i, { at }] of WHOLE.entries()) core.bytes.set(this.whole[i] as Uint8Array, at);
    core.exports.flushCaches();
  }

  /** Bytes that it holds and `other` does not. */
  bytesBeside(other: CoreSnapshot | undefined): number {
    let bytes = this.whole.reduce((sum, { length }) => sum + length, 0);
    for (const [i, group] of this.groups.entries()) {
      const known = other?.groups[i];
      if (known === group) continue;
      bytes += group.hashes.byteLength;
      for (const [at, page] of group.pages.entries()) if (page && known?.pages[at] !== page) bytes += page.length;
    }
    return bytes;
  }
}

/** Keeps a group; pages whose hash is as in `known` are shared with it. */
function takeGroup(core: Core, range: Range, known: Group | undefined): Group {
  const hashes = hashesOf(core, range);
  if (known && isEqual(known.hashes, hashes)) return known;
  const pages: (Uint8Array | undefined)[] = [];
  for (let page = 0; page < range.pages; page++) {
    const isZero = hashes[2 * page] === 0 && hashes[2 * page + 1] === 0;
    const shared = known && isSame(known.hashes, hashes, page) ? known.pages[page] : undefined;
    pages.push(isZero ? undefined : (shared ?? pageAt(core, range, page).slice()));
  }
  return { hashes: hashes.slice(), pages };
}

/** Puts back the pages whose hash differs from what it is now, and the hashes. */
function restoreGroup(core: Core, range: Range, { hashes, pages }: Group): void {
  const now = hashesOf(core, range);
  if (isEqual(now, hashes)) return;
  for (const [page, contents] of pages.entries()) {
    if (isSame(now, hashes, page)) continue;
    if (contents) pageAt(core, range, page).set(contents);
    else pageAt(core, range, page).fill(0);
  }
  now.set(hashes);
}

function isSame(a: Int32Array, b: Int32Array, page: number): boolean {
  return a[2 * page] === b[2 * page] && a[2 * page + 1] === b[2 * page + 1];
}

function isEqual(a: Int32Array, b: Int32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The core's hashes of a range, in place. Exact after a state hash. */
function hashesOf(core: Core, { hashesAt, pages }: Range): Int32Array {
  return new Int32Array(core.memory.buffer, hashesAt, pages * 2);
}

/** A page of a range, in place. */
function pageAt(core: Core, { at }: Range, page: number): Uint8Array {
  return core.bytes.subarray(at + page * PAGE_SIZE, at + (page + 1) * PAGE_SIZE);
}

/** State that has hashes: RAM, and from the hypervisor to the end of the frame table. In ranges of a group each. */
function rangesOf({ frames }: Core): Range[] {
  const xenPages = Math.ceil((FRAME_TABLE + frames * PageInfo.SIZE - XEN) / PAGE_SIZE);
  return [
    ...grouped({ at: RAM, hashesAt: PAGE_HASHES, pages: frames }),
    ...grouped({ at: XEN, hashesAt: XEN_PAGE_HASHES, pages: xenPages }),
  ];
}

function grouped({ at, hashesAt, pages }: Range): Range[] {
  return Array.from({ length: Math.ceil(pages / GROUP_PAGES) }, (_, i) => {
    const first = i * GROUP_PAGES;
    return { at: at + first * PAGE_SIZE, hashesAt: hashesAt + first * 8, pages: Math.min(GROUP_PAGES, pages - first) };
  });
}
