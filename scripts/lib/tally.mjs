// @ts-check
import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @type {Tally} */
export const ONE_PASSED = { passed: 1, failed: 0, skipped: 0 };
/** @type {Tally} */
export const ONE_FAILED = { passed: 0, failed: 1, skipped: 0 };

/** @returns {Tally} */
export function sum(/** @type {Tally[]} */ tallies) {
  const total = (/** @type {keyof Tally} */ key) => tallies.reduce((n, tally) => n + tally[key], 0);
  return { passed: total('passed'), failed: total('failed'), skipped: total('skipped') };
}

/** "N passed, N failed", and the skipped ones if there are any. */
export const inWords = (/** @type {Tally} */ { passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;

/** A tool that ended badly has at least one failure, whatever its report says. */
const atLeastFailed = (/** @type {Tally} */ tally, /** @type {number} */ status) =>
  status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;

/** A report in JSON, or undefined if the tool did not get so far. */
const readReport = (/** @type {string} */ file) =>
  existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;

/**
 * Counts the tests of a report of vitest. A file that could not even be loaded counts as one failure.
 *
 * @param {string} file report of its `json` reporter
 * @param {number} status exit status of vitest
 */
export function tallyOfVitest(file, status) {
  const report = readReport(file);
  if (!report) return ONE_FAILED;
  const broken = report.testResults.filter(
    (/** @type {any} */ suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
  );
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return atLeastFailed(tally, status);
}

/**
 * Counts the tests of a report of Playwright. A test that passed only at a second try counts as failed.
 *
 * @param {string} file report of its `json` reporter
 * @param {number} status exit status of Playwright
 */
export function tallyOfPlaywright(file, status) {
  const report = readReport(file);
  if (!report) return ONE_FAILED;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return atLeastFailed({ passed: expected, failed: unexpected + flaky, skipped }, status);
}
