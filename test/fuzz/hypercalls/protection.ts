import { MapFlag } from '../../../assembly/abi/grant';
import {
  ACTIVE_GRANT_TABLE,
  ACTIVE_GRANTS,
  type Domain,
  Format,
  GDT_FRAMES,
  GRANT_HANDLES,
  HANDLES_OFFSET,
  LDT_FRAMES,
  MAX_VCPUS,
  NO_FRAME,
  RAM,
  VCPU,
  VCPU_RECORD_BYTES,
  VCPUS,
  Vcpu,
  VcpuState,
} from '../../../web/core/layout.gen';
import type { Seat, World } from './world';

/**
 * What Xen's counts are for, looked at without them: the tables that the processor walks are followed as it follows them, and nothing
 * that can be written through them may be a table, a descriptor page, or memory of somebody who has not granted it.
 */

const PRESENT = 1;
const WRITE = 2;
const LARGE = 0x80;
/** Of a frame: it was walked as a table with entries that may be written through, without, or it holds descriptors. */
const SEEN_WRITE = 1;
const SEEN_READ = 2;
const DESCRIPTORS = 4;
/** Words of a page; descriptors of a page. */
const PAGE_WORDS = 1024;
const GDT_PAGES = 14;

/** A frame that can be written. */
interface Writable {
  mfn: number;
  seat: Seat;
  /** The table whose entry says so. */
  table: number;
}

/** One look at all tables there are. */
class Look {
  private readonly seen: Uint8Array;
  private readonly writable: Writable[] = [];

  constructor(private readonly world: World) {
    this.seen = new Uint8Array(world.core.frames);
  }

  private word(mfn: number, index: number): number {
    return this.world.words[(RAM >> 2) + mfn * PAGE_WORDS + index] as number;
  }

  /** Follows what the vCPUs of a seat run on, and what it has pinned. */
  follow(seat: Seat): void {
    const { index, vcpuCount } = seat.record;
    for (let id = 0; id < vcpuCount; id++) this.followVcpu(seat, VCPUS + (index * MAX_VCPUS + id) * VCPU_RECORD_BYTES);
    for (let mfn = 0x100; mfn < this.seen.length; mfn++) {
      if (!this.world.isPinned(mfn) || this.world.ownerOf(mfn) !== seat.domid) continue;
      const level = this.world.typeOf(mfn);
      if (level === 3) this.followPointers(seat, mfn);
      else if (level === 2) this.directory(seat, mfn);
      else if (level === 1) this.leaves(seat, mfn, false);
    }
  }

  private followVcpu(seat: Seat, address: number): void {
    const { rootFrame } = new Vcpu(this.world.core.memory, address);
    const state = this.world.stateOf(address);
    for (let page = 0; page < 16; page++) {
      if (page < GDT_PAGES) this.descriptors(state - VCPU + GDT_FRAMES + 4 * page);
      this.descriptors(state - VCPU + LDT_FRAMES + 4 * page);
    }
    if (rootFrame === NO_FRAME || rootFrame === 0) return;
    if (state === VCPU) this.followProcessor(seat, rootFrame);
    else if (seat.format === Format.Pae) this.followPointers(seat, rootFrame);
    else this.directory(seat, rootFrame);
  }

  /** The vCPU that runs: CR3 as the processor has it, and with PAE the four pointers it has loaded. */
  private followProcessor(seat: Seat, rootFrame: number): void {
    const cpu = new VcpuState(this.world.core.memory, VCPU);
    const root = Number(cpu.cr3 >> 12n);
    if (root !== rootFrame) throw new Error(`CR3 names frame ${root}, the vCPU runs on ${rootFrame}`);
    if (seat.format !== Format.Pae) {
      this.directory(seat, root);
      return;
    }
    this.mark(root, SEEN_READ);
    for (const pointer of [cpu.pdpte0, cpu.pdpte1, cpu.pdpte2, cpu.pdpte3]) {
      if (pointer & 1n) this.directory(seat, Number(pointer >> 12n) & 0xffffff);
    }
  }

  /** A top table of PAE: four pointers, which have no right to write of their own. */
  private followPointers(seat: Seat, root: number): void {
    this.mark(root, SEEN_READ);
    for (let i = 0; i < 4; i++) {
      const low = this.word(root, 2 * i);
      if (low & PRESENT) this.directory(seat, low >>> 12);
    }
  }

  private mark(mfn: number, flag: number): boolean {
    if (mfn >= this.seen.length) throw new Error(`a table stands in frame ${mfn}, which the machine has not`);
    const old = this.seen[mfn] as number;
    this.seen[mfn] = old | flag;
    return (old & flag) === 0;
  }

  /** Frame that an entry names; frames beyond 32 bits of address are beyond the machine. */
  private frame(mfn: number, slot: number, wide: boolean): number {
    if (!wide) return this.word(mfn, slot) >>> 12;
    const high = this.word(mfn, 2 * slot + 1) & 0xfffff;
    return (this.word(mfn, 2 * slot) >>> 12) + high * 0x100000;
  }

  private directory(seat: Seat, mfn: number): void {
    const wide = seat.format === Format.Pae;
    if (!this.mark(mfn, SEEN_READ)) return;
    for (let slot = 0; slot < (wide ? 512 : 1024); slot++) {
      const low = this.word(mfn, wide ? 2 * slot : slot);
      if (!(low & PRESENT)) continue;
      if (low & LARGE) throw new Error(`slot ${slot} of the directory in frame ${mfn} maps a large page`);
      this.leaves(seat, this.frame(mfn, slot, wide), (low & WRITE) !== 0);
    }
  }

  private leaves(seat: Seat, mfn: number, isWritable: boolean): void {
    if (!this.mark(mfn, isWritable ? SEEN_WRITE : SEEN_READ) || !isWritable) return;
    const wide = seat.format === Format.Pae;
    for (let slot = 0; slot < (wide ? 512 : 1024); slot++) {
      const low = this.word(mfn, wide ? 2 * slot : slot);
      if ((low & (PRESENT | WRITE)) === (PRESENT | WRITE))
        this.writable.push({ mfn: this.frame(mfn, slot, wide), seat, table: mfn });
    }
  }

  /** A page of a GDT or LDT: no segment or gate in it leads to ring 0, and no system segment stands there. */
  private descriptors(place: number): void {
    const mfn = this.world.words[place >> 2] as number;
    if (mfn === NO_FRAME || !this.mark(mfn, DESCRIPTORS)) return;
    for (let i = 0; i < PAGE_WORDS; i += 2) {
      const what = wrongDescriptor(this.word(mfn, i), this.word(mfn, i + 1));
      if (what) throw new Error(`frame ${mfn}: descriptor ${i >> 1} ${what}`);
    }
  }

  /** Judges every frame that can be written. Throws at the first that must not be. */
  judge(): void {
    const judged = new Map<string, boolean>();
    for (const { mfn, seat, table } of this.writable) {
      const key = `${mfn} ${seat.domid}`;
      if (judged.has(key)) continue;
      judged.set(key, true);
      const what = this.wrong(mfn, seat);
      if (what) throw new Error(`domain ${seat.domid} can write ${what}: frame ${mfn} through table ${table}`);
    }
  }

  private wrong(mfn: number, seat: Seat): string {
    if (mfn >= this.seen.length || mfn < 0x100) return 'what is no memory';
    const seen = this.seen[mfn] as number;
    if (seen & (SEEN_READ | SEEN_WRITE)) return 'a page table';
    if (seen & DESCRIPTORS) return 'a page of descriptors';
    const owner = this.world.ownerOf(mfn);
    return owner === seat.domid || isGranted(this.world, seat.record, mfn) ? '' : `memory of domain ${owner}`;
  }
}

/** What is wrong with a descriptor; empty if nothing is. */
function wrongDescriptor(low: number, high: number): string {
  if (!(high & 0x8000)) return '';
  const ring = (high >>> 13) & 3;
  if (high & 0x1000) return ring === 0 ? 'is of ring 0' : '';
  const type = high & 0xf00;
  if (type !== 0 && type !== 0xc00) return 'is a system’s';
  // A gate of ring 0 is one that nobody can use.
  return type === 0xc00 && ring > 0 && ((low >>> 16) & 3) === 0 ? 'leads to ring 0' : '';
}

/** Has the domain a handle for writing to the frame? */
function isGranted(world: World, domain: Domain, mfn: number): boolean {
  const { memory } = world.core;
  for (let i = 0; i < GRANT_HANDLES; i++) {
    const at = domain.at + HANDLES_OFFSET + 8 * i;
    const flags = memory.getUint16(at, true);
    if (flags === 0 || flags & MapFlag.ReadOnly) continue;
    if (grantedFrame(memory, memory.getUint16(at + 2, true), memory.getUint32(at + 4, true)) === mfn) return true;
  }
  return false;
}

function grantedFrame(memory: DataView, granter: number, ref: number): number {
  for (let i = 0; i < ACTIVE_GRANTS; i++) {
    const at = ACTIVE_GRANT_TABLE + 16 * i;
    const isIt = memory.getUint16(at + 6, true) === granter && memory.getUint32(at + 8, true) === ref;
    if (isIt && memory.getUint32(at, true) !== 0) return memory.getUint32(at + 12, true);
  }
  return NO_FRAME;
}

/**
 * Looks at everything the processor could write for either domain.
 *
 * Errors: throws a sentence at the first frame that a domain can write and must not.
 */
export function checkProtection(world: World): void {
  if (world.isOpen) return;
  const look = new Look(world);
  for (const seat of world.seats) look.follow(seat);
  look.judge();
}
