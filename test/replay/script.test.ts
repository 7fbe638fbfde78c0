import { describe, expect, it } from 'vitest';
import { parseScript, ScriptFeeder, TextSearch } from '../../web/replay/script';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (due: Uint8Array | undefined): string | undefined => due && new TextDecoder().decode(due);

describe('a script', () => {
  it('is lines to type and texts to wait for', () => {
    expect(parseScript('wait grub> \nhelp\r\n\nwaiting\n')).toEqual([
      { wait: 'grub> ' },
      { type: 'help' },
      { type: '' },
      { type: 'waiting' },
    ]);
    expect(parseScript('')).toEqual([]);
  });

  it('types a line when the guest has read the last one', () => {
    const feeder = new ScriptFeeder('one\ntwo');
    expect(feeder.due(false)).toBeUndefined();
    expect(feeder.waitingFor).toMatch(/read what was typed/);
    expect(text(feeder.due(true))).toBe('one\r');
    expect(text(feeder.due(true))).toBe('two\r');
    expect(feeder.done).toBe(true);
    expect(feeder.due(true)).toBeUndefined();
  });

  it('waits for each text anew, in pieces too', () => {
    const feeder = new ScriptFeeder('wait grub>\nhelp\nwait grub>\nhalt');
    expect(feeder.due(true)).toBeUndefined();
    feeder.take(bytes('GRUB\ngr'));
    expect(feeder.due(true)).toBeUndefined();
    feeder.take(bytes('ub> '));
    expect(text(feeder.due(true))).toBe('help\r');
    expect(feeder.due(true)).toBeUndefined();
    expect(feeder.waitingFor).toContain('grub>');
    feeder.take(bytes('help\nblah\ngrub> '));
    expect(text(feeder.due(true))).toBe('halt\r');
  });
});

describe('a search in a stream', () => {
  it('finds a text however the stream is cut', () => {
    const stream = 'aaab aab üöß end';
    for (let cut = 0; cut < bytes(stream).length; cut++) {
      const search = new TextSearch();
      search.take(bytes(stream).subarray(0, cut));
      const early = search.find('ab üöß');
      search.take(bytes(stream).subarray(cut));
      expect(early || search.find('ab üöß')).toBe(true);
      expect(search.find('aab')).toBe(false);
      expect(search.find('end')).toBe(true);
    }
  });

  it('does not grow with what it has seen', () => {
    const search = new TextSearch();
    for (let i = 0; i < 1000; i++) search.take(bytes('x'.repeat(1000)));
    expect(JSON.stringify(search).length).toBeLessThan(600_000);
    expect(search.find('xxxx')).toBe(true);
  });
});
