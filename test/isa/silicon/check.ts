/** Runs all vectors of a file on our CPU. */
import { type Difference, describe, differences } from './compare';
import { parse, rowName } from './instruction';
import { SiliconMachine } from './silicon-machine';
import { readsTwice } from './undefined';
import { type Vector, VectorFile, type World } from './vector-file';

/** A vector whose answer is not ours. */
export interface Failure {
  row: string;
  question: string;
  differences: Difference[];
}

/** What came out of a file. */
export interface Report {
  /** Vectors by row. */
  rows: Map<string, number>;
  /** Wrong vectors by row. */
  wrong: Map<string, number>;
  /** The first wrong ones of each row. */
  failures: Failure[];
  vectors: number;
  /** Vectors in which another of two faults was told of. */
  otherFirst: number;
}

const count = (map: Map<string, number>, key: string): number => {
  const next = (map.get(key) ?? 0) + 1;
  map.set(key, next);
  return next;
};

const ESI = 6;
/** Where SS, DS, FS and GS stand among selectors: what a string can be read through, but for CS, which is flat. */
const SOURCES = [2, 3, 4, 5] as const;
const [ES_PREFIX, DS_PREFIX] = [0x26, 0x3e];
/** Linux's flat data segment. */
const FLAT = 0x2b;

/** The last iteration alone, the first place to read made a good one. */
function withGoodSource({ pool, question, answer }: Vector, { data }: World): Vector {
  const registers = answer.registers.slice();
  registers[ESI] = data.base;
  // Through ES it would be read where the second place is.
  const code = question.code.map((byte) => (byte === ES_PREFIX ? DS_PREFIX : byte));
  const selectors = question.selectors.slice();
  for (const at of SOURCES) selectors[at] = FLAT;
  return {
    pool,
    question: { ...question, code, registers, selectors },
    answer: { ...answer, registers, iterations: 0 },
  };
}

/**
 * Where both places that CMPS reads fault, AMD's family 26 tells of DS:ESI and family 25 of ES:EDI. Ours does as the former; whether the
 * answer is what it tells of the latter, when the former is a good place.
 */
function tellsOfOther(machine: SiliconMachine, vector: Vector, world: World): boolean {
  const { question, answer } = vector;
  if (!readsTwice(question) || !answer.fault) return false;
  const { fault } = machine.run(withGoodSource(vector, world));
  return fault?.vector === answer.fault.vector && fault.address === answer.fault.address;
}

/** Checks a file of vectors; keeps at most `examples` failures of each row. */
export function check(module: WebAssembly.Module, bytes: Uint8Array, examples = 3): Report {
  const file = new VectorFile(bytes);
  let machine = new SiliconMachine(module, file.world);
  const report: Report = { rows: new Map(), wrong: new Map(), failures: [], vectors: 0, otherFirst: 0 };
  for (const vector of file) {
    const row = rowName(parse(vector.question.code));
    report.vectors++;
    count(report.rows, row);
    const found = differences(vector, machine.run(vector));
    if (found.length === 0) continue;
    // A wrong answer may have left the machine in a state that no vector begins with.
    machine = new SiliconMachine(module, file.world);
    if (tellsOfOther(machine, vector, file.world)) {
      report.otherFirst++;
      continue;
    }
    if (count(report.wrong, row) > examples) continue;
    report.failures.push({ row, question: describe(vector), differences: found });
  }
  return report;
}

/** A failure as text. */
export function textOf({ row, question, differences: found }: Failure): string {
  const lines = found.map(({ what, expected, got }) => `    ${what}: ${expected || 'none'}, ours ${got || 'none'}`);
  return [`${row}: ${question}`, ...lines].join('\n');
}
