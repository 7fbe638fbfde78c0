import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { AfterLayout } from '../frame/after-layout';
import { OnResize } from '../frame/on-resize';
import { base, tokens } from '../theme/tokens.styles';
import { Listing } from './listing';
import { styles } from './rs-source.styles';
import { SourceList } from './source-list';

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

  private shown: SourceList | undefined;
  /** That and those shown before, one a file, in the order in which they came: one that moves would be laid out anew. */
  private kept: readonly SourceList[] = [];
  /** The same, in the order in which they were last shown. */
  private readonly used = new Set<SourceList>();
  /** The focus was within before this update. */
  private hadFocus = false;
  private readonly afterLayout = new AfterLayout(this);

  constructor() {
    super();
    new OnResize(this, () => this.shown?.resized());
  }

  protected override willUpdate(): void {
    const { file, text, variant } = this;
    this.hadFocus = this.shadowRoot?.activeElement != null;
    this.shown = file === '' || text === undefined ? undefined : this.listOf(file, text, variant);
  }

  /** The list of a file: the one that is kept, or a new one in its place. */
  private listOf(file: string, text: string, variant: string | undefined): SourceList {
    const known = this.kept.find(({ listing }) => listing.file === file);
    if (known?.listing.text === text && known.listing.variant === variant) {
      this.used.delete(known);
      this.used.add(known);
      return known;
    }
    const list = new SourceList(new Listing(file, text, variant));
    if (known) this.used.delete(known);
    this.used.add(list);
    const [oldest] = this.used;
    if (oldest && this.used.size > KEPT) this.used.delete(oldest);
    this.kept = [...this.kept, list].filter((one) => this.used.has(one));
    return list;
  }

  override render(): TemplateResult {
    if (this.file === '')
      return html`<p class="empty" tabindex="-1">The next instruction is none of the guest's source: it lies in nobody's code, or in Xen's.</p>`;
    return html`${this.renderPlace()}
      <div class="lists" tabindex="-1">${repeat(
        this.kept,
        (list) => list,
        ({ element }) => element,
      )}</div>`;
  }

  /** Where it is from, what runs in it, and what it is held against. */
  private renderPlace(): TemplateResult {
    const compares = this.against !== undefined && (this.shown?.listing.compares ?? false);
    return html`<p class="place" title=${this.file}>
      ${lastOf(this.file, compares ? 1 : 2)} ${this.function ? html`<b>${this.function}</b>` : nothing}
      ${this.calls ? html`<span>in the hypercall it makes</span>` : nothing}
      ${compares ? html`<span>compared with ${this.against}</span>` : nothing}
    </p>`;
  }

  /** Shows the file, and keeps the wanted line in view. */
  protected override updated(changes: PropertyValues<this>): void {
    const { shown, line } = this;
    for (const list of this.kept) if (list !== shown) list.hide();
    shown?.show(line);
    if (this.hadFocus) this.keepFocus(shown?.element);
    const watched = ['text', 'line', 'file', 'variant'] as const;
    if (shown && watched.some((name) => changes.has(name))) this.afterLayout.of(shown.element, () => shown.reveal());
  }

  /** Who reads the source goes on to the file that is shown now; where there is none, or not yet, to what stands there. */
  private keepFocus(list: HTMLElement | undefined): void {
    const place = list ?? this.renderRoot.querySelector<HTMLElement>('.lists, .empty');
    if (this.shadowRoot?.activeElement !== place) place?.focus({ preventScroll: true });
  }
}

/** The last parts of a path: there is no room for more. */
function lastOf(path: string, parts: number): string {
  return path.split('/').slice(-parts).join('/');
}
