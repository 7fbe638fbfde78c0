import { describe, expect, it } from 'vitest';
import type { InputEvent } from '../../web/core/machine-api';
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

/** Written by the build that knew format 1 alone. */
const OLD = [
  '1.225575c0.eyJmIjoxLCJzIjoxLCJnIjoiaGVsbG8iLCJpIjoiMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzN',
  'DU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZiIsIm8iOnsibWVtb3J5Ijo2NCwidmNwdXMiOjEsImNvbW1hbmRMaW5lIjoiIn0sI',
  'nQiOltbIjUiLDEsIlFRMCJdXSwiYyI6InJzIiwiayI6InhjIiwiaCI6ImZlZGNiYTk4NzY1NDMyMTAifQ',
].join('');

describe('a link', () => {
  it('says everything again', () => {
    expect(readLink(writeLink(LINK))).toEqual(LINK);
    expect(readLink(writeLink({ ...LINK, ramdiskHash: 'a'.repeat(64), inputs: [] }))).toEqual({
      ...LINK,
      ramdiskHash: 'a'.repeat(64),
      inputs: [],
    });
  });

  it('of several domains, and of what the toolstack was told, says everything again', () => {
    const other = {
      guest: 'pong',
      imageHash: 'b'.repeat(64),
      options: { memory: 8, vcpus: 2, commandLine: 'x', weight: 9 },
    };
    const others = [other, { ...other, ramdiskHash: 'c'.repeat(64) }];
    const inputs: InputEvent[] = [
      ...LINK.inputs,
      { tick: 123_456_789_012n, kind: 'toolstack', domid: 2, command: 'pause' },
      { tick: 123_456_789_013n, kind: 'console', domid: 2, bytes: Uint8Array.of(13) },
      { tick: 123_456_789_020n, kind: 'toolstack', domid: 2, command: 'destroy' },
    ];
    const link = { ...LINK, others, inputs };
    expect(writeLink(link)).toMatch(/^2\./);
    expect(readLink(writeLink(link))).toEqual(link);
  });

  it('is written as it always was when it needs nothing newer', () => {
    expect(writeLink(LINK)).toMatch(/^1\./);
  });

  it('that names a position of other semantics says so, and is never shown as truth', () => {
    expect(() => readLink(OLD)).toThrow(/made by another build: positions there have version 1, here \d+/);
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
    ['a newer format', '3.00000000.AAAA', /newer Ringside \(format 3; this one reads 2/],
    ['something huge', `1.00000000.${'A'.repeat(100_000)}`, /at most/],
  ])('is refused when it is %s', (_, text, sentence) => {
    expect(() => readLink(text)).toThrow(sentence);
  });

  it.each([
    ['a profile that is none', { profile: 'nonsense' }],
    ['an option of another kind', { dom0: 'yes' }],
    ['a word that is no option', { lines: {} }],
    ['an option of every object', { constructor: 1 }],
  ])('is refused with %s, though its checksum is right', (_, more) => {
    const options = { ...LINK.options, ...more } as MachineLink['options'];
    expect(() => readLink(writeLink({ ...LINK, options }))).toThrow(/damaged/);
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
    const other = { guest: 'pong', imageHash: 'b'.repeat(64), options: { memory: 8, vcpus: 1, commandLine: '' } };
    const several = { ...LINK, others: [other] };
    const own = { image: new Uint8Array(2), imageHash: other.imageHash };
    expect(linkScenario(several, files, [own]).others).toEqual([
      { name: 'pong', image: own.image, memory: 8, vcpus: 1, commandLine: '' },
    ]);
    expect(() => linkScenario(several, files)).toThrow(/choose the file of "pong" as well/);
    expect(() => linkScenario(several, files, [files])).toThrow(/another image of "pong"/);
    expect(() => linkScenario(LINK, { ...files, imageHash: 'f'.repeat(64) })).toThrow(/another image of "hello"/);
    expect(() => linkScenario(LINK, { ...files, ramdiskHash: 'f'.repeat(64) })).toThrow(/no ramdisk/);
  });

  it('says when the state is not the one it names', () => {
    const { position } = LINK;
    const hash = '0'.repeat(16);
    expect(linkMismatch(LINK, LINK)).toBeUndefined();
    expect(linkMismatch(LINK, { hash, position })).toMatch(/state hash is 0000000000000000/);
    // Stopped on its way.
    expect(linkMismatch(LINK, { hash, position: { count: 5n, tick: 5n } })).toBeUndefined();
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
