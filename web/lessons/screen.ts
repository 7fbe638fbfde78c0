import type { Position } from '../core/machine-api';

/** What a screen asks of the learner: to read, to say what will happen before it does, to let it run, to find out why, to mend it. */
export type ScreenKind = 'read' | 'predict' | 'run' | 'investigate' | 'repair';

/** A view of the machine beside the text. */
export type PaneName = 'source' | 'code' | 'registers' | 'console' | 'trace' | 'walk' | 'map' | 'frames' | 'verdict';

/** One screen of a lesson: a text, and the machine that it is about, standing where the text begins. */
export interface Screen {
  /** Part of its address: `#/learn/LESSON/NAME`. */
  name: string;
  title: string;
  kind: ScreenKind;
  /** How long it takes, about. */
  minutes: number;
  /** What a learner can say afterwards: a sentence. */
  say: string;
  /** Name of the scenario whose machine is shown. */
  scenario: string;
  /** Where it stands when the screen opens: `start`, `end`, a marker of that scenario, or `before` one. */
  at: string;
  /** One to four views, the most important first. */
  panes: readonly PaneName[];
  /** Name of the question to be answered first. */
  question?: string;
  /** Name of a question of an earlier screen, asked again below for whoever wants to know whether it is still there. */
  review?: string;
  /** Name of the task. */
  task?: string;
  /** Name of the variant that the source is compared with. */
  compare?: string;
  /** Source file that is shown first, by its name below the guest's folder. */
  file?: string;
  /** Frame of the page table that is looked at first; left out: the directory of the space that runs. */
  table?: number;
  /** Slot of it that is chosen first. */
  slot?: number;
  /** The text as HTML, every value filled in; made at build time from Markdown in which HTML is not allowed. */
  html: string;
  /** The rest of it, of a predict screen: for when its question has been answered or skipped. */
  after?: string;
}

/** What makes a task solved. */
export type Check =
  /** The machine stands at a marker. */
  | { stands: string }
  /** The learner looks at an entry. */
  | { looksAt: { level: number; slot: number } }
  /** The learner has asked who wrote an entry, and was told that it was `by`. */
  | { wrote: { level: number; slot: number; by: string } }
  /** A scenario has run to its end. */
  | { ends: string };

/** Something to be done on a screen with the machine itself. */
export interface Task {
  name: string;
  /** One or two sentences. */
  ask: string;
  check: Check;
  /** From a nudge to the answer. */
  hints: readonly string[];
  /** Said when it is solved. */
  done: string;
}

/** What the learner has before them. */
export interface Seen {
  /** Name of the scenario that runs. */
  scenario: string;
  position: Position;
  /** The domain has ended. */
  ended: boolean;
  /** The entry that is looked at. */
  entry?: { level: number; slot: number };
  /** The last answer to "who wrote this?", about that entry. */
  writtenBy?: string;
}

/** A term of the glossary. */
export interface Term {
  /** As docs/glossary.md spells it. */
  term: string;
  meaning: string;
}
