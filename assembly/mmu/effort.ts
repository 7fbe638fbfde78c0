/**
 * Work that instructions do not show: leaving all wasm frames, dropping caches and filling them again. A guest that asks for much of it
 * would keep the host waiting within its instructions, so a call into the core ends early once enough was done: no guest can tell how its
 * run is cut into calls. Units of about a microsecond.
 */
import { EFFORT } from '../base/engine-map';

/** Effort after which a call returns. */
const MOST: u32 = 1000;

/** The next call begins anew. One that unwinds goes on when the host comes back: its effort counts on. */
export function beginEffort(): void {
  store<u32>(EFFORT, 0);
}

/** Notes work that was or will be done. */
export function spend(units: u32): void {
  store<u32>(EFFORT, load<u32>(EFFORT) + units);
}

/** Was enough done in this call? */
export function isSpent(): bool {
  return load<u32>(EFFORT) >= MOST;
}
