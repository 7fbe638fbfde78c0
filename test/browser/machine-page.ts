import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { at } from '../../scripts/lib/paths.mjs';

const AXE = readFileSync(at('node_modules/axe-core/axe.min.js'), 'utf8');

/** The sizes pages are looked at in: a projector's, and a phone's. */
export const SIZES = [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
] as const;

/** The page with the free machine, as a person sees it. */
export class MachinePage {
  readonly console: Locator;
  readonly calls: Locator;
  readonly run: Locator;
  readonly pause: Locator;
  readonly step: Locator;
  readonly toHypercall: Locator;
  readonly status: Locator;
  readonly notice: Locator;
  private readonly troubles: string[] = [];

  constructor(readonly page: Page) {
    this.console = page.getByRole('log', { name: 'Console output' });
    this.calls = page.getByRole('grid', { name: 'Hypercalls' });
    this.run = page.getByRole('button', { name: 'Run', exact: true });
    this.pause = page.getByRole('button', { name: 'Pause', exact: true });
    this.step = page.getByRole('button', { name: 'One instruction on' });
    this.toHypercall = page.getByRole('button', { name: 'One hypercall on' });
    this.status = page.getByRole('status');
    this.notice = page.getByRole('alert');
    page.on('pageerror', (error) => this.troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.troubles.push(message.text());
    });
  }

  /** Opens the page and waits for the first guest's question. */
  async open(hash = '#/play'): Promise<void> {
    await this.page.goto(`./${hash}`);
    if (hash === '#/play') await expect(this.console).toContainText('What is your name?', { timeout: 15_000 });
  }

  /** Starts the guest again and leaves it before its first instruction. */
  async restartPaused(): Promise<void> {
    await this.pause.click();
    await expect(this.status).toHaveText('paused');
    await this.page.getByRole('button', { name: 'Start again' }).click();
    await expect.poll(() => this.count()).toBe(0);
  }

  /** Boots a kernel: one of the built images by name, or a file by its absolute path. */
  async boot(file: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Guest:/ }).click();
    const chosen = path.isAbsolute(file) ? file : at(`tutorials/images/${file}.elf`);
    await this.page.locator('input[type=file]').setInputFiles(chosen);
    await this.page.getByRole('button', { name: /^Boot / }).click();
  }

  /** A figure of the bar: `count`, `time`, `state`. */
  async figure(name: string): Promise<string> {
    const text = await this.page.locator('rs-status dl div', { hasText: name }).locator('dd').textContent();
    return (text ?? '').replace(/\s/g, '');
  }

  /** The number of instructions retired. */
  async count(): Promise<number> {
    return Number(await this.figure('count'));
  }

  /** The value of a register. */
  async register(name: string): Promise<string> {
    const row = this.page.locator('rs-registers dl div').filter({ has: this.page.getByText(name, { exact: true }) });
    return ((await row.locator('dd').textContent()) ?? '').trim().slice(0, 8);
  }

  /** What axe has to say: nothing, it is hoped. `rules`: only these, else all. */
  async violations(rules: readonly string[] = []): Promise<string[]> {
    await this.page.evaluate(AXE);
    return this.page.evaluate(async (runOnly) => {
      const { axe } = globalThis as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> };
      };
      const { violations } = await axe.run({ resultTypes: ['violations'], ...(runOnly.length > 0 && { runOnly }) });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => JSON.stringify(target)).join(' ')}`);
    }, rules);
  }

  /** What axe has to say in light and in dark, which differ in nothing but colours. */
  async violationsByDayAndNight(): Promise<string[]> {
    const byDay = await this.violations();
    await this.page.emulateMedia({ colorScheme: 'dark' });
    const byNight = await this.violations(['color-contrast', 'link-in-text-block']);
    await this.page.emulateMedia({ colorScheme: 'light' });
    return [...byDay, ...byNight.map((what) => `in the dark, ${what}`)];
  }

  /** Nothing went wrong where nobody looks. */
  expectNoTroubles(): void {
    expect(this.troubles).toEqual([]);
  }
}
