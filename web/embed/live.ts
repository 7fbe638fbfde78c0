/** Machines of one page that may be alive at a time: each is a worker with the memory of a machine. */
const MOST_LIVE = 2;

/** Something that can give its machine up and get it back later. */
export interface Sleeper {
  sleep(): void;
}

/** Least recently wanted first. */
const live: Sleeper[] = [];

/** Somebody looks at this one: of too many, the one that was wanted longest ago sleeps. */
export function wanted(sleeper: Sleeper): void {
  gone(sleeper);
  live.push(sleeper);
  while (live.length > MOST_LIVE) live.shift()?.sleep();
}

/** It has no machine any more. */
export function gone(sleeper: Sleeper): void {
  const at = live.indexOf(sleeper);
  if (at >= 0) live.splice(at, 1);
}

/** It is wanted, and may be alive. */
export function isLive(sleeper: Sleeper): boolean {
  return live.includes(sleeper);
}
