/** Keys that a presenter's remote sends, or that a deck must always get. */
const ALWAYS_THE_DECKS: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'Home', 'End', 'F5', 'b', 'B', 'Escape']);

/** What a key does inside the element, by `KeyboardEvent.key`. */
export type Actions = Readonly<Record<string, () => void>>;

/**
 * Keys inside an element that stands in a slide. A deck listens on the document and sees only the element as the target, so whatever
 * the element uses must not reach it: keys of fields stop here, and so do those the element acts on. What a presenter needs always
 * passes, except while something is being typed.
 */
export function politeKeys(event: KeyboardEvent, actions: Actions): void {
  const target = event.composedPath()[0];
  const isField = target instanceof Element && target.matches('input, select, textarea');
  if (isField) {
    if (!['PageUp', 'PageDown', 'Escape', 'F5'].includes(event.key)) event.stopPropagation();
    return;
  }
  if (ALWAYS_THE_DECKS.has(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  const pressesButton =
    (event.key === ' ' || event.key === 'Enter') && target instanceof Element && target.matches('button');
  const action = actions[event.key];
  if (pressesButton || action || event.key.startsWith('Arrow')) event.stopPropagation();
  if (pressesButton || !action) return;
  event.preventDefault();
  action();
}
