import { html, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Moment } from '../../core/machine-api';
import type { MemoryPicture } from '../../core/memory-picture';
import { isRefused } from '../../explain';
import { refusalFocus } from '../../explain/refusal-focus';
import { choiceStyles } from '../choice/choice';
import { focusInto, nextInRing } from '../focus/focus-into';
import { type RefusedCall, refusedCall, standsFrom } from '../session/refused-call';
import { TraceLog, type TraceView } from '../session/trace-log';
import { base, tokens } from '../theme/tokens.styles';
import { atAddress, atRefusal, atTable, type MemoryFocus, NO_FOCUS, questionOf } from './memory-focus';
import { styles } from './rs-memory.styles';
import { chosenSlot, type TableSlot, tableTitle } from './table-slot';

/**
 * Memory as Xen sees it: the walk of an address, the table, the frames, and the calls that were refused, each with its verdict. A refused
 * call chosen in the list shows the table and the frames it is about.
 *
 * @fires observe - `detail` is the `MemoryQuestion` that the moments from now on are to answer
 * @fires go-to - `detail` is a position: take the machine there
 */
export class RsMemory extends LitElement {
  static override styles = [tokens, base, choiceStyles, styles];

  /** What is shown. */
  @property({ attribute: false }) moment: Moment | undefined;
  /** Memory when the machine last stood still: what changed since is marked. */
  @property({ attribute: false }) previous: MemoryPicture | undefined;
  /** The trace, and its version. */
  @property({ attribute: false }) log = new TraceLog();
  @property({ type: Number }) version = 0;
  /** There is no Xen that would know a frame's type and owner. */
  @property({ type: Boolean }) bare = false;

  @state() private focusOn: MemoryFocus = NO_FOCUS;
  @state() private show: TraceView = 'refused';
  @state() private chosen: RefusedCall | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.ask(this.focusOn);
  }

  /** The machine went back to before the call, or is another. */
  protected override willUpdate(): void {
    if (this.chosen && this.chosen.record.ordinal >= this.log.nextOrdinal) this.chooseCall(undefined);
  }

  override render(): TemplateResult {
    return html`<div class="column looks">${this.renderWalk()} ${this.renderFrames()}</div>
      <div class="column">${this.renderMap()}</div>
      <div class="column calls">${this.renderCalls()} ${this.renderVerdict()}</div>`;
  }

  /** Another table. */
  showTable(table: TableSlot): void {
    this.ask(atTable(this.focusOn, table));
  }

  /** Takes the focus to the pane after the one that has it, or before. */
  nextPane(direction: 1 | -1): void {
    const panes = [...this.renderRoot.querySelectorAll('rs-pane')];
    const here = panes.findIndex((pane) => pane.matches(':focus-within'));
    focusInto(panes[nextInRing(here, direction, panes.length)]?.querySelector(':scope > :not([slot])'));
  }

  private get wide(): boolean {
    return this.moment?.memory?.walk.format !== '2-level';
  }

  private renderWalk(): TemplateResult {
    return html`<rs-pane heading="Page walk" class="walk">
      <rs-page-walk
        .picture=${this.moment?.memory}
        .registers=${this.moment?.registers}
        @walk=${this.walked}
        @show-table=${this.tableChosen}
      ></rs-page-walk>
    </rs-pane>`;
  }

  private renderFrames(): TemplateResult {
    const { memory } = this.moment ?? {};
    return html`<rs-pane heading="Frame table" class="frames">
      <rs-frames
        .frames=${memory?.frames ?? []}
        .previous=${this.moment?.status.state === 'running' ? undefined : this.previous?.frames}
        .refused=${this.focusOn.frames}
        .shown=${memory?.table?.mfn ?? -1}
        @show-table=${this.tableChosen}
      ></rs-frames>
    </rs-pane>`;
  }

  private renderMap(): TemplateResult {
    const { memory } = this.moment ?? {};
    const { table } = memory ?? {};
    const { slot, refusedSlot } = this.focusOn;
    return html`<rs-pane heading=${table ? tableTitle(table) : 'Page table'} class="map">
      <span slot="aside">${table ? `${table.entries.length} entries` : ''}&nbsp;</span>
      <rs-page-map
        walks
        .frames=${memory?.frames ?? []}
        .table=${table}
        .wide=${this.wide}
        .bare=${this.bare}
        .selected=${chosenSlot(memory, slot)}
        .refused=${refusedSlot ?? -1}
        .refusedEntry=${this.chosen?.record.entry}
        @choose=${this.slotChosen}
        @show-table=${this.tableChosen}
        @walk=${this.walked}
      ></rs-page-map>
    </rs-pane>`;
  }

  private renderCalls(): TemplateResult {
    const views: readonly (readonly [TraceView, string])[] = [
      ['refused', 'refused'],
      ['calls', 'all calls'],
    ];
    return html`<rs-pane heading="Hypercalls" class="trace">
      <div slot="aside" class="choice" role="group" aria-label="Calls shown">
        ${views.map(
          ([view, text]) =>
            html`<button type="button" aria-pressed=${view === this.show ? 'true' : 'false'} @click=${() => (this.show = view)}>${text}</button>`,
        )}
      </div>
      <rs-trace
        bare
        .log=${this.log}
        .version=${this.version}
        .show=${this.show}
        .rows=${this.log.rows(this.show)}
        @choose=${this.callChosen}
      ></rs-trace>
    </rs-pane>`;
  }

  private renderVerdict(): TemplateResult {
    const { chosen, moment } = this;
    const record = chosen?.record;
    return html`<rs-pane heading="Verdict" class="verdict">
      <rs-verdict
        .record=${record}
        .parent=${chosen?.parent}
        .wide=${this.wide}
        .stands=${chosen && moment ? standsFrom(chosen, moment.position.count) : 'elsewhere'}
      ></rs-verdict>
    </rs-pane>`;
  }

  private callChosen(event: CustomEvent<number>): void {
    const call = refusedCall(this.log, this.log.placeOfRow(this.show, event.detail));
    this.chooseCall(call && isRefused(call.record) ? call : undefined);
  }

  private chooseCall(call: RefusedCall | undefined): void {
    this.chosen = call;
    const focus = call && atRefusal(this.focusOn, refusalFocus(call.record, call.parent));
    this.ask(focus ?? { ...this.focusOn, frames: [] });
  }

  private walked(event: CustomEvent<number | undefined>): void {
    this.ask(atAddress(this.focusOn, event.detail));
  }

  private tableChosen(event: CustomEvent<TableSlot>): void {
    this.showTable(event.detail);
  }

  private slotChosen(event: CustomEvent<number>): void {
    this.focusOn = { ...this.focusOn, slot: event.detail };
  }

  private ask(focus: MemoryFocus): void {
    this.focusOn = focus;
    this.dispatchEvent(new CustomEvent('observe', { detail: questionOf(focus), bubbles: true, composed: true }));
  }
}
