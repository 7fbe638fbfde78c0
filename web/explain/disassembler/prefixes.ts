import type { Cursor } from './cursor';
import { SEGMENTS } from './operand';

/** What stands before an opcode. Intel SDM Vol. 2A, 2.1.1. */
export interface Prefixes {
  lock: boolean;
  /** The last of F2 and F3, or 0. */
  repeat: 0 | 0xf2 | 0xf3;
  /** The segment register of the last override, or empty. */
  segment: string;
  /** Bytes of an operand: 2 after 66, else 4. */
  operandSize: 2 | 4;
  /** Bytes of an address: 2 after 67, else 4. */
  addressSize: 2 | 4;
}

const OVERRIDES: Readonly<Record<number, string>> = {
  38: SEGMENTS[0],
  46: SEGMENTS[1],
  54: SEGMENTS[2],
  62: SEGMENTS[3],
  100: SEGMENTS[4],
  101: SEGMENTS[5],
};

/** Reads the prefixes and answers with them and the first byte of the opcode. */
export function readPrefixes(cursor: Cursor): { prefixes: Prefixes; opcode: number } {
  const prefixes: Prefixes = { lock: false, repeat: 0, segment: '', operandSize: 4, addressSize: 4 };
  for (;;) {
    const byte = cursor.byte();
    const segment = OVERRIDES[byte];
    if (segment !== undefined) prefixes.segment = segment;
    else if (byte === 0x66) prefixes.operandSize = 2;
    else if (byte === 0x67) prefixes.addressSize = 2;
    else if (byte === 0xf0) prefixes.lock = true;
    else if (byte === 0xf2 || byte === 0xf3) prefixes.repeat = byte;
    else return { prefixes, opcode: byte };
  }
}
