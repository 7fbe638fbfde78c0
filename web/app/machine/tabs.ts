/** The panes in the order F6 goes through them, by class. */
export const PANES = ['console', 'trace', 'registers', 'code'] as const;
/** A pane, by class. */
export type Pane = (typeof PANES)[number];

/** What a narrow page shows, one at a time. */
export const TABS = [
  ['console', 'Console'],
  ['trace', 'Hypercalls'],
  ['processor', 'Processor'],
  ['memory', 'Memory'],
] as const;
/** A tab. */
export type Tab = (typeof TABS)[number][0];

/** The tab a pane is on. */
export const tabOf = (pane: Pane): Tab => (pane === 'registers' || pane === 'code' ? 'processor' : pane);
