import { att } from './att';
import { EndOfCode } from './cursor';
import { decode } from './decode';
import type { Instruction, Syntax } from './instruction';
import { intel } from './intel';

/** Longest instruction. Intel SDM Vol. 2A, 2.3.11. */
const LONGEST = 15;
const WRITERS = { att, intel } satisfies Record<Syntax, unknown>;

/** The first instruction of `bytes`; undefined when they end before it does. */
export function disassembleOne(bytes: Uint8Array, address: number, syntax: Syntax): Instruction | undefined {
  try {
    const decoded = decode(bytes, address);
    const target = decoded.operands.find((operand) => operand.kind === 'target');
    return {
      address,
      bytes: bytes.slice(0, decoded.length),
      ...WRITERS[syntax](decoded),
      ...(target && { target: target.address }),
    };
  } catch (error) {
    if (!(error instanceof EndOfCode)) throw error;
    // With enough bytes, only prefixes without end can run out of them: an instruction longer than the processor takes.
    return bytes.length < LONGEST
      ? undefined
      : { address, bytes: bytes.slice(0, LONGEST), mnemonic: '(bad)', operands: '' };
  }
}

/**
 * Disassembles 32-bit code from its first byte to the last whole instruction. What is no instruction is shown as `(bad)`.
 *
 * @param address virtual address of the first byte
 */
export function disassemble(bytes: Uint8Array, address: number, syntax: Syntax): Instruction[] {
  const instructions: Instruction[] = [];
  for (let at = 0; at < bytes.length; ) {
    const instruction = disassembleOne(bytes.subarray(at), (address + at) >>> 0, syntax);
    if (!instruction) break;
    instructions.push(instruction);
    at += instruction.bytes.length;
  }
  return instructions;
}
