import type { Core } from '../../core/core';
import type { ConsoleWire } from './console-backend';

/** The machine's serial port: COM1 of the bare machine, or the console of Xen itself, which is domain 0's as well. */
export class SerialLine implements ConsoleWire {
  constructor(private readonly core: Core) {}

  drain(): Uint8Array {
    const length = this.core.exports.consoleText();
    return this.core.exchange.slice(0, length);
  }

  get waiting(): number {
    return this.core.exports.serialWaiting();
  }

  /** Takes bytes only when all before were read: of that the host hears at the exact instruction, of a little more room it would not. */
  offer(bytes: Uint8Array): number {
    if (this.waiting > 0) return 0;
    const refused = bytes.findIndex((byte) => this.core.exports.serialInput(byte) === 0);
    return refused < 0 ? bytes.length : refused;
  }

  /** The port itself tells whoever listens: by an interrupt, or by VIRQ_CONSOLE. */
  notify(): void {}
}
