import { expect, type Locator, type Page, test } from '@playwright/test';
import { MachinePage, SIZES } from './machine-page';

/** The memory view with the probe in it, which had every kind of request refused. */
async function openProbe(page: Page): Promise<MachinePage> {
  const machine = new MachinePage(page);
  await machine.open();
  await page.keyboard.press('m');
  await machine.boot('test/probe');
  await expect(machine.status).toHaveText('ended');
  return machine;
}

/** A cell of the table shown. Asking for it by its role would have the names of all thousand worked out. */
const cell = (page: Page, slot: number): Locator => page.locator(`rs-page-map .grid [data-slot="${slot}"]`);

/** Chooses the call that wanted a linear page table with write permission. */
async function chooseLinear(page: Page, machine: MachinePage): Promise<void> {
  await machine.calls.focus();
  await page.keyboard.press('Home');
  const verdict = page.locator('rs-verdict');
  for (let i = 0; i < 100 && !(await verdict.getByText('with write permission').isVisible()); i++)
    await page.keyboard.press('ArrowDown');
  await expect(verdict).toContainText('A linear page table is read-only');
}

/** Panes by F6, cells by arrows, and what is under them in words. */
async function goAroundByKeyboard(page: Page, machine: MachinePage): Promise<void> {
  await machine.calls.focus();
  await page.keyboard.press('F6');
  await expect(page.getByRole('article', { name: 'Verdict' })).toBeFocused();
  await page.keyboard.press('F6');
  await expect(page.getByRole('textbox', { name: 'Address' })).toBeFocused();
  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  await expect(cell(page, 100)).toBeFocused();
  for (const [key, slot] of [
    ['ArrowRight', 101],
    ['ArrowDown', 133],
    ['ArrowLeft', 132],
    ['ArrowUp', 100],
    ['Home', 96],
    ['End', 127],
    ['Control+Home', 0],
    ['ArrowLeft', 0],
    ['Control+End', 511],
  ] as const) {
    await page.keyboard.press(key);
    await expect(cell(page, slot)).toBeFocused();
    await expect(page.getByRole('region', { name: 'The chosen entry' })).toContainText(`Slot ${slot}`);
  }
  await page.keyboard.press('m');
  await expect(machine.console).toBeVisible();
  await page.keyboard.press('m');
}

test('shows the walk of the instruction pointer, the table and the frames', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await page.getByRole('button', { name: 'Memory' }).first().click();
  const walk = page.locator('rs-page-walk');
  await expect(walk.getByRole('listitem')).toHaveCount(4);
  await expect(page.getByRole('grid', { name: /^Entries of the L1 table/ }).locator('.cell')).toHaveCount(512);
  await expect(page.locator('rs-frames tbody tr')).toHaveCount(4);
  await expect(page.locator('rs-frames tbody tr').first()).toContainText('L3 table');
  await expect(page.locator('rs-frames tbody tr').first()).toContainText('yes');
  // Another address, by the field: nothing is mapped there.
  const field = page.getByRole('textbox', { name: 'Address' });
  await field.fill('40000000');
  await field.press('Enter');
  await expect(walk).toContainText('Not present');
  await field.fill('somewhere');
  await field.press('Enter');
  await expect(walk.locator('#wrong')).toContainText('hexadecimal');
  // The machine-to-physical table, and Xen's slots of the table above.
  await field.fill('f5800000');
  await field.press('Enter');
  await walk.getByRole('button', { name: /^L2/ }).click();
  await expect(page.locator('rs-page-map')).toContainText("Xen's 1");
  await page.getByRole('button', { name: 'Who wrote this?' }).last().click();
  await expect(page.locator('rs-writing')).toContainText(/Who wrote slot \d+ of frame 0x[0-9a-f]+\? (The|Nobody|Xen)/);
  machine.expectNoTroubles();
});

for (const viewport of SIZES) {
  test(`a refused call shows its verdict, the table and the frames it is about, ${viewport.width} pixels wide`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    const machine = await openProbe(page);
    expect(await machine.violationsByDayAndNight()).toEqual([]);
    await chooseLinear(page, machine);
    expect(await machine.violationsByDayAndNight()).toEqual([]);
    await expect(page.locator('html')).toHaveJSProperty('scrollWidth', viewport.width);
    const verdict = page.locator('rs-verdict');
    await expect(verdict).toContainText('xen/arch/x86/mm.c: get_l2_linear_pagetable');
    await expect(verdict).toContainText('L2, slot 100');
    await expect(cell(page, 100)).toHaveAttribute('aria-selected', 'true');
    await expect(cell(page, 100)).toHaveAccessibleName('100, not present, refused');
    await expect(page.locator('rs-page-map')).toContainText('Refused here');
    await expect(page.locator('rs-frames tr.refused')).toHaveCount(1);
    await verdict.getByRole('button', { name: 'Take the machine there' }).click();
    await expect(verdict).toContainText('The machine stands right behind this call.');
    await expect(machine.status).toHaveText('paused');
    if (viewport === SIZES[0]) await goAroundByKeyboard(page, machine);
    machine.expectNoTroubles();
  });
}

test('who goes from slot to slot faster than the machine answers misses none', async ({ page }) => {
  const machine = await openProbe(page);
  await expect(cell(page, 0)).toBeAttached();
  const chosen = page.locator('rs-page-map .grid .chosen');
  await chosen.focus();
  await page.keyboard.press('Control+End');
  await expect(cell(page, 511)).toBeFocused();
  await page.evaluate(() => {
    const deepest = (root: Document | ShadowRoot): Element | null =>
      root.activeElement?.shadowRoot ? deepest(root.activeElement.shadowRoot) : root.activeElement;
    for (let left = 10; left > 0; left--)
      deepest(document)?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, composed: true }));
  });
  await expect(cell(page, 511 - 320)).toBeFocused();
  await expect(page.getByRole('region', { name: 'The chosen entry' })).toContainText('Slot 191');
  machine.expectNoTroubles();
});

test('what a step changes in the frame table is marked', async ({ page }) => {
  const machine = await openProbe(page);
  await machine.calls.focus();
  await page.keyboard.press('Home');
  const verdict = page.locator('rs-verdict');
  for (let i = 0; i < 100 && !(await verdict.getByText("a device's").isVisible()); i++)
    await page.keyboard.press('ArrowDown');
  await verdict.getByRole('button', { name: 'Take the machine there' }).click();
  await expect(verdict).toContainText('The machine stands right behind this call.');
  // The page that the probe turns into a table and back.
  const field = page.getByRole('textbox', { name: 'Address' });
  await field.fill('c010c000');
  await field.press('Enter');
  const changed = page.locator('rs-frames td.changed');
  for (let i = 0; i < 80 && (await changed.count()) === 0; i++) {
    const before = await machine.count();
    await machine.toHypercall.click();
    await expect.poll(() => machine.count(), { intervals: [10, 20, 50] }).toBeGreaterThan(before);
  }
  await expect(changed.first()).toContainText('changed, was');
});

test('the pin of a directory that maps itself writable is refused, and the slot is shown where it stands', async ({
  page,
}) => {
  const machine = new MachinePage(page);
  await machine.open();
  await page.keyboard.press('m');
  await machine.boot('recursive-writable-slot-pae');
  await machine.calls.focus();
  await expect(machine.calls.getByRole('row')).toHaveCount(1);
  await page.keyboard.press('Home');
  // Pinned is the L3; refused is an entry of the L2 below it.
  await expect(page.locator('rs-verdict')).toContainText('L2, slot 508');
  await page.getByRole('button', { name: 'Take the machine there' }).click();
  // Xen refused it in the first of two goes: the call is not over there.
  await expect(page.locator('rs-verdict')).toContainText('The machine stands at this call.');
  await machine.toHypercall.click();
  await expect(page.locator('rs-verdict')).toContainText('The machine stands right behind this call.');
  await expect(page.getByRole('gridcell', { name: '508, linear, refused' })).toHaveAttribute('aria-selected', 'true');
});
