import { images } from 'virtual:ringside';
import { lineTable } from './sources';

const whenIdle = globalThis.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 200));

/** Fetches what a built-in guest's machine needs, once the page has nothing else to do: who goes there next does not wait for the network. */
export function fetchAhead(guest: string): void {
  whenIdle(() => {
    // Who really wants it asks again, and is told what is wrong.
    for (const fetched of [images[guest]?.(), lineTable(guest)]) fetched?.catch(() => {});
  });
}
