/** Gives the focus to the first thing inside a component that takes it. */
export function focusInto(component: Element | null | undefined): void {
  component?.shadowRoot?.querySelector<HTMLElement>('[tabindex="0"], input, button')?.focus();
}

/** The place after `here` in a ring of `length`, or before it; from nowhere, the first or the last. */
export function nextInRing(here: number, direction: 1 | -1, length: number): number {
  if (here < 0) return direction > 0 ? 0 : length - 1;
  return (here + direction + length) % length;
}
