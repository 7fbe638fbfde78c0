import { describe, expect, test } from 'vitest';
import { RAM } from '../../../web/core/layout.gen';
import { coreModule } from '../../support/machine';
import { Random } from '../support/random';
import { hypercallCampaign } from './campaign';
import { checkProtection } from './protection';
import { World } from './world';

/** A sample of the campaign (npm run campaign:hypercalls), the same every time. */
const CALLS = 120_000;
const SEED = 2003;

test(`${CALLS} random hypercalls of two hostile domains break nothing that Xen promises`, async () => {
  const module = coreModule();
  const report = await hypercallCampaign({ calls: CALLS, seed: SEED, auditEvery: 20, checkEvery: 60, module });
  // A campaign of calls that are all refused would prove little, and so would one that never ends a domain.
  expect(report.good / report.calls).toBeGreaterThan(0.3);
  expect(report.deaths).toBeGreaterThan(50);
  expect(report.continued).toBeGreaterThan(10);
  expect(report.stores).toBeGreaterThan(1000);
  expect(report.rules.size).toBeGreaterThan(25);
});

describe('the judge of what can be written', () => {
  /** Lets domain 1 write to a frame, behind Xen's back: by an entry of its own leaf table, where nothing was mapped. */
  async function breach(frame: (world: World) => number): Promise<World> {
    const world = await World.create(new Random(1));
    checkProtection(world);
    const [{ guest, format }] = world.seats;
    const entry = guest.mfn(20) * 4096 + 40 * (format ? 8 : 4);
    world.words[(RAM + entry) >> 2] = ((frame(world) << 12) | 0x67) >>> 0;
    return world;
  }

  test.each([
    ['a page table', (world: World) => world.seats[0].guest.root],
    ['memory of domain 2', (world: World) => world.seats[1].guest.mfn(31)],
    ['memory of domain 32754', (world: World) => world.mm.m2pFrame],
    ['what is no memory', (world: World) => world.core.frames + 5],
  ])('sees a way to %s', async (what, frame) => {
    const world = await breach(frame);
    expect(() => checkProtection(world)).toThrow(what);
  });
});
