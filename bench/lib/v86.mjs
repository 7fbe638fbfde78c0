// @ts-check
// v86 with the benchmark kernel.
import { readFileSync } from 'node:fs';
import { at } from '../../scripts/lib/paths.mjs';
import { KERNEL } from './peers.mjs';
import { Stopwatch } from './stopwatch.mjs';

/**
 * Runs a workload on v86.
 *
 * @param {string} workload
 * @param {number} rounds
 * @param {boolean} jit
 * @returns {Promise<import('./peers.mjs').Run>}
 */
export async function runV86(workload, rounds, jit) {
  const { V86 } = await import('v86');
  const elf = readFileSync(at(KERNEL));
  const machine = new V86({
    wasm_path: at('node_modules/v86/build/v86.wasm'),
    multiboot: { buffer: elf.buffer.slice(elf.byteOffset, elf.byteOffset + elf.length) },
    cmdline: `${workload} ${rounds}`,
    memory_size: 64 << 20,
    vga_memory_size: 2 << 20,
    autostart: true,
    disable_jit: !jit,
    disable_speaker: true,
    log_level: 0,
  });
  return new Promise((resolve) => {
    let line = '';
    const watch = new Stopwatch();
    machine.add_listener('serial0-output-byte', (/** @type {number} */ byte) => {
      const char = String.fromCharCode(byte);
      if (char !== '\n') {
        line += char;
        return;
      }
      if (line === 'START') watch.start();
      const done = line.match(/DONE (\w{8})/);
      if (done) resolve({ result: done[1] ?? '', ...watch.read() });
      line = '';
    });
  });
}
