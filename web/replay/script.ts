/** A line of a script: text to type, or text to wait for. */
export type Step = { type: string } | { wait: string };

/** Reads a script: a line each; `wait TEXT` holds until the console shows TEXT. */
export function parseScript(script: string): Step[] {
  const lines = script.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((raw) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    return line.startsWith('wait ') ? { wait: line.slice('wait '.length) } : { type: line };
  });
}

/** Longest text that is still found when it arrives in pieces. */
const MEMORY = 4096;
/** Most that is kept while nobody asks. */
const MOST_KEPT = 1 << 18;

/** Finds texts in a stream of bytes, however it is cut. */
export class TextSearch {
  private tail = '';

  /** Takes what the console showed. */
  take(bytes: Uint8Array): void {
    let text = this.tail;
    for (let from = 0; from < bytes.length; from += 4096)
      text += String.fromCharCode(...bytes.subarray(from, from + 4096));
    this.tail = text.length > 2 * MOST_KEPT ? text.slice(-MOST_KEPT) : text;
  }

  /** Whether a text (UTF-8) was shown since the last one that was found; forgets what came up to its end. */
  find(wanted: string): boolean {
    const text = String.fromCharCode(...new TextEncoder().encode(wanted));
    const at = this.tail.indexOf(text);
    if (at >= 0) this.tail = this.tail.slice(at + text.length);
    else this.tail = this.tail.slice(-Math.max(MEMORY, text.length));
    return at >= 0;
  }
}

/** Types a script into a console by condition: each line once the guest has taken the last one. */
export class ScriptFeeder {
  private readonly steps: Step[];
  private next = 0;
  private readonly search = new TextSearch();

  constructor(script: string) {
    this.steps = parseScript(script);
  }

  /** Whether everything is typed. */
  get done(): boolean {
    return this.next >= this.steps.length;
  }

  /** What it waits for, for a person: absent when it is done. */
  get waitingFor(): string | undefined {
    const step = this.steps[this.next];
    return step && ('wait' in step ? `the console to show "${step.wait}"` : 'the guest to read what was typed');
  }

  /** Takes what the console showed. */
  take(bytes: Uint8Array): void {
    this.search.take(bytes);
  }

  /** The bytes to type now, if the time for them has come. */
  due(drained: boolean): Uint8Array | undefined {
    for (;;) {
      const step = this.steps[this.next];
      if (!step) return undefined;
      if ('type' in step && !drained) return undefined;
      if ('wait' in step && !this.search.find(step.wait)) return undefined;
      this.next++;
      if ('type' in step) return new TextEncoder().encode(`${step.type}\r`);
    }
  }
}
