import { expect, type Locator, test } from '@playwright/test';
import { LessonPage, SCREENS } from './lesson-page';

const click = (target: Locator) => target.click();

test('the lesson by mouse: from the home page to the end, every wrong answer disproved, every task done', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const lesson = new LessonPage(page);
  await page.goto('./');
  await page.getByRole('link', { name: /^Learn/ }).click();
  for (const [at, name] of SCREENS.entries()) {
    await expect(page).toHaveURL(new RegExp(`#/learn/recursive-map/${name}$`));
    await lesson.settled();
    await expect(page.locator('rs-lesson-page .where')).toContainText(`${at + 1} of ${SCREENS.length}`);
    if ((await lesson.answers.count()) > 0) {
      await expect(page.getByRole('button', { name: 'One instruction on' })).toBeDisabled();
      await expect(page.locator('rs-strip .figures')).not.toContainText(' of ');
      await lesson.answerAll(click, click);
      await expect(page.locator('rs-strip .figures')).toContainText(' of ');
    }
    if (name === 'a-map-of-itself') {
      await lesson.task.getByRole('button', { name: 'Hint' }).click();
      await page.locator('rs-page-map .grid [data-slot="767"]').click();
    }
    if (name === 'why') {
      await page.getByRole('button', { name: 'Who wrote this?' }).click();
      await expect(page.locator('rs-writing')).toContainText('The guest itself, by the instruction in pmap_');
      await page.getByRole('button', { name: 'Go there' }).click();
      await expect(page.locator('rs-source .current')).toBeVisible();
    }
    if (name === 'queued') {
      await page.getByRole('button', { name: 'To the end' }).click();
      const again = page.locator('.review');
      await again.getByText('Do you still know?').click();
      await again.locator('.answer').first().click();
      await expect(again.locator('.because')).toHaveText(/^\s*(?:Right|Not so)\./);
    }
    if (name === 'another-directory') {
      await page.getByRole('combobox', { name: 'Rules' }).selectOption('2004-02');
      await expect(page.locator('rs-strip .figures')).toContainText('paused');
      await expect(lesson.task).not.toContainText('Right.');
      await page.getByRole('button', { name: 'Run', exact: true }).click();
    }
    if ((await lesson.task.count()) > 0) await expect(lesson.task).toContainText('Right.');
    if (at + 1 < SCREENS.length) await lesson.next.click();
  }
  await expect(page.locator('.dots .done')).toHaveCount(SCREENS.length);
  await expect(page.getByRole('region', { name: 'What you can say now' }).locator('.done')).toHaveCount(SCREENS.length);
  // Back by the browser, and to the left-off screen after a reload.
  await page.goBack();
  await expect(page).toHaveURL(/another-directory$/);
  await page.getByRole('link', { name: 'Go on in the free machine' }).or(lesson.next).click();
  await expect(page).toHaveURL(/today$/);
  expect(page.workers()).toHaveLength(1);
  lesson.expectNoTroubles();
});

test('the lesson by keyboard alone, forward and back', async ({ page }) => {
  test.setTimeout(180_000);
  const lesson = new LessonPage(page);
  const press = async (target: Locator): Promise<void> => {
    await target.focus();
    await page.keyboard.press('Enter');
  };
  await page.goto('./');
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Tab');
    if (await page.getByRole('link', { name: /^Learn/ }).evaluate((link) => link.matches(':focus'))) break;
  }
  await page.keyboard.press('Enter');
  await lesson.settled();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('who wrote the chosen entry?');
  await page.keyboard.press('Escape');
  for (const name of SCREENS.slice(1, 4)) {
    await expect.poll(() => lesson.count()).toBeGreaterThan(0);
    const left = await lesson.hash();
    await press(lesson.next);
    await expect(page).toHaveURL(new RegExp(`${name}$`));
    await expect(lesson.title).toBeFocused();
    await lesson.settled();
    if ((await lesson.answers.count()) === 0) continue;
    // Keys that move the machine do nothing before there is an answer.
    await expect.poll(() => lesson.hash()).not.toBe(left);
    await expect.poll(() => lesson.count()).toBeGreaterThan(0);
    const before = await lesson.count();
    await page.keyboard.press('.');
    await page.keyboard.press('p');
    await expect(lesson.answers.first()).toBeFocused();
    expect(await lesson.count()).toBe(before);
    await lesson.answerAll(press, press);
  }
  // The machine both ways.
  const from = await lesson.count();
  await page.keyboard.press('}');
  await expect.poll(() => lesson.count()).toBeGreaterThan(from);
  await expect(lesson.flag).toBeVisible();
  const [count, hash] = [await lesson.count(), await lesson.hash()];
  await page.keyboard.press('[');
  await expect.poll(() => lesson.count()).toBeLessThan(count);
  await page.keyboard.press('{');
  await page.keyboard.press('5');
  await expect.poll(() => lesson.count()).toBeGreaterThan(1000);
  const half = await lesson.count();
  for (const key of [',', ',', '.', ']', '[']) await page.keyboard.press(key);
  await expect.poll(() => lesson.count()).not.toBe(half);
  await lesson.scrubber.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => lesson.count()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => lesson.count()).toBeGreaterThan(0);
  await page.keyboard.press('End');
  await expect(page.locator('rs-strip .figures')).toContainText('ended');
  await lesson.title.focus();
  for (let i = 0; i < 8 && (await lesson.count()) !== count; i++) {
    const here = await lesson.count();
    await page.keyboard.press('{');
    await expect.poll(() => lesson.count()).not.toBe(here);
  }
  // From the other side, the very same state.
  await expect.poll(() => lesson.hash()).toBe(hash);
  await page.keyboard.press('w');
  await expect(page.locator('rs-writing')).toContainText('Who wrote slot');
  await page.keyboard.press('F6');
  await expect(page.getByRole('group', { name: /^Source of / })).toBeFocused();
  await page.keyboard.press('.');
  await expect(page.locator('rs-writing'), 'the answer is of the moment that was asked about').toHaveCount(0);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`${SCREENS[2]}$`));
  await page.keyboard.press('<');
  await expect(page).toHaveURL(new RegExp(`${SCREENS[1]}$`));
  await expect(lesson.title).toBeFocused();
  await page.keyboard.press('>');
  await expect(page).toHaveURL(new RegExp(`${SCREENS[2]}$`));
  lesson.expectNoTroubles();
});

test('a link brings a new page to the very same state on the same screen; edited or foreign ones are told', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const lesson = new LessonPage(page);
  await lesson.openScreen('refused');
  await page.getByRole('combobox', { name: 'Rules' }).selectOption('2003-01');
  await expect(page.getByRole('note', { name: 'How this run ends' })).toContainText('Xen ends the domain at slot 767');
  await page.getByRole('button', { name: 'Marker before' }).click();
  await page.getByRole('button', { name: 'One instruction back' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const [count, hash, link] = [await lesson.count(), await lesson.hash(), page.url()];
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);

  const other = new LessonPage(await context.newPage());
  await other.page.goto(link);
  await expect.poll(() => other.count()).toBe(count);
  await expect.poll(() => other.hash()).toBe(hash);
  await expect(other.title).toHaveText('What Xen found');
  await expect(other.page.getByRole('combobox', { name: 'Rules' })).toHaveValue('2003-01');
  await expect(other.notice).toHaveCount(0);
  other.expectNoTroubles();

  await other.page.goto(link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')));
  await expect(other.notice).toContainText('damaged or was edited');
  // It is still there when the screen's own machine has come.
  await other.settled();
  await other.page.waitForTimeout(500);
  await expect(other.notice).toContainText('damaged or was edited');
  await expect(other.title).toHaveText('What Xen found');
  await other.page.close();
  for (const [path, heading, way] of [
    ['recursive-map/nowhere', 'This lesson has no such screen', /^Begin/],
    ['another-lesson', 'There is no such lesson', /^Begin/],
  ] as const) {
    await page.goto(`./#/learn/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await page.getByRole('link', { name: way }).click();
    await expect(page).toHaveURL(new RegExp(`/recursive-map/${SCREENS[0]}$`));
    await expect(lesson.title).toHaveText('A page directory that maps itself');
    lesson.expectNoTroubles();
  }
});

test('clicking fast, in any order, ends where the last click said, and panes agree', async ({ page }) => {
  const lesson = new LessonPage(page);
  await lesson.openScreen('refused');
  await page.evaluate(() => {
    type Machine = { session: { moment: { registers: { eip: number } }; info: { profile: string } }; stage: unknown };
    const app = document.querySelector('rs-app') as unknown as Machine & { shadowRoot: ShadowRoot };
    const machine = app.shadowRoot
      .querySelector('rs-lesson-page')
      ?.shadowRoot?.querySelector('rs-lesson-machine') as unknown as { shadowRoot: ShadowRoot };
    const wrong: string[] = [];
    (globalThis as unknown as { wrong: string[] }).wrong = wrong;
    // Whatever stays painted for two frames, the rules chosen are those of the machine that is shown.
    let last = '';
    const look = (): void => {
      const shown = machine.shadowRoot.querySelector('rs-switch') as unknown as { parts: { current: string }[] } | null;
      const strip = machine.shadowRoot.querySelector('rs-strip') as unknown as { hash: string; end: bigint };
      const pair = `${shown?.parts[1]?.current} ${app.session.info?.profile}`;
      const differs = shown && strip.hash !== '' && shown.parts[1]?.current !== app.session.info?.profile;
      if (differs && pair === last) wrong.push(pair);
      last = differs ? pair : '';
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const rules = page.getByRole('combobox', { name: 'Rules' });
  for (const profile of ['2002-11', 'xen-4.17', '2003-01', '2004-02', 'xen-3.2', '2003-01', 'xen-4.17-nolinear']) {
    await rules.selectOption(profile);
    for (const key of ['.', '3', ',', '}', ']', '{', '7', '[']) await page.keyboard.press(key);
  }
  await rules.selectOption('2002-11');
  await page.getByRole('button', { name: 'To the end' }).click();
  await expect(page.getByRole('note', { name: 'How this run ends' })).toContainText('directory used as a page table');
  await expect(page.locator('rs-verdict')).toContainText('do not know');
  await page.getByRole('button', { name: 'To the start' }).click();
  await expect.poll(() => lesson.count()).toBe(0);
  await expect(page.locator('rs-verdict')).toContainText('refused nothing so far');
  expect(await page.evaluate(() => (globalThis as unknown as { wrong: string[] }).wrong)).toEqual([]);
  expect(page.workers()).toHaveLength(1);
  lesson.expectNoTroubles();
});

test('a step is one frame: drawn, then measured, and no other is asked for', async ({ page }) => {
  const lesson = new LessonPage(page);
  await page.addInitScript(() => {
    const ask = globalThis.requestAnimationFrame;
    const seen: string[] = [];
    (globalThis as unknown as { seen: string[] }).seen = seen;
    let [at, frames, isMeasuring] = [-1, 0, false];
    globalThis.requestAnimationFrame = (callback) =>
      ask((time) => {
        if (time !== at) frames++;
        seen.push(`frame ${frames}`);
        // The second callback of a frame is the one that measures.
        isMeasuring = time === at;
        at = time;
        callback(time);
        isMeasuring = false;
      });
    const watch = (prototype: object, names: readonly string[]): void => {
      for (const name of names) {
        const { get, set } = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
        Object.defineProperty(prototype, name, {
          get(this: Element): unknown {
            if (!isMeasuring)
              seen.push(`${(this.getRootNode() as ShadowRoot).host?.localName}: ${name} before all is drawn`);
            return get?.call(this);
          },
          ...(set && { set }),
        });
      }
    };
    watch(Element.prototype, ['clientHeight', 'clientWidth', 'scrollHeight', 'scrollTop']);
    watch(HTMLElement.prototype, ['offsetTop', 'offsetHeight']);
  });
  await lesson.openScreen('why');
  const seen = await page.evaluateHandle(() => (globalThis as unknown as { seen: string[] }).seen);
  const place = page.locator('rs-source .place');
  /** Steps back from a place in one file until it is in another. */
  const back = async (check: () => Promise<void>): Promise<void> => {
    await page.keyboard.press('9');
    await expect(place).toContainText('machdep.c');
    for (let left = 40; (await place.textContent())?.includes('machdep.c'); left--) {
      expect(left).toBeGreaterThan(0);
      const count = await lesson.count();
      await seen.evaluate((all) => all.splice(0));
      await page.keyboard.press(',');
      await expect.poll(() => lesson.count()).toBe(count - 1);
      await check();
    }
  };
  // A file that was not shown before is on its way for a while.
  await back(async () => {});
  await expect(page.getByRole('group', { name: /^Source of / })).toHaveCount(1);
  await back(async () => {
    const told = await seen.jsonValue();
    // What is read aloud has a frame of its own, a second later.
    expect(told).toEqual([told[0], told[0]]);
    expect(told[0]).toMatch(/^frame \d+$/);
  });
});

test('what happened last is in view; the thumb is dragged off a marker, and "Show me" leads to the machine', async ({
  page,
}) => {
  const lesson = new LessonPage(page);
  await lesson.openScreen('why');
  for (const screen of ['read-only', 'queued']) {
    await page.keyboard.press('>');
    await expect(page).toHaveURL(new RegExp(`${screen}$`));
    await expect.poll(() => lesson.count()).not.toBe(77122);
    // A list that is made anew begins with the calls of the machine before, if there is time for them to arrive.
    await page.waitForTimeout(300);
  }
  await expect(page.locator('rs-trace .row').last()).toContainText('normal(');
  // The machine stands at a marker, so the thumb covers it.
  const { x, y, width } = (await page.locator('rs-strip .thumb').boundingBox()) ?? { x: 0, y: 0, width: 0 };
  const before = await lesson.count();
  await page.mouse.move(x + width / 2, y + 4);
  await page.mouse.down();
  await page.mouse.move(x + 300, y + 4, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => lesson.count()).toBeGreaterThan(before + 1000);
  // A drag that began before does not move a machine that waits for an answer, nor does a way back that is found there.
  await lesson.openScreen('a-map-of-itself');
  const thumb = (await page.locator('rs-strip .thumb').boundingBox()) ?? { x: 0, y: 0, width: 0 };
  await page.mouse.move(thumb.x + thumb.width / 2, thumb.y + 4);
  await page.mouse.down();
  await page.keyboard.press('>');
  await expect(page).toHaveURL(/the-same-under-xen$/);
  await expect(page.getByRole('button', { name: 'One instruction on' })).toBeDisabled();
  await lesson.settled();
  await expect.poll(() => lesson.count()).toBe(77120);
  await page.mouse.move(thumb.x - 300, thumb.y + 4, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.press('w');
  await expect(page.locator('rs-writing')).toContainText('by the instruction');
  await expect(page.getByRole('button', { name: 'Go there' })).toHaveCount(0);
  expect(await lesson.count()).toBe(77120);
  // On a phone the machine stands below the text.
  await page.setViewportSize({ width: 390, height: 844 });
  await lesson.openScreen('the-same-under-xen');
  await lesson.answers.first().click();
  await page.getByRole('button', { name: 'Show me' }).click();
  await expect(page.getByRole('button', { name: 'Next marker' })).toBeInViewport();
  lesson.expectNoTroubles();
});

test('a page that is left while its kernel is on the way leaves the machine to the next', async ({ page }) => {
  const lesson = new LessonPage(page);
  let first = true;
  await page.route('**/*.pack', async (route) => {
    const delay = first ? 2000 : 300;
    first = false;
    await new Promise((resolve) => setTimeout(resolve, delay));
    await route.continue();
  });
  await page.goto('./#/play');
  await page.waitForTimeout(100);
  await page.goto('./#/learn/recursive-map/a-map-of-itself');
  await lesson.settled();
  await page.waitForTimeout(2200);
  await expect(page.getByRole('combobox', { name: 'Kernel' })).toHaveValue('native');
  await expect(page.locator('rs-strip .figures')).toContainText('paused');
  lesson.expectNoTroubles();
});

test('two tabs: progress merges, and the last write erases nothing', async ({ context }) => {
  const [one, two] = [new LessonPage(await context.newPage()), new LessonPage(await context.newPage())];
  await one.openScreen('refused');
  await two.openScreen('the-same-under-xen');
  await two.answers.first().click();
  await one.page.goto('./#/learn/recursive-map/today');
  await one.answers.nth(1).click();
  await two.page.reload();
  await expect(two.page.locator('rs-question li.right, rs-question li.wrong')).toHaveCount(1);
  await two.page.goto('./#/learn/recursive-map/today');
  await expect(two.page.locator('rs-question li.right, rs-question li.wrong')).toHaveCount(1);
  // One screen that asks nothing, one that was answered right in the other tab; the last was answered wrong.
  for (const tab of [one, two]) await expect(tab.page.locator('.dots .done')).toHaveCount(2);
});

test('refused storage is told, and the lesson works; a worker that ends without a word is noticed', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  const lesson = new LessonPage(page);
  await lesson.openScreen('the-same-under-xen');
  await expect(page.getByRole('note').filter({ hasText: 'cannot be kept in this browser' })).toBeVisible();
  await page.getByRole('button', { name: 'Skip', exact: true }).click();
  await page.getByRole('button', { name: 'One instruction on' }).click();
  await page.workers()[0]?.evaluate(() => globalThis.close());
  await expect(lesson.notice).toContainText('stopped answering', { timeout: 30_000 });
  await lesson.notice.getByRole('button', { name: 'Start again' }).click();
  await expect(lesson.notice).toHaveCount(0);
  await lesson.settled();
  await page.getByRole('button', { name: 'One instruction on' }).click();
});
