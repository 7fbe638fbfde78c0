import { takeaway } from 'virtual:ringside';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { Copied } from '../../ui/copied/copied';
import type { KeyHelp } from '../../ui/rs-help/rs-help';
import { icons } from '../../ui/theme/icons';
import { base, tokens } from '../../ui/theme/tokens.styles';
import type { Seat } from '../seat';
import type { SitePage } from '../shell/page';
import { styles } from './rs-teach-page.styles';

/** What a lecturer pastes into a page. */
const TAG = `<script src="ringside-demo.iife.js"></script>
<ringside-demo scenario="writable-slot/2-level/xen-3.2"
  at="#pin-refused" view="verdict map"></ringside-demo>`;

/** The name of a file, from where it can be had; where there is none to have, as `plain`. */
function file(name: string, plain = name): TemplateResult {
  if (takeaway === undefined) return html`<code>${plain}</code>`;
  return html`<a href=${takeaway + name} download><code>${name}</code></a>`;
}

/** How to put the machine into slides and pages of one's own. */
export class RsTeachPage extends LitElement implements SitePage {
  static override styles = [tokens, base, styles];

  /** Where the machine is. */
  @property({ attribute: false }) seat!: Seat;
  private readonly copied = new Copied(this);
  readonly keyHelp: KeyHelp = [];

  override connectedCallback(): void {
    super.connectedCallback();
    document.title = 'Teach · Ringside';
  }

  async again(): Promise<void> {
    await this.seat.ready();
  }

  override render(): TemplateResult {
    return html`<article>
      <h1>Put the machine into your slides</h1>
      <p class="lede">Nothing is fetched and no server is needed: the machine runs in the reader's browser.</p>
      <section>
        <h2>One tag</h2>
        <p>
          ${file('ringside-demo.iife.js')} defines an element. It starts when its slide is shown, and gives every key that turns slides back to
          the deck.
        </p>
        <pre tabindex="0" aria-label="The tag"><code>${TAG}</code></pre>
        <button type="button" @click=${this.copy}>
          ${this.copied.now ? icons.done : icons.link}<span aria-live="polite">${this.copied.now ? 'Copied' : 'Copy the tag'}</span>
        </button>
      </section>
      <section>
        <h2>One file</h2>
        <p>
          ${file('ringside.html')} is this whole site in one file. Put it on a stick and open it in the lecture hall: it works without a
          network, also straight from the disk.
        </p>
      </section>
      <section>
        <h2>A deck to start from</h2>
        <p>
          ${file('ringside-deck.zip', 'deck/')} holds two slides of reveal.js with this machine: open its <code>index.html</code>, and Page Down
          goes through the markers and then on. ${takeaway === undefined ? nothing : html`<a href="${takeaway}deck/index.html">See it here</a>.`}
          Where only frames are allowed, <code>embed.html</code> of the site is a page without anything around the machine.
        </p>
      </section>
      <section>
        <h2>One link</h2>
        <p>
          “Copy link” on a page with a machine names its exact state: whoever opens it sees the same registers, the same page tables and the
          same verdict. Nothing is uploaded; the state is reached again by running to it.
        </p>
      </section>
      ${takeaway === undefined ? html`<p>All of them are made by <code>npm run build</code> and lie in <code>dist/</code>.</p>` : nothing}
    </article>`;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(TAG);
    } catch {
      this.seat.session.say('The browser did not let us copy. Mark the text and copy it by hand.');
      return;
    }
    this.copied.say();
  }
}
