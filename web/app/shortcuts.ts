import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { recall, remember } from './storage';

/** What runs when a key is pressed, by `KeyboardEvent.key`; `Shift+` before it for keys that are no characters. */
export type Actions = Readonly<Record<string, () => void>>;

/** Function keys act everywhere and cannot be switched off: they are no characters (WCAG 2.1.4). */
const isCharacter = (key: string): boolean => key.length === 1;

/** Where a key means something else: fields, and for Space whatever it would press. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof Element)) return false;
  if (target.closest('dialog')) return true;
  if (target.matches('input, select, textarea, [contenteditable]')) return true;
  return event.key === ' ' && target.matches('button, a, summary');
}

/** Single characters act: the person's choice, for every page. */
let on = recall('keys') !== 'off';

/** Single characters act. */
export const keysAct = (): boolean => on;

/** Switches the single characters on or off, and remembers it. */
export function letKeysAct(act: boolean): void {
  on = act;
  remember('keys', act ? 'on' : 'off');
}

/** The keys of a page. Single characters can be switched off. */
export class Shortcuts implements ReactiveController {
  constructor(
    host: ReactiveControllerHost,
    private readonly actions: Actions,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('keydown', this.pressed);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.pressed);
  }

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const name = event.shiftKey && !isCharacter(event.key) ? `Shift+${event.key}` : event.key;
    const action = this.actions[name];
    if (!action || (isCharacter(event.key) && (!on || isTaken(event)))) return;
    event.preventDefault();
    action();
  };
}
