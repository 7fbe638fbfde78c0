import type { Session } from '../ui/session/session';

/** How an element's machine stands, for whoever scripts it. */
export type DemoState =
  /** Not wanted yet. */
  | 'idle'
  | 'loading'
  | 'running'
  /** It runs, and waits for something to happen. */
  | 'waiting'
  | 'paused'
  | 'ended'
  | 'error';

/** The state of an element whose machine was, or was not, started. */
export function stateOf({ phase, moment }: Session, started: boolean): DemoState {
  if (phase === 'failed') return 'error';
  if (!moment) return started ? 'loading' : 'idle';
  return moment.status.state === 'idle' ? 'waiting' : moment.status.state;
}
