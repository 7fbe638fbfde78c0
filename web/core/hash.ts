/** A hash of 64 bits for TypeScript state. Not for secrets: it has to be quick and the same everywhere. */

const FIRST = 0x9e3779b1;
const SECOND = 0x85ebca77;

/** Takes bytes one chunk at a time; how they are cut into chunks does not matter. */
export class Hasher {
  private high = 0xdeadbeef;
  private low = 0x41c6ce57;
  private length = 0;

  /** Takes bytes. */
  bytes(bytes: Uint8Array): this {
    let { high, low } = this;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] as number;
      high = Math.imul(high ^ byte, FIRST);
      high ^= high >>> 15;
      low = Math.imul(low ^ (byte + 0x9d), SECOND);
      low ^= low >>> 13;
    }
    this.high = high;
    this.low = low;
    this.length += bytes.length;
    return this;
  }

  /** Takes text as UTF-8 with its length, so that "ab","c" and "a","bc" differ. */
  text(text: string): this {
    const bytes = new TextEncoder().encode(text);
    return this.number(bytes.length).bytes(bytes);
  }

  /** Takes an integer of at most 53 bits. */
  number(value: number): this {
    return this.word(BigInt(value));
  }

  /** Takes 64 bits. */
  word(value: bigint): this {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
    return this.bytes(bytes);
  }

  /** The hash of everything taken so far; more may follow. */
  digest(): bigint {
    let high =
      Math.imul(this.high ^ (this.high >>> 16) ^ this.length, SECOND) ^ Math.imul(this.low ^ (this.low >>> 13), FIRST);
    let low = Math.imul(this.low ^ (this.low >>> 16), FIRST) ^ Math.imul(high ^ (high >>> 13), SECOND);
    high ^= high >>> 16;
    low ^= low >>> 16;
    return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  }

  /** What it has taken, as four words, for a saved state. */
  save(): readonly number[] {
    return [this.high, this.low, this.length];
  }

  /** A hasher that goes on from saved words. */
  static restore([high = 0, low = 0, length = 0]: readonly number[]): Hasher {
    const hasher = new Hasher();
    hasher.high = high;
    hasher.low = low;
    hasher.length = length;
    return hasher;
  }
}

/** A 64-bit hash the way it is shown and put into links: 16 hex digits. */
export function hashText(hash: bigint): string {
  return BigInt.asUintN(64, hash).toString(16).padStart(16, '0');
}
