import { expect, test } from '@playwright/test';
import { MachinePage } from './machine-page';

/** Boots ping with pong beside it, by the dialog. */
async function bootPair(machine: MachinePage): Promise<void> {
  const { page } = machine;
  await page.getByRole('button', { name: /^Guest:/ }).click();
  await page.getByRole('radio', { name: /^ping/ }).check();
  await expect(page.getByRole('combobox', { name: /^Beside it/ })).toHaveValue('pong');
  await page.getByRole('button', { name: 'Boot ping' }).click();
}

test.describe('two domains', () => {
  test('have a console each, and are steered by mouse and keyboard', async ({ page }) => {
    const machine = new MachinePage(page);
    await machine.open();
    await bootPair(machine);
    const list = page.getByRole('region', { name: 'Domains' });
    const row = (name: string) => list.getByRole('row').filter({ hasText: name });
    await expect(machine.console).toContainText('ping: done');
    await expect(row('ping')).toContainText('ended');
    await expect(row('pong')).toContainText('shut down');
    await expect(machine.calls).toContainText('d1');
    // The other one's console, by keyboard.
    await list.getByRole('button', { name: /^pong/ }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Console of pong' })).toBeVisible();
    await expect(machine.console).toContainText('pong: 1000 rounds');
    await expect(machine.console).not.toContainText('ping: done');
    expect(await machine.violations()).toEqual([]);
    machine.expectNoTroubles();
  });

  test('are paused and destroyed; a step back undoes it', async ({ page }) => {
    const machine = new MachinePage(page);
    await machine.open();
    await bootPair(machine);
    await expect(machine.console).toContainText('ping: done');
    const list = page.getByRole('region', { name: 'Domains' });
    const row = (name: string) => list.getByRole('row').filter({ hasText: name });
    await expect(row('ping')).toContainText('ended');
    // Back to where ping lives.
    await page.getByRole('button', { name: 'One hypercall back' }).click();
    await expect(machine.status).toHaveText('paused');
    await list.getByRole('button', { name: 'Pause ping' }).click();
    await expect(row('ping')).toContainText('paused');
    const paused = await machine.count();
    await list.getByRole('button', { name: 'Unpause ping' }).press('Space');
    await expect(row('ping')).not.toContainText('paused');
    await list.getByRole('button', { name: 'Destroy ping' }).click();
    await expect(row('ping')).toContainText('destroyed');
    expect(await machine.count()).toBe(paused);
    await page.getByRole('button', { name: 'One instruction back' }).click();
    await expect(row('ping')).not.toContainText('destroyed');
    await expect(list.getByRole('button', { name: 'Destroy ping' })).toBeEnabled();
    machine.expectNoTroubles();
  });
});
