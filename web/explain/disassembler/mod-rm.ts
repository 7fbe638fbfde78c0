import type { Cursor } from './cursor';
import { LONGS, type MemoryOperand } from './operand';
import type { Prefixes } from './prefixes';

/** A ModRM byte with the address it stands for. Intel SDM Vol. 2A, tables 2-1 to 2-3. */
export interface ModRm {
  mod: number;
  reg: number;
  rm: number;
  /** The address, when mod is not 3; its size is for the operand code to say. */
  memory: MemoryOperand | undefined;
}

/** Bases and indices of 16-bit addresses, by rm. Table 2-1. */
const WORD_FORMS = [
  ['bx', 'si'],
  ['bx', 'di'],
  ['bp', 'si'],
  ['bp', 'di'],
  ['si', ''],
  ['di', ''],
  ['bp', ''],
  ['bx', ''],
] as const;

/** Registers whose addresses lie in the stack segment. */
const STACK_BASES: ReadonlySet<string> = new Set(['bp', 'ebp', 'esp']);

/** A memory operand; the override counts only where it changes the segment. */
function memory(
  prefixes: Prefixes,
  base: string,
  index: string,
  scale: number,
  displacement: number | undefined,
): MemoryOperand {
  const natural = STACK_BASES.has(base) ? 'ss' : 'ds';
  const segment = prefixes.segment === natural ? '' : prefixes.segment;
  const { addressSize } = prefixes;
  return { kind: 'memory', segment, base, index, scale, displacement, size: 0, addressSize };
}

/** The displacement that mod asks for. */
function displacementOf(cursor: Cursor, mod: number, wide: 2 | 4): number | undefined {
  return mod === 1 ? cursor.signed(1) : mod === 2 ? cursor.signed(wide) : undefined;
}

function wordAddress(cursor: Cursor, prefixes: Prefixes, mod: number, rm: number): MemoryOperand {
  if (mod === 0 && rm === 6) return memory(prefixes, '', '', 0, cursor.unsigned(2));
  const [base, index] = WORD_FORMS[rm] ?? ['', ''];
  return memory(prefixes, base, index, 0, displacementOf(cursor, mod, 2));
}

function longAddress(cursor: Cursor, prefixes: Prefixes, mod: number, rm: number): MemoryOperand {
  if (rm === 4) return scaledAddress(cursor, prefixes, mod);
  if (mod === 0 && rm === 5) return memory(prefixes, '', '', 0, cursor.unsigned(4));
  return memory(prefixes, LONGS[rm] ?? '', '', 0, displacementOf(cursor, mod, 4));
}

/** With a SIB byte. Table 2-3. */
function scaledAddress(cursor: Cursor, prefixes: Prefixes, mod: number): MemoryOperand {
  const sib = cursor.byte();
  const index = (sib >> 3) & 7;
  const base = sib & 7;
  const scale = 1 << (sib >> 6);
  const noBase = base === 5 && mod === 0;
  // Index 4 is none; a scale without an index is written all the same where it is more than 1, as GNU's tools do.
  const indexName = index === 4 ? (scale > 1 || noBase || base !== 4 ? 'eiz' : '') : (LONGS[index] ?? '');
  const displacement = noBase ? cursor.signed(4) : displacementOf(cursor, mod, 4);
  return memory(prefixes, noBase ? '' : (LONGS[base] ?? ''), indexName, scale, displacement);
}

/** Reads a ModRM byte and what belongs to it; `isRegister` takes it for one that names a register, whatever its mod. */
export function readModRm(cursor: Cursor, prefixes: Prefixes, isRegister: boolean): ModRm {
  const byte = cursor.byte();
  const [mod, reg, rm] = [byte >> 6, (byte >> 3) & 7, byte & 7];
  if (mod === 3 || isRegister) return { mod, reg, rm, memory: undefined };
  const address = prefixes.addressSize === 2 ? wordAddress : longAddress;
  return { mod, reg, rm, memory: address(cursor, prefixes, mod, rm) };
}
