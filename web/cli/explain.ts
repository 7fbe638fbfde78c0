import type { Scenario } from '../core/machine-api';
import type { StepRecord } from '../core/step-record';
import { padded } from '../explain';
import { stepWords } from '../explain/step';
import { History } from '../toolstack/history';
import { type Goal, Machine, type Outcome, SLICE } from '../toolstack/machine';
import { StepRecorder } from '../toolstack/step-recorder';

/** Which steps are told. */
export interface ExplainOptions {
  /** Instructions done before the first. */
  at: bigint;
  /** How many. */
  steps: number;
}

/** Runs to a goal, or as far as the machine goes. */
async function run(machine: Machine, goal: Goal): Promise<Outcome> {
  for (;;) {
    const outcome = machine.advance(goal, SLICE);
    if (outcome !== 'more') return outcome;
  }
}

/** A step as text: its position and the instruction, then a line for each thing it read, wrote and decided. */
export function stepText(record: StepRecord): string {
  const { instruction, read, wrote, decided } = stepWords(record, 'att');
  const head = `${record.position.count.toString().padStart(10)} ${padded(record.code.address)} ${instruction}`;
  const rest = [
    ...read.map((line) => `read    ${line}`),
    ...wrote.map((line) => `wrote   ${line}`),
    ...decided.map((line) => `decided ${line}`),
  ];
  return [head, ...rest.map((line) => `${' '.repeat(20)}${line}`)].join('\n');
}

/** Tells what steps of a guest read, wrote and decided, as text. Fewer than asked for where the guest comes to its end. */
export async function* explainSteps(
  module: WebAssembly.Module,
  scenario: Scenario,
  { at, steps }: ExplainOptions,
): AsyncGenerator<string> {
  const machine = Machine.create(module, scenario);
  await run(machine, { count: at });
  const recorder = new StepRecorder(new History(machine, (goal) => run(machine, goal)));
  for (let i = 0n; i < BigInt(steps); i++) {
    if (machine.position.count < at + i) return;
    yield stepText(recorder.record());
    await run(machine, { count: at + i + 1n });
  }
}
