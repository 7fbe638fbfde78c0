import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inWords, sum, tallyOfPlaywright, tallyOfVitest } from '../../scripts/lib/tally.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'ringside-tally-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A report as a tool would leave it. */
function report(contents: unknown): string {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(contents));
  return file;
}

const vitest = (numbers: object, testResults: object[] = []) =>
  report({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults, ...numbers });

test('tallies add up, and skipped tests are told only if there are any', () => {
  const total = sum([
    { passed: 2, failed: 0, skipped: 0 },
    { passed: 3, failed: 1, skipped: 0 },
  ]);
  expect(inWords(total)).toBe('5 passed, 1 failed');
  expect(inWords({ ...total, skipped: 4 })).toBe('5 passed, 1 failed, 4 skipped');
});

test('a report of vitest is counted', () => {
  const file = vitest({ numPassedTests: 7, numFailedTests: 1, numPendingTests: 2 });
  expect(tallyOfVitest(file, 1)).toEqual({ passed: 7, failed: 1, skipped: 2 });
});

test('a test file that does not load is a failure', () => {
  const file = vitest({ numPassedTests: 7 }, [{ status: 'failed', assertionResults: [] }]);
  expect(tallyOfVitest(file, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
});

test('a bad exit status is a failure, whatever the report says', () => {
  expect(tallyOfVitest(vitest({ numPassedTests: 7 }), 1).failed).toBe(1);
  expect(tallyOfPlaywright(report({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 } }), 1).failed).toBe(1);
});

test('no report at all is a failure', () => {
  expect(tallyOfVitest(path.join(folder, 'none.json'), 0).failed).toBe(1);
  expect(tallyOfPlaywright(path.join(folder, 'none.json'), 0).failed).toBe(1);
});

test('a browser test that passed at a second try counts as failed', () => {
  const file = report({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 1 } });
  expect(tallyOfPlaywright(file, 0)).toEqual({ passed: 3, failed: 2, skipped: 1 });
});
