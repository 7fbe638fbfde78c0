import type { KeyHelp } from '../ui/rs-help/rs-help';
import type { Session } from '../ui/session/session';
import type { Actions } from './shortcuts';

/** The keys that every page with a machine has. */
export function machineKeys(session: Session): Actions {
  return {
    ' ': () => void session.toggle(),
    '.': () => void session.step('instruction'),
    ',': () => void session.step('instruction', -1),
    ']': () => void session.step('hypercall'),
    '[': () => void session.step('hypercall', -1),
  };
}

/** What they do. */
export const MACHINE_KEY_HELP: KeyHelp = [
  [['Space'], 'run or pause'],
  [[',', '.'], 'step one instruction back, forward'],
  [['[', ']'], 'go to the hypercall before, the next one'],
];

/** Keys of pages that have panes. */
export const PANE_KEY_HELP: KeyHelp = [
  [['F6'], 'next pane'],
  [['Shift', 'F6'], 'previous pane'],
  [['l'], 'copy a link to this very state'],
];
