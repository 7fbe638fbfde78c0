import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '../../web/replay/base64url';
import { linkMismatch, linkScenario, type MachineLink, readLink, writeLink } from '../../web/replay/link';

const LINK: MachineLink = {
  guest: 'hello',
  imageHash: '0123456789abcdef'.repeat(4),
  options: { memory: 64, vcpus: 1, commandLine: 'quiet "ü"', profile: 'xen-4.17', ram: 256 },
  inputs: [
    { tick: 5n, kind: 'console', domid: 1, bytes: Uint8Array.of(0, 255, 13) },
    { tick: 123_456_789_012n, kind: 'console', domid: 1, bytes: Uint8Array.of(97) },
  ],
  position: { count: 18_000_000_000_000_000_000n, tick: 18_400_000_000_000_000_000n },
  hash: 'fedcba9876543210',
};

describe('a link', () => {
  it('says everything again', () => {
    expect(readLink(writeLink(LINK))).toEqual(LINK);
    expect(readLink(writeLink({ ...LINK, ramdiskHash: 'a'.repeat(64), inputs: [] }))).toEqual({
      ...LINK,
      ramdiskHash: 'a'.repeat(64),
      inputs: [],
    });
  });

  it('is safe in a URL', () => {
    expect(writeLink(LINK)).toMatch(/^[\w.-]+$/);
  });

  it('is refused when any one character is changed or lost', () => {
    const text = writeLink(LINK);
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === 'A' ? 'B' : 'A';
      for (const spoiled of [text.slice(0, at) + other + text.slice(at + 1), text.slice(0, at) + text.slice(at + 1)]) {
        expect(() => readLink(spoiled), spoiled).toThrow(/damaged|newer/);
      }
    }
  });

  it.each([
    ['nothing', '', /damaged/],
    ['a word', 'hello', /damaged/],
    ['a newer format', '2.00000000.AAAA', /newer Ringside \(format 2/],
    ['something huge', `1.00000000.${'A'.repeat(100_000)}`, /at most/],
  ])('is refused when it is %s', (_, text, sentence) => {
    expect(() => readLink(text)).toThrow(sentence);
  });

  it('is not made when too much was typed', () => {
    const bytes = new Uint8Array(20_000);
    expect(() => writeLink({ ...LINK, inputs: [{ tick: 1n, kind: 'console', domid: 1, bytes }] })).toThrow(
      /So much was typed/,
    );
  });

  it('wants the very files it was made with', () => {
    const files = { image: new Uint8Array(1), imageHash: LINK.imageHash };
    expect(linkScenario(LINK, files)).toMatchObject({ name: 'hello', memory: 64, inputs: LINK.inputs });
    expect(() => linkScenario(LINK, { ...files, imageHash: 'f'.repeat(64) })).toThrow(/another image of "hello"/);
    expect(() => linkScenario(LINK, { ...files, ramdiskHash: 'f'.repeat(64) })).toThrow(/no ramdisk/);
  });

  it('says when the state is not the one it names', () => {
    expect(linkMismatch(LINK, LINK.hash)).toBeUndefined();
    expect(linkMismatch(LINK, '0'.repeat(16))).toMatch(/state hash is 0000000000000000/);
  });
});

it('base64url goes both ways', () => {
  for (let length = 0; length < 20; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 77 + 251) & 0xff);
    expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
  }
  expect(fromBase64Url('a=b')).toBeUndefined();
  expect(fromBase64Url('a')).toBeUndefined();
});
