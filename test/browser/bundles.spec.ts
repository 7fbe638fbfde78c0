import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { at } from '../../scripts/lib/paths.mjs';

/** What our own guest prints first. */
const GREETING = /Hello from ring 1/;

/** What goes wrong on a page while it runs: exceptions, errors on the console, requests without an answer. */
function troubles(page: Page): string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text());
  });
  page.on('requestfailed', (request) => found.push(`${request.url()}: ${request.failure()?.errorText}`));
  return found;
}

test('the site runs a guest under a sub-path, with no special headers', async ({ page }) => {
  const found = troubles(page);
  const answer = await page.goto('./#/play');
  const headers = Object.keys(answer?.headers() ?? {});
  expect(headers.filter((name) => /cross-origin|isolation/.test(name))).toEqual([]);
  await expect(page.getByText(GREETING).first()).toBeVisible();
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
  expect(found).toEqual([]);
});

test('the single page runs a guest from file://, and asks for nothing', async ({ page }) => {
  const found = troubles(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const file = pathToFileURL(at('dist/ringside.html')).href;
  await page.goto(`${file}#/play`);
  await expect(page.getByText(GREETING).first()).toBeVisible();
  expect(asked.filter((url) => url.split('#')[0] !== file && !/^(?:data|blob):/.test(url))).toEqual([]);
  expect(found).toEqual([]);
});

test('the element runs a guest in a page of another origin', async ({ page }) => {
  const found = troubles(page);
  const script = readFileSync(at('dist/ringside-demo.js'), 'utf8');
  const load = '<script type="module" src="http://cdn.example/ringside-demo.js"></script>';
  await page.route('http://slides.example/', (route) =>
    // The script twice: a page that loads it twice must not break.
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><title>Slides</title><link rel="icon" href="data:,">${load}${load.replace('.js', '.js?again')}
        <ringside-demo guest="hello" loading="eager" autoplay></ringside-demo>`,
    }),
  );
  await page.route(/http:\/\/cdn\.example\//, (route) =>
    route.fulfill({ contentType: 'text/javascript', headers: { 'access-control-allow-origin': '*' }, body: script }),
  );
  await page.goto('http://slides.example/');
  await expect(page.getByText(GREETING).first()).toBeVisible();
  expect(found).toEqual([]);
});
