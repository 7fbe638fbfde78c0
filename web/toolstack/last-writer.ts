import { TraceEvent } from '../../assembly/abi/trace-event';
import {
  MOST_WATCHED,
  PAGE_SIZE,
  RAM,
  TRACE_RECORD_BYTES,
  TraceRecord,
  WATCH,
  WatchState,
  Writer,
} from '../core/layout.gen';
import type { Position, Writing } from '../core/machine-api';
import { Refused } from '../core/refused';
import { isPart } from '../explain/trace-fields';
import type { History, Run } from './history';

/** Trace records of one position that are looked through. */
const LOOK = 4096;

const NAMES: Record<Writer, Writing['by']> = {
  [Writer.Instruction]: 'instruction',
  [Writer.Walker]: 'walk',
  [Writer.Xen]: 'xen',
  [Writer.Host]: 'back end',
};

/**
 * Finds who last changed some bytes: the run is gone over again with the core watching them, from the last checkpoint, then from the one
 * before it, until a change turns up. Watching changes nothing, so the machine comes by the very same states.
 */
export class LastWriter {
  constructor(
    private readonly history: History,
    private readonly run: Run,
  ) {}

  /**
   * The last change of `bytes` bytes at machine address `maddr` before now. The machine stands where it stood afterwards.
   *
   * Errors: Refused for bytes that no frame holds, or too many.
   */
  async find(maddr: number, bytes: number): Promise<Writing> {
    const { machine } = this.history;
    check(maddr, bytes, machine.core.frames);
    const here = machine.position;
    const after = this.bytes(maddr, bytes);
    try {
      const found = await this.search(here, maddr, bytes);
      if (found) return { ...(await this.describe(found, maddr, bytes)), after };
      const position = machine.position;
      return { position, by: 'builder', before: new Uint8Array(bytes), after };
    } finally {
      await this.history.travel({ position: here });
    }
  }

  /** Goes back from one checkpoint to the one before it; at the end the machine stands at the beginning. */
  private async search(here: Position, maddr: number, bytes: number): Promise<Found | undefined> {
    for (let end = here; ; ) {
      const checkpoint = this.history.restoreBefore(end.count);
      const found = await this.watched(end, maddr, bytes);
      if (found || checkpoint.position.count === 0n) {
        this.history.restoreBefore(0n);
        return found;
      }
      end = checkpoint.position;
    }
  }

  /** Runs to a position and tells of the last change on the way. */
  private async watched(end: Position, maddr: number, bytes: number): Promise<Found | undefined> {
    const { core } = this.history.machine;
    core.exports.setWatch(maddr, bytes);
    try {
      await this.run({ position: end }, true);
      core.exports.checkWatch();
      const { writer, count, tick } = new WatchState(core.memory, WATCH);
      return writer === 0 ? undefined : { writer, position: { count, tick } };
    } finally {
      core.exports.setWatch(0, 0);
    }
  }

  private async describe({ writer, position }: Found, maddr: number, bytes: number): Promise<Omit<Writing, 'after'>> {
    const { machine } = this.history;
    const by = NAMES[writer];
    await this.history.travel({ count: position.count - 1n });
    const before = this.bytes(maddr, bytes);
    const ip = machine.instructionPointer;
    if (by === 'back end') return { position, by, before };
    if (by !== 'xen') return { position, by, ip, before };
    await this.history.travel({ position });
    return { position, by, ip, before, ...this.hypercall(position.count) };
  }

  /** The hypercall that was over with so many instructions, if one was. */
  private hypercall(count: bigint): { hypercall: number; ordinal: number } | undefined {
    const { trace } = this.history.machine;
    const { records } = trace.read(Math.max(0, trace.next - LOOK), LOOK);
    const view = new DataView(records.buffer);
    for (let at = records.length - TRACE_RECORD_BYTES; at >= 0; at -= TRACE_RECORD_BYTES) {
      const record = new TraceRecord(view, at);
      if (record.count < count) return undefined;
      if (record.count === count && record.kind === TraceEvent.Hypercall && !isPart(record))
        return { hypercall: record.code, ordinal: record.ordinal };
    }
    return undefined;
  }

  private bytes(maddr: number, bytes: number): Uint8Array {
    return this.history.machine.core.bytes.slice(RAM + maddr, RAM + maddr + bytes);
  }
}

interface Found {
  writer: Writer;
  position: Position;
}

/** Errors: Refused for bytes that cannot be watched. */
function check(maddr: number, bytes: number, frames: number): void {
  if (!Number.isInteger(bytes) || bytes < 1 || bytes > MOST_WATCHED)
    throw new Refused(`Of at most ${MOST_WATCHED} bytes it can be told who wrote them, not of ${bytes}.`);
  if (!Number.isInteger(maddr) || maddr < 0 || maddr + bytes > frames * PAGE_SIZE)
    throw new Refused(`This machine has ${frames * PAGE_SIZE} bytes of memory: there is nothing at ${maddr}.`);
  if ((maddr % PAGE_SIZE) + bytes > PAGE_SIZE)
    throw new Refused('These bytes lie in two frames: ask for one frame at a time.');
}
