import type { Registers } from '../../core/machine-api';

/** Registers that hold an address. */
const NAMES = ['eip', 'esp', 'ebp', 'esi', 'edi', 'eax', 'ebx', 'ecx', 'edx', 'cr2'] as const;
const HEX = /^(0x)?([0-9a-f]{1,8})$/i;

/** A virtual address as a person writes it: hexadecimal with or without `0x`, or a register. A text when it is neither. */
export function parseAddress(text: string, registers: Registers | undefined): { address: number } | { wrong: string } {
  const wanted = text.trim().toLowerCase();
  const name = NAMES.find((candidate) => candidate === wanted.replace(/^%/, ''));
  if (name && registers) return { address: registers[name] >>> 0 };
  const digits = HEX.exec(wanted)?.[2];
  if (digits !== undefined) return { address: Number.parseInt(digits, 16) };
  return { wrong: 'An address has up to 8 hexadecimal digits, as c0100000; or name a register, as esp.' };
}
