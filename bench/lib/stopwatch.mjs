// @ts-check
import { existsSync, readFileSync } from 'node:fs';

/**
 * Processor time that a thread or a process has used, in seconds, from its file `stat` under /proc; NaN where there is none.
 *
 * @param {string} file
 */
export function processorSeconds(file) {
  if (!existsSync(file)) return Number.NaN;
  // utime and stime, fields 14 and 15 in hundredths of a second, counted behind the name in parentheses.
  const fields = readFileSync(file, 'latin1')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The thread that JavaScript runs in. Others compile for it, which takes no time of it while a core is free. */
const mainThread = () => processorSeconds(`/proc/self/task/${process.pid}/stat`);

/** Measures a stretch of this thread by the wall clock and by processor time, which a busy machine does not stretch as much. */
export class Stopwatch {
  #started = 0;
  #used = 0;

  /** Has it been started? */
  get runs() {
    return this.#started !== 0;
  }

  start() {
    this.#started = performance.now();
    this.#used = mainThread();
  }

  /** Seconds since `start`. */
  read() {
    return { seconds: (performance.now() - this.#started) / 1000, cpu: mainThread() - this.#used };
  }
}
