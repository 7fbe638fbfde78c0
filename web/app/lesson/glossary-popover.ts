import { html, type TemplateResult } from 'lit';
import { explainTerm, type Term } from '../../lessons';

/** Shows what a term of the text means, beside the term, until the reader goes on. */
export class GlossaryPopover {
  private term: Term | undefined;

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
    const { left, bottom } = button.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    popover.style.left = `${Math.max(8, Math.min(left, room - 348))}px`;
    popover.style.top = `${bottom + 6}px`;
    popover.showPopover();
  }

  /** The popover: closed by Escape or a click elsewhere, as the browser does it. */
  render(): TemplateResult {
    const { term, meaning } = this.term ?? { term: '', meaning: '' };
    return html`<div id="term" popover role="note" aria-label="Glossary"><p aria-live="polite"><b>${term}</b>: ${meaning}.</p></div>`;
  }
}
