// @ts-check
// One measurement of Ringside in a process of its own: ringside-run.mjs WORKLOAD ROUNDS [step]. Prints it as JSON.
import { at } from '../../scripts/lib/paths.mjs';
import { measure } from './ringside.mjs';

const [, , workload = '', rounds = '1', mode = 'block'] = process.argv;
console.log(JSON.stringify(measure(at('build/ringside.wasm'), workload, Number(rounds), mode === 'step')));
