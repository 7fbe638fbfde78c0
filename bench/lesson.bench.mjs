// @ts-check
// How long a reader of the lesson waits, in Chromium: from the key or click until what it led to is painted. Frames come as fast as they
// can be drawn, so that a figure is work and not the rhythm of a screen.
//   lesson.bench.mjs [--save]: --save writes the table into docs/performance.md.
// Bars: a step back 16 ms, going anywhere 50 ms, both at the 95th percentile; a first state 300 ms after the click, the element's 150 ms, in
// the middle, for a visit is too long to be made often.
import { chromium } from '@playwright/test';
import { buildBundles } from '../scripts/lib/bundles.mjs';
import { CHROMIUM_ARGS, findChromium } from '../scripts/lib/chromium.mjs';
import { median, ms, percentile95, printTable } from '../scripts/lib/measure.mjs';
import { serveSite } from '../scripts/lib/serve.mjs';
import { installWatch } from './lib/painted.mjs';
import { machine, markdown, saveSection } from './lib/report.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Browser} Browser */

const STEPS = 100;
const SEEKS = 60;
const VISITS = 9;
/** Time for a page to come to rest before it is measured, in ms. */
const SETTLE = 1500;
const VIEWPORT = { width: 1280, height: 720 };
/** Two screens whose machines wait for no answer, and how many hypercalls one can go back by there. */
const SCREENS = /** @type {[name: string, calls: number][]} */ ([
  ['why', 6],
  ['queued', STEPS],
]);
/** Keys that go back. */
const BACK = { instruction: ',', hypercall: '[' };
/** The element at the refusal. */
const ELEMENT = 'scenario=writable-slot/2-level/xen-3.2&at=%23pin-refused&loading=manual&view=verdict+map';
/** A hand presses a button so long after it pointed at it, at least, in ms. */
const HAND = 150;
/** A reader looks so long at a place before stepping back from it, in ms. */
const LOOK = 150;
/** A linear generator's steps, for places in the run that are the same every time. */
const STRIDE = 0.618034;

/** A row of the table. `bar`: in ms, and marked where it is missed. */
function row(/** @type {string} */ what, /** @type {number[]} */ times, /** @type {number | undefined} */ bar) {
  const [middle, most] = [median(times), percentile95(times)];
  const isMissed = bar !== undefined && (Number.isNaN(most) ? middle : most) > bar;
  const judged = bar === undefined ? '' : `${bar} ms${isMissed ? '  below' : ''}`;
  return [what, ms(middle), ms(most), ms(Math.max(...times)), judged];
}

/** A page of a new visitor's, with what watches it. `what`: it is watched from its first moment on. */
async function visit(/** @type {Browser} */ browser, /** @type {string} */ address, /** @type {string} */ what = '') {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  await page.addInitScript(installWatch);
  if (what) await page.addInitScript((name) => /** @type {any} */ (globalThis).watch.begin(name, true), what);
  await page.goto(address);
  return page;
}

/** How long something that is done to a page takes until it is painted, in ms. */
async function timeOf(/** @type {Page} */ page, /** @type {string} */ what, /** @type {() => Promise<unknown>} */ act) {
  await page.evaluate((name) => /** @type {any} */ (globalThis).watch.begin(name), what);
  await act();
  return painted(page);
}

const painted = (/** @type {Page} */ page) => page.evaluate(() => /** @type {any} */ (globalThis).watch.painted);

/** Steps back and jumps on one screen of the lesson. */
async function screenRows(
  /** @type {Browser} */ browser,
  /** @type {string} */ site,
  /** @type {[name: string, calls: number]} */ [name, calls],
) {
  const page = await visit(browser, `${site}#/learn/recursive-map/${name}`, 'lesson');
  await painted(page);
  await page.waitForTimeout(SETTLE);
  /** @type {string[][]} */
  const rows = [];
  for (const [unit, key] of Object.entries(BACK)) {
    const times = [];
    while (times.length < STEPS) {
      await timeOf(page, 'lesson', () => page.keyboard.press('9'));
      // The first time it is a long way, and moments on it are shown.
      await page.waitForTimeout(LOOK);
      for (let left = unit === 'hypercall' ? calls : STEPS; left > 0; left--)
        times.push(await timeOf(page, 'lesson', () => page.keyboard.press(key)));
    }
    rows.push(row(`"${name}": a step back by ${unit}`, times, 16));
  }
  const track = page.getByRole('slider', { name: 'Where in the run' });
  const box = /** @type {{ x: number, y: number, width: number, height: number }} */ (await track.boundingBox());
  const jumps = [];
  for (let jump = 1; jump <= SEEKS; jump++) {
    const share = 0.02 + 0.96 * ((jump * STRIDE) % 1);
    // Not on a marker, which has a click of its own.
    const [x, y] = [box.x + box.width * share, box.y + box.height - 1];
    jumps.push(await timeOf(page, 'lesson', () => page.mouse.click(x, y)));
  }
  rows.push(row(`"${name}": anywhere in the run`, jumps, 50));
  await page.context().close();
  return rows;
}

/** From the press of the element's button, at which the pointer was before, to its marker, by a reader who was there before: everything is in the browser's cache. */
async function elementTime(/** @type {Browser} */ browser, /** @type {string} */ site) {
  const page = await visit(browser, `${site}embed.html#${ELEMENT}`);
  const start = page.getByRole('button', { name: 'Start the machine' });
  await start.click();
  await page.getByRole('article', { name: 'Verdict' }).waitFor();
  await page.reload();
  await start.waitFor();
  await page.waitForTimeout(SETTLE);
  await start.hover();
  await page.waitForTimeout(HAND);
  const time = await timeOf(page, 'element', () => start.click());
  await page.context().close();
  return time;
}

/** What a visitor waits for a first state. */
async function firstRows(/** @type {Browser} */ browser, /** @type {string} */ site) {
  /** @type {Record<'home' | 'door' | 'variant' | 'element', number[]>} */
  const times = { home: [], door: [], variant: [], element: [] };
  for (let at = 0; at < VISITS; at++) {
    const page = await visit(browser, site, 'home');
    times.home.push(await painted(page));
    await page.waitForTimeout(SETTLE);
    times.door.push(await timeOf(page, 'lesson', () => page.getByRole('link', { name: 'Learn' }).last().click()));
    const variants = page.getByRole('combobox', { name: 'Kernel' });
    times.variant.push(await timeOf(page, 'lesson', () => variants.selectOption({ index: at % 2 ? 1 : 2 })));
    await page.context().close();
    times.element.push(await elementTime(browser, site));
  }
  return [
    row('home, from the address to the verdict', times.home, undefined),
    row('from the door "Learn" to the lesson’s first state', times.door, 300),
    row('from another variant to its end', times.variant, 300),
    row('element, from its button to its marker', times.element, 150),
  ];
}

const executablePath = findChromium();
if (!executablePath) {
  console.log('No Chromium: skipped.');
} else {
  await buildBundles(['site'], console.error);
  const server = await serveSite({ port: 4310 });
  const browser = await chromium.launch({
    executablePath,
    args: [...CHROMIUM_ARGS, '--disable-gpu-vsync', '--disable-frame-rate-limit'],
  });
  const site = server.urls[0] ?? '';
  const rows = [];
  for (const screen of SCREENS) rows.push(...(await screenRows(browser, site, screen)));
  rows.push(...(await firstRows(browser, site)));
  await browser.close();
  await server.close();
  const heads = ['painted after', 'median', '95th percentile', 'worst', 'bar'];
  printTable(heads, rows);
  if (process.argv.includes('--save')) saveSection('lesson', [machine(), '', markdown(heads, rows)]);
}
