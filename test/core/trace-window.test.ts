import { expect, it } from 'vitest';
import { TRACE_RECORD_BYTES } from '../../web/core/layout.gen';
import { TraceWindow } from '../../web/core/trace-window';

/** Records that carry their ordinals. */
function records(from: number, count: number): Uint8Array {
  const bytes = new Uint8Array(count * TRACE_RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i++) view.setUint32(i * TRACE_RECORD_BYTES, from + i, true);
  return bytes;
}

const ordinals = (bytes: Uint8Array): number[] =>
  Array.from({ length: bytes.length / TRACE_RECORD_BYTES }, (_, i) =>
    new DataView(bytes.buffer).getUint32(i * TRACE_RECORD_BYTES, true),
  );

it('gives back what was appended, however it came', () => {
  const window = new TraceWindow(20_000);
  for (let next = 0; next < 15_000; next += 613) window.append(records(next, Math.min(613, 15_000 - next)));
  expect([window.first, window.next]).toEqual([0, 15_000]);
  const { from, records: read } = window.read(4000, 5000);
  expect(from).toBe(4000);
  expect(ordinals(read)).toEqual(Array.from({ length: 5000 }, (_, i) => 4000 + i));
  expect(window.read(15_000, 10).records).toHaveLength(0);
  expect(window.read(99_999, 10)).toMatchObject({ from: 15_000 });
});

it('drops the oldest, keeps at least its capacity and says where it begins', () => {
  const window = new TraceWindow(10_000);
  for (let next = 0; next < 100_000; next += 1000) {
    window.append(records(next, 1000));
    expect(window.next - window.first).toBeLessThan(10_000 + 2 * 4096 + 1000);
    expect(window.next - window.first).toBeGreaterThanOrEqual(Math.min(window.next, 10_000));
  }
  const { from, records: read } = window.read(0, 3);
  expect(from).toBe(window.first);
  expect(ordinals(read)[0]).toBe(window.first);
  window.clear();
  expect(window.read(0, 10)).toMatchObject({ from: 0 });
});

it('takes what is recorded again as known, and forgets it where another future begins', () => {
  const window = new TraceWindow(10_000);
  window.append(records(0, 50_000));
  for (const end of [45_000, window.first + 1, window.first]) {
    window.rewind(end);
    expect([window.next, window.known]).toEqual([end, 50_000]);
    expect(window.read(end, 9).records).toHaveLength(0);
    expect(ordinals(window.readKnown(end, 2).records)).toEqual([end, end + 1]);
    window.append(records(end, 700));
    expect(window.next).toBe(end + 700);
    expect(ordinals(window.read(end + 698, 9).records)).toEqual([end + 698, end + 699]);
  }
  window.rewind(49_999);
  window.append(records(49_999, 5000));
  expect([window.next, window.known]).toEqual([54_999, 54_999]);
  expect(ordinals(window.read(49_998, 3).records)).toEqual([49_998, 49_999, 50_000]);
  window.rewind(47_000);
  window.fork();
  window.append(records(1_000_000, 2));
  expect(ordinals(window.read(46_999, 9).records)).toEqual([46_999, 1_000_000, 1_000_001]);
});

it('begins anew where it does not reach', () => {
  const window = new TraceWindow(10_000);
  window.append(records(0, 50_000));
  expect([window.reaches(3), window.reaches(50_000), window.reaches(50_001)]).toEqual([false, true, false]);
  window.rewind(3);
  window.append(records(3, 5));
  expect([window.first, window.next]).toEqual([3, 8]);
  expect(ordinals(window.read(0, 9).records)).toEqual([3, 4, 5, 6, 7]);
});
