/** SHA-256 in the open: crypto.subtle is missing on plain http and asynchronous where it exists. Source: FIPS 180-4. */

/** The first 32 bits of the fractional part of a root of a prime. */
function fraction(prime: number, root: number): number {
  const value = prime ** (1 / root);
  return ((value - Math.floor(value)) * 2 ** 32) >>> 0;
}

const PRIMES = ((): number[] => {
  const found: number[] = [];
  for (let n = 2; found.length < 64; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
})();
const START = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2));
const ROUNDS = Int32Array.from(PRIMES, (prime) => fraction(prime, 3));

const rotate = (x: number, bits: number): number => (x >>> bits) | (x << (32 - bits));

/** Takes one block of 64 bytes into the state. Plain variables, 32 bits each: a machine's image is hashed before any of this is compiled. */
function compress(state: Int32Array, words: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const near = words[i - 15] as number;
    const far = words[i - 2] as number;
    const s0 = rotate(near, 7) ^ rotate(near, 18) ^ (near >>> 3);
    const s1 = rotate(far, 17) ^ rotate(far, 19) ^ (far >>> 10);
    words[i] = ((words[i - 16] as number) + s0 + (words[i - 7] as number) + s1) | 0;
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g);
    const mixed = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + mixed + choice + (ROUNDS[i] as number) + (words[i] as number)) | 0;
    const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  add(state, 0, a);
  add(state, 1, b);
  add(state, 2, c);
  add(state, 3, d);
  add(state, 4, e);
  add(state, 5, f);
  add(state, 6, g);
  add(state, 7, h);
}

function add(state: Int32Array, at: number, value: number): void {
  state[at] = ((state[at] as number) + value) | 0;
}

/** The SHA-256 of bytes as 64 hex digits. */
export function sha256(bytes: Uint8Array): string {
  const state = Int32Array.from(START);
  const words = new Int32Array(64);
  const whole = bytes.length & ~63;
  const input = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const block = (view: DataView, from: number): void => {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(from + 4 * i);
    compress(state, words);
  };
  for (let from = 0; from < whole; from += 64) block(input, from);
  const rest = bytes.length - whole;
  const last = new Uint8Array(rest < 56 ? 64 : 128);
  last.set(bytes.subarray(whole));
  last[rest] = 0x80;
  const tail = new DataView(last.buffer);
  tail.setBigUint64(last.length - 8, BigInt(bytes.length) * 8n);
  for (let from = 0; from < last.length; from += 64) block(tail, from);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
