import type { LitElement } from 'lit';
import type { KeyHelp } from '../../ui/rs-help/rs-help';

/** What the shell asks of each page beside showing it. */
export interface SitePage extends LitElement {
  /** Its keys, for the help. */
  readonly keyHelp: KeyHelp;
  /** The machine was lost: the page has it start again, where it was. */
  again(): Promise<void>;
}
