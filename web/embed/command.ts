import { controlKeys } from '../ui/rs-controls/control-keys';
import type { Command as ControlCommand } from '../ui/rs-controls/rs-controls';
import type { Actions } from './polite-keys';

/** What a person wants of the element's machine: what the controls say, the stop before or after, or the state in the whole site. */
export type Command = ControlCommand | 'next' | 'previous' | 'open';

/** The keys for it. */
export function commandKeys(want: (command: Command) => void): Actions {
  return {
    ...controlKeys(want),
    '}': () => want('next'),
    '{': () => want('previous'),
  };
}
