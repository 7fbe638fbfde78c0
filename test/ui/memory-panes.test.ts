import { describe, expect, test } from 'vitest';
import { TraceEvent, TraceFlag } from '../../assembly/abi/trace-event';
import type { Registers } from '../../web/core/machine-api';
import { nextInRing } from '../../web/ui/focus/focus-into';
import { atAddress, atRefusal, atTable, NO_FOCUS, questionOf } from '../../web/ui/rs-memory/memory-focus';
import { cellKind, KINDS } from '../../web/ui/rs-page-map/cell-kind';
import { parseAddress } from '../../web/ui/rs-page-walk/parse-address';
import { refusedCall, standsFrom } from '../../web/ui/session/refused-call';
import { copyOf, TraceLog } from '../../web/ui/session/trace-log';
import { traceRecords } from './fixture-machine';

describe('an address', () => {
  const registers = { eip: 0xc0101234, esp: -4 } as Registers;
  test('is hexadecimal, with or without 0x, or a register', () => {
    expect(parseAddress('c0100000', registers)).toEqual({ address: 0xc0100000 });
    expect(parseAddress(' 0XFFFFFFFF ', registers)).toEqual({ address: 0xffffffff });
    expect(parseAddress('eip', registers)).toEqual({ address: 0xc0101234 });
    expect(parseAddress('%ESP', registers)).toEqual({ address: 0xfffffffc });
  });

  test('that is none is told what one is', () => {
    for (const text of ['', '1ffffffff', '12 34', 'zero', 'cs', '-1']) {
      expect(parseAddress(text, registers)).toEqual({ wrong: expect.stringContaining('hexadecimal') });
    }
  });
});

describe('the kind of an entry', () => {
  const kind = (entry: bigint, more: { level?: number; type?: number; owner?: number } = {}): string =>
    cellKind(
      {
        mfn: 0x99,
        level: more.level ?? 1,
        span: 4096,
        entries: BigUint64Array.of(entry),
        types: Uint8Array.of(more.type ?? 7),
        owners: Uint16Array.of(more.owner ?? 1),
      },
      0,
    );

  test('of a leaf is what it lets through, or what it maps', () => {
    expect(kind(0n)).toBe('absent');
    expect(kind(0x1000n)).toBe('absent');
    expect(kind(0x1001n)).toBe('read-only');
    expect(kind(0x1003n)).toBe('writable');
    expect(kind(0x1007n)).toBe('user');
    expect(kind(0x1001n, { type: 2 })).toBe('table');
    expect(kind(0x1005n, { owner: 0x7ff2, type: 0 })).toBe('xen');
  });

  test('above the leaf is linear when it names its own level or higher', () => {
    expect(kind(0x1067n, { level: 2, type: 1 })).toBe('writable');
    expect(kind(0x1025n, { level: 2, type: 2 })).toBe('linear');
    expect(kind(0x1025n, { level: 2, type: 3 })).toBe('linear');
    expect(kind(0x10e7n, { level: 2, type: 2 })).toBe('writable');
    expect(kind(0x1001n, { level: 3, type: 2 })).toBe('read-only');
    // On the bare machine, where frames have no types, a table that names itself is seen all the same.
    expect(kind(0x99003n, { level: 2, type: 0 })).toBe('linear');
    expect(kind(0x99003n, { level: 1, type: 0 })).toBe('writable');
  });

  test('has words for the legend', () => {
    expect(new Set(KINDS.map(([one]) => one)).size).toBe(7);
  });
});

describe('where a person looks', () => {
  const refusal = { table: 9, slot: 767, frames: [5, 9] };

  test('is a refused call: its table, slot and frames', () => {
    const focus = atRefusal(atAddress(NO_FOCUS, 0x1000), refusal);
    expect(focus).toEqual({ address: 0x1000, table: 9, slot: 767, refusedSlot: 767, frames: [5, 9] });
    expect(questionOf(focus)).toMatchObject({ address: 0x1000, table: 9, frames: [5, 9] });
  });

  test('is another table then: the refused slot was not of that', () => {
    expect(atTable(atRefusal(NO_FOCUS, refusal), { table: 11 })).toEqual({ table: 11, frames: [5, 9] });
    expect(atTable(NO_FOCUS, { table: 11, level: 2, slot: 3 })).toEqual({ table: 11, level: 2, slot: 3, frames: [] });
  });

  test('is an address: the table is that of its walk again', () => {
    expect(atAddress(atRefusal(NO_FOCUS, refusal), undefined)).toEqual({ frames: [5, 9] });
    expect(atRefusal(atTable(NO_FOCUS, { table: 4 }), { address: 0x2000, slot: 2, frames: [] })).toEqual({
      address: 0x2000,
      slot: 2,
      refusedSlot: 2,
      frames: [],
    });
  });

  test('stays where it was when the refusal names no place', () => {
    expect(atRefusal(atTable(NO_FOCUS, { table: 4, slot: 1 }), { frames: [8] })).toEqual({
      table: 4,
      slot: 1,
      frames: [8],
    });
  });

  test('is asked for with rising serials', () => {
    expect(questionOf(NO_FOCUS).serial).toBeLessThan(questionOf(NO_FOCUS).serial);
  });
});

describe('refused calls of the trace', () => {
  const log = new TraceLog();
  log.append({
    epoch: 1,
    from: 0,
    records: traceRecords([
      { code: 1 },
      { code: 2, flags: TraceFlag.Refused, rule: 34, mfn: 9 },
      { kind: TraceEvent.Request, flags: TraceFlag.Part },
      { kind: TraceEvent.Request, flags: TraceFlag.Part | TraceFlag.Refused, rule: 34, mfn: 9 },
      { code: 4, flags: TraceFlag.Refused, rule: 70 },
      { code: 5, flags: TraceFlag.Interrupted },
      { kind: TraceEvent.Request, flags: TraceFlag.Part | TraceFlag.Refused, rule: 3 },
      { code: 5, flags: TraceFlag.Refused, rule: 3 },
    ]),
  });

  test('are a list of their own', () => {
    expect(log.rows('refused')).toBe(3);
    expect([0, 1, 2].map((row) => log.placeOfRow('refused', row))).toEqual([1, 4, 6]);
  });

  test('are explained by the request that was refused, if there is one', () => {
    expect(log.refusal(1)).toBe(3);
    expect(log.refusal(4)).toBe(4);
    // The call was interrupted after its request, and gone on with as another record: the refusal is there before that.
    expect(log.refusal(6)).toBe(6);
    expect([1, 4, 6].map((place) => log.answer(place))).toEqual([1, 4, 7]);
    const interrupted = new TraceLog();
    interrupted.append({
      epoch: 1,
      from: 0,
      records: traceRecords([
        { code: 5, flags: TraceFlag.Interrupted },
        { kind: TraceEvent.Request, flags: TraceFlag.Part | TraceFlag.Refused, rule: 3 },
      ]),
    });
    expect(interrupted.rows('refused')).toBe(1);
    expect(interrupted.answer(1)).toBeUndefined();
    expect(log.record(log.refusal(99))).toBeUndefined();
  });

  test('tell where a machine stands from them', () => {
    const counted = new TraceLog();
    const refused = { flags: TraceFlag.Refused, rule: 3 };
    const request = { kind: TraceEvent.Request, flags: TraceFlag.Part | TraceFlag.Refused, rule: 3 };
    const records = traceRecords([
      { count: 10n, ...refused },
      { count: 20n, flags: TraceFlag.Interrupted },
      { count: 20n, ...request },
      { count: 21n, ...refused },
    ]);
    counted.append({ epoch: 1, from: 0, records });
    const from = (place: number, counts: bigint[]) => {
      const call = refusedCall(counted, place);
      return counts.map((count) => call && standsFrom(call, count));
    };
    expect(from(0, [8n, 9n, 10n, 11n])).toEqual(['elsewhere', 'at', 'behind', 'elsewhere']);
    expect(from(2, [18n, 19n, 20n, 21n, 22n])).toEqual(['elsewhere', 'at', 'at', 'behind', 'elsewhere']);
  });

  test('can be kept', () => {
    const found = log.record(3);
    const kept = found && copyOf(found);
    log.clear();
    expect(kept?.rule).toBe(34);
    expect(kept?.ordinal).toBe(3);
    expect(log.rows('refused')).toBe(0);
  });
});

test('panes make a ring', () => {
  expect([nextInRing(-1, 1, 5), nextInRing(-1, -1, 5), nextInRing(4, 1, 5), nextInRing(0, -1, 5)]).toEqual([
    0, 4, 0, 4,
  ]);
});
