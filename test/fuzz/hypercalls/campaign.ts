import { Hypercall } from '../../../assembly/abi/hypercall';
import { TraceFlag } from '../../../assembly/abi/trace-event';
import { Assist, AssistOp } from '../../../assembly/abi/vm-assist';
import { Refusal, type TraceRecord, Vcpu, XEN_MM } from '../../../web/core/layout.gen';
import { Random } from '../support/random';
import { nextCall } from './forms';
import { type Call, Maker } from './maker';
import { checkProtection } from './protection';
import { ARGUMENTS, CALL, CALLED, STACK, STORE, World } from './world';

/** What a campaign does. */
export interface Orders {
  calls: number;
  seed: number;
  /** Calls between two audits of the frame table, and between two looks at what can be written. */
  auditEvery: number;
  checkEvery: number;
  module?: WebAssembly.Module;
  /** Told of each refusal that the trace holds; without it nothing is traced. */
  refused?: (record: TraceRecord) => void;
  say?: (line: string) => void;
}

/** What came of it. */
export interface Report {
  calls: number;
  /** Calls that answered 0 or more. */
  good: number;
  continued: number;
  stores: number;
  worlds: number;
  deaths: number;
  audits: number;
  checks: number;
  /** The most ticks that one entry into Xen took. */
  longest: number;
  /** Calls by number, and refusals by rule. */
  numbers: Map<number, number>;
  rules: Map<number, number>;
}

/** Calls in one world before both domains are ended and every frame is counted. */
const LIFE = 20_000;
/** Ticks that one entry may take: its share of work, and the longest thing that cannot be interrupted. */
const LONGEST = 1_000_000;
/** Entries that a call may need in all, and how often a guest leaves one half done. */
const ENTRIES = 1000;
const FAITHLESS = 8;
/** Exceptions and events that a call may meet before it is made. */
const MOST_FAULTS = 3;
const KERNEL_CS = 0xe019;
/** Stands for all numbers that are no hypercall's. */
const UNKNOWN = 64;
/** Offset of the refusal from XEN_MM: layout/mm-state.ts. */
const REFUSAL = XEN_MM + 0x100;
/** Registers' low words in a VcpuState. */
const enum Word {
  Eax = 0,
  Ecx = 2,
  Edx = 4,
  Ebx = 6,
  Esp = 8,
  Esi = 12,
  Edi = 14,
  Ip = 18,
}

/** A hostile guest at work in one world. */
class Life {
  private readonly refusal: Refusal;
  private idle = 0;
  /** The call made last, for the report of a failure. */
  private last: Call = [];

  constructor(
    private readonly world: World,
    private readonly report: Report,
  ) {
    this.refusal = new Refusal(world.core.memory, REFUSAL);
  }

  /** Makes one call, or lets time pass while nobody runs. Answers false if none was made. */
  turn(): boolean {
    for (const seat of this.world.ended()) this.world.replace(seat);
    const now = this.world.running();
    if (!now) return this.wait();
    this.idle = 0;
    const { seat, id } = now;
    if (!this.world.isVital(seat) || this.world.cpu.cpl !== 1) {
      this.world.replace(seat);
      return false;
    }
    const maker = new Maker(this.world, seat);
    if (seat.calls > 10 && this.world.random.once(16)) return this.store(maker);
    this.make(seat.calls < FIRST.length ? (FIRST[seat.calls] as (m: Maker) => Call)(maker) : nextCall(maker), id);
    seat.calls++;
    return true;
  }

  /** Nobody runs: what waits for a time gets there; who waits for nothing is replaced. */
  private wait(): boolean {
    if (++this.idle > 4) this.world.replace(this.world.random.pick(this.world.seats));
    this.world.step();
    return false;
  }

  private setRegisters(call: Call, ip: number, id: number): void {
    const { words, cpu } = this.world;
    const at = cpu.at >> 2;
    const [eax = 0, ebx = 0, ecx = 0, edx = 0, esi = 0, edi = 0] = call;
    words[at + Word.Eax] = eax;
    words[at + Word.Ebx] = ebx;
    words[at + Word.Ecx] = ecx;
    words[at + Word.Edx] = edx;
    words[at + Word.Esi] = esi;
    words[at + Word.Edi] = edi;
    words[at + Word.Esp] = STACK - 0x800 * id;
    words[at + Word.Ip] = ip;
  }

  private make(call: Call, id: number): void {
    const { world, report } = this;
    this.last = call;
    this.setRegisters(call, CALL, id);
    const number = Math.min(call[0] as number, UNKNOWN);
    report.numbers.set(number, (report.numbers.get(number) ?? 0) + 1);
    const vcpu = world.running()?.address as number;
    this.carryOut(vcpu);
    if (world.running()?.address === vcpu && Number(world.cpu.ip) === CALLED) this.note(Number(world.cpu.eax) | 0);
  }

  /** Enters Xen as often as the call asks for it, if the guest is patient. */
  private carryOut(vcpu: number): void {
    const { world, report } = this;
    const faults = this.bouncesOf(vcpu);
    for (let entries = 0; entries <= ENTRIES; entries++) {
      this.step();
      if (world.running()?.address !== vcpu || Number(world.cpu.ip) !== CALL) return;
      if (this.bouncesOf(vcpu) - faults > MOST_FAULTS) {
        this.giveUp(vcpu);
        return;
      }
      if (entries > 0) report.continued++;
      if (entries > 1 && world.random.once(FAITHLESS)) return;
    }
    throw new Error('the call has no end');
  }

  /** The call made last, in hexadecimal. */
  get lastCall(): string {
    return this.last.map((word) => (word >>> 0).toString(16)).join(' ');
  }

  /** Exceptions and events that a vCPU was told of. */
  private bouncesOf(vcpu: number): number {
    return new Vcpu(this.world.core.memory, vcpu).bounces;
  }

  /** The guest has taken the ground from under its feet: every call faults before it is made. */
  private giveUp(vcpu: number): void {
    const now = this.world.running();
    if (now?.address === vcpu) this.world.replace(now.seat);
  }

  private note(result: number): void {
    if (result >= 0) this.report.good++;
    const { rule } = this.refusal;
    if (rule !== 0) this.report.rules.set(rule, (this.report.rules.get(rule) ?? 0) + 1);
  }

  /** A store to a page table that is mapped read-only: Xen may make it. */
  private store(m: Maker): boolean {
    const now = this.world.running();
    if (!now) return false;
    const [low] = m.leaf();
    const page = m.once(2) ? 20 : m.pick([21, 22, 23, 24, 25, 26, 27]);
    const slot = m.slot(now.seat.guest.mfn(page), 1);
    this.setRegisters([low, 0, 0, 0, 0, ARGUMENTS - 0x10000 + page * 0x1000 + slot * m.width], STORE, now.id);
    for (let i = 0; i < 4; i++) {
      this.step();
      if (!this.world.isOpen) break;
    }
    this.report.stores++;
    return false;
  }

  private step(): void {
    const ticks = this.world.step();
    this.report.longest = Math.max(this.report.longest, ticks);
    if (ticks > LONGEST) throw new Error(`one entry took ${ticks} ticks`);
  }
}

/** What a fresh domain does first: handlers, so that it survives its own faults, and writable page tables. */
const FIRST: readonly ((m: Maker) => Call)[] = [
  () => [Hypercall.SetCallbacks, KERNEL_CS, CALL, KERNEL_CS, CALL],
  (m) => [
    Hypercall.SetTrapTable,
    m.put([13, 14, 6, 11, 12].flatMap((v) => [v | (KERNEL_CS << 16), CALL]).concat(0, 0)),
  ],
  (m) => [Hypercall.VmAssist, m.once(3) ? AssistOp.Disable : AssistOp.Enable, Assist.WritablePageTables],
];

function emptyReport(): Report {
  const zero = { calls: 0, good: 0, continued: 0, stores: 0, worlds: 0, deaths: 0, audits: 0, checks: 0, longest: 0 };
  return { ...zero, numbers: new Map(), rules: new Map() };
}

function tellRefusals(world: World, tell: (record: TraceRecord) => void): void {
  for (const record of world.xen.trace()) if (record.flags & TraceFlag.Refused) tell(record);
}

/** Runs one world with a seed of its own. */
async function live(seed: number, calls: number, orders: Orders, report: Report): Promise<void> {
  const world = await World.create(new Random(seed), orders.module);
  const life = new Life(world, report);
  if (orders.refused) world.core.exports.setTracing(1);
  let made = 0;
  try {
    while (made < calls) {
      const isCall = life.turn();
      if (orders.refused) tellRefusals(world, orders.refused);
      if (!isCall) continue;
      made++;
      if (made % 64 === 0) world.census();
      if (made % orders.auditEvery === 0) {
        world.audit();
        report.audits++;
      }
      if (made % orders.checkEvery === 0) {
        checkProtection(world);
        report.checks++;
      }
    }
    world.finish();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`seed ${seed}, call ${made} (${life.lastCall}): ${why}`, { cause: error });
  }
  report.calls += made;
  report.deaths += world.deaths;
  report.worlds++;
}

/**
 * Lets two hostile domains make random hypercalls, world after world; world n has seed + n, so that any can be run alone.
 *
 * Errors: throws a sentence with seed and call when a count is wrong, a frame is lost, something is writable that must not be, an entry
 * into Xen takes too long, or the core traps.
 */
export async function hypercallCampaign(orders: Orders): Promise<Report> {
  const report = emptyReport();
  for (let world = 0; report.calls < orders.calls; world++) {
    await live(orders.seed + world, Math.min(LIFE, orders.calls - report.calls), orders, report);
    if (world % 20 === 0)
      orders.say?.(`${report.calls} calls, ${report.worlds} worlds, ${report.deaths} domains ended`);
  }
  return report;
}
