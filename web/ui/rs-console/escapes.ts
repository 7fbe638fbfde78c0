/** A complete escape sequence. */
export interface Sequence {
  /** `[` for a control sequence (CSI), empty for a plain escape. */
  introducer: '[' | '';
  /** The control sequence begins with `?`, `<`, `=` or `>`. */
  private: boolean;
  parameters: number[];
  final: string;
}

/** Longest sequence that is waited for; a longer one is noise. */
const LONGEST = 64;

/** Finds escape sequences in a stream of characters. ECMA-48, 5.3 and 5.4. */
export class Escapes {
  private collected: string | undefined;

  /** Takes a character: `none` if it is not part of a sequence, `pending` while one is open, else the sequence it ended. */
  feed(character: string): 'none' | 'pending' | Sequence {
    if (character === '\x1b') {
      this.collected = '';
      return 'pending';
    }
    if (this.collected === undefined) return 'none';
    this.collected += character;
    if (this.isOpen(this.collected)) {
      if (this.collected.length > LONGEST) this.collected = undefined;
      return 'pending';
    }
    const text = this.collected;
    this.collected = undefined;
    return parse(text);
  }

  /** More characters belong to it. */
  private isOpen(text: string): boolean {
    const last = text.at(-1) ?? '';
    switch (text[0]) {
      case '[':
        return text.length === 1 || last < '@' || last > '~';
      case ']':
        // An operating system command ends with BEL.
        return last !== '\x07';
      case '(':
      case ')':
      case '#':
        return text.length < 2;
      default:
        return false;
    }
  }
}

function parse(text: string): Sequence {
  const final = text.at(-1) ?? '';
  if (text[0] !== '[') return { introducer: '', private: false, parameters: [], final: text.length === 1 ? final : '' };
  const isPrivate = /^\[[<-?]/.test(text);
  const numbers = text.slice(isPrivate ? 2 : 1, -1);
  const parameters = numbers === '' ? [] : numbers.split(';').map((number) => Number.parseInt(number, 10) || 0);
  return { introducer: '[', private: isPrivate, parameters, final };
}
