import { images } from 'virtual:ringside';
import type { BuiltInGuest } from '../ui/rs-guests/rs-guests';

/** What each built-in guest does. */
const SUMMARIES: Readonly<Record<string, string>> = {
  hello: 'Says what Xen gave it, asks xenstore who it is, checks its clocks, asks your name.',
  'hello-low': 'The same kernel, linked at 5 MB instead of 3 GB: nothing depends on the address.',
  'hello-middle': 'The same kernel, linked at 2 GB.',
};

/** The guest the page starts with. */
export const FIRST_GUEST = 'hello';

/** The guests that come with this build, the first one first. */
export const builtInGuests: readonly BuiltInGuest[] = Object.keys(images)
  .sort((a, b) => Number(b === FIRST_GUEST) - Number(a === FIRST_GUEST) || a.localeCompare(b))
  .map((name) => ({ name, summary: SUMMARIES[name] ?? 'A guest kernel.' }));

/** The image of a built-in guest; undefined when this build has none of that name. */
export async function builtInImage(name: string): Promise<Uint8Array | undefined> {
  return images[name]?.();
}
