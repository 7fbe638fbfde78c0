import { describe, expect, test } from 'vitest';
import { MAX_HEIGHT, RowWindow } from '../../web/ui/virtual-list/row-window';

/** A window over some rows of 24 pixels, in a view of 480 pixels. */
function windowOver(rows: number): RowWindow {
  const made = new RowWindow(24);
  made.rows = rows;
  made.viewHeight = 480;
  return made;
}

describe('a short list', () => {
  test('maps pixels to rows one to one', () => {
    const window = windowOver(1000);
    window.scrolled(2400);
    expect(window.first).toBe(100);
    expect(window.anchor).toBe(2400);
    expect(window.height).toBe(24_000);
  });

  test('shorter than its view stays at the first row', () => {
    const window = windowOver(5);
    window.scrolled(100);
    expect(window.first).toBe(0);
  });
});

describe('a list of a million rows', () => {
  test('is never taller than browsers draw', () => {
    expect(windowOver(1_000_000).height).toBe(MAX_HEIGHT);
  });

  test('reaches its last row, and its first again', () => {
    const window = windowOver(1_000_000);
    window.scrolled(MAX_HEIGHT - 480);
    expect(window.first + window.visible).toBe(1_000_000);
    window.scrolled(0);
    expect(window.first).toBe(0);
  });

  test('a wheel moves by rows, not by proportion', () => {
    const window = windowOver(1_000_000);
    window.scrolled(2_000_000);
    window.anchored(2_000_000);
    const before = window.first;
    window.scrolled(2_000_096);
    expect(window.first - before).toBe(4);
  });

  test('after small moves the bar can be put back in proportion', () => {
    const window = windowOver(1_000_000);
    window.scrolled(2_000_000);
    for (let i = 1; i <= 50; i++) window.scrolled(2_000_000 + i * 240);
    const { first } = window;
    window.anchored(window.anchor);
    window.scrolled(window.anchor + 24);
    expect(window.first).toBeCloseTo(first + 1, 6);
  });

  test('every row can be brought into view', () => {
    const window = windowOver(1_000_000);
    for (const row of [999_999, 0, 500_000, 123_456]) {
      window.reveal(row);
      expect(window.first).toBeLessThanOrEqual(row);
      expect(window.first + window.visible).toBeGreaterThanOrEqual(row + 1);
    }
  });
});
