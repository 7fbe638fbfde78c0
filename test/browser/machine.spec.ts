import { expect, test } from '@playwright/test';
import { MachinePage } from './machine-page';

test('the page starts with our own guest running, shows what it does, and what it asked of Xen', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await expect(machine.console).toContainText('Hello from ring 1');
  await expect(machine.status).toHaveText(/waiting|running/);
  expect(await machine.figure('state')).toMatch(/^[0-9a-f]{16}$/);
  // Hypercalls are decoded, the chosen one in full.
  await expect(machine.calls.getByRole('row').first()).toBeVisible();
  await machine.calls.focus();
  await page.keyboard.press('Home');
  const texts = await machine.calls.getByRole('row').allInnerTexts();
  expect(texts.join('\n')).toMatch(/(update_va_mapping|mmu_update|set_trap_table|callback_op|event_channel_op)\(/);
  const details = page.getByRole('complementary', { name: 'The chosen event' });
  await expect(details).toBeVisible();
  // A guest that waits has no next instruction.
  await machine.pause.click();
  await machine.step.click();
  await expect(machine.notice).toContainText('waits for an event');
  // A hypercall takes the machine to where it was made.
  const count = Number(((await details.textContent())?.match(/count ([\d\s]+)/)?.[1] ?? '').replace(/\s/g, ''));
  await details.getByRole('button', { name: 'Take the machine here' }).click();
  await expect.poll(() => machine.count()).toBe(count);
  machine.expectNoTroubles();
});

test('what is typed reaches the guest', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await machine.console.click();
  await page.keyboard.type('Ada');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('a Lovelace\n');
  await expect(machine.console).toContainText('Pleased to meet you, Ada Lovelace.');
  await expect(machine.status).toHaveText('ended');
  await page.getByRole('note', { name: 'How it ended' }).getByRole('button', { name: 'Run it again' }).click();
  await expect(machine.console).not.toContainText('Pleased to meet you');
  await expect(machine.console).toContainText('What is your name?');
  machine.expectNoTroubles();
});

test('a guest that never ends is paused, and stands', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  for (const guest of ['loop-forever', 'call-forever', 'print-forever']) {
    await machine.boot(`test/${guest}`);
    await expect(machine.status).toHaveText('running');
    await expect.poll(() => machine.count()).toBeGreaterThan(1_000_000);
    await machine.pause.click();
    await expect(machine.status).toHaveText('paused');
    const [count, state] = [await machine.count(), await machine.figure('state')];
    await page.evaluate(() => new Promise(requestAnimationFrame));
    expect([await machine.count(), await machine.figure('state')], guest).toEqual([count, state]);
  }
  machine.expectNoTroubles();
});

test('stepping moves by exactly one instruction, and marks what changed', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await machine.restartPaused();
  const [before, ip] = [await machine.count(), await machine.register('eip')];
  await machine.step.click();
  await expect.poll(() => machine.count()).toBe(before + 1);
  expect(await machine.register('eip')).not.toBe(ip);
  await expect(page.locator('rs-registers .changed dt', { hasText: 'eip' })).toBeVisible();
  const current = page.locator('rs-disassembly .current');
  await expect(current).toContainText(await machine.register('eip'));
});

test('a step to the next hypercall ends at one, and it stands in the list', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  await machine.restartPaused();
  const rows = async () => Number(await machine.calls.getAttribute('aria-rowcount'));
  expect(await rows()).toBe(0);
  await machine.toHypercall.click();
  await expect.poll(rows).toBe(1);
  await expect(machine.calls.getByRole('row')).toContainText('stack_switch(0xe021');
  await machine.toHypercall.click();
  await expect.poll(rows).toBeGreaterThan(1);
  await machine.calls.focus();
  await page.keyboard.press('Home');
  await expect(machine.calls.getByRole('row').nth(1)).toContainText('set_trap_table(');
});

test('the list reaches the last of a million rows', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  const last = await page.evaluate(async () => {
    const list = document.createElement('rs-trace') as HTMLElement &
      Record<string, unknown> & { updateComplete: Promise<unknown> };
    list.style.cssText = 'position:fixed;inset:0;z-index:9;height:400px';
    const record = (place: number) => ({
      kind: 1,
      code: 29,
      count: BigInt(place),
      arg0: 1n,
      arg1: 0n,
      arg2: 0n,
      arg3: 0n,
      arg4: 0n,
      arg5: 0n,
      result: 0n,
      flags: 0,
      ip: 0n,
    });
    list.log = { placeOfRow: (_view: string, row: number) => row, record, parent: record };
    list.follow = false;
    list.rows = 1_000_000;
    document.body.append(list);
    await list.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 100));
    const scroller = list.shadowRoot?.querySelector('.scroller') as HTMLElement;
    scroller.scrollTop = scroller.scrollHeight;
    await new Promise((resolve) => setTimeout(resolve, 300));
    const rows = [...(list.shadowRoot?.querySelectorAll('.row') ?? [])];
    const view = scroller.getBoundingClientRect();
    const shown = rows.filter((row) => row.getBoundingClientRect().bottom <= view.bottom + 1);
    return {
      text: shown.at(-1)?.textContent?.trim(),
      index: shown.at(-1)?.getAttribute('aria-rowindex'),
      height: scroller.scrollHeight,
    };
  });
  expect(last.index).toBe('1000000');
  expect(last.text).toContain('sched_op');
  expect(last.height).toBeLessThan(8_000_000);
});

test('a worker that dies leaves a sentence and a way on', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  const [worker] = page.workers();
  await worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error('struck by lightning');
    });
  });
  await expect(machine.notice).toContainText('struck by lightning');
  await page.getByRole('alert').getByRole('button', { name: 'Start again' }).click();
  await expect(machine.console).toContainText('What is your name?');
  await expect(machine.notice).toHaveCount(0);
});
