import { expect, test } from 'vitest';
import { Arena, CALLS, Random } from './arena';

/** Rounds of a campaign: RINGSIDE_FUZZ_ROUNDS=200000 is 20 million calls. The sample of `npm test` is always the same. */
const ROUNDS = Number(process.env.RINGSIDE_FUZZ_ROUNDS ?? 400);
const SEED = Number(process.env.RINGSIDE_FUZZ_SEED ?? 1);
test(`${ROUNDS * CALLS} random hypercalls of two domains leave every count true`, { timeout: 3_600_000 }, async () => {
  const random = new Random(SEED);
  let arena = await Arena.create(random);
  let lives = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const goesOn = arena.round();
    expect(arena.xen.core.exports.audit(), `round ${round} of seed ${SEED}`).toBe(0);
    if (goesOn) continue;
    for (const { domid } of arena.xen.domains()) arena.xen.core.exports.domainDestroy(domid);
    expect(arena.xen.core.exports.audit(), `after the end in round ${round} of seed ${SEED}`).toBe(0);
    expect(arena.xen.domains()).toEqual([]);
    arena = await Arena.create(random);
    lives++;
  }
  expect(lives).toBeGreaterThan(0);
});
