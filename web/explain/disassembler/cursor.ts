/** The code ended before the instruction did. */
export class EndOfCode extends Error {}

/** Reads the bytes of one instruction in order. */
export class Cursor {
  /** Bytes read. */
  at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** An unsigned byte. Throws EndOfCode. */
  byte(): number {
    const byte = this.peek();
    this.at++;
    return byte;
  }

  /** The byte that comes next, without taking it. Throws EndOfCode. */
  peek(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new EndOfCode();
    return byte;
  }

  /** An unsigned number of 1, 2 or 4 bytes. */
  unsigned(size: number): number {
    let value = 0;
    for (let i = 0; i < size; i++) value += this.byte() * 2 ** (8 * i);
    return value;
  }

  /** A signed number of 1, 2 or 4 bytes. */
  signed(size: number): number {
    const value = this.unsigned(size);
    return value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
  }
}
