import { domidName } from './domid';
import { hex, low32, signed32 } from './numbers';
import { entryText } from './page-table-entry';

/** How a value of one type is written. The value is zero-extended to 64 bits, as the trace holds it. */
export type Format = (value: bigint) => string;

/** One parameter of a hypercall, or one field of a request. */
export interface Parameter {
  /** As the public header names it. */
  name: string;
  format: Format;
  /** The value travels in two 32-bit registers, low half first. */
  pair?: true;
}

/** A parameter. */
export function parameter(name: string, format: Format): Parameter {
  return { name, format };
}

/** A 64-bit parameter of a hypercall: two registers, low half first. */
export function pair(name: string, format: Format): Parameter {
  return { name, format, pair: true };
}

/** An unsigned decimal number. */
export const count: Format = (value) => BigInt.asUintN(64, value).toString();

/** A signed 32-bit decimal number. */
export const integer: Format = (value) => signed32(value).toString();

/** Bits without names of their own. */
export const bits: Format = (value) => hex(BigInt.asUintN(64, value));

/** A virtual address in the guest. */
export const address: Format = (value) => (value === 0n ? 'NULL' : hex(value));

/** A segment selector. */
export const selector: Format = (value) => hex(low32(value) & 0xffff);

/** A domain number. */
export const domid: Format = (value) => domidName(low32(value) & 0xffff);

/** A machine frame number. */
export const mfn: Format = (value) => `mfn ${hex(value)}`;

/** A machine address, as frame and offset. */
export const maddr: Format = (value) => `mfn ${hex(value >> 12n)} + ${hex(value & 0xfffn)}`;

/** A page-table entry. */
export const entry: Format = entryText;

/** A segment descriptor of 8 bytes. */
export const descriptor: Format = (value) => `descriptor ${hex(value)}`;

/** A time in nanoseconds of Xen's system time; 0 stops a timer. */
export const systemTime: Format = (value) => (value === 0n ? '0' : `${value} ns`);

/** A yes or no. */
export const flag: Format = (value) => (value === 0n ? 'false' : 'true');

/** One of a list of names, by number; a name may be missing. */
export function oneOf(names: readonly (string | undefined)[]): Format {
  return (value) => names[low32(value)] ?? integer(value);
}

/** Bits with names, from bit 0 up; what has no name is written as a number. */
export function flags(names: readonly (string | undefined)[]): Format {
  return (value) => {
    const found: string[] = [];
    let rest = value;
    names.forEach((name, bit) => {
      const mask = 1n << BigInt(bit);
      if (name === undefined || !(rest & mask)) return;
      found.push(name);
      rest &= ~mask;
    });
    if (rest !== 0n || found.length === 0) found.push(rest === 0n ? '0' : hex(rest));
    return found.join('|');
  };
}
