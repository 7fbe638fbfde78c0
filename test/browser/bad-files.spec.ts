import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { at } from '../../scripts/lib/paths.mjs';
import { MachinePage } from './machine-page';

const hello = readFileSync(at('tutorials/images/hello.elf'));

/** A copy with some bytes changed. */
function changed(bytes: Buffer, changes: Record<number, number>): Buffer {
  const copy = Buffer.from(bytes);
  for (const [offset, value] of Object.entries(changes)) copy[Number(offset)] = value;
  return copy;
}

const EI_CLASS = 4;
const ELFCLASS64 = 2;

const FILES: readonly (readonly [what: string, file: Buffer])[] = [
  ['no ELF file', Buffer.from('This is a letter, not a kernel.\n'.repeat(40))],
  ['empty', Buffer.alloc(0)],
  ['truncated', hello.subarray(0, 700)],
  ['64-bit', changed(hello, { [EI_CLASS]: ELFCLASS64 })],
  ['100 MB of nothing', Buffer.alloc(100 << 20)],
];

test('files that are no kernels give a sentence each, and the page lives on', async ({ page }, info) => {
  test.setTimeout(90_000);
  const machine = new MachinePage(page);
  await machine.open();
  const sentences = new Set<string>();
  for (const [what, buffer] of FILES) {
    const file = info.outputPath('kernel.elf');
    writeFileSync(file, buffer);
    await machine.boot(file);
    await expect(machine.notice, what).toBeVisible();
    const sentence = ((await machine.notice.textContent()) ?? '').trim();
    expect(sentence, what).toMatch(/^.{20,}\.$/s);
    sentences.add(sentence);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    // The machine before it is still there.
    await expect(machine.console, what).toContainText('What is your name?');
  }
  expect(sentences.size).toBeGreaterThanOrEqual(4);
  await machine.console.click();
  await page.keyboard.type('still here\n');
  await expect(machine.console).toContainText('Pleased to meet you, still here.');
  machine.expectNoTroubles();
});

test('guests that end badly are reported, and another one boots', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  for (const guest of ['crash', 'bad-stack', 'no-trap-table']) {
    await machine.boot(`test/${guest}`);
    await expect(machine.status, guest).toHaveText('crashed');
    await expect(page.getByRole('note', { name: 'How it ended' }), guest).toContainText(/.{20,}/);
  }
  await machine.boot('hello');
  await expect(machine.console).toContainText('What is your name?');
  machine.expectNoTroubles();
});

test('a kernel can be dropped anywhere on the page', async ({ page }) => {
  const machine = new MachinePage(page);
  await machine.open();
  const data = await page.evaluateHandle(
    (bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], 'dropped.elf'));
      return transfer;
    },
    [...hello],
  );
  await page.locator('rs-app').dispatchEvent('drop', { dataTransfer: data });
  await page.getByRole('button', { name: 'Boot dropped.elf' }).click();
  await expect(page.getByRole('button', { name: 'Guest: dropped.elf' })).toBeVisible();
  await expect(machine.console).toContainText('What is your name?');
});
