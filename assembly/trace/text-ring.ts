/**
 * Text on its way to the host: the emergency console of Xen, or what the bare machine's serial port sends. The host takes it at the
 * boundary behind the byte, so none of this is state of the machine.
 */
import { EXCHANGE, EXCHANGE_BYTES } from '../base/memory-map';

const RING_BYTES: u32 = 0x10000;
/** The ring: the last 64 KB of the exchange buffer. Its first words count the bytes written, and those the host has taken. */
const RING: usize = EXCHANGE + EXCHANGE_BYTES - RING_BYTES;
const TAKEN: usize = 4;
const TEXT: usize = RING + 16;
const TEXT_BYTES: u32 = RING_BYTES - 16;

/** Puts one byte. When the host does not take them, the oldest are lost. */
export function putToHost(byte: u32): void {
  const written = load<u32>(RING);
  store<u8>(TEXT + (written % TEXT_BYTES), <u8>byte);
  store<u32>(RING, written + 1);
}

/** Moves what waits to the start of the exchange buffer; gives its length in bytes. */
export function takeText(): u32 {
  const written = load<u32>(RING);
  let taken = load<u32>(RING, TAKEN);
  if (written - taken > TEXT_BYTES) taken = written - TEXT_BYTES;
  const length = written - taken;
  for (let i: u32 = 0; i < length; i++) store<u8>(EXCHANGE + i, load<u8>(TEXT + ((taken + i) % TEXT_BYTES)));
  store<u32>(RING, written, TAKEN);
  return length;
}

/** Forgets everything: a new machine. */
export function resetText(): void {
  store<u64>(RING, 0);
}
