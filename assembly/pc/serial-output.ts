/** What the serial port sends, until the host takes it: a ring that is no state of the machine. How much was ever sent is. */
import { EXCHANGE, EXCHANGE_BYTES } from '../base/memory-map';
import { pcState } from '../layout/pc-state';

const RING_BYTES: u32 = 0x10000;
/** The ring: the last 64 KB of the exchange buffer; its first word counts the bytes the host has taken. */
const RING: usize = EXCHANGE + EXCHANGE_BYTES - RING_BYTES;
const TEXT: usize = RING + 16;
const TEXT_BYTES: u32 = RING_BYTES - 16;
/** Bytes waiting at which the host is asked to take them before anything is lost. */
const HIGH_WATER: u32 = 0x8000;

/** Sends a byte to the host. */
export function sendToHost(byte: u32): void {
  const pc = pcState();
  store<u8>(TEXT + (pc.sent % TEXT_BYTES), <u8>byte);
  pc.sent += 1;
  if (byte === 10 || pc.sent - load<u32>(RING) >= HIGH_WATER) pc.hostPending = 1;
}

/** Moves what was sent to the start of the exchange buffer; gives its length in bytes. */
export function takeSerialOutput(): u32 {
  const sent = pcState().sent;
  const taken = max(load<u32>(RING), sent > TEXT_BYTES ? sent - TEXT_BYTES : 0);
  for (let i: u32 = taken; i < sent; i++) store<u8>(EXCHANGE + (i - taken), load<u8>(TEXT + (i % TEXT_BYTES)));
  store<u32>(RING, sent);
  return sent - taken;
}

/** A new machine. */
export function resetSerialOutput(): void {
  store<u32>(RING, 0);
}
