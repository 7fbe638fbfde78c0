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

/** The keys of the page. Single characters can be switched off; the choice is remembered. */
export class Shortcuts implements ReactiveController {
  private on = recall('keys') !== 'off';

  constructor(
    host: ReactiveControllerHost,
    private readonly actions: Actions,
  ) {
    host.addController(this);
  }

  /** Single characters act. */
  get enabled(): boolean {
    return this.on;
  }

  set enabled(on: boolean) {
    this.on = on;
    remember('keys', on ? 'on' : 'off');
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
    if (!action || (isCharacter(event.key) && (!this.on || isTaken(event)))) return;
    event.preventDefault();
    action();
  };
}
