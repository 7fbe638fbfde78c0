import { html, type nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { firstLook } from '../app/first-look';
import {
  headingOf,
  type MapOptions,
  PANE_TITLES,
  renderFrames,
  renderMap,
  renderRegisters,
  renderSourceHere,
  renderVerdict,
  renderWalk,
} from '../app/session-panes';
import { Sources } from '../app/sources';
import { WhoWrote } from '../app/who-wrote';
import type { Position } from '../core/machine-api';
import type { PaneName } from '../lessons';
import { NO_FOCUS } from '../ui/rs-memory/memory-focus';
import { MemoryLook } from '../ui/rs-memory/memory-look';
import type { WrittenPlace } from '../ui/rs-memory/table-slot';
import type { Session } from '../ui/session/session';
import type { Player } from './player';

/** What `view` may list. */
export type View = PaneName;

const OF_MEMORY: readonly View[] = ['walk', 'map', 'frames', 'verdict'];

/** A word names a pane. */
export function isView(word: string): word is View {
  return word in PANE_TITLES;
}

/** How panes are shown: nothing can be typed, and how the map is. */
export interface PaneOptions extends MapOptions {
  readonly: boolean;
}

/** The panes of one element: each draws from the moment its session shows. */
export class Panes {
  private readonly sources: Sources;
  private readonly look: MemoryLook;
  private readonly who: WhoWrote;
  private looking = false;

  constructor(
    host: ReactiveControllerHost,
    private readonly player: Player,
  ) {
    this.sources = new Sources(() => host.requestUpdate());
    this.look = new MemoryLook(player.session);
    this.who = new WhoWrote(host, player.session, this.sources, ({ place }, before) => {
      this.look.showTable(place);
      void player.goTo(`${before}`);
    });
  }

  private get session(): Session {
    return this.player.session;
  }

  /**
   * To be called when the session changed, with the panes shown: moments tell of memory only while somebody looks. A lesson's machine is looked
   * at where its lesson looks.
   */
  follow(views: readonly View[], isLesson: boolean): void {
    const wanted = this.session.phase === 'ready' && views.some((view) => OF_MEMORY.includes(view));
    const format = this.session.info?.format === 'pae' ? 'pae' : '2-level';
    if (wanted && !this.looking) this.look.begin(isLesson ? firstLook(format, {}) : NO_FOCUS);
    this.looking = wanted;
    if (wanted) this.look.follow();
  }

  /** Asks who wrote an entry. */
  async askWho(place: WrittenPlace): Promise<void> {
    await this.player.awake();
    await this.who.ask(place);
  }

  /** The answer to that. */
  renderAnswer(): TemplateResult | typeof nothing {
    return this.who.render();
  }

  /** A pane with its title. */
  render(view: View, options: PaneOptions): TemplateResult {
    return html`<rs-pane class="pane ${view}" heading=${headingOf(view, this.session)}>${this.renderContents(view, options)}</rs-pane>`;
  }

  private renderContents(view: View, options: PaneOptions): TemplateResult {
    switch (view) {
      case 'console':
        return this.renderConsole(options.readonly);
      case 'registers':
        return renderRegisters(this.session);
      case 'code':
        return this.renderCode();
      case 'source':
        return renderSourceHere(this.session, this.sources);
      case 'trace':
        return this.renderTrace();
      case 'walk':
        return renderWalk(this.session, this.look);
      case 'map':
        return renderMap(this.session, this.look, options);
      case 'frames':
        return renderFrames(this.session, this.look);
      case 'verdict':
        return renderVerdict(this.session, this.look, 'Xen has refused nothing yet.');
    }
  }

  private renderConsole(readonly: boolean): TemplateResult {
    const { moment, terminal, phase } = this.session;
    return html`<rs-console
      .terminal=${terminal}
      .version=${terminal.version}
      .busy=${moment?.status.state === 'running'}
      .closed=${readonly || phase !== 'ready' || moment?.status.state === 'ended'}
      @console-input=${(event: CustomEvent<Uint8Array>) => void this.player.type(event.detail)}
    ></rs-console>`;
  }

  private renderCode(): TemplateResult {
    const { moment } = this.session;
    return html`<rs-disassembly .code=${moment?.code} .ip=${moment?.registers.eip ?? 0}></rs-disassembly>`;
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

  private readonly goTo = (event: CustomEvent<Position>): void => void this.session.seek(event.detail, true);
}
