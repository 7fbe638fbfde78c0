import { expect, test } from '@playwright/test';
import { MachinePage, SIZES } from './machine-page';

for (const viewport of SIZES) {
  test(`axe finds nothing by day and by night, ${viewport.width} pixels wide`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const machine = new MachinePage(page);
    await machine.open();
    expect(await machine.violationsByDayAndNight()).toEqual([]);
    await page.keyboard.press(' ');
    await expect(machine.run).toBeVisible();
    await page.keyboard.press('F6');
    await page.keyboard.press('F6');
    await page.keyboard.press('End');
    expect(await machine.violationsByDayAndNight()).toEqual([]);
    await page.keyboard.press('F6');
    expect(await machine.violations()).toEqual([]);
    for (const key of ['b', '?']) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await machine.violations()).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
}

test('with forced colours, what is chosen still differs from what is not', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ forcedColors: 'active', ...(baseURL && { baseURL }) });
  const machine = new MachinePage(await context.newPage());
  await machine.open();
  for (const [one, other] of [
    ['calls', 'all events'],
    ['AT&T', 'Intel'],
  ] as const) {
    const button = machine.page.getByRole('button', { name: one, exact: true });
    const chosen = await button.screenshot();
    await machine.page.getByRole('button', { name: other, exact: true }).click();
    await machine.page.mouse.move(0, 0);
    expect((await button.screenshot()).equals(chosen), one).toBe(false);
  }
  await machine.page.goto('./#/learn/recursive-map/refused');
  await machine.page.getByRole('article', { name: 'Verdict' }).waitFor();
  // The dot of this screen differs from the others, and none is of the page's own colour.
  const dots = await machine.page.locator('.dots a').evaluateAll((links) => ({
    page: getComputedStyle(document.body).backgroundColor,
    colours: [...new Set(links.map((link) => getComputedStyle(link, '::before').backgroundColor))],
  }));
  expect(dots.colours.length).toBeGreaterThan(1);
  expect(dots.colours).not.toContain(dots.page);
  const line = (name: string) =>
    machine.page
      .getByRole('navigation')
      .getByRole('link', { name })
      .evaluate((link) => getComputedStyle(link).borderBottomColor);
  expect(await line('Machine')).not.toBe(await line('Lesson'));
  expect(await line('Machine')).toBe(await line('Teach'));
  const cells = machine.page.locator('rs-page-map .grid .cell');
  await expect(cells.and(machine.page.locator('.chosen'))).toHaveCSS('box-shadow', /3\.5px/);
  await expect(cells.and(machine.page.locator('.refused'))).toHaveCSS('outline-style', 'solid');
  await expect(cells.first()).toHaveCSS('box-shadow', /inset/);
  await context.close();
});

test('everything is done by keyboard alone', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  // Run and pause, step, step to a hypercall.
  await page.keyboard.press(' ');
  await expect(machine.status).toHaveText('paused');
  const restart = page.getByRole('button', { name: 'Start again' });
  for (let i = 0; i < 24 && !(await restart.evaluate((button) => button.matches(':focus'))); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => machine.count()).toBe(0);
  await page.keyboard.press('.');
  await expect.poll(() => machine.count()).toBe(1);
  await page.keyboard.press(']');
  await expect(machine.calls.getByRole('row').first()).toBeVisible();
  // Space would press the button that has the focus.
  await page.keyboard.press('F6');
  await page.keyboard.press('F6');
  await page.keyboard.press(' ');
  await expect(machine.console).toContainText('What is your name?');
  // Into the console, type with keys that are shortcuts elsewhere, and out again.
  await page.keyboard.press('t');
  await page.keyboard.type('b. t]');
  await expect(machine.console).toContainText('What is your name? b. t]');
  await page.keyboard.press('Escape');
  // The list, and back to the console by F6.
  await page.keyboard.press('F6');
  await expect(machine.calls).toBeFocused();
  await page.keyboard.press('Home');
  await expect(machine.calls.locator('[aria-selected=true]')).toHaveAttribute('aria-rowindex', '1');
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('Enter');
  await expect(machine.console).toContainText('Pleased to meet you, b. t].');
  await page.keyboard.press('Escape');
  // Another guest.
  await page.keyboard.press('b');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(machine.status).toHaveText(/running|waiting/);
  // Single keys can be switched off.
  await page.keyboard.press('?');
  await page.keyboard.press('Tab');
  await page.keyboard.press(' ');
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('every control is reached by Tab, shows that it has the focus, and is big enough', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  const names = new Set<string>();
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (!element || element === document.body) return undefined;
      const { outlineStyle, opacity } = getComputedStyle(element);
      const { width, height } = element.getBoundingClientRect();
      const isButton = element.matches('button');
      return {
        name: element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '',
        outlineStyle,
        opacity,
        width,
        height,
        isButton,
      };
    });
    if (!focus) break;
    names.add(focus.name);
    if (focus.isButton) {
      expect(focus.outlineStyle, focus.name).not.toBe('none');
      expect(Math.min(focus.width, focus.height), focus.name).toBeGreaterThanOrEqual(24);
    }
    // The console takes Tab for the guest: Escape and Shift+Tab lead out.
    if (focus.opacity === '0') {
      await page.keyboard.press('Escape');
      await page.evaluate(() =>
        document
          .querySelector('rs-app')
          ?.shadowRoot?.querySelector('rs-machine-page')
          ?.shadowRoot?.querySelector<HTMLElement>('.column .choice button')
          ?.focus(),
      );
    }
  }
  for (const name of ['Keys', 'One instruction on', 'One hypercall on', 'Hypercalls', 'Disassembly', 'Registers']) {
    expect(
      [...names].some((found) => found.includes(name)),
      name,
    ).toBe(true);
  }
});
