// Tiny guests that ask one thing of the hypervisor for ever, for hypervisor.bench.mjs. Each counts its rounds in memory.
import { EventOp, Virq } from '../assembly/abi/evtchn';
import { Hypercall } from '../assembly/abi/hypercall';
import { Mmuext } from '../assembly/abi/mmuext';
import { SchedOp } from '../assembly/abi/sched';
import { VcpuOp } from '../assembly/abi/vcpu-op';
import { Assembler } from '../test/xen/assembler';
import { BASE, DATA, type Guest, NEVER, RESULTS, SHARED_INFO, STACK_TOP, XenMachine } from '../test/xen/xen-machine';

/** Requests of a batch, and entries of a table. */
const ENTRIES = 512;
const PAGE = 4096;
const SELF = 0x7ff0;
/** Flags of an entry: present, user; and with the right to write, accessed and dirty. */
const READ_ONLY = 0x25;
const WRITABLE = 0x67;

/** Pages of the guest: two lists of requests of two pages each, the table they change, two pages that it maps in turn. */
const LISTS = [BASE + 0x10000, BASE + 0x12000] as const;
const TABLE = BASE + 0x18000;
const TARGETS = [BASE + 0x19000, BASE + 0x1a000] as const;
/** The address that update_va_mapping maps anew. */
const WINDOW = BASE + 0x1b000;
/** Rounds so far; arguments of calls. */
const ROUNDS = RESULTS;
const ARGUMENT = DATA;
/** Code that events enter, the selector of it, and the idle guest's period in nanoseconds. */
const HANDLER = BASE + 0x3000;
const KERNEL_CS = 0xe019;
const PERIOD = 10_000_000;

/** A guest and what a round of it is worth. */
export interface Subject {
  name: string;
  /** What one round counts for, and what that is. */
  units: number;
  unit: string;
  /** Called before the program: sets memory up. */
  prepare?: (guest: Guest) => void;
  program: (code: Assembler, frames: Frames) => void;
}

/** Machine frames that a program names in its requests. They are known once the guest is built. */
type Frames = (va: number) => number;

/** Appends a loop that counts its rounds. */
function forever(code: Assembler, body: () => void): void {
  const again = code.here;
  body();
  code.increment(ROUNDS).jump(again);
}

/** Makes the table a leaf table of the guest: read-only, and mapped by slot 1 of its L2 table (pfn 21). */
function hookTable(code: Assembler, frames: Frames): void {
  code.hypercall(Hypercall.UpdateVaMapping, TABLE, entryOf(frames(TABLE), READ_ONLY), 0, 2);
  code.put(ARGUMENT, frames(BASE + 0x15000) * PAGE + 8).put(ARGUMENT + 4, 0);
  code.put(ARGUMENT + 8, entryOf(frames(TABLE), WRITABLE)).put(ARGUMENT + 12, 0);
  code.hypercall(Hypercall.MmuUpdate, ARGUMENT, 1, 0, SELF);
}

const entryOf = (mfn: number, flags: number): number => ((mfn << 12) | flags) >>> 0;

/** Fills both lists: every slot of the table maps the one target, then the other. */
function fillLists(guest: Guest): void {
  for (const [i, list] of LISTS.entries()) {
    const words = new Uint32Array(ENTRIES * 4);
    const entry = entryOf(guest.frameOf(TARGETS[i] as number), WRITABLE);
    for (let slot = 0; slot < ENTRIES; slot++) {
      words.set([guest.frameOf(TABLE) * PAGE + slot * 8, 0, entry, 0], slot * 4);
    }
    guest.write(list, new Uint8Array(words.buffer));
  }
}

/** Every entry of the table maps a target. */
function fillTable(guest: Guest): void {
  const words = new Uint32Array(ENTRIES * 2);
  for (let slot = 0; slot < ENTRIES; slot++) words[slot * 2] = entryOf(guest.frameOf(TARGETS[0]), WRITABLE);
  guest.write(TABLE, new Uint8Array(words.buffer));
}

/** A kernel without a hypervisor: moves the entries of a list to a table by stores of its own. Six instructions an entry. */
function storeEntries(code: Assembler, list: number): void {
  code
    .set('esi', list + 8)
    .set('edi', TABLE)
    .set('ecx', ENTRIES);
  const next = code.here;
  code.raw(0x8b, 0x06).raw(0x89, 0x07); // mov eax, [esi]; mov [edi], eax
  code.raw(0x83, 0xc6, 16).raw(0x83, 0xc7, 8).raw(0x49); // add esi, 16; add edi, 8; dec ecx
  code.raw(0x75, next - (code.here + 2)); // jnz next
}

/** Two ports of the guest, bound to each other: their numbers are 1 and 2. */
function bindPorts(code: Assembler): void {
  code.put(ARGUMENT, SELF | (SELF << 16)).hypercall(Hypercall.EventChannelOp, EventOp.AllocUnbound, ARGUMENT);
  code.put(ARGUMENT, SELF).put(ARGUMENT + 4, 1);
  code.hypercall(Hypercall.EventChannelOp, EventOp.BindInterdomain, ARGUMENT).put(ARGUMENT, 2);
}

/** Nothing is pending, so that the next event has all its way to go. */
function clearPending(code: Assembler): void {
  code
    .put(SHARED_INFO + 0x800, 0)
    .put(SHARED_INFO + 4, 0)
    .putByte(SHARED_INFO, 0);
}

/** Where an event enters the idle guest: it counts the tick, asks for the next and sleeps. */
function placeHandler(guest: Guest): void {
  const code = new Assembler(HANDLER);
  clearPending(code);
  code.set('esp', STACK_TOP).increment(ROUNDS);
  code.raw(0x81, 0x05).word(ARGUMENT).word(PERIOD); // add [ARGUMENT], PERIOD
  code
    .raw(0x83, 0x15)
    .word(ARGUMENT + 4)
    .raw(0); // adc [ARGUMENT + 4], 0
  code.hypercall(Hypercall.VcpuOp, VcpuOp.SetSingleshotTimer, 0, ARGUMENT);
  code.hypercall(Hypercall.SchedOp, SchedOp.Block, 0).jump(HANDLER);
  guest.write(HANDLER, code.bytes);
}

/** A guest that sleeps between ticks of 100 Hz, as a kernel with nothing to do. */
function idle(code: Assembler): void {
  code.hypercall(Hypercall.SetCallbacks, KERNEL_CS, HANDLER, KERNEL_CS, HANDLER);
  code
    .put(ARGUMENT, Virq.Timer)
    .put(ARGUMENT + 4, 0)
    .hypercall(Hypercall.EventChannelOp, EventOp.BindVirq, ARGUMENT);
  code
    .put(ARGUMENT, 0)
    .put(ARGUMENT + 4, 0)
    .jump(HANDLER);
}

/** What is measured; the first two are the interpreter alone. */
export const SUBJECTS: readonly Subject[] = [
  {
    name: 'plain stores of entries, no hypervisor',
    units: ENTRIES,
    unit: 'entries',
    prepare: fillLists,
    program: (code) => forever(code, () => storeEntries(code, LISTS[0])),
  },
  {
    name: 'null hypercall (xen_version)',
    units: 1,
    unit: 'calls',
    program: (code) => forever(code, () => code.hypercall(Hypercall.XenVersion, 0, 0)),
  },
  {
    name: 'mmu_update in batches of 512',
    units: 2 * ENTRIES,
    unit: 'entries',
    prepare: fillLists,
    program: (code, frames) => {
      hookTable(code, frames);
      forever(code, () => {
        for (const list of LISTS) code.hypercall(Hypercall.MmuUpdate, list, ENTRIES, 0, SELF);
      });
    },
  },
  {
    name: 'update_va_mapping, with INVLPG',
    units: 2,
    unit: 'calls',
    program: (code, frames) =>
      forever(code, () => {
        for (const target of TARGETS)
          code.hypercall(Hypercall.UpdateVaMapping, WINDOW, entryOf(frames(target), WRITABLE), 0, 2);
      }),
  },
  {
    name: 'pin and unpin of a full table',
    units: ENTRIES,
    unit: 'entries',
    prepare: fillTable,
    program: (code, frames) => {
      code.hypercall(Hypercall.UpdateVaMapping, TABLE, entryOf(frames(TABLE), READ_ONLY), 0, 2);
      [Mmuext.PinL1, frames(TABLE), 0, Mmuext.Unpin, frames(TABLE), 0].forEach((word, i) => {
        code.put(ARGUMENT + 4 * i, word);
      });
      forever(code, () => code.hypercall(Hypercall.MmuextOp, ARGUMENT, 2, 0, SELF));
    },
  },
  {
    name: 'event sent to a port of its own',
    units: 1,
    unit: 'events',
    program: (code) => {
      code.putByte(SHARED_INFO + 1, 1);
      bindPorts(code);
      forever(code, () => {
        clearPending(code);
        code.hypercall(Hypercall.EventChannelOp, EventOp.Send, ARGUMENT);
      });
    },
  },
  { name: 'idle domain with a 100 Hz tick', units: 1, unit: 'ticks', prepare: placeHandler, program: idle },
];

/** A machine with a subject in it. */
export class Running {
  private constructor(
    private readonly xen: XenMachine,
    private readonly guest: Guest,
  ) {}

  /** Builds the guest. Its frames are known only then, so it is built twice: the order of frames is the same each time. */
  static async of(module: WebAssembly.Module, { program, prepare }: Subject): Promise<Running> {
    const first = (await XenMachine.create(module)).guest({ program: () => undefined });
    const xen = await XenMachine.create(module);
    xen.core.exports.setTracing(0);
    const guest = xen.guest({ program: (code) => program(code, (va) => first.frameOf(va)) });
    prepare?.(guest);
    return new Running(xen, guest);
  }

  /** Runs about `instructions`; an idle machine lets time pass instead. */
  run(instructions: number): void {
    this.xen.core.run(instructions, NEVER);
  }

  /** Rounds so far. */
  get rounds(): number {
    return this.guest.unsigned(ROUNDS);
  }

  /** Instructions so far. */
  get count(): number {
    return Number(this.xen.core.machine.count);
  }

  /** Virtual nanoseconds so far. */
  get tick(): number {
    return Number(this.xen.core.machine.tick);
  }

  /** What went wrong, if the guest was ended. */
  get trouble(): string {
    return this.xen.console;
  }
}
