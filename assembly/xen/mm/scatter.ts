import { machine } from '../../layout/machine-state';
import { FREE_MAP, mmState } from '../../layout/mm-state';
import { NO_FRAME } from '../../layout/vcpu-state';

/**
 * The order in which frames are handed out: always the same, and scattered, so that a guest whose pseudo-physical and machine frames
 * are consecutive by luck cannot exist. A frame's place in that order is a fixed permutation of its number (shift-xor, odd
 * multiplication, shift-xor over `orderBits` bits; walked again while it leaves the machine); the free map is in that order, so the next
 * free frame is found 64 at a time.
 */
const MULTIPLIER: u32 = 0x9e3779b1;
/** MULTIPLIER * INVERSE === 1 modulo 2^32, so modulo any smaller power of two as well. */
const INVERSE: u32 = 0x0e8b2f51;

function permute(x: u32, multiplier: u32): u32 {
  const bits = mmState().orderBits;
  const half = (bits + 1) >>> 1;
  const mask: u32 = (1 << bits) - 1;
  x ^= x >>> half;
  x = (x * multiplier) & mask;
  return x ^ (x >>> half);
}

/** The frame at place `index` of the order; both are below the machine's frames. */
export function frameAt(index: u32): u32 {
  let x = permute(index, MULTIPLIER);
  while (x >= machine().frames) x = permute(x, MULTIPLIER);
  return x;
}

/** The place of frame `mfn` in the order: the inverse of `frameAt`. */
export function placeOf(mfn: u32): u32 {
  let x = permute(mfn, INVERSE);
  while (x >= machine().frames) x = permute(x, INVERSE);
  return x;
}

/** Empties the free map and chooses the order for the machine's size. */
export function resetOrder(): void {
  const s = mmState();
  let bits: u32 = 2;
  while ((<u32>1) << bits < machine().frames) bits++;
  s.orderBits = bits;
  s.cursor = 0;
  s.freeFrames = 0;
  memory.fill(FREE_MAP, 0, (machine().frames + 7) >> 3);
}

/** Puts a frame on the free map. */
export function setFree(mfn: u32): void {
  const place = placeOf(mfn);
  const at = FREE_MAP + ((<usize>place >> 6) << 3);
  store<u64>(at, load<u64>(at) | ((<u64>1) << (place & 63)));
  mmState().freeFrames++;
}

/** Takes a frame that is free off the free map. */
export function takeFree(mfn: u32): void {
  take(placeOf(mfn));
}

function take(place: u32): void {
  const at = FREE_MAP + ((<usize>place >> 6) << 3);
  store<u64>(at, load<u64>(at) & ~((<u64>1) << (place & 63)));
  mmState().freeFrames--;
}

/** True if the free map holds the frame. */
export function isFree(mfn: u32): bool {
  const place = placeOf(mfn);
  return (load<u64>(FREE_MAP + ((<usize>place >> 6) << 3)) & ((<u64>1) << (place & 63))) !== 0;
}

/** Takes the next free frame in order off the free map; NO_FRAME if there is none. Cost: at most one visit to each 64 frames. */
export function takeNextFree(): u32 {
  const s = mmState();
  if (s.freeFrames === 0) return NO_FRAME;
  const words = (machine().frames + 63) >>> 6;
  let word = s.cursor >>> 6;
  let bits = load<u64>(FREE_MAP + ((<usize>word) << 3)) & (~(<u64>0) << (s.cursor & 63));
  while (bits === 0) {
    word = word + 1 === words ? 0 : word + 1;
    bits = load<u64>(FREE_MAP + ((<usize>word) << 3));
  }
  const place = (word << 6) + <u32>ctz(bits);
  s.cursor = place;
  take(place);
  return frameAt(place);
}
