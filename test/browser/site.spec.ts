import { expect, test } from '@playwright/test';
import { MachinePage } from './machine-page';

test('the home page stands at the refusal, and its doors lead on and back', async ({ page }) => {
  const machine = new MachinePage(page);
  await page.goto('./');
  const verdict = page.getByRole('group', { name: 'Verdict' });
  await expect(verdict).toContainText(
    /Slot 767 of the L2 table names frame 0x[0-9a-f]+, an L2 table, with write permission/,
  );
  await expect(verdict).toContainText('get_l2_linear_pagetable');
  await expect(page.getByRole('gridcell', { name: '767, linear, refused' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('rs-source .current')).toContainText('HYPERVISOR_MMUEXT_OP');
  // The very same machine, with every pane.
  await page.getByRole('link', { name: /^Inspect/ }).click();
  await expect(machine.status).toHaveText('paused');
  await expect(page.getByRole('button', { name: 'Guest: recursive-writable-slot-2-level' })).toBeVisible();
  await page.goBack();
  await expect(verdict).toContainText('Slot 767');
  await page.getByRole('link', { name: /^Teach / }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Put the machine into your slides');
  // What it names can be had.
  for (const name of ['ringside-demo.iife.js', 'ringside.html', 'ringside-deck.zip']) {
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name }).click();
    expect((await downloading).suggestedFilename()).toBe(name);
  }
  await page.goBack();
  await page.goForward();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Put the machine into your slides');
  expect(page.workers()).toHaveLength(1);
  machine.expectNoTroubles();
});

for (const [what, answer, sentence] of [
  ['has no longer', { status: 404 }, 'the site was renewed meanwhile. Reload the page.'],
  ['refuses', { status: 503 }, 'The server answered 503'],
  ['is not there for', undefined, 'The server cannot be reached.'],
] as const) {
  test(`a part that the server ${what} is told, and asked for again`, async ({ page }) => {
    await page.goto('./');
    await expect(page.getByRole('group', { name: 'Verdict' })).toContainText('Slot 767');
    await page.route('**/pages-*.pack', (route) => (answer ? route.fulfill(answer) : route.abort()));
    await page.goto('./#/learn/recursive-map/queued');
    await expect(page.getByRole('alert')).toContainText(sentence);
    await page.unroute('**/pages-*.pack');
    await page.goto('./#/');
    await page.goto('./#/learn/recursive-map/queued');
    await expect(page.locator('rs-strip .figures')).toContainText(/state [0-9a-f]{16}/);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('a location that names nothing gives a sentence and a way on', async ({ page }) => {
  await page.goto('./#/nowhere/at/all');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page');
  await page.getByRole('link', { name: 'Go to the beginning' }).click();
  await expect(page.getByRole('group', { name: 'Verdict' })).toContainText('Slot 767');
});

test('who goes to another page by key has the focus in it, and no frame around the whole page', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('link', { name: 'Teach', exact: true }).press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page.getByRole('main')).toHaveCSS('outline-style', 'none');
});
