/** Pseudo-random numbers below 2^32 from a fixed seed (xorshift, G. Marsaglia 2003). */
export function random(seed: number): () => number {
  let x = seed >>> 0 || 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    x >>>= 0;
    return x;
  };
}
