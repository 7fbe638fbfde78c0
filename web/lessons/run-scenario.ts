import { TRACE_RECORD_BYTES, TraceRecord } from '../core/layout.gen';
import type { Scenario } from '../core/machine-api';
import { type Goal, Machine } from '../toolstack/machine';
import { meets } from './condition';
import { EndingWatch } from './ending';
import type { Ending, FoundMarker, Marker } from './lesson';

/** No scenario of a lesson runs longer, in instructions. */
const MOST = 200_000_000n;

/** What a run came to. */
export interface ScenarioRun {
  ending: Ending;
  /** What the console showed. */
  text: string;
  /** Markers of the scenario, in the order in which they were met. */
  found: FoundMarker[];
}

/**
 * Runs a scenario to its end and finds its markers. A trace record is written in the middle of an instruction, or of an exception's
 * delivery, which counts already; what a marker gives is the boundary before, where a machine can stop. A second run finds it.
 */
export function runScenario(module: WebAssembly.Module, scenario: Scenario, markers: readonly Marker[]): ScenarioRun {
  const watch = new MarkerWatch(markers);
  const ending = new EndingWatch();
  const decoder = new TextDecoder('latin1');
  let text = '';
  const machine = Machine.create(module, scenario, {
    console: (bytes) => {
      text += decoder.decode(bytes);
    },
    trace: (records) =>
      eachRecord(records, (record) => {
        watch.take(record);
        ending.take(record);
      }),
  });
  const goal: Goal = {
    shown: () => {
      watch.shown(text, machine.position);
      return false;
    },
  };
  let outcome = machine.advance(goal);
  while (outcome === 'more' && machine.position.count < MOST) outcome = machine.advance(goal);
  watch.shown(text, machine.position);
  return { ending: ending.ending(machine.status), text, found: atBoundaries(module, scenario, watch.found) };
}

/** The same markers, with positions at which a machine can stop; those of the console have them already. */
function atBoundaries(module: WebAssembly.Module, scenario: Scenario, found: readonly FoundMarker[]): FoundMarker[] {
  if (found.length === 0) return [];
  const machine = Machine.create(module, scenario);
  return found.map((marker) => {
    if (marker.ordinal === undefined) return marker;
    while (machine.advance({ count: marker.position.count - 1n }) === 'more');
    return { ...marker, position: machine.position };
  });
}

/** Looks at records where they lie: a view is good until the next one. */
function eachRecord(records: Uint8Array, take: (record: TraceRecord) => void): void {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  for (let at = 0; at < records.length; at += TRACE_RECORD_BYTES) take(new TraceRecord(view, at));
}

/** Waits for several markers at a time. */
class MarkerWatch {
  readonly found: FoundMarker[] = [];
  private waiting: readonly Marker[];

  constructor(markers: readonly Marker[]) {
    this.waiting = markers;
  }

  take(record: TraceRecord): void {
    const met = this.waiting.filter(({ when }) => meets(record, when));
    const { count, tick, ordinal } = record;
    for (const marker of met) this.found.push({ marker, position: { count, tick }, ordinal });
    if (met.length > 0) this.waiting = this.waiting.filter((marker) => !met.includes(marker));
  }

  shown(text: string, position: FoundMarker['position']): void {
    const met = this.waiting.filter(({ when }) => when.text !== undefined && text.includes(when.text));
    for (const marker of met) this.found.push({ marker, position });
    if (met.length > 0) this.waiting = this.waiting.filter((marker) => !met.includes(marker));
  }
}
