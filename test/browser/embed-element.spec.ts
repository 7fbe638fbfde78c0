import { expect, type Page, test } from '@playwright/test';
import { type Demo, pageOf, REFUSAL, type Served, serve, standsAt, where } from './embed-support';
import { MachinePage } from './machine-page';

/** Opens a page with the element's classic script. */
async function open(page: Page, body: string): Promise<void> {
  const pages: Record<string, Served> = { '/': { body: pageOf(body) } };
  const { origin, close } = await serve(pages);
  page.once('close', close);
  await page.goto(`${origin}/`);
}

const demo = (page: Page, id: string) => page.locator(`#${id}`);

test('stops on and back, events for each, and a sentence for a place that is none', async ({ page }) => {
  await open(page, '<ringside-demo scenario="queued-updates/2-level/xen-3.2" loading="eager"></ringside-demo>');
  await standsAt(page, 0);
  const heard = await page.locator('ringside-demo').evaluate(async (element) => {
    const events: string[] = [];
    for (const name of ['marker', 'seek', 'step', 'error', 'state']) {
      element.addEventListener(`ringside-${name}`, (event) => {
        const { name: stop, unit, state } = (event as CustomEvent).detail;
        events.push([name, stop ?? unit ?? state].filter(Boolean).join(' '));
      });
    }
    const machine = element as Demo;
    const went = [
      await machine.nextMarker(),
      await machine.nextMarker(),
      await machine.prevMarker(),
      await machine.prevMarker(),
    ];
    await machine.seek('start');
    await machine.step('hypercall', 2);
    const nowhere = await machine.seek('#no-such-stop');
    return { events, went, nowhere };
  });
  expect(heard.went).toEqual([true, true, true, false]);
  expect(heard.nowhere).toBe(false);
  expect(heard.events.filter((event) => event.startsWith('marker'))).toEqual([
    'marker queued-first',
    'marker queued-window-read',
    'marker queued-first',
  ]);
  expect(heard.events).toContain('step hypercall');
  expect(heard.events).toContain('error');
  await expect(page.getByRole('alert')).toContainText('There is no place "#no-such-stop". Places are: start, end');
});

test('an unknown scenario, marker or profile gets a sentence that names those there are', async ({ page }) => {
  await open(page, '<ringside-demo scenario="no/such/thing" loading="eager"></ringside-demo>');
  await expect(page.getByRole('alert')).toContainText('writable-slot/2-level/xen-3.2', { timeout: 15_000 });
  const set = (name: string, value: string) =>
    page
      .locator('ringside-demo')
      .evaluate((element, [key, to]) => element.setAttribute(key as string, to as string), [name, value]);
  await set('scenario', 'writable-slot/2-level/xen-3.2');
  await standsAt(page, 0);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await set('profile', 'xen-4.17-nolinear');
  await set('at', 'end');
  await expect.poll(async () => (await where(page)).state, { timeout: 15_000 }).toBe('ended');
  await set('markers', 'nonsense');
  await expect(page.getByRole('alert')).toContainText('There is no marker "nonsense"', { timeout: 15_000 });
  // What is refused only when the machine is built is an error as well.
  await open(page, '<ringside-demo guest="hello" profile="nonsense" loading="eager"></ringside-demo>');
  await expect(page.getByRole('alert')).toContainText('There is no profile "nonsense"; there are 2002-11');
  expect((await where(page)).state).toBe('error');
  await open(page, '<ringside-demo guest="toString" loading="eager"></ringside-demo>');
  await expect(page.getByRole('alert')).toContainText('There is no built-in guest "toString"');
});

test('of three on a page two are alive; the third comes back where it was when it is touched', async ({ page }) => {
  const one = (id: string) =>
    `<ringside-demo id="${id}" ${REFUSAL} view="registers" loading="eager" style="height:200px"></ringside-demo>`;
  await open(page, ['a', 'b', 'c'].map(one).join(''));
  for (const id of ['a', 'b', 'c']) await standsAt(page, 77_122, `#${id}`);
  await expect.poll(() => page.workers().length).toBe(2);
  const states = await Promise.all(['a', 'b', 'c'].map((id) => where(page, `#${id}`)));
  expect(new Set(states.map(({ hash }) => hash)).size).toBe(1);
  for (const id of ['a', 'b', 'c', 'a']) {
    await demo(page, id).evaluate((element) => (element as Demo).back('instruction', 1));
  }
  await standsAt(page, 77_120, '#a');
  await standsAt(page, 77_121, '#b');
  expect(page.workers().length).toBeLessThanOrEqual(2);
});

test('taken out of the page it ends, put back it begins again', async ({ page }) => {
  await open(page, `<ringside-demo ${REFUSAL} loading="eager"></ringside-demo>`);
  await standsAt(page, 77_122);
  await page.evaluate(() => {
    const element = document.querySelector('ringside-demo');
    element?.remove();
    (globalThis as unknown as { kept: unknown }).kept = element;
  });
  await expect.poll(() => page.workers().length).toBe(0);
  await page.evaluate(() => document.body.append((globalThis as unknown as { kept: Element }).kept));
  await standsAt(page, 77_122);
  expect(page.workers()).toHaveLength(1);
});

test('in a slide of any scale a click hits what it points at', async ({ page }) => {
  await open(
    page,
    `<div id="slide" style="transform-origin:0 0;width:900px"><ringside-demo ${REFUSAL} view="map" loading="eager"></ringside-demo></div>`,
  );
  await standsAt(page, 77_122);
  const map = page.locator('rs-page-map');
  await expect(map).toContainText('Slot 767');
  for (const [scale, slot] of [
    [0.5, 33],
    [1, 70],
    [1.48, 5],
    [2, 40],
  ] as const) {
    await page.evaluate((by) => {
      const slide = document.getElementById('slide') as HTMLElement;
      slide.style.transform = `scale(${by})`;
    }, scale);
    const { x, y, width, height } = (await map.locator('.cell').nth(slot).boundingBox()) ?? {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    };
    await page.mouse.click(x + width / 2, y + height / 2);
    await expect(map).toContainText(`Slot ${slot}`);
  }
});

test('no text is smaller than its density promises', async ({ page }) => {
  await open(
    page,
    `<ringside-demo ${REFUSAL} view="console registers trace verdict map frames walk source code" loading="eager" style="height:1200px"></ringside-demo>`,
  );
  await standsAt(page, 77_122);
  for (const [density, floor] of [
    ['compact', 12],
    ['cosy', 14],
    ['lecture', 24],
  ] as const) {
    const smallest = await page.locator('ringside-demo').evaluate((element, wanted) => {
      element.setAttribute('density', wanted);
      let least = Number.POSITIVE_INFINITY;
      const visit = (root: ParentNode): void => {
        for (const child of root.querySelectorAll('*')) {
          if (child.shadowRoot) visit(child.shadowRoot);
          const text = [...child.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
          if (!text || !child.checkVisibility()) continue;
          const zoom = (child as unknown as { currentCSSZoom: number }).currentCSSZoom;
          least = Math.min(least, Number.parseFloat(getComputedStyle(child).fontSize) * zoom);
        }
      };
      visit(element.shadowRoot as ShadowRoot);
      return least;
    }, density);
    expect(smallest, density).toBeGreaterThanOrEqual(floor - 0.01);
    expect(smallest, density).toBeLessThan(floor * 2);
  }
});

test('what moves by itself waits for a press where the reader asks for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '<ringside-demo guest="hello" autoplay loading="eager"></ringside-demo>');
  await standsAt(page, 0);
  await page.waitForTimeout(200);
  expect(await where(page)).toMatchObject({ state: 'paused', count: 0 });
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByText('What is your name?')).toBeVisible();
});

test('axe finds nothing, with every pane, in light and in dark', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await open(
      page,
      `<main><h1>Slides</h1><ringside-demo ${REFUSAL} view="console registers code source trace walk map frames verdict" site="x" loading="eager" style="height:1400px"></ringside-demo></main>`,
    );
    await standsAt(page, 77_122);
    await expect(page.getByRole('article', { name: 'Verdict' })).toBeVisible();
    expect(await new MachinePage(page).violations()).toEqual([]);
  }
});
