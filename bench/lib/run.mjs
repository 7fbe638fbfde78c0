// @ts-check
// One run of one machine, as JSON: run.mjs ours|steps|v86|v86-interpreter WORKLOAD ROUNDS.
import { at } from '../../scripts/lib/paths.mjs';
import { measure } from './ringside.mjs';
import { runV86 } from './v86.mjs';

const [machine = '', workload = '', rounds = '1'] = process.argv.slice(2);
const isV86 = machine.startsWith('v86');
const run = isV86
  ? await runV86(workload, Number(rounds), machine === 'v86')
  : measure(at('build/ringside.wasm'), workload, Number(rounds), machine === 'steps');
process.stdout.write(JSON.stringify(run));
process.exit(0);
