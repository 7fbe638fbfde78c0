import { describe, expect, it } from 'vitest';
import { lineRows } from '../../scripts/lib/dwarf-lines.mjs';
import { sections } from '../../scripts/lib/elf32.mjs';

const bytesOf = (text: string) => [...new TextEncoder().encode(text)];
const u32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >>> 24) & 255];
const u16 = (value: number) => [value & 255, value >> 8];

/** A 32-bit ELF file with the given sections and nothing else. */
function elfOf(contents: Record<string, number[]>): Uint8Array {
  const named = { ...contents, '.shstrtab': [] as number[] };
  const names = [0, ...Object.keys(named).flatMap((name) => [...bytesOf(name), 0])];
  named['.shstrtab'] = names;
  let offset = 52;
  let name = 1;
  const headers = [new Array<number>(40).fill(0)];
  for (const [title, bytes] of Object.entries(named)) {
    const header = [name, 1, 0, 0, offset, bytes.length, 0, 0, 1, 0].flatMap(u32);
    headers.push(header);
    offset += bytes.length;
    name += title.length + 1;
  }
  const file = new Uint8Array([...new Array<number>(52).fill(0), ...Object.values(named).flat(), ...headers.flat()]);
  file.set(u32(offset), 32);
  file.set([...u16(40), ...u16(headers.length), ...u16(headers.length - 1)], 46);
  return file;
}

/** A unit of .debug_line around file tables and a program. */
function unitOf(version: number, files: number[], program: number[]): number[] {
  const operands = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];
  const settings = [1, ...(version >= 4 ? [1] : []), 1, -5 & 255, 14, 13, ...operands];
  const header = [...settings, ...files];
  const body = [...u16(version), ...(version >= 5 ? [4, 0] : []), ...u32(header.length), ...header, ...program];
  return [...u32(body.length), ...body];
}

const END = [0, 1, 1];
const setAddress = (address: number) => [0, 5, 2, ...u32(address)];
/** Special opcode: both registers at once. */
const special = (address: number, line: number) => [13 + address * 14 + (line + 5)];

describe('the reader of .debug_line', () => {
  const files4 = [...bytesOf('lib'), 0, 0, ...bytesOf('a.c'), 0, 0, 0, 0, ...bytesOf('b.h'), 0, 1, 0, 0, 0];

  it('runs special, standard and extended opcodes', () => {
    const program = [...setAddress(0xc0100000), ...special(0, 8), ...[3, 0x7c], 1, ...[2, 0x90, 0x01], ...[4, 2], 1];
    const after = [8, ...special(1, 0), ...[9, 0x34, 0x12], ...[5, 7], 6, 1, ...END];
    expect(lineRows(elfOf({ '.debug_line': unitOf(4, files4, [...program, ...after]) }))).toEqual([
      { address: 0xc0100000, file: 'a.c', line: 9, end: false },
      { address: 0xc0100000, file: 'a.c', line: 5, end: false },
      { address: 0xc0100090, file: 'lib/b.h', line: 5, end: false },
      { address: 0xc01000a2, file: 'lib/b.h', line: 5, end: false },
      { address: 0xc01012d6, file: 'lib/b.h', line: 5, end: false },
      { address: 0xc01012d6, file: 'lib/b.h', line: 5, end: true },
    ]);
  });

  it('reads the file tables of version 5 from .debug_line_str', () => {
    const strings = [...bytesOf('kernel'), 0, ...bytesOf('main.c'), 0];
    const directories = [1, 1, 0x1f, 1, ...u32(0)];
    const files = [3, 1, 0x1f, 2, 0x0b, 5, 0x1e, 2];
    const entry = [...u32(7), 0, ...new Array<number>(16).fill(0xee)];
    const unit = unitOf(5, [...directories, ...files, ...entry, ...entry], [...setAddress(16), 1, ...END]);
    expect(lineRows(elfOf({ '.debug_line': unit, '.debug_line_str': strings }))[0]).toEqual({
      address: 16,
      file: 'kernel/main.c',
      line: 1,
      end: false,
    });
  });

  it('starts each unit afresh and goes on to the next', () => {
    const unit = unitOf(4, files4, [...setAddress(32), ...special(0, 1), ...END]);
    expect(lineRows(elfOf({ '.debug_line': [...unit, ...unit] })).map(({ line }) => line)).toEqual([2, 2, 2, 2]);
  });

  it('has no rows where there is no table, and finds sections by name', () => {
    const elf = elfOf({ '.text': [1, 2, 3] });
    expect(lineRows(elf)).toEqual([]);
    expect([...(sections(elf).get('.text') ?? [])]).toEqual([1, 2, 3]);
  });
});
