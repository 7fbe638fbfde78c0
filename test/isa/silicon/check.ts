/** Runs all vectors of a file on our CPU. */
import { type Difference, describe, differences } from './compare';
import { parse, rowName } from './instruction';
import { SiliconMachine } from './silicon-machine';
import { VectorFile } from './vector-file';

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
}

const count = (map: Map<string, number>, key: string): number => {
  const next = (map.get(key) ?? 0) + 1;
  map.set(key, next);
  return next;
};

/** Checks a file of vectors; keeps at most `examples` failures of each row. */
export function check(module: WebAssembly.Module, bytes: Uint8Array, examples = 3): Report {
  const file = new VectorFile(bytes);
  let machine = new SiliconMachine(module, file.world);
  const report: Report = { rows: new Map(), wrong: new Map(), failures: [], vectors: 0 };
  for (const vector of file) {
    const row = rowName(parse(vector.question.code));
    report.vectors++;
    count(report.rows, row);
    const found = differences(vector, machine.run(vector));
    if (found.length === 0) continue;
    // A wrong answer may have left the machine in a state that no vector begins with.
    machine = new SiliconMachine(module, file.world);
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
