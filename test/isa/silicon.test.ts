import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { Op } from '../../assembly/isa/op';
import { at } from '../../scripts/lib/paths.mjs';
import { coreModule } from '../support/machine';
import { check, type Report, textOf } from './silicon/check';
import { allRows } from './silicon/instruction';
import { VectorFile } from './silicon/vector-file';
import { WITHOUT_VECTOR } from './silicon/without-vector';

const bytes = gunzipSync(readFileSync(at('test/isa/silicon/vectors.bin.gz')));
/** What is in the map and no instruction. */
const NO_INSTRUCTION = new Set<number>([Op.Undefined, Op.Prefix, Op.TwoByte]);
const rows = [...allRows()].filter(([, op]) => !NO_INSTRUCTION.has(op)).map(([name]) => name);
const reasonsFor = (row: string) => WITHOUT_VECTOR.filter((reason) => reason.rows.test(row));

let report: Report;

beforeAll(() => {
  report = check(coreModule(), bytes);
}, 60_000);

describe('what the processor of a real machine answered', () => {
  test('our CPU answers too', () => {
    expect(report.failures.map(textOf)).toEqual([]);
    expect(report.otherFirst, 'these are from a processor that reads as ours does').toBe(0);
  });

  test('there are enough vectors', () => {
    expect(report.vectors).toBeGreaterThan(60_000);
  });

  test('every row of the opcode map has a vector, or a reason', () => {
    expect(rows.filter((row) => !report.rows.has(row) && reasonsFor(row).length === 0)).toEqual([]);
  });

  test('no row has both', () => {
    expect(rows.filter((row) => report.rows.has(row) && reasonsFor(row).length > 0)).toEqual([]);
  });

  test('every reason is for some row', () => {
    expect(WITHOUT_VECTOR.filter((reason) => !rows.some((row) => reason.rows.test(row)))).toEqual([]);
  });
});

describe('the check itself', () => {
  test('finds a wrong answer', () => {
    const forged = Uint8Array.from(bytes);
    const { usualIp } = new VectorFile(forged).world;
    expect(usualIp).toBe(0x6400);
    // The fourth byte from the end belongs to the end mark; what stands before is the last vector's answer.
    forged[forged.length - 5]! ^= 0x40;
    const { failures } = check(coreModule(), forged);
    expect(failures).toHaveLength(1);
  });

  test('refuses another file', () => {
    expect(() => new VectorFile(new Uint8Array(64))).toThrow('not a file of silicon vectors');
  });
});
