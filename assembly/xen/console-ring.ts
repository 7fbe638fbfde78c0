/** The emergency console: what domain 0 writes with console_io, and what Xen itself says. How many bytes were ever written is state. */
import { xenState } from '../layout/xen-state';
import { putToHost } from '../trace/text-ring';

/** Writes one byte. When the host does not take them, the oldest are lost. */
export function putByte(byte: u32): void {
  const xen = xenState();
  putToHost(byte);
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
