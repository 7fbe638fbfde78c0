import { html, type TemplateResult } from 'lit';
import { explainTerm, type Term } from '../../lessons';

/** Room around the popover, in px. */
const MARGIN = 8;

/** Puts a popover below a word, or above it where there is no room below. */
function place(popover: HTMLElement, word: HTMLElement): void {
  const { left, top, bottom } = word.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const { offsetWidth, offsetHeight } = popover;
  const isBelow = bottom + MARGIN + offsetHeight <= clientHeight;
  popover.style.left = `${Math.max(MARGIN, Math.min(left, clientWidth - offsetWidth - MARGIN))}px`;
  popover.style.top = `${isBelow ? bottom + MARGIN : Math.max(MARGIN, top - MARGIN - offsetHeight)}px`;
}

/** Shows what a term of the text means, beside the term, until the reader goes on. */
export class GlossaryPopover {
  private term: Term | undefined;
  private popover: HTMLElement | undefined;

  /** @param changed the text is to be drawn again */
  constructor(private readonly changed: () => void) {}

  /** A click somewhere in the text: on a term it opens. */
  clicked(event: Event): void {
    const button = (event.composedPath()[0] as Element).closest<HTMLElement>('[data-term]');
    const popover =
      button?.getRootNode() instanceof ShadowRoot
        ? (button.getRootNode() as ShadowRoot).querySelector<HTMLElement>('#term')
        : null;
    if (!button || !popover) return;
    this.term = explainTerm(button.dataset.term ?? '');
    this.changed();
    popover.showPopover();
    this.popover = popover;
    // Its text is drawn with the page's next update.
    requestAnimationFrame(() => place(popover, button));
  }

  /** The reader goes on. */
  hide(): void {
    this.popover?.hidePopover();
    this.popover = undefined;
  }

  /** The popover: closed by Escape or a click elsewhere, as the browser does it. */
  render(): TemplateResult {
    const { term, meaning } = this.term ?? { term: '', meaning: '' };
    return html`<div id="term" popover role="note" aria-label="Glossary"><p aria-live="polite"><b>${term}</b>: ${meaning}.</p></div>`;
  }
}
