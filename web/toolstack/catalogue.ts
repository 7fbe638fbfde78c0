import type { Scenario } from '../core/machine-api';
import { Refused } from '../core/refused';

/** A guest that comes with Ringside: its image lies in tutorials/images/ under its name. */
export interface BuiltInGuest {
  name: string;
  /** What it shows, in one line. */
  title: string;
  memory: number;
  vcpus: number;
  commandLine: string;
  /** The guest that it wants beside it: alone it waits for ever. */
  beside?: string;
}

const guest = (name: string, title: string, memory = 64): BuiltInGuest => ({
  name,
  title,
  memory,
  vcpus: 1,
  commandLine: '',
});

/** The guests a person chooses from, the first one being what a fresh page runs. */
export const BUILT_IN_GUESTS: readonly BuiltInGuest[] = [
  guest('hello', 'Prints over the console ring, reads a line, reads xenstore, keeps time, shuts down.'),
  guest('xenstore', 'Asks xenstore one hundred questions and prints every answer.'),
  {
    ...guest('ping', 'Offers a page and an event channel to the domain beside it, and plays with it: wants pong.', 16),
    beside: 'pong',
  },
  { ...guest('pong', 'Maps the page that the domain beside it offers, and answers: wants ping.', 16), beside: 'ping' },
];

/** Where the images of built-in guests come from: `images` of virtual:ringside. */
export type ImageSource = Readonly<Record<string, () => Promise<Uint8Array>>>;

/**
 * The scenario of a built-in guest with its usual options.
 *
 * Errors: Refused for a name that is none; it lists those that are.
 */
export async function builtInScenario(name: string, images: ImageSource): Promise<Scenario> {
  const load = images[name];
  if (!load)
    throw new Refused(`There is no built-in guest "${name}"; there are ${Object.keys(images).sort().join(', ')}.`);
  const { memory, vcpus, commandLine } = BUILT_IN_GUESTS.find((entry) => entry.name === name) ?? guest(name, '');
  return { image: await load(), name, memory, vcpus, commandLine };
}
