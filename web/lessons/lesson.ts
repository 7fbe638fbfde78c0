import type { Position, ProfileName } from '../core/machine-api';
import type { Task } from './screen';

/** How the guest of a lesson is compiled. */
export type GuestFormat = 'pae' | '2-level';

/** One cut of a lesson's kernel. */
export interface Variant {
  name: string;
  /** One letter, as the lesson's text names it. */
  letter: string;
  /** One line. */
  title: string;
  /** Image without the format: `recursive-native` stands for `recursive-native-pae` and `recursive-native-2-level`. */
  guest: string;
  /** The folders laid over one another, from the project's root; the last one is what makes this variant. */
  layers: readonly string[];
  /** Runs on the bare machine, without Xen. */
  bare: boolean;
}

/** How a run of a scenario ends, as far as page tables are concerned. */
export interface Ending {
  /**
   * `runs`: to its orderly end. `refused`: a request answered an error and the guest gave up. `fault`: the guest's kernel met a page fault
   * that it cannot handle. `killed`: Xen ended the domain for a request. `other`: none of these.
   */
  outcome: 'runs' | 'refused' | 'fault' | 'killed' | 'other';
  /** Refused: the error number, negative. */
  result?: number;
  /** Refused, killed: the rule, as abi/reason.ts spells it. */
  rule?: string;
  /** Refused, killed: level and slot of the entry. */
  level?: number;
  slot?: number;
  /** Fault: the error code. */
  error?: number;
  /** Fault: the address. */
  address?: number;
}

/** A machine to run: which kernel, which rules. */
export interface LessonScenario {
  /** `variant/format/profile`, or `variant/format` on the bare machine. */
  name: string;
  variant: Variant;
  format: GuestFormat;
  /** None on the bare machine. */
  profile?: ProfileName;
  /** The image's name in the catalogue of guests. */
  guest: string;
  /** What is typed, as `Scenario.script`. */
  script?: string;
  /** What must come of it. */
  ending: Ending;
}

/** What a marker waits for. Every field given must fit; numbers are the trace record's. */
export interface Condition {
  /** Kind of the record; or `console`, which looks at what was shown instead. */
  event: 'hypercall' | 'request' | 'trap' | 'bounce' | 'domain' | 'console';
  /** Hypercall number, sub-operation, vector, or what happened to the domain. */
  code?: number;
  result?: number;
  /** The reason of a refusal, as abi/reason.ts spells it. */
  rule?: string;
  level?: number;
  slot?: number;
  /** Of a trap: its error code. */
  error?: number;
  /** Of a trap: the page-fault address lies from the first to the second, inclusive. */
  address?: readonly [number, number];
  /** Of the console: text that it must have shown. */
  text?: string;
}

/** A named moment of a scenario. */
export interface Marker {
  name: string;
  /** What a reader sees: a phrase without full stop. */
  title: string;
  /** Name of the scenario it belongs to. */
  scenario: string;
  when: Condition;
}

/** A marker that was found. */
export interface FoundMarker {
  marker: Marker;
  /** Of a record: right before the instruction that it comes from. Of the console: right after the text was shown. */
  position: Position;
  /** Ordinal of its trace record; absent for what the console showed. */
  ordinal?: number;
}

/** One answer to choose. */
export interface Answer {
  text: string;
  /** Why it is right, or why not. */
  because: string;
  right: boolean;
  /** Name of the marker that shows it: every wrong answer has one. */
  marker?: string;
}

/** A question to be answered before the machine runs. */
export interface Question {
  name: string;
  ask: string;
  /** Name of the scenario it is about. */
  scenario: string;
  answers: readonly Answer[];
}

/** Everything a lesson claims, as data that can be checked. */
export interface Lesson {
  name: string;
  title: string;
  /** MiB that every scenario gets. */
  memory: number;
  variants: readonly Variant[];
  scenarios: readonly LessonScenario[];
  markers: readonly Marker[];
  questions: readonly Question[];
  tasks: readonly Task[];
}
