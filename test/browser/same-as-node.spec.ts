import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { fetchPvGrub } from '../../scripts/fetch-pv-grub.mjs';
import type { MachineApi, Moment, Position, Scenario } from '../../web/core/machine-api';
import { coreModule, runTo, scenario, watched } from '../support/machine';
import { MachinePage } from './machine-page';

/** What the two sides are compared by. */
interface Fingerprint {
  count: string;
  tick: string;
  hash: string;
  /** sha256 of all trace records. */
  trace: string;
}

/** The page's side of its machine. */
interface App extends Element {
  session: {
    api: MachineApi;
    moment: Moment;
    create(what: Scenario): Promise<boolean>;
    seek(position: Position): Promise<boolean>;
  };
}

/** Runs a scenario in Node up to the instruction wanted. */
function inNode(what: Scenario, count: bigint): { position: Position; fingerprint: Fingerprint } {
  const trace = createHash('sha256');
  const { machine } = watched(coreModule(), what, { trace: (records) => void trace.update(records) });
  expect(runTo(machine, { count }, 997)).toBe('reached');
  const { position } = machine;
  return {
    position,
    fingerprint: {
      count: `${position.count}`,
      tick: `${position.tick}`,
      hash: machine.hash,
      trace: trace.digest('hex'),
    },
  };
}

/** Runs the same in the page's worker, up to the position. */
async function inPage(page: Page, { image, ...rest }: Scenario, position: Position): Promise<Fingerprint> {
  const encoded = Buffer.from(image).toString('base64');
  return page.evaluate(
    async ([encoded, rest, position]) => {
      const { session } = document.querySelector('rs-app') as App;
      await session.create({ ...rest, image: Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0)) });
      await session.seek(position);
      const { traced, hash, position: at } = session.moment;
      const chunks: Uint8Array[] = [];
      for (let from = 0; from < traced; ) {
        const { records } = await session.api.trace(from, 1024);
        chunks.push(records);
        from += records.length / 128;
      }
      const digest = await crypto.subtle.digest('SHA-256', await new Blob(chunks as BlobPart[]).arrayBuffer());
      const trace = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      return { count: `${at.count}`, tick: `${at.tick}`, hash, trace };
    },
    [encoded, rest, position] as const,
  );
}

test('hello after some instructions: state and trace are those of Node', async ({ page }) => {
  await new MachinePage(page).open();
  const what = scenario('hello', { commandLine: 'same here' });
  for (const count of [1n, 77_777n, 250_000n]) {
    const { position, fingerprint } = inNode(what, count);
    expect(await inPage(page, what, position), `after ${count}`).toEqual(fingerprint);
  }
});

const grub = fetchPvGrub();

test("Debian's PV-GRUB after 5 million instructions: state and trace are those of Node", async ({ page }) => {
  test.skip('skipped' in grub, 'skipped' in grub ? grub.skipped : '');
  if ('skipped' in grub) return;
  await new MachinePage(page).open();
  const what = scenario('hello', { name: 'pv-grub', image: new Uint8Array(readFileSync(grub.path)) });
  const { position, fingerprint } = inNode(what, 5_000_000n);
  expect(await inPage(page, what, position)).toEqual(fingerprint);
});
