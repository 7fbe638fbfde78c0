/** A fixed sequence of numbers that look random: xorshift of 32 bits. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0 || 1;
  }

  /** 32 bits. */
  word(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x >>> 0;
    return this.state;
  }

  /** A number from 0 to `end` - 1. */
  below(end: number): number {
    return this.word() % end;
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  /** One of them. */
  pick<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T;
  }
}
