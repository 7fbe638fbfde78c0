/** What a VT100's keys send. */
const SEQUENCES: Readonly<Record<string, string>> = {
  Enter: '\r',
  Backspace: '\x7f',
  Tab: '\t',
  ArrowUp: '\x1b[A',
  ArrowDown: '\x1b[B',
  ArrowRight: '\x1b[C',
  ArrowLeft: '\x1b[D',
  Home: '\x1b[H',
  End: '\x1b[F',
  Delete: '\x1b[3~',
  Insert: '\x1b[2~',
};

/** The control character of a key held with Ctrl: Ctrl+A is 1, Ctrl+[ is Escape. */
function controlOf(key: string): string | undefined {
  const code = key.toUpperCase().charCodeAt(0);
  return key.length === 1 && code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : undefined;
}

/** The parts of a key event that matter here. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

/**
 * What a key that is not text sends to the guest; undefined when the browser or an input method should have it: text itself, copy and
 * paste, the page's own combinations, and Shift+Tab, which leaves the console backwards.
 *
 * @param selecting text is selected: Ctrl+C copies it instead of sending ETX
 */
export function keySequence(press: KeyPress, selecting: boolean): string | undefined {
  if (press.metaKey || press.altKey) return undefined;
  if (press.ctrlKey) {
    const key = press.key.toLowerCase();
    if (press.shiftKey || key === 'v' || (key === 'c' && selecting)) return undefined;
    return controlOf(press.key);
  }
  if (press.key === 'Tab' && press.shiftKey) return undefined;
  return SEQUENCES[press.key];
}
