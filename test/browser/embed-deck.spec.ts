import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { at } from '../../scripts/lib/paths.mjs';
import { type Demo, standsAt, troubles, where } from './embed-support';

/** Reveal's own word on where the deck is. */
const slide = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { Reveal: { getIndices(): { h: number } } }).Reveal.getIndices().h);
const REFUSAL = 'section:nth-of-type(2) ringside-demo';
const REPAIR = 'section:nth-of-type(3) ringside-demo';
const deck = pathToFileURL(at('dist/deck/index.html')).href;

test('from file://: a slide at the refusal; Page Down goes through the stops, then on, and back', async ({ page }) => {
  const found = troubles(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(deck);
  await page.keyboard.press('PageDown');
  expect(await slide(page)).toBe(1);
  await expect(page.locator(`${REFUSAL} >> article`)).toContainText('Slot 767', { timeout: 20_000 });

  await page.keyboard.press('PageDown');
  expect(await slide(page)).toBe(2);
  await standsAt(page, 0, REPAIR);
  const stops = await page.locator(REPAIR).evaluate(
    (element) =>
      new Promise<string[]>((resolve) => {
        const names: string[] = [];
        element.addEventListener('ringside-marker', (event) => {
          names.push((event as CustomEvent<{ name: string }>).detail.name);
          if (names.length === 3) resolve(names);
        });
        const press = (): boolean =>
          document.body.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'PageDown', code: 'PageDown', keyCode: 34, bubbles: true }),
          );
        // Pressed faster than any machine answers: each press counts.
        for (let i = 0; i < 3; i++) press();
        setTimeout(() => resolve(names), 8000);
      }),
  );
  expect(stops.at(-1)).toBe('queued-end');
  expect(await slide(page)).toBe(2);
  await page.keyboard.press('PageDown');
  await expect.poll(() => slide(page)).toBe(3);
  await page.keyboard.press('PageUp');
  await expect.poll(() => slide(page)).toBe(2);
  expect(asked.filter((url) => !/^(?:file|data|blob):/.test(url))).toEqual([]);
  expect(found).toEqual([]);
});

test('what is typed stays in the element, what turns slides reaches the deck', async ({ page }) => {
  await page.goto(deck);
  await page.evaluate(() => {
    const demo = document.querySelector('section:nth-of-type(2) ringside-demo');
    for (const name of ['scenario', 'at', 'markers']) demo?.removeAttribute(name);
    demo?.setAttribute('guest', 'hello');
    demo?.setAttribute('view', 'console');
    demo?.setAttribute('autoplay', '');
  });
  await page.keyboard.press('PageDown');
  const log = page.locator(REFUSAL).getByRole('log');
  await expect(log).toContainText('What is your name?', { timeout: 20_000 });
  await log.click();
  await page.keyboard.type('no b.');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Home');
  await expect(log).toContainText('What is your name? no b.');
  expect(await slide(page)).toBe(1);
  await page.keyboard.press('PageUp');
  await expect.poll(() => slide(page)).toBe(0);
});

test('a slide that is left stops its machine, and it goes on where it was', async ({ page }) => {
  await page.goto(deck);
  await page.keyboard.press('PageDown');
  await expect(page.locator(`${REFUSAL} >> article`)).toContainText('Slot 767', { timeout: 20_000 });
  await page.keyboard.press('PageDown');
  await standsAt(page, 0, REPAIR);
  await page.evaluate(() =>
    document.querySelector('section:nth-of-type(3) ringside-demo')?.setAttribute('advance', 'none'),
  );
  await page.locator(REPAIR).evaluate((element) => void (element as Demo).run());
  await page.keyboard.press('PageUp');
  await expect.poll(async () => (await where(page, REPAIR)).state).toMatch(/paused|ended/);
  const left = await where(page, REPAIR);
  await page.waitForTimeout(400);
  expect((await where(page, REPAIR)).count).toBe(left.count);
});

test('printed, every machine is its poster', async ({ page }) => {
  await page.goto(deck);
  await page.keyboard.press('PageDown');
  await expect(page.locator(`${REFUSAL} >> article`)).toContainText('Slot 767', { timeout: 20_000 });
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator(REFUSAL).getByText('Xen answers -EINVAL')).toBeVisible();
  await expect(page.locator(`${REFUSAL} >> article`)).toBeHidden();
});
