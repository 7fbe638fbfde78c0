import { Hypercall } from '../../assembly/abi/hypercall';
import { DomainState } from '../../web/core/layout.gen';
import type { Assembler } from '../xen/assembler';
import { BASE, DATA, type Guest, NEVER, XenMachine } from '../xen/xen-machine';

/** Calls of a round. */
export const CALLS = 100;
/** Bytes of a set of registers as POPA takes them: EDI ESI EBP (ESP) EBX EDX ECX EAX. */
const FRAME = 32;
/** The list of registers, and memory for the calls' structures. */
const LIST = BASE + 0x18000;
const STRUCTURES = BASE + 0x10000;
const STRUCTURE_BYTES = 0x2000;

/** A small generator with a seed: xorshift, 32 bits. */
export class Random {
  constructor(private state: number) {}
  next(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return this.state >>> 0;
  }
  below(limit: number): number {
    return this.next() % limit;
  }
  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
}

/** Makes the calls of the list for ever. */
function program(code: Assembler): void {
  const again = code.here;
  code.set('esp', LIST);
  for (let i = 0; i < CALLS; i++) code.raw(0x61).int(0x82);
  code.jump(again);
}

const SELF = 0x7ff0;
/** Stands for sched_op(yield), so that both domains get their turns. */
const YIELD = 1000;
const CALLABLE = [
  Hypercall.SetTrapTable,
  Hypercall.MmuUpdate,
  Hypercall.MmuUpdate,
  Hypercall.MmuextOp,
  Hypercall.MmuextOp,
  Hypercall.UpdateVaMapping,
  Hypercall.UpdateVaMapping,
  Hypercall.SetGdt,
  Hypercall.StackSwitch,
  Hypercall.SetCallbacks,
  Hypercall.FpuTaskswitch,
  Hypercall.SetDebugreg,
  Hypercall.GetDebugreg,
  Hypercall.UpdateDescriptor,
  Hypercall.MemoryOp,
  Hypercall.MemoryOp,
  Hypercall.Multicall,
  Hypercall.SetTimerOp,
  Hypercall.EventChannelOp,
  Hypercall.EventChannelOp,
  Hypercall.EventChannelOpCompat,
  Hypercall.XenVersion,
  Hypercall.ConsoleIo,
  Hypercall.PhysdevOp,
  Hypercall.GrantTableOp,
  Hypercall.GrantTableOp,
  Hypercall.GrantTableOp,
  Hypercall.VmAssist,
  Hypercall.UpdateVaMappingOtherdomain,
  Hypercall.VcpuOp,
  Hypercall.NmiOp,
  Hypercall.CallbackOp,
  Hypercall.Domctl,
  Hypercall.XenpmuOp,
  YIELD,
  YIELD,
];

/** One machine with two domains that know of each other's frames. */
export class Arena {
  private constructor(
    readonly xen: XenMachine,
    readonly guests: readonly Guest[],
    private readonly random: Random,
  ) {}

  static async create(random: Random): Promise<Arena> {
    const xen = await XenMachine.create();
    const guests = [1, 2].map((domid) => xen.guest({ domid, vcpus: 2, program }));
    const granted = guests.map((guest) => guest.frameOf(DATA));
    for (const [i, guest] of guests.entries()) {
      for (let ref = 0; ref < 8; ref++) xen.core.exports.grantPrefill(guest.domid, ref, granted[i] as number, 2 - i);
    }
    xen.core.exports.setTracing(0);
    return new Arena(xen, guests, random);
  }

  /** A word that means something somewhere: a number, a frame, an address, an entry. */
  private word(guest: Guest): number {
    const { random } = this;
    const mfn = () => this.frame(guest);
    switch (random.below(10)) {
      case 0:
        return random.next();
      case 1:
        return mfn();
      case 2:
        return (mfn() << 12) | random.of([0, 1, 3, 5, 7, 0x63, 0x65, 0x67]);
      case 3:
        return (mfn() << 12) | (random.below(512) * 8) | random.below(4);
      case 4:
        return STRUCTURES + 4 * random.below(STRUCTURE_BYTES / 4);
      case 5:
        return random.of([SELF, 0, 1, 2, 55, 0x7ff1, 0x7ff2]);
      case 6:
        return BASE + random.below(64) * 0x1000;
      case 7:
        return random.of([0xf5800000, 0xfffff000, 0, 0x80000000, 0x7fffffff, 0xffffffff]);
      default:
        return random.below(24);
    }
  }

  private frame(guest: Guest): number {
    const { random } = this;
    const owner = random.below(8) === 0 ? random.of(this.guests) : guest;
    // Tables are asked for more often than they stand among the frames.
    return random.below(3) === 0 ? owner.mfn(20 + random.below(3)) : random.of(owner.mfns);
  }

  /** Arguments that give a call a chance to be in order. */
  private call(guest: Guest): number[] {
    const { random } = this;
    const nr = random.below(20) === 0 ? random.below(64) : random.of(CALLABLE);
    const args = Array.from({ length: 5 }, () => this.word(guest));
    const structure = STRUCTURES + 16 * random.below(STRUCTURE_BYTES / 16);
    const isBatch = nr === Hypercall.MmuUpdate || nr === Hypercall.MmuextOp;
    if (isBatch && random.below(4)) args.splice(0, 4, structure, 1 + random.below(5), 0, SELF);
    if (nr === Hypercall.UpdateVaMapping && random.below(4))
      args.splice(0, 4, BASE + random.below(64) * 0x1000, args[1] as number, 0, random.below(4));
    const hasCommand = [
      Hypercall.MemoryOp,
      Hypercall.EventChannelOp,
      Hypercall.PhysdevOp,
      Hypercall.CallbackOp,
      Hypercall.GrantTableOp,
    ];
    if (hasCommand.includes(nr) && random.below(4)) args.splice(0, 3, random.below(15), structure, 1 + random.below(3));
    if (nr === Hypercall.VcpuOp) args.splice(0, 3, random.of([2, 3, 4, 5, 6, 7, 8, 10, 13]), 1, structure);
    if (nr === Hypercall.Multicall) args.splice(0, 2, structure, 1 + random.below(4));
    // What would end or suspend the guest for good has its own tests; some come as entries of multicalls.
    const ends: number[] = [YIELD, Hypercall.SchedOp, Hypercall.SchedOpCompat, Hypercall.Iret];
    return ends.includes(nr) ? [Hypercall.SchedOp, 0, 0, 0, 0, 0] : [nr, ...args];
  }

  private refill(guest: Guest): void {
    const words = Uint32Array.from({ length: STRUCTURE_BYTES / 4 }, () => this.word(guest));
    guest.write(STRUCTURES, new Uint8Array(words.buffer));
    const list = new Uint32Array((CALLS * FRAME) / 4);
    for (let i = 0; i < CALLS; i++) {
      const [nr, ebx, ecx, edx, esi, edi] = this.call(guest) as [number, number, number, number, number, number];
      list.set([edi, esi, 0, 0, ebx, edx, ecx, nr], i * 8);
    }
    guest.write(LIST, new Uint8Array(list.buffer));
  }

  /** One round: new lists, every guest through its own about once. False if a guest has come to an end. */
  round(): boolean {
    for (const guest of this.guests) {
      // Frames that are no longer memory of the guest's are no place to write for the host either.
      if (this.owns(guest)) this.refill(guest);
    }
    const end = this.xen.core.machine.count + BigInt(CALLS * 5);
    while (this.xen.core.machine.count < end) {
      const before = this.xen.core.machine.count;
      const exit = this.xen.core.run(CALLS * 5, NEVER);
      if (exit === 1 && this.xen.core.machine.count === before) return false;
      if (this.xen.domains().some(({ state }) => state !== DomainState.Alive)) return false;
    }
    return true;
  }

  /** Does the guest still own the pages that the host fills? */
  private owns(guest: Guest): boolean {
    return [0x10, 0x11, 0x18].every((pfn) => this.xen.frameOwner(guest.mfn(pfn)) === guest.domid);
  }
}
