import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { base, tokens } from '../theme/tokens.styles';
import { type DiffLine, lineDiff } from './line-diff';
import { styles } from './rs-source.styles';

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

  private lines: DiffLine[] = [];
  /** Characters of the longest line, its margin included. */
  private columns = 0;

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has('text') && !changes.has('variant')) return;
    const now = linesOf(this.text ?? '');
    this.lines =
      this.variant === undefined
        ? now.map((text, at) => ({ text, before: at + 1, after: at + 1 }))
        : lineDiff(linesOf(this.variant), now);
    this.columns = MARGIN + Math.max(0, ...this.lines.map(({ text }) => columnsOf(text)));
  }

  override render(): TemplateResult {
    if (this.file === '')
      return html`<p class="empty">The next instruction is none of the guest's source: it lies in nobody's code, or in Xen's.</p>`;
    return html`${this.renderPlace()}
      <ol tabindex="0" style="--columns: ${this.columns}" aria-label="Source of ${this.file}">
        ${this.lines.map((line) => this.renderLine(line))}
      </ol>`;
  }

  /** Where it is from, what runs in it, and what it is held against. */
  private renderPlace(): TemplateResult {
    const compares = this.against !== undefined && this.lines.some(differs);
    return html`<p class="place" title=${this.file}>
      ${lastOf(this.file, compares ? 1 : 2)} ${this.function ? html`<b>${this.function}</b>` : nothing}
      ${this.calls ? html`<span>in the hypercall it makes</span>` : nothing}
      ${compares ? html`<span>compared with ${this.against}</span>` : nothing}
    </p>`;
  }

  private renderLine({ text, before, after }: DiffLine): TemplateResult {
    const current = after !== undefined && after === this.line;
    const kind = before === undefined ? 'added' : after === undefined ? 'removed' : '';
    // One element a line, its number drawn by the style: a file has many, and who copies it wants no numbers.
    return html`<li class="${kind} ${current ? 'current' : ''}" aria-current=${current ? 'step' : 'false'}
      data-margin="${`${after ?? ''}`.padStart(5)} ${SIGNS[kind]} "
      >${kind === '' ? nothing : html`<span class="only-heard">${kind}: </span>`}${text}</li>`;
  }

  /** Index of the line to see: the marked one; without one, the first that differs, and best one of code; where nothing does, the first code. */
  private get wanted(): number {
    const marked = this.lines.findIndex(({ after }) => after !== undefined && after === this.line);
    if (marked >= 0) return marked;
    // What is new says more than what is gone. Comments and includes at the top of a file mostly differ.
    for (const isChanged of [isNew, differs]) {
      const changed = this.lines.findIndex((line) => isChanged(line) && isCode(line));
      if (changed >= 0) return changed;
    }
    return this.lines.findIndex(this.lines.some(differs) ? differs : isCode);
  }

  /** Keeps the wanted line in view, a third from the top. */
  protected override updated(changes: PropertyValues<this>): void {
    const watched = ['text', 'line', 'file', 'variant'] as const;
    if (!watched.some((name) => changes.has(name))) return;
    const list = this.renderRoot.querySelector('ol');
    const line = list?.children[this.wanted];
    if (list && line instanceof HTMLElement) list.scrollTop = line.offsetTop - list.clientHeight / 3;
  }
}

/** The last parts of a path: there is no room for more. */
function lastOf(path: string, parts: number): string {
  return path.split('/').slice(-parts).join('/');
}

function isNew({ before }: DiffLine): boolean {
  return before === undefined;
}

function isCode({ text }: DiffLine): boolean {
  return !/^\s*(?:\/\*|\*|#include|$)/.test(text);
}

function differs({ before, after }: DiffLine): boolean {
  return before === undefined || after === undefined;
}

/** Characters before a line's text. A multiple of `TAB`, so that tabs stop where they do in the file. */
const MARGIN = 8;
const TAB = 4;

/** Characters that a line takes when its tabs are blanks. */
function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += char === '\t' ? TAB - (columns % TAB) : 1;
  return columns;
}

const SIGNS = { '': ' ', added: '+', removed: '−' } as const;

/** The lines of a text; the end of the last one begins none. */
function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}
