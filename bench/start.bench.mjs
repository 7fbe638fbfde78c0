// @ts-check
// How long it takes until something happens: the first guest instruction after the worker has the wasm (bar: 30 ms),
// a pause of guests that never rest (bar: 100 ms), a page one can use (bar: 1 s), and the first guest's whole greeting.
import { readFileSync } from 'node:fs';
import { importSource } from '../scripts/lib/import-source.mjs';
import { median, ms, printTable, timeOf } from '../scripts/lib/measure.mjs';
import { at } from '../scripts/lib/paths.mjs';

const RUNS = 15;
const PAGE_RUNS = 7;
const PAUSES = 20;

/** The machine in Node, which is the worker's code. */
async function machineRows() {
  const { builtInScenario, images, loadCore, Machine, wasmSource } = await importSource('bench/sources.ts');
  const wasm = await wasmSource();
  const module = await loadCore(wasm);
  const scenario = await builtInScenario('hello', images);
  const compile = await timeOf(RUNS, () => loadCore(wasm));
  const build = await timeOf(RUNS, () => Machine.create(module, scenario));
  const first = await timeOf(RUNS, async () =>
    Machine.create(await loadCore(wasm), scenario).advance({ count: 1n }, 1),
  );
  return [
    ['compile the wasm', ms(compile), ''],
    ['create a machine of 64 MB and build its domain', ms(build), ''],
    ['all of it and the first guest instruction', ms(first), '30 ms'],
  ];
}

/** How long a guest runs on before a pause is answered, with the moment it stopped at: the longest of many. */
async function pauseRows() {
  const { MachineService, wasmSource } = await importSource('bench/sources.ts');
  const rows = [];
  for (const name of ['loop-forever', 'call-forever', 'print-forever']) {
    const service = new MachineService();
    await service.boot(await wasmSource());
    const image = new Uint8Array(readFileSync(at(`tutorials/images/test/${name}.elf`)));
    await service.create({ image, name, memory: 64, vcpus: 1, commandLine: '' });
    let longest = 0;
    for (let i = 0; i < PAUSES; i++) {
      await service.run();
      await new Promise((resolve) => setTimeout(resolve, 20 + i));
      const asked = performance.now();
      await service.pause();
      longest = Math.max(longest, performance.now() - asked);
    }
    rows.push([`${name} is paused, the longest of ${PAUSES}`, ms(longest), '100 ms']);
  }
  return rows;
}

/** One visit of the page, as a stranger: nothing is cached. */
async function visit(/** @type {import('@playwright/test').Browser} */ browser, /** @type {string} */ url) {
  const page = await browser.newPage();
  const started = performance.now();
  await page.goto(`${url}#/play`);
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  const usable = performance.now() - started;
  await page.getByRole('log', { name: 'Console output' }).getByText('What is your name?').waitFor();
  const asked = performance.now() - started;
  await page.close();
  return { usable, asked };
}

/** The page in Chromium, served from this machine. What it takes is loaded only now: a large heap would slow down the machines before. */
async function pageRows() {
  const { chromium } = await import('@playwright/test');
  const { buildBundles } = await import('../scripts/lib/bundles.mjs');
  const { CHROMIUM_ARGS, findChromium } = await import('../scripts/lib/chromium.mjs');
  const { serveSite } = await import('../scripts/lib/serve.mjs');
  const executablePath = findChromium();
  if (!executablePath) return [['the page', 'no Chromium: skipped', '']];
  await buildBundles(['site'], console.error);
  const server = await serveSite({ port: 4300 });
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  const visits = [];
  for (let i = 0; i < PAGE_RUNS; i++) visits.push(await visit(browser, server.urls[0] ?? ''));
  await browser.close();
  await server.close();
  return [
    ['a page one can use', ms(median(visits.map(({ usable }) => usable))), '1000 ms'],
    ['the guest has booted and asks its question', ms(median(visits.map(({ asked }) => asked))), ''],
  ];
}

printTable(['until', 'median', 'bar'], [...(await machineRows()), ...(await pauseRows()), ...(await pageRows())]);
