import { Exit } from '../../assembly/abi/exit';
import type { Core } from '../core/core';
import {
  MOST_STEP_EVENTS,
  STEP_EVENT_BYTES,
  STEP_EVENTS,
  STEP_LOG,
  StepEventKind,
  StepEvent as StepEventView,
  StepLog,
} from '../core/layout.gen';
import type { Walk } from '../core/memory-picture';
import type { StepAccess, StepEvent, StepRecord } from '../core/step-record';
import type { History } from './history';

/** Most bytes of an instruction. */
const LONGEST = 15;
/** Slices of a step that only waits. */
const PATIENCE = 8;

/** An event before the way to its memory is known. */
type Seen = Exclude<StepEvent, StepAccess> | Omit<StepAccess, 'walk'>;

/** Tells what the next step of a machine does, by taking it under observation and going back. */
export class StepRecorder {
  constructor(private readonly history: History) {}

  /** The step that comes next. The machine stands where it stood afterwards. */
  record(): StepRecord {
    const { machine } = this.history;
    const here = this.history.keep();
    try {
      const seen = this.observe();
      const [next, after] = [machine.position, machine.look().registers()];
      machine.restore(here);
      return { position: here.position, next, after, ...this.asItStands(seen) };
    } finally {
      machine.restore(here);
    }
  }

  /** What only the state before the step can tell. */
  private asItStands(seen: readonly Seen[]): Pick<StepRecord, 'code' | 'before' | 'events'> {
    const vcpu = this.history.machine.look();
    const walk = (address: number): Walk => vcpu.walk(address);
    const address = vcpu.codeAddress;
    const code = { address, bytes: vcpu.read(address, LONGEST).slice(), walk: walk(address) };
    return { code, before: vcpu.registers(), events: seen.map((event) => withWalk(event, walk)) };
  }

  /** Takes the step. */
  private observe(): Seen[] {
    const { machine } = this.history;
    const { core } = machine;
    const goal = { count: machine.position.count + 1n };
    core.exports.setObserving(1);
    try {
      for (let slices = 0; slices < PATIENCE && machine.advance(goal, 1) === 'more'; slices++) {}
      return eventsOf(core);
    } finally {
      core.exports.setObserving(0);
    }
  }
}

/** What the core's log holds. */
function eventsOf(core: Core): Seen[] {
  const { events } = new StepLog(core.memory, STEP_LOG);
  return Array.from({ length: Math.min(events, MOST_STEP_EVENTS) }, (_, i) =>
    eventOf(new StepEventView(core.memory, STEP_EVENTS + i * STEP_EVENT_BYTES)),
  );
}

function eventOf({ kind, bytes, code, address, maddr, value, before }: StepEventView): Seen {
  switch (kind as StepEventKind) {
    case StepEventKind.Read:
      return { kind: 'read', address, maddr, bytes, value };
    case StepEventKind.Write:
      return { kind: 'write', address, maddr, bytes, value: BigInt.asUintN(bytes * 8, value), before };
    case StepEventKind.Delivery:
      return { kind: 'delivery', vector: code, external: bytes !== 0 };
    case StepEventKind.Exception:
      return exceptionOf(code, bytes !== 0 ? Number(value) : undefined, address);
    default:
      return { kind: 'exit', exit: code, ...asked(code, Number(before)), operand: address, value };
  }
}

const PAGE_FAULT = 14;

function exceptionOf(vector: number, errorCode: number | undefined, address: number): Seen {
  return {
    kind: 'exception',
    vector,
    ...(errorCode !== undefined && { errorCode }),
    ...(vector === PAGE_FAULT && { address }),
  };
}

/** The log has one place for a vector or an operation. */
function asked(exit: number, number: number): { operation: number; vector: number } {
  return exit === Exit.SoftwareInterrupt ? { operation: 0, vector: number } : { operation: number, vector: 0 };
}

/** The event with the way to its memory, if it has any. */
function withWalk(event: Seen, walk: (address: number) => Walk): StepEvent {
  switch (event.kind) {
    case 'read':
    case 'write':
      return { ...event, walk: walk(event.address) };
    case 'exception':
      return event.address === undefined ? event : { ...event, walk: walk(event.address) };
    default:
      return event;
  }
}
