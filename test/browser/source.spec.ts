import { expect, test } from '@playwright/test';
import { MachinePage } from './machine-page';

test('the C of a built-in guest stands beside the machine, the line that runs next marked', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await machine.restartPaused();
  await page.getByRole('button', { name: 'C', exact: true }).click();
  const source = page.locator('rs-source');
  await expect(source).toContainText('runtime/start.S');
  const current = source.locator('[aria-current=step]');
  await expect(current).toHaveCount(1);
  await expect(current).toBeInViewport();
  for (let i = 0; i < 3; i++) {
    const before = await machine.count();
    await machine.toHypercall.click();
    await expect.poll(() => machine.count()).toBeGreaterThan(before);
  }
  // Behind the hypercall, in Xen's page: the line that called is marked. Two instructions later it has returned.
  await expect(source).toContainText('in the hypercall it makes');
  await expect(current).toBeInViewport();
  const stub = await machine.count();
  const list = page.getByRole('list', { name: /^Source of / });
  const file = await list.getAttribute('aria-label');
  await list.focus();
  await page.keyboard.press('.');
  await expect.poll(() => machine.count()).toBe(stub + 1);
  await expect(source.locator('.place')).not.toContainText('start.S');
  await expect(current).toBeInViewport();
  // Another file, whose list is the only one to be found, and has the focus that the one before had.
  await expect(list).not.toHaveAttribute('aria-label', file ?? '');
  await expect(list).toHaveCount(1);
  await expect(list).toBeFocused();
  await page.keyboard.press(',');
  await expect(list).toHaveAttribute('aria-label', file ?? '');
  await expect(list).toBeFocused();
  await expect(current).toHaveCount(1);
  await expect(current).toBeInViewport();
  expect(await machine.violations()).toEqual([]);
  // A guest from a file has no lines here: its instructions are shown.
  await machine.boot('test/probe');
  await expect(page.getByRole('list', { name: 'Disassembly' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'C', exact: true })).toHaveCount(0);
  machine.expectNoTroubles();
});
