/** Keys that a presenter's remote sends, or that a deck must always get. */
const ALWAYS_THE_DECKS: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'Home', 'End', 'F5', 'b', 'B', 'Escape']);
/** Of these, those that mean nothing to whoever types. */
const NEVER_TYPED: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'Escape', 'F5']);

/** What a key does inside the element, by `KeyboardEvent.key`. */
export type Actions = Readonly<Record<string, () => void>>;

/** Who gets the keys pressed inside the element. */
export type KeyPolicy =
  /** The element those it uses, the deck all others. */
  | 'polite'
  /** The element all of them, but for Escape, F5 and those with Ctrl, Alt or Meta. */
  | 'capture'
  /** The deck; only what is typed into fields stays. */
  | 'none';

/** Whether something is being typed into. */
export function isField(target: EventTarget | undefined): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, select, textarea'));
}

/**
 * Keys inside an element that stands in a slide. A deck listens on the document and sees only the element as the target, so whatever
 * the element uses must not reach it: keys of fields stop here, and so do those the element acts on. What a presenter needs always
 * passes, except while something is being typed.
 */
export function politeKeys(event: KeyboardEvent, actions: Actions, policy: KeyPolicy): void {
  const target = event.composedPath()[0];
  if (isField(target)) {
    if (!NEVER_TYPED.has(event.key)) event.stopPropagation();
    return;
  }
  const isChord = event.ctrlKey || event.metaKey || event.altKey;
  if (policy === 'none' || isChord || event.key === 'Escape' || event.key === 'F5') return;
  if (policy === 'capture') event.stopPropagation();
  else if (ALWAYS_THE_DECKS.has(event.key)) return;
  const pressesButton =
    (event.key === ' ' || event.key === 'Enter') && target instanceof Element && target.matches('button');
  const action = actions[event.key];
  if (pressesButton || action || event.key.startsWith('Arrow')) event.stopPropagation();
  if (pressesButton || !action) return;
  event.preventDefault();
  action();
}
