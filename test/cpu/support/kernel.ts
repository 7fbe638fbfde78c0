import { readFileSync } from 'node:fs';
import { at } from '../../../scripts/lib/paths.mjs';
import { Engine } from './engine';

const INFO = 0x9000;
const COMMAND_LINE = 0x9100;

/** An engine with the benchmark kernel loaded, `workload rounds` on its command line; output to its serial port is lost. */
export function kernelEngine(workload: string, rounds: number, frames = 16384): Engine {
  const engine = new Engine(frames);
  const elf = readFileSync(at('bench/workloads/kernel.elf'));
  const table = elf.readUInt32LE(28);
  for (let i = 0; i < elf.readUInt16LE(44); i++) {
    const header = table + i * 32;
    const offset = elf.readUInt32LE(header + 4);
    if (elf.readUInt32LE(header) !== 1) continue;
    engine.load(elf.readUInt32LE(header + 12), elf.subarray(offset, offset + elf.readUInt32LE(header + 16)));
  }
  const info = Buffer.alloc(0x200);
  info.writeUInt32LE(4, 0);
  info.writeUInt32LE(COMMAND_LINE, 16);
  info.write(`bench ${workload} ${rounds}\0`, COMMAND_LINE - INFO, 'latin1');
  engine.load(INFO, info);
  engine.cpu.ip = BigInt(elf.readUInt32LE(24));
  engine.cpu.ebx = BigInt(INFO);
  return engine;
}
