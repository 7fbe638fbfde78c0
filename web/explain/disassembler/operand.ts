/** A register by name. */
export interface RegisterOperand {
  kind: 'register';
  name: string;
}

/** Memory: `displacement + base + index * scale` in a segment. */
export interface MemoryOperand {
  kind: 'memory';
  /** The segment register, where it is not the one the address would use anyway. */
  segment: string;
  /** Empty when absent; `bx` and `si` may both be given for 16-bit addresses. */
  base: string;
  index: string;
  /** 0 where the addressing form has none (16-bit addresses). */
  scale: number;
  /** Signed; undefined when the instruction holds none. */
  displacement: number | undefined;
  /** Bytes concerned; 0 when the instruction alone says. */
  size: number;
  /** Bytes of the address: 2 or 4. */
  addressSize: number;
}

/** A number in the instruction, unsigned, cut to the operand's size. */
export interface ImmediateOperand {
  kind: 'immediate';
  value: number;
}

/** Where a near branch goes. */
export interface TargetOperand {
  kind: 'target';
  address: number;
}

/** Where a far branch goes. */
export interface FarOperand {
  kind: 'far';
  selector: number;
  offset: number;
}

export type Operand = RegisterOperand | MemoryOperand | ImmediateOperand | TargetOperand | FarOperand;

/** Names of registers, by encoding. Intel SDM Vol. 2A, table 2-2. */
export const BYTES = ['al', 'cl', 'dl', 'bl', 'ah', 'ch', 'dh', 'bh'] as const;
export const WORDS = ['ax', 'cx', 'dx', 'bx', 'sp', 'bp', 'si', 'di'] as const;
export const LONGS = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'] as const;
export const SEGMENTS = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'] as const;

/** A general register of a size in bytes. */
export function general(number: number, size: number): RegisterOperand {
  const names = size === 1 ? BYTES : size === 2 ? WORDS : LONGS;
  return { kind: 'register', name: names[number & 7] ?? '' };
}

/** A register by its name. */
export function named(name: string): RegisterOperand {
  return { kind: 'register', name };
}
