import { expect, test } from 'vitest';
import { coreModule } from '../../support/machine';
import { hypercallCampaign } from './campaign';

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
