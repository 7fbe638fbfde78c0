/**
 * The emergency console: what domain 0 writes with console_io, and what Xen itself says. Bytes wait for the host in a ring that is no
 * state of the machine; how many were ever written is.
 */
import { EXCHANGE, EXCHANGE_BYTES } from '../base/memory-map';
import { xenState } from '../layout/xen-state';

const RING_BYTES: u32 = 0x10000;
/** The ring: the last 64 KB of the exchange buffer, its first word the count of bytes the host has taken. */
const RING: usize = EXCHANGE + EXCHANGE_BYTES - RING_BYTES;
const TEXT: usize = RING + 16;
const TEXT_BYTES: u32 = RING_BYTES - 16;

/** Writes one byte. When the host does not take them, the oldest are lost. */
export function putByte(byte: u32): void {
  const xen = xenState();
  store<u8>(TEXT + (xen.consoleWritten % TEXT_BYTES), <u8>byte);
  xen.consoleWritten += 1;
  xen.hostPending = 1;
}

/** Writes a literal. */
export function putText(text: string): void {
  for (let i = 0; i < text.length; i++) putByte(text.charCodeAt(i));
}

/** Writes a number in hexadecimal, eight digits. */
export function putHex(value: u32, digits: u32 = 8): void {
  for (let shift = digits << 2; shift > 0; ) {
    shift -= 4;
    const digit = (value >> shift) & 15;
    putByte(digit < 10 ? 48 + digit : 87 + digit);
  }
}

/** Writes a number in decimal. */
export function putDecimal(value: u32): void {
  if (value >= 10) putDecimal(value / 10);
  putByte(48 + (value % 10));
}

/** Moves what waits to the start of the exchange buffer; gives its length in bytes. */
export function takeConsole(): u32 {
  const written = xenState().consoleWritten;
  let taken = load<u32>(RING);
  if (written - taken > TEXT_BYTES) taken = written - TEXT_BYTES;
  const length = written - taken;
  for (let i: u32 = 0; i < length; i++) store<u8>(EXCHANGE + i, load<u8>(TEXT + ((taken + i) % TEXT_BYTES)));
  store<u32>(RING, written);
  return length;
}

/** Forgets everything: a new machine. */
export function resetConsole(): void {
  store<u32>(RING, 0);
}
