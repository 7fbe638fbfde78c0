#!/usr/bin/env node
// @ts-check
// Runs the site, the single page and the element in Firefox and WebKit where they are installed, and says where they are not:
// test-other-browsers.mjs [firefox] [webkit]. Chromium is tested by `npm test`. The last line is "N passed, N failed".
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';
import { openFirefox } from './lib/marionette.mjs';
import { at } from './lib/paths.mjs';
import { inWords, ONE_FAILED, ONE_PASSED, sum } from './lib/tally.mjs';
import { openWebKit } from './lib/web-driver.mjs';

const WAIT_MS = 20_000;
/** What our own guest prints first. */
const GREETING = 'Hello from ring 1';

/** A page with the element. */
const DEMO =
  '<!doctype html><title>Demo</title><script src="../../dist/ringside-demo.iife.js"></script><ringside-demo autoplay></ringside-demo>';

/** All text of a page, through every shadow root. */
const TEXT = `
  const text = (node) => [...node.childNodes].map((child) =>
    child.nodeType === 3 ? child.data : (child.shadowRoot ? text(child.shadowRoot) : '') + text(child)).join('');
  return text(document.body);`;

const BROWSERS = {
  firefox: { open: openFirefox, places: [process.env.RINGSIDE_FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'] },
  webkit: { open: openWebKit, places: [process.env.RINGSIDE_WEBKIT, '/usr/bin/WebKitWebDriver'] },
};

/** Whether a page comes to show the greeting. */
async function greets(/** @type {import('./lib/web-driver.mjs').Browser} */ browser, /** @type {string} */ url) {
  await browser.open(url);
  for (const started = Date.now(); Date.now() - started < WAIT_MS; await sleep(200)) {
    if (String(await browser.evaluate(TEXT)).includes(GREETING)) return true;
  }
  return false;
}

/**
 * Runs all pages in one browser.
 *
 * @param {keyof typeof BROWSERS} name
 * @param {Record<string, string>} pages what each is, and its URL
 */
async function tryBrowser(name, pages) {
  const binary = BROWSERS[name].places.find((place) => place && existsSync(place));
  if (!binary) {
    console.log(`  skip  ${name}: not installed`);
    return { passed: 0, failed: 0, skipped: Object.keys(pages).length };
  }
  const browser = await BROWSERS[name].open(binary);
  const tallies = [];
  for (const [what, url] of Object.entries(pages)) {
    const ok = await greets(browser, url);
    console.log(`  ${ok ? 'ok  ' : 'FAIL'}  ${name}: ${what}`);
    tallies.push(ok ? ONE_PASSED : ONE_FAILED);
  }
  await browser.close();
  return sum(tallies);
}

const names = /** @type {(keyof typeof BROWSERS)[]} */ (['firefox', 'webkit']);
const wanted = names.filter((name) => process.argv.length < 3 || process.argv.includes(name));

/** Builds, serves, tries all wanted browsers, and says how it went. */
async function main() {
  await ensureInstalled();
  const { buildBundles } = await import('./lib/bundles.mjs');
  const { serveSite } = await import('./lib/serve.mjs');
  await buildBundles(['site', 'single', 'deck'], console.log);
  const demo = at('build/test/demo.html');
  mkdirSync(at('build/test'), { recursive: true });
  writeFileSync(demo, DEMO);
  const server = await serveSite({ port: 20000 + (process.pid % 10000), base: '/somewhere/ringside/' });
  const pages = {
    'the site, under a sub-path': `${server.urls[0] ?? ''}#/play`,
    'the single page, from file://': `${pathToFileURL(at('dist/ringside.html')).href}#/play`,
    'the element, a classic script from file://': pathToFileURL(demo).href,
  };
  const tallies = [];
  for (const name of wanted) tallies.push(await tryBrowser(name, pages));
  await server.close();
  console.log(`\n${inWords(sum(tallies))}`);
  return sum(tallies).failed ? 1 : 0;
}

try {
  process.exit(await main());
} catch (error) {
  console.log(`${/** @type {Error} */ (error).message}\n\n0 passed, 1 failed`);
  process.exit(1);
}
