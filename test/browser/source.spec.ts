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
  const list = page.getByRole('group', { name: /^Source of / });
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

test('files shown lately stay laid out, one list each; who reads one goes on to the next', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await page.evaluate(() => document.body.append(document.createElement('rs-source')));
  const source = page.locator('body > rs-source');
  /** Shows a file, or none, and tells what has the focus and which files are kept. */
  const show = (file: string, more: Record<string, unknown> = {}) =>
    source.evaluate(
      async (element, set) => {
        const { updateComplete } = Object.assign(element, set) as unknown as { updateComplete: Promise<unknown> };
        await updateComplete;
        const { activeElement } = element.shadowRoot as ShadowRoot;
        const lists = [...(element.shadowRoot?.querySelectorAll('.list') ?? [])];
        return {
          focus: activeElement?.getAttribute('aria-label') ?? activeElement?.className,
          kept: lists.map((list) => list.getAttribute('aria-label')?.replace('Source of ', '')).join(''),
        };
      },
      { file, text: `int ${file};\n`, variant: undefined, line: 1, ...more },
    );
  for (const file of 'abcdef') await show(file);
  expect((await show('a')).kept).toBe('abcdef');
  await source.locator('.list.shown').focus();
  // The one that was not shown for longest goes, and never the one that is read.
  expect(await show('g')).toEqual({ focus: 'Source of g', kept: 'acdefg' });
  expect(await show('')).toEqual({ focus: 'empty', kept: '' });
  expect(await show('h', { text: undefined })).toEqual({ focus: 'lists', kept: 'acdefg' });
  expect(await show('h')).toEqual({ focus: 'Source of h', kept: 'adefgh' });
  // Another text of a file, or another variant that it is held against, takes the place of the one before.
  expect((await show('h', { variant: 'int i;\n' })).kept).toBe('adefgh');
  await expect(source.locator('.list.shown li')).toHaveText(['removed: int i;', 'added: int h;']);
  // A list that has no room yet comes to its line when it has.
  await source.evaluate((element: HTMLElement) => (element.style.display = 'none'));
  await show('long', { text: 'x;\n'.repeat(300), line: 200 });
  await source.evaluate((element: HTMLElement) => Object.assign(element.style, { display: 'flex', height: '200px' }));
  const marked = source.locator('[aria-current=step]');
  await expect(marked).toHaveCount(1);
  await expect
    .poll(() => source.locator('.list.shown').evaluate((list) => list.scrollTop))
    .toBeGreaterThan(199 * 20 - 200);
  // A line that is in view already is not scrolled to, in a file that comes back no more than in one that stayed.
  const drawn = (): Promise<number> =>
    source.locator('.list.shown').evaluate(async (list) => {
      for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
      return list.scrollTop;
    });
  const text = 'x;\n'.repeat(300);
  await source.locator('.list.shown').evaluate((list) => (list.scrollTop = 197 * 20));
  const there = await drawn();
  await show('a');
  await show('long', { text, line: 201 });
  expect(await drawn()).toBe(there);
  await show('long', { text, line: 202 });
  expect(await drawn()).toBe(there);
  await show('long', { text, line: 20 });
  expect(await drawn()).toBeLessThan(20 * 20);
  // One that is in view stays so in a lower room; where the reader is elsewhere, a lower room moves nothing.
  const lower = async (line: number, height: number): Promise<number> => {
    await source.evaluate((element: HTMLElement, to) => (element.style.height = `${to}px`), 400);
    await show('long', { text, line });
    await drawn();
    if (height > 0) await source.evaluate((element: HTMLElement, to) => (element.style.height = `${to}px`), height);
    return drawn();
  };
  const high = await lower(20 + 14, 0);
  expect(await lower(20 + 14, 130)).toBeGreaterThan(high);
  expect(
    await marked.evaluate((line) => {
      const [own, list] = [line, line.closest('.list')].map((one) => one?.getBoundingClientRect());
      return own && list && own.top >= list.top && own.bottom <= list.bottom;
    }),
  ).toBe(true);
  await source.locator('.list.shown').evaluate((list) => (list.scrollTop = 3000));
  await source.evaluate((element: HTMLElement) => (element.style.height = '120px'));
  expect(await drawn()).toBe(3000);
  await page.evaluate(() => document.querySelector('body > rs-source')?.remove());
});

test('the frame of the source that has the focus lies above its lines', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await machine.restartPaused();
  await page.getByRole('button', { name: 'C', exact: true }).click();
  const list = page.getByRole('group', { name: /^Source of / });
  await list.focus();
  await page.keyboard.press('F6');
  await page.keyboard.press('Shift+F6');
  await expect(list).toBeFocused();
  const frame = await page.locator('rs-source .lists').evaluate((lists) => {
    const { outlineStyle, outlineWidth, position } = getComputedStyle(lists, '::after');
    return { outlineStyle, outlineWidth, position };
  });
  expect(frame).toEqual({ outlineStyle: 'solid', outlineWidth: '2px', position: 'absolute' });
});
