import type { Core } from '../core/core';
import {
  DIRTY,
  FRAME_TABLE,
  MACHINE,
  MachineState,
  PAGE_HASHES,
  PAGE_SIZE,
  PageInfo,
  VCPU,
  VCPU_BYTES,
  XEN,
  XEN_END,
} from '../core/layout.gen';

/** The core's state at one moment: what base/memory-map.ts marks as state, and nothing that is a cache. */
export class CoreSnapshot {
  private constructor(
    private readonly regions: readonly { at: number; bytes: Uint8Array }[],
    /** Hash of each frame; 0 for one of zeros. */
    private readonly hashes: BigUint64Array,
    /** Contents of each frame that is not all zeros. Frames that did not change are shared with the snapshot before. */
    private readonly pages: ReadonlyMap<number, Uint8Array>,
    /** Bytes that this snapshot does not share. */
    readonly ownBytes: number,
  ) {}

  /** Takes one. `before`: an earlier one of the same machine, to share what is unchanged. */
  static take(core: Core, before?: CoreSnapshot): CoreSnapshot {
    core.exports.stateHash();
    const hashes = hashesOf(core).slice();
    const pages = new Map<number, Uint8Array>();
    let ownBytes = 0;
    for (const [frame, hash] of hashes.entries()) {
      if (hash === 0n) continue;
      const shared = before?.hashes[frame] === hash ? before.pages.get(frame) : undefined;
      pages.set(frame, shared ?? core.page(frame).bytes.slice());
      if (!shared) ownBytes += PAGE_SIZE;
    }
    const regions = stateRegions(core).map(({ at, size }) => ({ at, bytes: core.bytes.slice(at, at + size) }));
    const fixed = regions.reduce((sum, { bytes }) => sum + bytes.length, hashes.byteLength);
    return new CoreSnapshot(regions, hashes, pages, ownBytes + fixed);
  }

  /** Brings the core back to it. Every cache is dropped. */
  restore(core: Core): void {
    core.exports.stateHash();
    const now = hashesOf(core);
    for (const [frame, hash] of this.hashes.entries()) {
      if (now[frame] === hash) continue;
      const page = this.pages.get(frame);
      if (page) core.page(frame).bytes.set(page);
      else core.page(frame).bytes.fill(0);
      core.bytes[DIRTY + frame] = 1;
    }
    for (const { at, bytes } of this.regions) core.bytes.set(bytes, at);
    core.exports.flushCaches();
  }
}

/** The core's page hashes, in place. Exact after a state hash. */
function hashesOf(core: Core): BigUint64Array {
  return new BigUint64Array(core.memory.buffer, PAGE_HASHES, core.frames);
}

/** Where state lies beside RAM. */
function stateRegions(core: Core): { at: number; size: number }[] {
  return [
    { at: VCPU, size: VCPU_BYTES },
    { at: MACHINE, size: MachineState.SIZE },
    { at: XEN, size: XEN_END - XEN },
    { at: FRAME_TABLE, size: core.frames * PageInfo.SIZE },
  ];
}
