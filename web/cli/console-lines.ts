/** Names in front of lines are padded to the longest, but not to more than this. */
const WIDEST = 12;

/**
 * Consoles of several domains on one stream: each line has its domain's name before it, and a line that is not finished is finished before
 * another domain's begins. A domain that goes on with a line that was cut so continues behind its name.
 */
export class ConsoleLines {
  private readonly width: number;
  /** The domain whose line is not finished. */
  private open: number | undefined;

  /**
   * @param names by domid
   * @param write takes what is to be shown
   */
  constructor(
    private readonly names: ReadonlyMap<number, string>,
    private readonly write: (bytes: Uint8Array) => void,
  ) {
    this.width = Math.min(WIDEST, Math.max(...[...names.values()].map((name) => name.length)));
  }

  /** Takes what a domain's console shows. */
  take(bytes: Uint8Array, domid: number): void {
    const prefix = encode(`${(this.names.get(domid) ?? `domain ${domid}`).padEnd(this.width)} | `);
    for (let from = 0; from < bytes.length; ) {
      const at = bytes.indexOf(NEWLINE, from);
      const end = at < 0 ? bytes.length : at + 1;
      if (this.open !== undefined && this.open !== domid) this.write(encode('\n'));
      if (this.open !== domid) this.write(prefix);
      this.write(bytes.subarray(from, end));
      this.open = at < 0 ? domid : undefined;
      from = end;
    }
  }
}

const NEWLINE = 0x0a;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
