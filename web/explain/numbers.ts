/** A number as hexadecimal, `0x` first; negative numbers keep their sign. */
export function hex(value: bigint | number): string {
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** A number as bare hexadecimal of at least `digits` digits: an address in a column. */
export function padded(value: bigint | number, digits = 8): string {
  return value.toString(16).padStart(digits, '0');
}

/** The low 32 bits, unsigned: what a 32-bit guest meant by a 64-bit field. */
export function low32(value: bigint): number {
  return Number(BigInt.asUintN(32, value));
}

/** The low 32 bits read as a signed number: results and commands that may be negative. */
export function signed32(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}
