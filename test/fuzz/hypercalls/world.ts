import { GrantFlag } from '../../../assembly/abi/grant';
import { PageType, PINNED, TYPE_SHIFT } from '../../../assembly/abi/page-type';
import { Profile } from '../../../assembly/abi/profile';
import type { Core } from '../../../web/core/core';
import {
  type Domain,
  DomainState,
  Format,
  FRAME_TABLE,
  GRANT_FRAMES_OFFSET,
  MmState,
  NO_FRAME,
  STATE_OFFSET,
  VCPU,
  Vcpu,
  VcpuState,
  XEN,
  XEN_MM,
  XenState,
} from '../../../web/core/layout.gen';
import { BASE, type Guest, NEVER, XenMachine } from '../../xen/xen-machine';
import type { Random } from '../support/random';

const PAGE = 4096;
/** MiB of the machine: small, so that domains run short of frames and every frame is looked at often. */
const MEMORY = 4;
/** Where a guest's hypercalls are made: `int 0x82`; behind it a store for writable page tables, `mov [edi], eax`. */
export const CALL = BASE + 0x1000;
export const CALLED = CALL + 2;
export const STORE = CALL + 2;
/** The top of the stack of each vCPU, and the two pages that arguments stand in. */
export const STACK = BASE + 0x9000;
export const ARGUMENTS = BASE + 0x10000;
export const ARGUMENT_BYTES = 2 * PAGE;
/** Pages that hold code, stack and arguments: hypercalls seldom name them, for without them the guest is at its end. */
const VITAL = new Set([1, 8, 16, 17]);
/** Pages with which the guests play, and those of them that each grants to the other from the start. */
export const TOYS = [2, 3, 4, 5, 6, 7, 10, 14, 15, 18, 19, 23, 24, 25, 26, 27, 28, 29, 30, 31] as const;
const GRANTED = 6;
/** Dead domains that may wait for their grants. */
const MOST_DYING = 3;

/** Formats and profiles that go together; those under which a refusal is not the end come more often. */
const KINDS: readonly (readonly [Profile, Format])[] = [
  [Profile.Xen417, Format.Pae],
  [Profile.Xen417, Format.Pae],
  [Profile.Xen417, Format.Pae],
  [Profile.Xen417NoLinear, Format.Pae],
  [Profile.Xen32, Format.Pae],
  [Profile.Xen32, Format.TwoLevel],
  [Profile.Xen32, Format.TwoLevel],
  [Profile.Xen417, Format.TwoLevel],
  [Profile.Y2004M02, Format.TwoLevel],
  [Profile.Y2004M02, Format.Pae],
  [Profile.Y2003M01, Format.TwoLevel],
  [Profile.Y2002M11, Format.TwoLevel],
];

/** A domain's place: who sits there now. */
export interface Seat {
  guest: Guest;
  /** Its number: no two domains of a world have the same. */
  domid: number;
  /** Place among the seats: 0 or 1. */
  readonly place: number;
  profile: Profile;
  format: Format;
  /** Its record in the hypervisor. */
  record: Domain;
  /** Frames it owns, and those of them that are tables, as of the last census. */
  frames: number[];
  tables: number[];
  /** Calls it has made. */
  calls: number;
}

/** A small machine with two domains that know of each other. */
export class World {
  readonly core: Core;
  /** All of linear memory in words. */
  readonly words: Uint32Array;
  readonly seats: readonly [Seat, Seat];
  readonly cpu: VcpuState;
  /** Domains that have ended so far. */
  deaths = 0;
  private nextDomid = 1;
  readonly mm: MmState;
  private readonly xenState: XenState;
  private readonly freeAtFirst: number;

  private constructor(
    readonly xen: XenMachine,
    readonly random: Random,
  ) {
    this.core = xen.core;
    this.words = new Uint32Array(xen.core.memory.buffer);
    this.cpu = new VcpuState(xen.core.memory, VCPU);
    this.mm = new MmState(xen.core.memory, XEN_MM);
    this.xenState = new XenState(xen.core.memory, XEN);
    xen.core.exports.setTracing(0);
    this.freeAtFirst = this.mm.freeFrames;
    this.seats = [this.take(0), this.take(1)];
    for (const seat of this.seats) this.grantToys(seat);
    this.census();
  }

  /** A machine with both domains built. */
  static async create(random: Random, module?: WebAssembly.Module): Promise<World> {
    return new World(await XenMachine.create(module, MEMORY), random);
  }

  private take(place: number): Seat {
    return { place, ...this.newcomer(), frames: [], tables: [], calls: 0 };
  }

  private newcomer(): Pick<Seat, 'domid' | 'profile' | 'format' | 'guest' | 'record'> {
    const domid = this.nextDomid++;
    const [profile, format] = this.random.pick(KINDS);
    const guest = this.build(domid, profile, format);
    return { domid, profile, format, guest, record: guest.record };
  }

  private build(domid: number, profile: Profile, format: Format): Guest {
    return this.xen.guest({
      domid,
      profile,
      twoLevel: format === Format.TwoLevel,
      vcpus: 2,
      program: (code) => code.int(0x82).raw(0x89, 0x07).jump(CALL),
    });
  }

  /** Each grants some of its toys to the other: refs 8 and up, every second one read-only. */
  private grantToys(seat: Seat): void {
    const other = this.otherOf(seat).domid;
    for (let i = 0; i < GRANTED; i++) {
      const mfn = seat.guest.mfn(TOYS[i] as number);
      this.core.exports.grantPrefill(seat.domid, 8 + i, mfn, other);
      if (i % 2) this.writeGrant(seat, 8 + i, GrantFlag.PermitAccess | GrantFlag.ReadOnly, other, mfn);
    }
  }

  /** Writes an entry of a domain's grant table, as its kernel would. */
  writeGrant(seat: Seat, ref: number, flags: number, domid: number, frame: number): void {
    if (seat.record.grantFrames === 0) return;
    const table = this.core.memory.getUint32(seat.record.at + GRANT_FRAMES_OFFSET, true);
    const page = this.core.page(table);
    page.view.setUint16(8 * ref, flags, true);
    page.view.setUint16(8 * ref + 2, domid, true);
    page.view.setUint32(8 * ref + 4, frame, true);
    page.touched();
  }

  otherOf(seat: Seat): Seat {
    return this.seats[1 - seat.place] as Seat;
  }

  /** Ends the domain of a seat and builds another in its place; the other domain may hold frames of the dead one. */
  replace(seat: Seat): void {
    this.end(seat);
    // The record of a dead domain stays while its grants are used: the other one must not have too many of them.
    const dying = this.xen.domains().filter(({ state }) => state === DomainState.Dying);
    if (dying.length > MOST_DYING) {
      this.end(this.otherOf(seat));
      this.settle(this.otherOf(seat));
    }
    this.settle(seat);
    this.census();
  }

  private end(seat: Seat): void {
    this.deaths++;
    this.core.exports.domainDestroy(seat.domid);
  }

  private settle(seat: Seat): void {
    Object.assign(seat, this.newcomer(), { calls: 0 });
    this.grantToys(seat);
  }

  /** Ends both domains. Throws if a frame is missing then, or is there twice. */
  finish(): void {
    for (const { domid } of this.seats) {
      this.core.exports.domainDestroy(domid);
      this.audit();
    }
    const { freeFrames } = this.mm;
    if (freeFrames !== this.freeAtFirst) throw new Error(`${this.freeAtFirst} frames were free, now ${freeFrames}`);
  }

  /** Throws unless every count is what the page tables say. */
  audit(): void {
    const wrong = this.core.exports.audit();
    if (wrong === 0) return;
    const { auditFrame, auditFound, auditExpected } = this.mm;
    throw new Error(
      `audit: mismatch ${wrong} at ${auditFrame}: found ${auditFound}, expected ${auditExpected}; ${this.describe(auditFrame)}`,
    );
  }

  /** Looks through the frame table: who owns what, and what are tables. */
  census(): void {
    for (const seat of this.seats) seat.frames.length = seat.tables.length = 0;
    for (let mfn = 0x100; mfn < this.core.frames; mfn++) {
      const owner = this.ownerOf(mfn);
      const seat = this.seats.find(({ domid }) => domid === owner);
      if (!seat) continue;
      seat.frames.push(mfn);
      const type = this.typeOf(mfn);
      if (type >= PageType.L1 && type <= PageType.L3 && this.typeCount(mfn) > 0) seat.tables.push(mfn);
    }
  }

  /** What the frame table says of a frame. */
  private describe(mfn: number): string {
    const [type = 0, total = 0, owner = 0, rest = 0] = this.words.subarray(this.record(mfn), this.record(mfn) + 4);
    return `type ${type.toString(16)}, total ${total}, owner ${owner & 0xffff}, flags ${rest >>> 16}`;
  }

  private record(mfn: number): number {
    return FRAME_TABLE / 4 + mfn * 4;
  }
  ownerOf(mfn: number): number {
    return (this.words[this.record(mfn) + 2] as number) & 0xffff;
  }
  typeOf(mfn: number): number {
    return (this.words[this.record(mfn)] as number) >>> TYPE_SHIFT;
  }
  typeCount(mfn: number): number {
    return (this.words[this.record(mfn)] as number) & 0x3ffffff;
  }
  isPinned(mfn: number): boolean {
    return ((this.words[this.record(mfn)] as number) & PINNED) !== 0;
  }

  /** Who runs: the seat and the number of the vCPU; undefined while all wait. */
  running(): { seat: Seat; id: number; address: number } | undefined {
    const address = this.xenState.current;
    if (!address) return undefined;
    const { domid, id } = new Vcpu(this.core.memory, address);
    return { seat: this.seats.find((seat) => seat.domid === domid) as Seat, id, address };
  }

  /** Address of the registers of a vCPU, given that of its record. */
  stateOf(address: number): number {
    return address === this.xenState.current ? VCPU : address + STATE_OFFSET;
  }

  /** May the host write the guest's arguments: are their pages still ordinary memory of the guest's? */
  isVital(seat: Seat): boolean {
    for (const pfn of VITAL) {
      const mfn = seat.guest.mfn(pfn);
      const type = this.typeCount(mfn) === 0 ? PageType.Writable : this.typeOf(mfn);
      if (this.ownerOf(mfn) !== seat.domid || type !== PageType.Writable) return false;
    }
    return true;
  }

  /** Seats whose domain has ended. */
  ended(): Seat[] {
    return this.seats.filter(({ record }) => record.state !== DomainState.Alive);
  }

  /** One instruction at most. Answers the ticks of work that the entry into Xen was charged, if it was one. */
  step(): number {
    this.core.run(1, NEVER);
    return this.xenState.callCharge;
  }

  /** Is a table open to a store that has not been made yet? */
  get isOpen(): boolean {
    const { openTable } = this.mm;
    return openTable !== 0 && openTable !== NO_FRAME;
  }
}
