import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { at } from '../../scripts/lib/paths.mjs';
import { Machine } from '../../web/toolstack/machine';
import { coreModule, runTo, scenario } from '../support/machine';
import { type Demo, pageOf, REFUSAL, SCRIPT, serve, standsAt, troubles, where } from './embed-support';

/** Count at the stop `pin-refused`: the call is answered. */
const REFUSED_AT = 77_122;
/** The element at the refusal, started at once. */
const DEMO = `<ringside-demo ${REFUSAL} view="console verdict" loading="eager"></ringside-demo>`;
/** The same, with all that it can show. */
const EVERY_PANE = DEMO.replace('console verdict', 'console registers trace verdict map frames walk source code');

/** The state hash that Node's machine has at a count of the lesson's scenario. */
function hashInNode(count: number): string {
  const what = scenario('recursive-writable-slot-2-level', { profile: 'xen-3.2' });
  const machine = Machine.create(coreModule(), what);
  expect(runTo(machine, { count: BigInt(count) }, 997)).toBe('reached');
  return machine.hash;
}

/** Paths of pages written beside dist/, to be opened from file://. */
function fileWith(name: string, body: string): string {
  const file = at('build/test', name);
  writeFileSync(file, pageOf(body, SCRIPT.replace('ringside-demo', '../../dist/ringside-demo')));
  return pathToFileURL(file).href;
}

test('a classic script in a page from file:// shows the refusal, in the state that Node comes to', async ({ page }) => {
  const found = troubles(page);
  await page.goto(fileWith('embed-file.html', DEMO));
  await standsAt(page, REFUSED_AT);
  expect((await where(page)).hash).toBe(hashInNode(REFUSED_AT));
  await expect(page.getByRole('article', { name: 'Verdict' })).toContainText('Slot 767 of the L2 table');
  expect(found).toEqual([]);
});

test('the page for frames works in an iframe of another origin, forwards keys, obeys slides', async ({
  page,
  baseURL,
}) => {
  const frameUrl = `${baseURL}embed.html#scenario=queued-updates/2-level/xen-3.2&at=start&view=console&loading=eager`;
  const { origin, close } = await serve({
    '/': {
      body: pageOf(
        `<iframe src="${frameUrl}" width="800" height="400" title="A machine"></iframe>
         <script>heard = []; onmessage = ({ data }) => heard.push(data);</script>`,
        '',
      ),
    },
  });
  await page.goto(`${origin}/`);
  const frame = page.frames()[1];
  if (!frame) throw new Error('There is no frame.');
  await standsAt(frame, 0);
  expect(await frame.evaluate(() => globalThis.origin)).not.toBe(origin);

  await frame.getByRole('button', { name: 'Next marker' }).click();
  await expect.poll(async () => (await where(frame)).count).toBeGreaterThan(80_000);
  for (const key of ['PageDown', 'PageUp', 'F5', 'Escape']) await page.keyboard.press(key);
  const heard = (): Promise<unknown[]> => page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard);
  await expect
    .poll(heard)
    .toEqual(
      expect.arrayContaining([
        { ringside: 1, key: 'PageDown' },
        JSON.stringify({ method: 'next' }),
        { ringside: 1, key: 'PageUp' },
        { ringside: 1, key: 'F5' },
        { ringside: 1, key: 'Escape' },
        expect.objectContaining({ event: 'ringside-marker' }),
      ]),
    );
  const say = (message: unknown): Promise<void> =>
    page.evaluate((data) => document.querySelector('iframe')?.contentWindow?.postMessage(data, '*'), message);
  await say({ ringside: 1, call: 'seek', arguments: ['end'], id: 7 });
  await expect.poll(heard).toContainEqual({ ringside: 1, id: 7, result: true });
  await say({ ringside: 1, call: 'seek', arguments: ['start'], id: 8 });
  await say({ ringside: 1, call: 'run', id: 9 });
  await say('slide:stop');
  await expect.poll(async () => (await where(frame)).state).toMatch(/paused|ended/);
  close();
});

test('a frame with nothing but allow-scripts, of no origin and without storage', async ({ page }) => {
  const found = troubles(page);
  const { origin, close } = await serve({
    '/': {
      body: pageOf(
        '<iframe sandbox="allow-scripts" src="inner" width="800" height="450" title="A machine"></iframe>',
        '',
      ),
    },
    '/inner': { body: pageOf(DEMO) },
  });
  await page.goto(`${origin}/`);
  const frame = page.frames()[1];
  if (!frame) throw new Error('There is no frame.');
  await standsAt(frame, REFUSED_AT);
  expect(found).toEqual([]);
  close();
});

test('a strict content security policy, with what docs/element.md asks for and nothing more', async ({ page }) => {
  const found = troubles(page);
  const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; img-src data:";
  const { origin, close } = await serve({
    '/': { body: pageOf(EVERY_PANE), headers: { 'content-security-policy': policy } },
  });
  await page.goto(`${origin}/`);
  await standsAt(page, REFUSED_AT);
  await expect(page.locator('rs-source .current')).toBeInViewport();
  await expect(page.locator('rs-page-map .grid .chosen')).toBeVisible();
  expect(page.workers()).toHaveLength(1);
  expect(found).toEqual([]);
  close();
});

test("default-src 'self' alone: no machine, but the poster and a sentence that says what is missing", async ({
  page,
}) => {
  const { origin, close } = await serve({
    '/': {
      body: pageOf(DEMO.replace('></ringside-demo>', '><p slot="poster">What it would show</p></ringside-demo>')),
      headers: { 'content-security-policy': "default-src 'self'" },
    },
  });
  await page.goto(`${origin}/`);
  await expect(page.getByRole('alert')).toContainText('wasm-unsafe-eval', { timeout: 20_000 });
  await expect(page.getByText('What it would show')).toBeVisible();
  expect((await where(page)).state).toBe('error');
  close();
});

test('open in full: the whole site comes to the very same state', async ({ page, baseURL, context }) => {
  await page.goto(
    `./embed.html#${new URLSearchParams({ scenario: 'writable-slot/2-level/xen-3.2', at: '#pin-refused' })}`,
  );
  await standsAt(page, REFUSED_AT);
  await page.locator('ringside-demo').evaluate((element) => (element as Demo).back('instruction', 40));
  await standsAt(page, REFUSED_AT - 40);
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'Open in full' }).click();
  const full = await opened;
  expect(full.url()).toContain(`${baseURL}#/play?l=`);
  const { hash } = await where(page);
  await expect(full.locator('rs-status')).toContainText(hash?.slice(0, 8) ?? 'none', { timeout: 20_000 });
});
