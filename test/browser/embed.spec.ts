import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { at } from '../../scripts/lib/paths.mjs';

/** Opens a page of another origin with the element in it. */
async function openWith(page: Page, body: string, headers: Record<string, string> = {}): Promise<void> {
  const script = readFileSync(at('dist/ringside-demo.js'), 'utf8');
  await page.route('http://slides.example/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({
          contentType: 'text/html',
          headers,
          body: `<!doctype html><html lang="en"><title>Slides</title><link rel="icon" href="data:,">
            <script type="module" src="/ringside-demo.js"></script>${body}`,
        }),
  );
  await page.goto('http://slides.example/');
}

/** A deck: it turns its slides by keys on the document, unless a field of the page has the focus. */
const DECK = `<p id="seen"></p><script>
  globalThis.keys = [];
  document.addEventListener('keydown', (event) => globalThis.keys.push(event.key));
</script>`;

const keysOf = (page: Page) => page.evaluate(() => (globalThis as unknown as { keys: string[] }).keys);

test('a worker starts when the element is seen, not before', async ({ page }) => {
  await openWith(page, '<p style="height:3000px">Much text</p><ringside-demo autoplay></ringside-demo>');
  await page.waitForTimeout(500);
  expect(page.workers()).toHaveLength(0);
  await page.locator('ringside-demo').scrollIntoViewIfNeeded();
  await expect(page.getByText('Hello from ring 1')).toBeVisible();
});

test('a hidden slide does not start its machine', async ({ page }) => {
  await openWith(page, '<section style="opacity:0"><ringside-demo autoplay></ringside-demo></section>');
  await page.waitForTimeout(800);
  expect(page.workers()).toHaveLength(0);
  await page.evaluate(() => document.querySelector('section')?.removeAttribute('style'));
  await expect(page.getByText('Hello from ring 1')).toBeVisible();
});

test('typing stays in the console; what turns slides reaches the deck', async ({ page }) => {
  await openWith(page, `${DECK}<ringside-demo loading="eager" autoplay></ringside-demo>`);
  await expect(page.getByText('What is your name?')).toBeVisible();
  await page.getByRole('log').click();
  await page.keyboard.type('n b.');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('log')).toContainText('What is your name? n b.');
  expect(await keysOf(page)).toEqual([]);
  await page.keyboard.press('PageDown');
  expect(await keysOf(page)).toEqual(['PageDown']);
});

test('with the focus on its buttons, the element takes its own keys only', async ({ page }) => {
  await openWith(page, `${DECK}<ringside-demo loading="eager" autoplay></ringside-demo>`);
  await expect(page.getByText('What is your name?')).toBeVisible();
  await page.getByRole('button', { name: 'One instruction on' }).focus();
  await page.keyboard.press('.');
  await page.keyboard.press('Space');
  expect(await keysOf(page)).toEqual([]);
  for (const key of ['PageUp', 'PageDown', 'b', 'Escape', 'F5']) {
    if (key !== 'F5') await page.keyboard.press(key);
  }
  expect(await keysOf(page)).toEqual(['PageUp', 'PageDown', 'b', 'Escape']);
});

test('a page that forbids workers gets the machine in its own thread', async ({ page }) => {
  await openWith(page, '<ringside-demo loading="eager" autoplay></ringside-demo>', {
    'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'",
  });
  await expect(page.getByText('Hello from ring 1')).toBeVisible({ timeout: 25_000 });
});

test('a page that forbids WebAssembly gets a sentence', async ({ page }) => {
  await openWith(page, '<ringside-demo loading="eager" autoplay></ringside-demo>', {
    'content-security-policy': "script-src 'self'; worker-src blob:",
  });
  await expect(page.getByRole('alert')).toContainText('wasm-unsafe-eval', { timeout: 25_000 });
});

test('a poster stands until the machine is wanted', async ({ page }) => {
  await openWith(
    page,
    '<ringside-demo loading="manual" autoplay><p slot="poster">A picture of Xen</p></ringside-demo>',
  );
  await expect(page.getByText('A picture of Xen')).toBeVisible();
  expect(page.workers()).toHaveLength(0);
  // Who points at the button will press it: the worker is there by then, and no second one comes.
  await page.getByRole('button', { name: 'Start the machine' }).hover();
  await expect.poll(() => page.workers().length).toBe(1);
  await expect(page.getByText('A picture of Xen')).toBeVisible();
  await page.getByRole('button', { name: 'Start the machine' }).click();
  await expect(page.getByText('Hello from ring 1')).toBeVisible();
  expect(page.workers()).toHaveLength(1);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText('A picture of Xen')).toBeVisible();
});
