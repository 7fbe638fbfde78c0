import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from './scripts/lib/chromium.mjs';

/** One port for this run, also known to its worker processes, so that two checkouts can test at the same time. */
process.env.RINGSIDE_TEST_PORT ??= String(20000 + (process.pid % 20000));
const PORT = process.env.RINGSIDE_TEST_PORT;
/** The site must work wherever it is put: it is tested under a path of its own, with no special headers. */
const BASE = '/somewhere/ringside/';
const executablePath = findChromium();

export default defineConfig({
  testDir: 'test/browser',
  outputDir: 'build/test/browser',
  // Long, because a computer may be busy: time decides nothing here.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  workers: 2,
  reporter: [['line'], ['json', { outputFile: 'build/test/browser.json' }]],
  use: {
    baseURL: `http://localhost:${PORT}${BASE}`,
    launchOptions: { args: CHROMIUM_ARGS, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'] } }],
  webServer: {
    command: `node scripts/start.mjs --port ${PORT} --base ${BASE}`,
    url: `http://localhost:${PORT}${BASE}`,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
