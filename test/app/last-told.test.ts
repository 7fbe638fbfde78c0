import { describe, expect, test } from 'vitest';
import { Hypercall } from '../../assembly/abi/hypercall';
import { TraceEvent } from '../../assembly/abi/trace-event';
import { lastTold } from '../../web/app/lesson/last-told';
import { TraceLog } from '../../web/ui/session/trace-log';
import { type RecordFields, traceRecords } from '../ui/fixture-machine';

const logOf = (...records: RecordFields[]): TraceLog => {
  const log = new TraceLog();
  log.append({ epoch: 1, from: 0, records: traceRecords(records) });
  return log;
};

describe('what is told of the last event', () => {
  const bounce = { kind: TraceEvent.Bounce, code: 14, count: 100n, ordinal: 0, arg1: 0xc0100000n };

  test('is its sentence where it happened', () => {
    expect(lastTold(logOf(bounce), 101n)).toBe("Xen entered the guest's #PF handler at c0100000.");
  });

  test('says how long ago it was, and leaves names as they are written', () => {
    expect(lastTold(logOf(bounce), 5100n)).toMatch(/^5\D000 instructions ago: Xen entered the guest's #PF handler/);
  });

  test('is the last thing worth telling, not a step on the way', () => {
    const log = logOf(
      { code: Hypercall.Iret, count: 7n, ordinal: 0 },
      { kind: TraceEvent.TlbFlush, count: 8n, ordinal: 1 },
    );
    expect(lastTold(log, 8n)).toBe('The guest returned from a handler.');
    expect(lastTold(logOf(), 8n)).toBeUndefined();
  });
});
