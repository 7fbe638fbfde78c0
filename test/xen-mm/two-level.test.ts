import { describe, expect, test } from 'vitest';
import { Profile } from '../../assembly/abi/profile';
import { Hypervisor } from './hypervisor';
import { FACTS } from './two-level-facts';

describe('two-level tables under Xen 3.2', () => {
  test('are asked about at least a hundred times, no question twice', () => {
    expect(FACTS.length).toBeGreaterThan(100);
    expect(new Set(FACTS.map(({ what }) => what)).size).toBe(FACTS.length);
  });

  test.each(FACTS)('$what: $answer ($source)', async ({ ask, answer }) => {
    const xen = await Hypervisor.create();
    const guest = xen.domain({ twoLevel: true, profile: Profile.Xen32 });
    expect(ask(guest, xen)).toBe(answer);
  });
});
