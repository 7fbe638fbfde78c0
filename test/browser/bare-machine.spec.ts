import { expect, test } from '@playwright/test';
import { at } from '../../scripts/lib/paths.mjs';
import { MachinePage } from './machine-page';

test('a multiboot kernel from a file runs on the bare machine and can be typed to', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await machine.boot(at('test/cpu-system/images/console.elf'));
  await expect(machine.console).toContainText('name?');
  await expect(page.getByRole('group', { name: 'Machine', exact: true })).toContainText('bare · no Xen');
  await machine.console.click();
  await page.keyboard.type('Ada Lovelace\n');
  await expect(machine.console).toContainText('hello, Ada Lovelace');
  await page.keyboard.type('well\n');
  await expect(page.getByRole('note', { name: 'How it ended' })).toContainText('debug-exit port');
  // Its page tables are shown without what only Xen would know.
  await machine.boot('recursive-native-2-level');
  await expect(machine.console).toContainText('init exited with status 0');
  await page.keyboard.press('m');
  const entry = page.getByRole('region', { name: 'The chosen entry' });
  await expect(entry).toContainText('Names frame');
  await expect(entry).not.toContainText('belongs to');
  await page.keyboard.press('m');
  await machine.boot('hello');
  await expect(machine.console).toContainText('What is your name?');
  machine.expectNoTroubles();
});
