import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { AfterLayout } from '../after-layout/after-layout';
import { base, tokens } from '../theme/tokens.styles';
import type { DiffLine } from './line-diff';
import { Listing } from './listing';
import { styles } from './rs-source.styles';

/** Files whose lines stay in the page: a machine that goes to and fro between them shows none anew. */
const KEPT = 6;

/** The guest's source, the line that runs next marked; and, given another variant's text, what differs from it. */
export class RsSource extends LitElement {
  static override styles = [tokens, base, styles];

  /** Path of the file; empty where no source is known. */
  @property() file = '';
  /** Its text; undefined while it is on its way. */
  @property({ attribute: false }) text: string | undefined;
  /** The text of the variant before: lines that are not in both are marked. */
  @property({ attribute: false }) variant: string | undefined;
  /** What that variant is called. */
  @property({ attribute: false }) against: string | undefined;
  /** The line to mark, from 1; 0 for none. */
  @property({ type: Number }) line = 0;
  /** The function it is in. */
  @property({ attribute: false }) function: string | undefined;

  /** The machine is in a hypercall that this line made. */
  @property({ type: Boolean }) calls = false;

  private shown: Listing | undefined;
  /** That and those shown before, one a file, in the order in which they came: one that moves would be laid out anew. */
  private kept: readonly Listing[] = [];
  private showings = 0;
  private readonly afterLayout = new AfterLayout(this);
  /** The focus was within before this update. */
  private hadFocus = false;

  protected override willUpdate(): void {
    const { file, text, variant } = this;
    this.hadFocus = this.shadowRoot?.activeElement != null;
    this.shown = file === '' || text === undefined ? undefined : this.listing(file, text, variant);
  }

  private listing(file: string, text: string, variant: string | undefined): Listing {
    const known = this.kept.find((one) => one.file === file);
    const isSame = known?.text === text && known.variant === variant;
    const listing = isSame ? known : new Listing(file, text, variant);
    listing.shownAt = ++this.showings;
    if (!isSame) this.kept = latest([...this.kept.filter((one) => one !== known), listing]);
    return listing;
  }

  override render(): TemplateResult {
    if (this.file === '')
      return html`<p class="empty" tabindex="-1">The next instruction is none of the guest's source: it lies in nobody's code, or in Xen's.</p>`;
    return html`${this.renderPlace()}
      <div class="lists" tabindex="-1">${repeat(
        this.kept,
        (listing) => listing,
        (listing) => this.renderList(listing),
      )}</div>`;
  }

  /** Where it is from, what runs in it, and what it is held against. */
  private renderPlace(): TemplateResult {
    const compares = this.against !== undefined && (this.shown?.compares ?? false);
    return html`<p class="place" title=${this.file}>
      ${lastOf(this.file, compares ? 1 : 2)} ${this.function ? html`<b>${this.function}</b>` : nothing}
      ${this.calls ? html`<span>in the hypercall it makes</span>` : nothing}
      ${compares ? html`<span>compared with ${this.against}</span>` : nothing}
    </p>`;
  }

  private renderList(listing: Listing): TemplateResult {
    const isShown = listing === this.shown;
    const lines = (): TemplateResult[] => listing.lines.map(renderLine);
    return html`<ol
      class=${isShown ? 'shown' : ''}
      tabindex=${isShown ? 0 : -1}
      style="--columns: ${listing.columns}"
      aria-label="Source of ${listing.file}"
      aria-hidden=${isShown ? 'false' : 'true'}
    >
      ${guard([listing], lines)}
    </ol>`;
  }

  /** Marks the line that runs next and keeps the wanted one in view, a third from the top. */
  protected override updated(changes: PropertyValues<this>): void {
    const list = this.renderRoot.querySelector<HTMLElement>('.shown');
    if (this.hadFocus) this.keepFocus(list);
    const watched = ['text', 'line', 'file', 'variant'] as const;
    if (!list || !this.shown || !watched.some((name) => changes.has(name))) return;
    mark(list, list.children[this.shown.indexOf(this.line)]);
    const wanted = list.children[this.shown.wanted(this.line)];
    if (!(wanted instanceof HTMLElement)) return;
    this.afterLayout.of(list, () => {
      list.scrollTop = wanted.offsetTop - list.clientHeight / 3;
    });
  }

  /** Who reads the source goes on to the file that is shown now; where there is none, or not yet, to what stands there. */
  private keepFocus(list: HTMLElement | null): void {
    const place = list ?? this.renderRoot.querySelector<HTMLElement>('.lists, .empty');
    if (this.shadowRoot?.activeElement !== place) place?.focus({ preventScroll: true });
  }
}

/** A line of a file. One element, its number drawn by the style: a file has many, and who copies it wants no numbers. */
function renderLine({ text, before, after }: DiffLine): TemplateResult {
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : '';
  return html`<li class=${kind} data-margin="${`${after ?? ''}`.padStart(5)} ${SIGNS[kind]} "
    >${kind === '' ? nothing : html`<span class="only-heard">${kind}: </span>`}${text}</li>`;
}

/** Marks a line, and no other of its list; by hand, for a list is long and a step changes two lines of it. */
function mark(list: Element, line: Element | undefined): void {
  const marked = list.querySelector('.current');
  if (marked === (line ?? null)) return;
  marked?.classList.remove('current');
  marked?.removeAttribute('aria-current');
  line?.classList.add('current');
  line?.setAttribute('aria-current', 'step');
}

/** As many listings as are kept: those shown last. */
function latest(listings: readonly Listing[]): readonly Listing[] {
  const oldest = listings.reduce((a, b) => (b.shownAt < a.shownAt ? b : a));
  return listings.length > KEPT ? listings.filter((one) => one !== oldest) : listings;
}

/** The last parts of a path: there is no room for more. */
function lastOf(path: string, parts: number): string {
  return path.split('/').slice(-parts).join('/');
}

const SIGNS = { '': ' ', added: '+', removed: '−' } as const;
