import type { KeyHelp } from '../ui/rs-help/rs-help';

/** What the keys of every page with a machine do: ui/rs-controls/control-keys.ts. */
export const MACHINE_KEY_HELP: KeyHelp = [
  [['Space'], 'run or pause, where no button has the focus'],
  [[',', '.'], 'step one instruction back, forward'],
  [['[', ']'], 'go to the hypercall before, the next one'],
];

/** Keys of pages that have panes. */
export const PANE_KEY_HELP: KeyHelp = [
  [['F6'], 'next pane'],
  [['Shift', 'F6'], 'previous pane'],
  [['l'], 'copy a link to this very state'],
];
