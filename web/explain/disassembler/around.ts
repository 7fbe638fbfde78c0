import { disassemble } from './disassemble';
import type { Instruction, Syntax } from './instruction';

/** Instructions shown before the one that is asked for. */
const BEFORE = 12;
/** Longest instruction. Intel SDM Vol. 2A, 2.3.11. */
const LONGEST = 15;

/**
 * Disassembles so that an instruction begins exactly at `ip`, with those before it as far as they fit together. Code before `ip` can be
 * read from any byte; of all readings that arrive at `ip`, the one that begins earliest and needs no undefined instruction is the most
 * likely, because wrong readings of IA-32 code fall into step within a few instructions.
 */
export function disassembleAround(bytes: Uint8Array, address: number, ip: number, syntax: Syntax): Instruction[] {
  const here = ip - address;
  if (here < 0 || here >= bytes.length) return [];
  const earliest = Math.max(0, here - BEFORE * LONGEST);
  const before = readingUpTo(bytes, address, earliest, here, syntax).slice(-BEFORE);
  return [...before, ...disassemble(bytes.subarray(here), ip, syntax)];
}

/** The instructions between `from` and `to`, starting at the first byte from which `to` is reached exactly. */
function readingUpTo(bytes: Uint8Array, address: number, from: number, to: number, syntax: Syntax): Instruction[] {
  for (let start = from; start < to; start++) {
    const instructions = disassemble(bytes.subarray(start, to), address + start, syntax);
    if (instructions.every(({ mnemonic }) => mnemonic !== '(bad)')) return instructions;
  }
  return [];
}
