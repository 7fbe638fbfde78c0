import { TRACE_RECORD_BYTES, TraceRecord } from '../core/layout.gen';
import type { Scenario } from '../core/machine-api';
import { isRefused } from '../explain';
import { errnoName } from '../explain/errno';
import { pageTypeName } from '../explain/page-type';
import type { ImageSource } from '../toolstack/catalogue';
import { Machine, type Outcome } from '../toolstack/machine';
import { LESSONS } from './catalogue';
import type { RawFacts, RawMarker, RawMoment, Value } from './facts';
import type { FoundMarker, Lesson, LessonScenario } from './lesson';
import { machineScenario } from './machine-scenario';
import { ruleName } from './rules';
import { runScenario } from './run-scenario';

const rawMoment = (machine: Machine): RawMoment => [
  `${machine.position.count}`,
  `${machine.position.tick}`,
  machine.hash,
];

/** What a text may quote of a record. */
function valuesOf(record: TraceRecord): Record<string, Value> {
  const result = Number(record.result);
  const values = {
    code: record.code,
    result,
    ...(result < 0 && { errno: `-${errnoName(-result)}` }),
    ip: Number(record.ip),
    argument: Number(record.arg0),
    error: Number(record.arg0),
    address: Number(record.arg1),
  };
  if (!isRefused(record)) return values;
  return {
    ...values,
    rule: ruleName(record.rule),
    level: record.level,
    slot: record.slot,
    mfn: record.mfn,
    entry: Number(record.entry),
    owner: record.owner,
    found: pageTypeName(record.found),
    wanted: pageTypeName(record.wanted),
    typeCount: record.typeCount,
    totalCount: record.totalCount,
  };
}

/** The record of an ordinal, in a machine that has gone past it. */
function recordAt(machine: Machine, ordinal: number): TraceRecord {
  const { records } = machine.trace.read(ordinal, 1);
  return new TraceRecord(new DataView(records.buffer, records.byteOffset, TRACE_RECORD_BYTES), 0);
}

/** Lets Xen go on with a call that it has interrupted: its answer comes when the last part is done. */
function finishCall(machine: Machine): void {
  for (let outcome: Outcome = 'reached'; machine.isInCall && ['reached', 'more'].includes(outcome); )
    outcome = machine.advance({ hypercall: true });
}

/** Stands right before a marker's instruction, and then right after it. */
function stopAt(machine: Machine, { marker, position, ordinal }: FoundMarker): Omit<RawMarker, 'values'> {
  while (machine.advance({ position }) === 'more');
  const before = rawMoment(machine);
  if (ordinal === undefined) return { name: marker.name, before, after: before };
  while (machine.advance({ count: position.count + 1n }) === 'more');
  finishCall(machine);
  return { name: marker.name, before, after: rawMoment(machine), ordinal };
}

/** Brings machines to each marker and to the end, and writes down what is there. */
function walk(module: WebAssembly.Module, scenario: Scenario, found: readonly FoundMarker[]): Omit<RawFacts, 'ending'> {
  const stops = found.map((marker) => stopAt(Machine.create(module, scenario), marker));
  const machine = Machine.create(module, scenario);
  const start = rawMoment(machine);
  while (machine.advance({}) === 'more');
  const valuesAt = (ordinal: number | undefined) => (ordinal === undefined ? {} : valuesOf(recordAt(machine, ordinal)));
  const markers = stops.map((stop) => ({ ...stop, values: valuesAt(stop.ordinal) }));
  return { start, end: rawMoment(machine), traced: machine.trace.next, markers };
}

async function factsOfScenario(
  module: WebAssembly.Module,
  images: ImageSource,
  lesson: Lesson,
  scenario: LessonScenario,
): Promise<RawFacts> {
  const what = await machineScenario(lesson, scenario, images);
  const markers = lesson.markers.filter((marker) => marker.scenario === scenario.name);
  const { ending, found } = runScenario(module, what, markers);
  return { ...walk(module, what, found), ending };
}

/** Runs every scenario of every lesson and writes down what texts and pages may rely on, by `LESSON/SCENARIO`. */
export async function makeFacts(module: WebAssembly.Module, images: ImageSource): Promise<Record<string, RawFacts>> {
  const facts: Record<string, RawFacts> = {};
  for (const lesson of LESSONS) {
    for (const scenario of lesson.scenarios) {
      facts[`${lesson.name}/${scenario.name}`] = await factsOfScenario(module, images, lesson, scenario);
    }
  }
  return facts;
}
