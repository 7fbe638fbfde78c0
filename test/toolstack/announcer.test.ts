import { expect, it } from 'vitest';
import type { Moment } from '../../web/core/machine-api';
import { Announcer } from '../../web/toolstack/announcer';

it('goes on telling a watcher that throws', async () => {
  let told = 0;
  const announcer = new Announcer(
    () => 0,
    async () => ({}) as Moment,
  );
  announcer.watch(() => {
    told++;
    throw new Error('The watcher failed.');
  });
  for (const times of [1, 2, 3]) {
    await new Promise((resolve) => setTimeout(resolve));
    expect(told).toBe(times);
    announcer.tell(true);
  }
});
