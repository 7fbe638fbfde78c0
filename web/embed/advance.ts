import { isField } from './polite-keys';

/** Where a presenter's key leads: on, or back. */
const DIRECTIONS: Readonly<Record<string, 1 | -1>> = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 };

/**
 * Lets the keys that turn slides go through an element's stops first. A deck listens on the document, so the window hears of a key before it,
 * wherever the focus is.
 *
 * @param advance takes a direction and tells whether there was a stop to go to: if not, the deck gets the key
 * @returns what stops the listening
 */
export function advanceByKeys(advance: (direction: 1 | -1) => boolean): () => void {
  const pressed = (event: KeyboardEvent): void => {
    const direction = DIRECTIONS[event.key];
    if (direction === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key.startsWith('Arrow') && isField(event.composedPath()[0])) return;
    if (!advance(direction)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', pressed, { capture: true });
  return () => window.removeEventListener('keydown', pressed, { capture: true });
}
