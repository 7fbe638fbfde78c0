import type { Command as ControlCommand } from '../ui/rs-controls/rs-controls';
import type { Actions } from './polite-keys';

/** What a person wants of the element's machine: what the controls say, the stop before or after, or the state in the whole site. */
export type Command = ControlCommand | 'next' | 'previous' | 'open';

/** The keys for it. */
export function commandKeys(want: (command: Command) => void): Actions {
  return {
    ' ': () => want('toggle'),
    '.': () => want({ step: 'instruction' }),
    ',': () => want({ step: 'instruction', times: -1 }),
    ']': () => want({ step: 'hypercall' }),
    '[': () => want({ step: 'hypercall', times: -1 }),
    '}': () => want('next'),
    '{': () => want('previous'),
  };
}
