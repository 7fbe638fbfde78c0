import { FACTS } from './facts.gen';
import type { Ending } from './lesson';

/** A moment of a scenario: where it is, and the state hash there. */
export interface MomentFact {
  count: bigint;
  tick: bigint;
  /** 16 hex digits. */
  hash: string;
}

/** A value that a text may quote: a number, or the name of a rule or page type. */
export type Value = number | string;

/** What the machine did at a marker. */
export interface MarkerFact {
  /** Right before the instruction, where a machine can stop; of what the console showed: right after it. */
  before: MomentFact;
  /** Right after the instruction: what it came to can be seen. */
  after: MomentFact;
  /** Ordinal of its trace record; absent for what the console showed. */
  ordinal?: number;
  /** Fields of the record, by the names that texts use. */
  values: Readonly<Record<string, Value>>;
}

/** What the machine did in a scenario. */
export interface ScenarioFacts {
  start: MomentFact;
  end: MomentFact;
  ending: Ending;
  /** Trace records of the whole run. */
  traced: number;
  /** In the order in which they are met, by name. */
  markers: ReadonlyMap<string, MarkerFact>;
}

/** A moment as JSON has it: count, tick, hash. */
export type RawMoment = readonly [count: string, tick: string, hash: string];

/** The facts of a scenario as the generated file has them. */
export interface RawFacts {
  start: RawMoment;
  end: RawMoment;
  ending: Ending;
  traced: number;
  markers: readonly RawMarker[];
}

/** A marker as the generated file has it. */
export interface RawMarker {
  name: string;
  before: RawMoment;
  after: RawMoment;
  ordinal?: number;
  values: Readonly<Record<string, Value>>;
}

const momentOf = ([count, tick, hash]: RawMoment): MomentFact => ({ count: BigInt(count), tick: BigInt(tick), hash });

function unpack({ start, end, ending, traced, markers }: RawFacts): ScenarioFacts {
  const unpacked = markers.map(({ name, before, after, ordinal, values }): [string, MarkerFact] => [
    name,
    { before: momentOf(before), after: momentOf(after), ...(ordinal !== undefined && { ordinal }), values },
  ]);
  return { start: momentOf(start), end: momentOf(end), ending, traced, markers: new Map(unpacked) };
}

const unpacked = new Map<string, ScenarioFacts>();

/**
 * What the machine does in a scenario of a lesson. The build ran it: positions are exact, so a page goes straight to any of them.
 *
 * @param name `LESSON/SCENARIO`, such as `recursive-map/native/pae`
 * Errors: an exception when there is no such scenario; texts and pages name only those that there are.
 */
export function factsOf(name: string): ScenarioFacts {
  const known = unpacked.get(name);
  if (known) return known;
  const raw = FACTS[name];
  if (!raw) throw new Error(`There is no scenario ${name}.`);
  const facts = unpack(raw);
  unpacked.set(name, facts);
  return facts;
}
