/** Ctrl-] ends the run, as with xl console. */
const ESCAPE = 0x1d;

/** What the keyboard needs of a terminal: process.stdin when it is one. */
export interface TerminalInput {
  isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
  on(event: 'data', listener: (bytes: Buffer) => void): unknown;
  off(event: 'data', listener: (bytes: Buffer) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** Hands every key to the guest as it is pressed; Ctrl-] to the caller. */
export class Keyboard {
  private readonly listener: (bytes: Buffer) => void;

  constructor(
    private readonly terminal: TerminalInput,
    type: (bytes: Uint8Array) => void,
    quit: () => void,
  ) {
    this.listener = (bytes) => {
      const end = bytes.indexOf(ESCAPE);
      type(end < 0 ? bytes : bytes.subarray(0, end));
      if (end >= 0) quit();
    };
    terminal.setRawMode?.(true);
    terminal.on('data', this.listener);
    terminal.resume();
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.terminal.off('data', this.listener);
    this.terminal.setRawMode?.(false);
    this.terminal.pause();
  }
}
