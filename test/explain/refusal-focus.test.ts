import { beforeAll, describe, expect, it } from 'vitest';
import { Hypercall } from '../../assembly/abi/hypercall';
import { Rule } from '../../assembly/abi/reason';
import { TraceEvent, TraceFlag } from '../../assembly/abi/trace-event';
import { TraceRecord } from '../../web/core/layout.gen';
import type { TraceFields } from '../../web/explain';
import { entryBits, entryInWords } from '../../web/explain/page-table-entry';
import { refusalSentence } from '../../web/explain/refusal';
import { refusalFocus } from '../../web/explain/refusal-focus';
import { ruleSource, ruleTitle } from '../../web/explain/rule';
import { coreModule, runTo, scenario, watched } from '../support/machine';
import { type RecordFields, traceRecords } from '../ui/fixture-machine';

const record = (fields: RecordFields): TraceFields => {
  const bytes = traceRecords([{ flags: TraceFlag.Refused, ...fields }]);
  return new TraceRecord(new DataView(bytes.buffer), 0);
};
const request = (fields: RecordFields): TraceFields => record({ kind: TraceEvent.Request, ...fields });
const UPDATE = record({ code: Hypercall.MmuUpdate });
const EXTENDED = record({ code: Hypercall.MmuextOp });

describe('what a refused call is about', () => {
  it('is the entry at the pointer of an update', () => {
    const refused = request({ arg0: 0x7b9a018n, arg1: 0x232067n, entry: 0x232067n, level: 3, slot: 3, mfn: 0x232 });
    expect(refusalFocus(refused, UPDATE)).toEqual({
      table: 0x7b9a,
      level: 3,
      slot: 3,
      entry: 0x232067n,
      frames: [0x232, 0x7b9a],
    });
  });

  it('is an entry of the table that a new entry names, when validation went on there', () => {
    const refused = request({ arg0: 0x7b9a018n, arg1: 0x232067n, entry: 0x555067n, level: 1, slot: 9, mfn: 0x555 });
    expect(refusalFocus(refused, UPDATE)).toEqual({
      table: 0x232,
      level: 1,
      slot: 9,
      entry: 0x555067n,
      frames: [0x555, 0x7b9a, 0x232],
    });
  });

  it('is the table to be pinned, or one below it that is not told', () => {
    expect(refusalFocus(request({ code: 1, arg0: 0x50n, level: 2, slot: 7, mfn: 0x51 }), EXTENDED)).toEqual({
      table: 0x50,
      level: 2,
      slot: 7,
      entry: 0n,
      frames: [0x51, 0x50],
    });
    expect(refusalFocus(request({ code: 1, arg0: 0x50n, level: 1, slot: 7, mfn: 0x51 }), EXTENDED)).toEqual({
      table: 0x50,
      isBelow: true,
      level: 1,
      slot: 7,
      entry: 0n,
      frames: [0x51, 0x50],
    });
  });

  it('is the address of update_va_mapping', () => {
    const refused = record({ code: Hypercall.UpdateVaMapping, arg0: 0xc0009000n, level: 1, slot: 9, mfn: 0xffffffff });
    expect(refusalFocus(refused)).toEqual({ address: 0xc0009000, level: 1, slot: 9, entry: 0n, frames: [] });
  });
});

describe('an entry', () => {
  it('is told bit by bit', () => {
    const names = (entry: bigint, level: number, isWide: boolean): string =>
      entryBits(entry, level, isWide)
        .filter(({ set }) => set)
        .map(({ name }) => name)
        .join(' ');
    expect(names(0x80000000001a31e7n, 1, true)).toBe('P RW US A D PAT G NX');
    expect(names(0x1a3081n, 2, false)).toBe('P PSE');
    expect(entryBits(0n, 1, false).map(({ name }) => name)).not.toContain('NX');
  });

  it('is told in words', () => {
    expect(entryInWords(0n, 1)).toBe('Empty: an access here faults.');
    expect(entryInWords(0x1000n, 1)).toContain('Not present');
    expect(entryInWords(0x1a3001n, 1)).toBe('Names frame 0x1a3, read-only, for the kernel alone.');
    expect(entryInWords(0x80000000001a3007n, 1)).toBe(
      'Names frame 0x1a3, stores allowed, for ring 3 too, not for instructions.',
    );
  });
});

describe('every refusal of the probe', () => {
  const refusals: { record: TraceFields; parent: TraceFields | undefined }[] = [];
  beforeAll(() => {
    let parent: TraceFields | undefined;
    const trace = (records: Uint8Array): void => {
      const copy = records.slice();
      for (let at = 0; at < copy.length; at += TraceRecord.SIZE) {
        const next = new TraceRecord(new DataView(copy.buffer), at);
        if (next.kind === TraceEvent.Hypercall) parent = next;
        if (next.flags & TraceFlag.Refused) refusals.push({ record: next, parent });
      }
    };
    runTo(watched(coreModule(), scenario('test/probe'), { trace }).machine);
  });

  it('has a sentence, a title and a place in Xen', () => {
    expect(refusals.length).toBeGreaterThan(90);
    const rules = new Set<Rule>();
    for (const { record: refused } of refusals) {
      rules.add(refused.rule);
      expect(refusalSentence(refused)).not.toMatch(/^rule|undefined|NaN/);
      expect(ruleTitle(refused)).toMatch(/^[A-Z6].{8,}/);
      expect(ruleSource(refused)).toMatch(/^xen[-\w./]*\.[ch]/);
    }
    expect(rules.size).toBeGreaterThan(15);
    expect(rules).toContain(Rule.LinearWritable);
  });

  it('leads to frames of the machine', () => {
    for (const { record: refused, parent } of refusals) {
      for (const frame of refusalFocus(refused, parent).frames) expect(Number.isInteger(frame)).toBe(true);
    }
  });
});
