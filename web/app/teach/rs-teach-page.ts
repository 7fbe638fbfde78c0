import { takeaway } from 'virtual:ringside';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Copied } from '../../ui/copied/copied';
import type { KeyHelp } from '../../ui/rs-help/rs-help';
import { icons } from '../../ui/theme/icons';
import { base, tokens } from '../../ui/theme/tokens.styles';
import type { Seat } from '../seat';
import type { SitePage } from '../shell/page';
import { styles } from './rs-teach-page.styles';
import { FIRST_TAG, markersOf, scenarioNames, tagOf, VIEWS, withAdvance, withScenario } from './tag';

/** The name of a file, from where it can be had; where there is none to have, as `plain`. */
function file(name: string, plain = name): TemplateResult {
  if (takeaway === undefined) return html`<code>${plain}</code>`;
  return html`<a href=${takeaway + name} download><code>${name}</code></a>`;
}

/** A choice of one among several. */
function select(
  label: string,
  current: string,
  options: readonly (readonly [value: string, text: string])[],
  choose: (value: string) => void,
): TemplateResult {
  return html`<label>
    <span>${label}</span>
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${options.map(([value, text]) => html`<option value=${value} .selected=${value === current}>${text}</option>`)}
    </select>
  </label>`;
}

/** How to put the machine into slides and pages of one's own. */
export class RsTeachPage extends LitElement implements SitePage {
  static override styles = [tokens, base, styles];

  /** Where the machine is. */
  @property({ attribute: false }) seat!: Seat;
  @state() private choice = FIRST_TAG;
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
        ${this.renderChoices()}
        <pre tabindex="0" aria-label="The tag"><code>${tagOf(this.choice)}</code></pre>
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
          ${file('ringside-deck.zip', 'deck/')} is a deck of reveal.js with this machine in two of its slides: open its <code>index.html</code>, and Page Down
          goes through the markers and then on. ${takeaway === undefined ? nothing : html`<a href="${takeaway}deck/index.html" target="_blank">See it here</a>.`}
          Where only frames are allowed, <code>embed.html</code> of the site is a page without anything around the machine: what stands in the
          tag stands behind its <code>#</code>, as in <code>embed.html#scenario=…&amp;at=…</code>
        </p>
      </section>
      <section>
        <h2>One link</h2>
        <p>
          “Copy link” on a page with a machine names its exact state: whoever opens it sees the same registers, the same page tables and the
          same verdict. Nothing is uploaded; the state is reached again by running to it.
        </p>
      </section>
      ${takeaway === undefined ? html`<p>All of them come with the site that this page is from, on its page “Teach”; <code>npm run build</code> makes them in <code>dist/</code>.</p>` : nothing}
    </article>`;
  }

  private renderChoices(): TemplateResult {
    const { choice } = this;
    const markers = markersOf(choice.scenario).map(({ name, title }) => [`#${name}`, title] as const);
    const plain = (names: readonly string[]) => names.map((name) => [name, name] as const);
    const places = [['start', 'the start'], ...markers, ['end', 'the end']] as const;
    return html`<div class="choices">
      ${select('Machine', choice.scenario, plain(scenarioNames()), (name) => (this.choice = withScenario(choice, name)))}
      ${select('Begins at', choice.at, places, (at) => (this.choice = { ...choice, at }))}
      ${select('Panes', choice.view, plain(VIEWS), (view) => (this.choice = { ...choice, view }))}
      <label class="check">
        <input type="checkbox" .checked=${choice.advance} @change=${() => (this.choice = withAdvance(choice, !choice.advance))} />
        Keys that turn slides go through the markers first
      </label>
    </div>`;
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(tagOf(this.choice));
    } catch {
      this.seat.session.say('The browser did not let us copy. Mark the text and copy it by hand.');
      return;
    }
    this.copied.say();
  }
}
