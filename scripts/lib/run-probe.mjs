// @ts-check
/** Runs a probe of test/oracle/probes.mjs on our machine. */
import { spawnSync } from 'node:child_process';
import { COMMAND, OPTIONS_OF } from '../../test/oracle/probes.mjs';
import { at } from './paths.mjs';

/** Far more than any probe needs; a hanging one is noticed. */
const MOST_INSTRUCTIONS = '4000000000';

/**
 * @param {import('../../test/oracle/probes.mjs').Asked} asked
 * @returns {{ text: string, status: number | null, said: string }} console, exit status of `ringside run`, its messages
 */
export function runProbe({ probe, environment }) {
  const image = at(`tutorials/images/test/${probe}.elf`);
  const options = ['--memory', '64', '--max-instructions', MOST_INSTRUCTIONS, ...OPTIONS_OF[environment]];
  const command = [at('scripts/ringside.mjs'), 'run', image, ...options, '--', ...COMMAND.split(' ')];
  const child = spawnSync(process.execPath, command, { encoding: 'latin1', maxBuffer: 1 << 24 });
  return { text: child.stdout, status: child.status, said: child.stderr };
}
