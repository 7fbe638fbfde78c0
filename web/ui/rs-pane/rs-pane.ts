import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-pane.styles';

/**
 * A titled room of the page.
 *
 * @slot - the contents
 * @slot aside - small controls or figures at the right of the title
 * @csspart body - the box around the contents
 */
export class RsPane extends LitElement {
  static override styles = [tokens, base, styles];

  /** Its title. */
  @property() heading = '';

  override render(): TemplateResult {
    return html`<section aria-labelledby="title">
      <header>
        <h2 id="title">${this.heading}</h2>
        <div class="aside"><slot name="aside"></slot></div>
      </header>
      <div class="body" part="body"><slot></slot></div>
    </section>`;
  }
}
