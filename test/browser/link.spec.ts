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

for (const [what, hash, sentence] of [
  ['damaged', '#/play?l=1.00000000.e30', /damaged or was edited/],
  ['of a newer Ringside', '#/play?l=99.00000000.e30', /newer Ringside/],
  ['empty', '#/play?l=', /damaged or was edited/],
] as const) {
  test(`a link that is ${what} gives a sentence, and the page lives on`, async ({ page }) => {
    const machine = new MachinePage(page);
    await machine.open(hash);
    await expect(machine.notice).toContainText(sentence);
    await expect(machine.console).toContainText('Hello from ring 1');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(machine.notice).toHaveCount(0);
  });
}

test('an edited state hash is reported, never shown as truth', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await machine.pause.click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => page.url()).toContain('#/play');
  const edited = page.url().replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  await page.goto(edited);
  await page.reload();
  await expect(machine.notice).toContainText(/damaged or was edited/);
});
