// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { at, ROOT } from './paths.mjs';

/** Where distributions put a Chromium or a Chrome. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

const IS_ROOT = process.getuid?.() === 0;

/** Options that keep the browser from talking to anybody but us. Its sandbox cannot start for root, and only then is off. */
export const CHROMIUM_ARGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(IS_ROOT ? ['--no-sandbox'] : []),
];

/** The browser to test with: $RINGSIDE_CHROMIUM, else the one Playwright downloaded, else the system's; or undefined. */
export function findChromium() {
  const wanted = process.env.RINGSIDE_CHROMIUM;
  if (wanted && !existsSync(wanted)) throw new Error(`RINGSIDE_CHROMIUM names ${wanted}, which does not exist.`);
  return wanted ?? [chromium.executablePath(), ...PLACES].find((file) => existsSync(file));
}

/** Runs one command with its output on stderr and says whether it succeeded. */
const succeeds = (/** @type {string} */ command, /** @type {string[]} */ args) =>
  spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2] }).status === 0;

/**
 * Finds a browser, and gets one where there is none: by Playwright, or on Debian as root from the distribution.
 * Throws a sentence if neither works.
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  console.error('No Chromium found: asking Playwright for one.');
  const playwright = at('node_modules/@playwright/test/cli.js');
  if (!succeeds(process.execPath, [playwright, 'install', 'chromium']) && IS_ROOT && existsSync('/usr/bin/apt-get')) {
    console.error('Playwright has none to download: asking apt for one.');
    succeeds('apt-get', ['update', '-qq']);
    succeeds('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  }
  const got = findChromium();
  if (!got) throw new Error('No Chromium: install one, or set RINGSIDE_CHROMIUM to the path of a Chromium or Chrome.');
  return got;
}
