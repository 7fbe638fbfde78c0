import { expect, test } from '@playwright/test';
import { MachinePage } from './machine-page';

test('a link brings a new page to the very same state', async ({ page, context }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await machine.console.click();
  await page.keyboard.type('Grace');
  await expect(machine.console).toContainText('What is your name? Grace');
  await machine.pause.click();
  await machine.step.click();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  const [count, state] = [await machine.count(), await machine.figure('state')];

  const other = new MachinePage(await context.newPage());
  await other.page.goto(link);
  await expect.poll(() => other.count(), { timeout: 15_000 }).toBe(count);
  expect(await other.figure('state')).toBe(state);
  await expect(other.console).toContainText('What is your name? Grace');
  await expect(other.notice).toHaveCount(0);
  other.expectNoTroubles();

  await other.run.click();
  await other.console.click();
  await other.page.keyboard.type(' Hopper\n');
  await expect(other.console).toContainText('Pleased to meet you, Grace Hopper.');
});

test('a link that leads nowhere, or names another state than it has, is told, and the page lives on', async ({
  page,
}) => {
  const machine = new MachinePage(page);
  for (const [hash, sentence] of [
    ['#/play?l=1.00000000.e30', /damaged or was edited/],
    ['#/play?l=99.00000000.e30', /newer Ringside/],
    ['#/play?l=', /damaged or was edited/],
  ] as const) {
    await machine.open(hash);
    await expect(machine.notice).toContainText(sentence);
    await expect(machine.console).toContainText('Hello from ring 1');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(machine.notice).toHaveCount(0);
  }
  await machine.pause.click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => page.url()).toMatch(/#\/play\?l=\w/);
  await page.goto(page.url().replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')));
  await page.reload();
  await expect(machine.notice).toContainText(/damaged or was edited/);
});
