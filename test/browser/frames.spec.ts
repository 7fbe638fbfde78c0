import { expect, type Locator, test } from '@playwright/test';
import { MachinePage } from './machine-page';

const PINNED = {
  mfn: 0x349c,
  pfn: 0x3125,
  owner: 1,
  type: 2,
  validated: true,
  typeCount: 12,
  totalCount: 123,
  pinned: true,
};
const WRITABLE = { ...PINNED, mfn: 0x4107, type: 7, validated: false };
/** The same frames before: every cell of the first has changed. */
const BEFORE = [
  { ...PINNED, pfn: 0x3124, type: 7, typeCount: 1, totalCount: 2, pinned: false },
  { ...WRITABLE, type: 1 },
];
/** Below so many pixels a table with a column for linear tables is wider than its room. */
const NARROWEST = 340;

/** What cannot be seen of a frame table that is so wide. */
async function cutAt(table: Locator, width: number): Promise<string[]> {
  return table.evaluate(async (host: HTMLElement, pixels) => {
    host.style.width = `${pixels}px`;
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    const root = host.shadowRoot as ShadowRoot;
    const all = (selector: string): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(selector)];
    const isCut = (one: HTMLElement): boolean => one.scrollWidth > one.clientWidth;
    const ends = (selector: string): number => root.querySelector(selector)?.getBoundingClientRect().right ?? 0;
    const starts = (selector: string): number => root.querySelector(selector)?.getBoundingClientRect().left ?? 0;
    return [
      ...all('thead th, td').filter(isCut),
      ...(host.clientHeight < 50 ? ['all of it'] : []),
      ...(ends('.refused button') > starts('.refused td') ? ['the mark of the refused call'] : []),
      ...all('.scroller').filter(isCut),
    ].map((what) => (typeof what === 'string' ? what : `${what.localName}: ${what.textContent}`));
  }, width);
}

test('in a room of any width the frame table cuts nothing off, marks of change and refusal included', async ({
  page,
}) => {
  await new MachinePage(page).open();
  await page.evaluate(() => document.body.append(document.createElement('rs-frames')));
  const table = page.locator('body > rs-frames');
  for (const linearCount of [0, -1]) {
    const frames = [PINNED, WRITABLE].map((frame) => ({ ...frame, linearCount }));
    await table.evaluate((host, facts) => Object.assign(host, facts), {
      frames,
      previous: BEFORE,
      refused: [PINNED.mfn],
    });
    await expect(table.locator('td.changed')).not.toHaveCount(0);
    for (let width = 600; width >= NARROWEST; width -= 10) expect(await cutAt(table, width), `${width} px`).toEqual([]);
    // What cannot be done without scrolls.
    expect(await cutAt(table, 200)).toEqual([expect.stringMatching(/^div/)]);
  }
});
