import { homeOf, isWithin } from './path';

/** What a client wants to be told of. */
export interface Watch {
  /** Absolute path, or a special one that begins with @. */
  path: string;
  token: string;
  /** Set by a relative path: events then carry relative paths. */
  relative: boolean;
}

/** The path an event carries. */
export function eventPath(watch: Watch, changed: string, domid: number): string {
  if (!watch.relative) return changed;
  const rest = changed.slice(homeOf(domid).length);
  return rest.startsWith('/') ? rest.slice(1) : rest;
}

/** Whether a change concerns a watch: the node itself or, unless `exact`, anything below it. */
export function concerns(watch: Watch, changed: string, exact: boolean): boolean {
  return exact ? watch.path === changed : isWithin(changed, watch.path);
}
