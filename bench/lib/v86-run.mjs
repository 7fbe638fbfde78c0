// @ts-check
// One measurement of v86 in a process of its own: v86-run.mjs WORKLOAD ROUNDS [nojit]. Prints { result, seconds } as JSON.
import { readFileSync } from 'node:fs';
import { V86 } from 'v86';
import { at } from '../../scripts/lib/paths.mjs';

const [, , workload = '', rounds = '1', mode = 'jit'] = process.argv;
const elf = readFileSync(at('bench/workloads/kernel.elf'));
const machine = new V86({
  wasm_path: at('node_modules/v86/build/v86.wasm'),
  multiboot: { buffer: elf.buffer.slice(elf.byteOffset, elf.byteOffset + elf.length) },
  cmdline: `bench ${workload} ${rounds}`,
  memory_size: 64 << 20,
  vga_memory_size: 2 << 20,
  autostart: true,
  disable_jit: mode === 'nojit' ? 1 : 0,
  disable_speaker: true,
  log_level: 0,
});

let text = '';
let begun = 0;
machine.add_listener('serial0-output-byte', (/** @type {number} */ byte) => {
  text += String.fromCharCode(byte);
  if (!begun && text.includes('START\n')) begun = performance.now();
  const done = text.match(/DONE (\w{8}) \w{16}\n/);
  if (!done) return;
  console.log(JSON.stringify({ result: done[1], seconds: (performance.now() - begun) / 1000 }));
  process.exit(0);
});
