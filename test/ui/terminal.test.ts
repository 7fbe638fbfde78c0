import { describe, expect, test } from 'vitest';
import { keySequence } from '../../web/ui/rs-console/keys';
import { COLUMNS, ROWS, Terminal } from '../../web/ui/rs-console/terminal';

/** A terminal that took some text. */
function terminal(...texts: string[]): Terminal {
  const made = new Terminal();
  for (const text of texts) made.write(new TextEncoder().encode(text));
  return made;
}

describe('text', () => {
  test('lines, carriage returns, backspace, tab', () => {
    expect(terminal('one\ntwo\r\nthree\rT\b \tx').text).toBe('one\ntwo\n hree   x');
  });

  test('a long line wraps at the width', () => {
    const { lines } = terminal('x'.repeat(COLUMNS + 3));
    expect(lines.map((line) => line.length)).toEqual([COLUMNS, 3]);
  });

  test('a character cut in two by a moment is one character', () => {
    const bytes = new TextEncoder().encode('é');
    const made = new Terminal();
    made.write(bytes.subarray(0, 1));
    made.write(bytes.subarray(1));
    expect(made.text).toBe('é');
  });

  test('old lines are dropped, and counted', () => {
    const made = terminal(...Array<string>(5000).fill('line\n'));
    expect(made.lines.length).toBeLessThan(1100);
    expect(made.dropped + made.lines.length).toBe(5001);
  });

  test('of a flood the end is drawn, and the rest is counted', () => {
    const made = terminal('x'.repeat(79).concat('\n').repeat(1000));
    expect(made.lines.length).toBeLessThan(300);
    expect(made.text).toContain(`[${80_000 - 8192} bytes of output not shown]`);
  });
});

describe('escape sequences', () => {
  test('PV-GRUB clears the screen and writes at places', () => {
    const made = terminal('rubbish\n\n', '\x1b[H\x1b[J', '\x1b[3;10HGNU GRUB', '\x1b[1;1H>');
    expect(made.text).toBe('>\n\n         GNU GRUB');
  });

  test('the screen is the last rows of what was written', () => {
    const made = terminal('x\n'.repeat(ROWS + 5), '\x1b[H', 'top');
    expect(made.lines[6]?.text).toBe('top');
  });

  test('erasing parts of a line and of the screen', () => {
    expect(terminal('abcdef\x1b[3D\x1b[K').text).toBe('abc');
    expect(terminal('abcdef\x1b[3D\x1b[1K').text).toBe('    ef');
    expect(terminal('ab\ncd\x1b[2J').text.trim()).toBe('');
  });

  test('inserting and deleting characters', () => {
    expect(terminal('abcdef\x1b[4D\x1b[2P').text).toBe('abef');
    expect(terminal('abcd\x1b[2D\x1b[1@x').text).toBe('abxcd');
  });

  test('colours and attributes are shared by identity and end', () => {
    const [line] = terminal('\x1b[1;31mred\x1b[0m plain \x1b[7mback').lines;
    expect(line?.runs().map(({ text, style }) => [text, style.foreground, style.bold, style.inverse])).toEqual([
      ['red', 1, true, false],
      [' plain ', -1, false, false],
      ['back', -1, false, true],
    ]);
  });

  test('a sequence cut in two works', () => {
    expect(terminal('ab\x1b', '[', '1', 'Dc').text).toBe('ac');
  });

  test('what it does not know leaves no trace', () => {
    expect(terminal('a\x1b[?1049hb\x1b]0;title\x07c\x1b(Bd\x1b[5ne').text).toBe('abcde');
  });

  test('the cursor is hidden and shown', () => {
    expect(terminal('\x1b[?25l').cursorVisible).toBe(false);
    expect(terminal('\x1b[?25l', '\x1b[?25h').cursorVisible).toBe(true);
  });

  test('no byte string makes it fail or grow without bound', () => {
    const made = new Terminal();
    let seed = 12345;
    const bytes = new Uint8Array(4096);
    for (let round = 0; round < 50; round++) {
      for (let i = 0; i < bytes.length; i++) {
        seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
        const byte = seed >>> 24;
        bytes[i] = byte < 40 ? 0x1b : byte < 80 ? 0x5b : byte;
      }
      made.write(bytes);
    }
    expect(made.lines.length).toBeLessThan(1100);
  });
});

describe('keys', () => {
  const press = (key: string, modifiers: Partial<{ ctrlKey: boolean; altKey: boolean; shiftKey: boolean }> = {}) =>
    keySequence({ key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...modifiers }, false);

  test('text is left to the browser, keys that are not text are sent', () => {
    expect(press('a')).toBeUndefined();
    expect(press('Enter')).toBe('\r');
    expect(press('ArrowUp')).toBe('\x1b[A');
    expect(press('Backspace')).toBe('\x7f');
  });

  test('control characters', () => {
    expect(press('c', { ctrlKey: true })).toBe('\x03');
    expect(press('[', { ctrlKey: true })).toBe('\x1b');
    expect(press('v', { ctrlKey: true })).toBeUndefined();
    expect(
      keySequence({ key: 'c', ctrlKey: true, altKey: false, metaKey: false, shiftKey: false }, true),
    ).toBeUndefined();
  });

  test('Shift+Tab leaves', () => {
    expect(press('Tab')).toBe('\t');
    expect(press('Tab', { shiftKey: true })).toBeUndefined();
  });
});
