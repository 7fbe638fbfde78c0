import { expect, test } from '@playwright/test';
import { fetchPvGrub } from '../../scripts/fetch-pv-grub.mjs';
import { MachinePage } from './machine-page';

test("Debian's PV-GRUB, unmodified, comes to its prompt in the page and answers", async ({ page }) => {
  test.setTimeout(120_000);
  const fetched = fetchPvGrub();
  test.skip('skipped' in fetched, 'skipped' in fetched ? fetched.skipped : '');
  if ('skipped' in fetched) return;
  const machine = new MachinePage(page);
  await machine.open();
  await machine.boot(fetched.path);
  await expect(machine.console).toContainText('GNU GRUB', { timeout: 60_000 });
  await expect(machine.console).toContainText('grub>', { timeout: 30_000 });
  await machine.console.click();
  for (const [command, answer] of [
    ['echo hi', /echo hi\s*hi/],
    ['set', /prefix=/],
  ] as const) {
    await page.keyboard.type(`${command}\n`);
    await expect(machine.console).toContainText(answer, { timeout: 20_000 });
  }
  await page.keyboard.type('halt\n');
  await expect(machine.status).toHaveText('ended', { timeout: 20_000 });
  machine.expectNoTroubles();
});
