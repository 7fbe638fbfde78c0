import { html, type TemplateResult } from 'lit';
import { Sources } from '../app/sources';
import type { Position } from '../core/machine-api';
import { NO_FOCUS } from '../ui/rs-memory/memory-focus';
import { MemoryLook } from '../ui/rs-memory/memory-look';
import type { TableSlot } from '../ui/rs-page-walk/rs-page-walk';
import type { Session } from '../ui/session/session';
import type { Player } from './player';

/** What `view` may list. */
export type View = 'console' | 'registers' | 'code' | 'source' | 'trace' | 'walk' | 'map' | 'frames' | 'verdict';

const HEADINGS = {
  console: 'Console',
  registers: 'Registers',
  code: 'Code',
  source: 'Source',
  trace: 'Hypercalls',
  walk: 'Page walk',
  map: 'Page table',
  frames: 'Frame table',
  verdict: 'Verdict',
} satisfies Record<View, string>;
const OF_MEMORY: readonly View[] = ['walk', 'map', 'frames', 'verdict'];

/** A word names a pane. */
export function isView(word: string): word is View {
  return word in HEADINGS;
}

/** The panes of one element: each draws from the moment its session shows. */
export class Panes {
  private readonly sources: Sources;
  private readonly look: MemoryLook;
  private looking = false;

  /** @param changed called when something is there to be drawn that no moment tells of */
  constructor(
    private readonly player: Player,
    changed: () => void,
  ) {
    this.sources = new Sources(changed);
    this.look = new MemoryLook(player.session);
  }

  private get session(): Session {
    return this.player.session;
  }

  /** To be called when the session changed, with the panes shown: moments tell of memory only while somebody looks. */
  follow(views: readonly View[]): void {
    const wanted = this.session.phase === 'ready' && views.some((view) => OF_MEMORY.includes(view));
    if (wanted && !this.looking) this.look.begin(NO_FOCUS);
    this.looking = wanted;
    if (wanted) this.look.follow();
  }

  /** A pane with its title. */
  render(view: View, readonly: boolean): TemplateResult {
    return html`<rs-pane class="pane ${view}" heading=${this.heading(view)}>${this.renderContents(view, readonly)}</rs-pane>`;
  }

  private heading(view: View): string {
    const table = view === 'map' ? this.session.moment?.memory?.table : undefined;
    return table ? `${table.level ? `L${table.level} table` : 'Frame'} 0x${table.mfn.toString(16)}` : HEADINGS[view];
  }

  private renderContents(view: View, readonly: boolean): TemplateResult {
    switch (view) {
      case 'console':
        return this.renderConsole(readonly);
      case 'registers':
        return this.renderRegisters();
      case 'code':
        return this.renderCode();
      case 'source':
        return this.renderSource();
      case 'trace':
        return this.renderTrace();
      case 'walk':
        return this.renderWalk();
      case 'map':
        return this.renderMap();
      case 'frames':
        return this.renderFrames();
      case 'verdict':
        return this.renderVerdict();
    }
  }

  private get isRunning(): boolean {
    return this.session.moment?.status.state === 'running';
  }

  private renderConsole(readonly: boolean): TemplateResult {
    const { moment, terminal, phase } = this.session;
    return html`<rs-console
      .terminal=${terminal}
      .version=${terminal.version}
      .busy=${this.isRunning}
      .closed=${readonly || phase !== 'ready' || moment?.status.state === 'ended'}
      @console-input=${(event: CustomEvent<Uint8Array>) => void this.player.type(event.detail)}
    ></rs-console>`;
  }

  private renderRegisters(): TemplateResult {
    const { moment, before } = this.session;
    return html`<rs-registers
      .registers=${moment?.registers}
      .previous=${this.isRunning ? undefined : before}
    ></rs-registers>`;
  }

  private renderCode(): TemplateResult {
    const { moment } = this.session;
    return html`<rs-disassembly .code=${moment?.code} .ip=${moment?.registers.eip ?? 0}></rs-disassembly>`;
  }

  private renderSource(): TemplateResult {
    const { moment, scenario } = this.session;
    const place = this.sources.placeOf(scenario?.lines, moment);
    return html`<rs-source
      .file=${place?.file ?? ''}
      .text=${place && this.sources.text(place.file)}
      .line=${place?.line ?? 0}
      .function=${place?.function}
      .calls=${place?.calls ?? false}
    ></rs-source>`;
  }

  private renderTrace(): TemplateResult {
    const { log } = this.session;
    return html`<rs-trace
      .log=${log}
      .version=${log.version}
      .rows=${log.rows('calls')}
      @go-to=${this.goTo}
    ></rs-trace>`;
  }

  private renderWalk(): TemplateResult {
    const { moment } = this.session;
    return html`<rs-page-walk
      .picture=${moment?.memory}
      .registers=${moment?.registers}
      @walk=${this.walked}
      @show-table=${this.tableChosen}
    ></rs-page-walk>`;
  }

  private get wide(): boolean {
    return this.session.moment?.memory?.walk.format !== '2-level';
  }

  private renderMap(): TemplateResult {
    const { table, walk } = this.session.moment?.memory ?? {};
    const { slot, refusedSlot } = this.look.shown;
    const inWalk = walk?.steps.find((step) => step.table === table?.mfn && step.level === table.level);
    return html`<rs-page-map
      .table=${table}
      .wide=${this.wide}
      .selected=${slot ?? inWalk?.index ?? 0}
      .refused=${refusedSlot ?? -1}
      .refusedEntry=${this.look.refused?.record.entry}
      @choose=${(event: CustomEvent<number>) => this.look.choose(event.detail)}
      @show-table=${this.tableChosen}
      @walk=${this.walked}
    ></rs-page-map>`;
  }

  private renderFrames(): TemplateResult {
    const { moment, memoryBefore } = this.session;
    return html`<rs-frames
      .frames=${moment?.memory?.frames ?? []}
      .previous=${this.isRunning ? undefined : memoryBefore?.frames}
      .refused=${this.look.shown.frames}
      .shown=${moment?.memory?.table?.mfn ?? -1}
      @show-table=${this.tableChosen}
    ></rs-frames>`;
  }

  private renderVerdict(): TemplateResult {
    const call = this.look.refused;
    if (!call) return html`<p class="empty" tabindex="0">Xen has refused nothing yet.</p>`;
    const here = this.session.moment?.position.count ?? 0n;
    // A machine that has just come out of a call is as near to it as one that is about to make it.
    const isHere = here >= call.record.count && here - call.record.count <= 1n;
    return html`<rs-verdict
      .record=${call.record}
      .parent=${call.parent}
      .wide=${this.wide}
      .here=${isHere}
      @go-to=${this.goTo}
    ></rs-verdict>`;
  }

  private readonly walked = (event: CustomEvent<number | undefined>): void => this.look.walk(event.detail);

  private readonly tableChosen = (event: CustomEvent<TableSlot>): void => this.look.showTable(event.detail);

  private readonly goTo = (event: CustomEvent<Position>): void => void this.session.seek(event.detail, true);
}
