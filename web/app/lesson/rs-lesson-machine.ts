import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Moment, Scenario } from '../../core/machine-api';
import type { MemoryQuestion } from '../../core/memory-picture';
import type { Syntax } from '../../explain/disassembler';
import {
  type LessonScenario,
  type PaneName,
  type Screen,
  type Seen,
  sourcesOf,
  type TaughtLesson,
} from '../../lessons';
import { choiceStyles } from '../../ui/choice/choice';
import { focusInto, nextInRing } from '../../ui/focus/focus-into';
import { MemoryLook } from '../../ui/rs-memory/memory-look';
import { chosenSlot, type WrittenPlace, writtenPlace } from '../../ui/rs-memory/table-slot';
import type { SwitchChange } from '../../ui/rs-switch/rs-switch';
import type { TransportCommand } from '../../ui/rs-transport/rs-transport';
import type { Session } from '../../ui/session/session';
import { SessionController } from '../../ui/session/session-controller';
import { grouped } from '../../ui/text/digits';
import { icons } from '../../ui/theme/icons';
import { base, tokens } from '../../ui/theme/tokens.styles';
import { firstLook } from '../first-look';
import type { Seat } from '../seat';
import { PANE_TITLES } from '../session-panes';
import { Sources } from '../sources';
import { type Finding, WhoWrote } from '../who-wrote';
import { lastTold } from './last-told';
import { columnsOf, type PaneContext, renderPane } from './lesson-panes';
import { styles } from './rs-lesson-machine.styles';
import { outcomeOf, sideEffect, switched, switchParts } from './scenario-switch';
import type { Stage, Target } from './stage';
import { variantText } from './variant-text';

/**
 * The machine beside a lesson's text: how to move it, which one it is, up to four panes, and the whole run with the moment's sentence.
 *
 * @fires copy-link - the reader wants a link to this very state
 * @fires seen - `detail` is a `Seen`: what the reader has before them
 */
export class RsLessonMachine extends LitElement {
  static override styles = [tokens, base, choiceStyles, styles];

  @property({ attribute: false }) seat!: Seat;
  @property({ attribute: false }) stage!: Stage;
  @property({ attribute: false }) lesson!: TaughtLesson;
  /** What the text beside it is about: which panes, what in them first. */
  @property({ attribute: false }) screen!: Screen;
  /** The machine waits for an answer. */
  @property({ type: Boolean }) locked = false;
  /** The link was copied just now. */
  @property({ type: Boolean }) copied = false;

  @state() private tab = 0;
  @state() private syntax: Syntax = 'att';
  /** The source shows the screen's file, not where the machine is. */
  @state() private showFile = false;
  /** What the last switch changed beside what was chosen. */
  @state() private sideEffect = '';
  private readonly sources = new Sources(() => this.requestUpdate());
  private look!: MemoryLook;
  private who!: WhoWrote;
  /** The machine that is looked at, or is about to be. */
  private looked: Scenario | undefined;

  private get session(): Session {
    return this.seat.session;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    new SessionController(this, this.session);
    this.look = new MemoryLook(this.session);
    this.stage.firstQuestion = (machine, { format }) => this.lookAt(machine, format);
    this.who = new WhoWrote(this, this.session, this.sources, (finding, before) => this.goToWriting(finding, before));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.look.end();
  }

  /** Takes the focus to the pane after the one that has it, or before. False where that is the last one. */
  nextPane(direction: 1 | -1): boolean {
    const panes = [...this.renderRoot.querySelectorAll<HTMLElement>('rs-pane')];
    const here = panes.findIndex((pane) => pane.matches(':focus-within'));
    if (here >= 0 && here === (direction > 0 ? panes.length - 1 : 0)) return false;
    const pane = panes[nextInRing(here, direction, panes.length)];
    this.tab = this.screen.panes.findIndex((name) => pane?.classList.contains(name));
    void this.updateComplete.then(() => focusInto(pane?.querySelector(':scope > :not([slot])')));
    return true;
  }

  /** To right before a write, with the table in view that was written to: whatever tables the machine ran on then. */
  private goToWriting({ place }: Finding, count: bigint): void {
    this.look.showTable(place);
    this.go({ count });
  }

  /** Asks who wrote the entry that is chosen. */
  askWho(): void {
    const { memory } = this.session.moment ?? {};
    const { table, walk } = memory ?? {};
    const slot = chosenSlot(memory, this.look.shown.slot);
    if (table) void this.who.ask(writtenPlace(table.mfn, table.level, slot, walk?.format !== '2-level'));
  }

  protected override updated(): void {
    const { moment } = this.session;
    const scenario = this.stage.scenario?.name;
    if (!moment || scenario === undefined) return;
    const { finding } = this.who;
    const { table } = moment.memory ?? {};
    const { slot } = this.look.shown;
    const looked = table && slot !== undefined ? { level: table.level, slot } : undefined;
    const entry = finding ? { level: finding.place.level, slot: finding.place.slot } : looked;
    const detail: Seen = {
      scenario,
      position: moment.position,
      ended: moment.status.state === 'ended',
      ...(entry && { entry }),
      ...(finding && { writtenBy: finding.by }),
    };
    this.dispatchEvent(new CustomEvent<Seen>('seen', { detail }));
  }

  /** Does what the reader wants of the machine. */
  command(command: TransportCommand): void {
    if (this.locked) return;
    this.showFile = false;
    if (command === 'toggle') void this.session.toggle();
    else if ('step' in command) void this.session.step(command.step, command.times);
    else if (command.go === 'start' || command.go === 'end') this.go(command.go);
    else this.toNeighbour(command.go === 'next marker' ? 1 : -1);
  }

  /** The source shows where the machine is, not the screen's file. */
  showRun(): void {
    this.showFile = false;
  }

  /** Goes to so many tenths of the run. */
  toTenth(tenth: number): void {
    const { run } = this.stage;
    if (run && !this.locked) this.go({ count: (run.end * BigInt(tenth)) / 10n });
  }

  private toNeighbour(direction: 1 | -1): void {
    const marker = this.stage.neighbour(direction);
    this.go(marker ? { marker: marker.name } : direction > 0 ? 'end' : 'start');
  }

  private go(target: Target): void {
    if (this.locked) return;
    this.showFile = false;
    void this.stage.go(target);
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has('screen')) {
      this.tab = this.firstTab;
      this.sideEffect = '';
      this.showFile = this.screen.file !== undefined;
      this.looked = undefined;
    }
    // A machine of another page is none of ours, and where to look in the next one is asked when it is there.
    const { scenario } = this.stage.scenario && !this.stage.busy ? this.session : {};
    if (!scenario) return;
    if (scenario === this.looked) this.look.follow();
    else void this.session.observe(this.lookAt(scenario, this.stage.scenario?.format ?? '2-level'));
  }

  /** Begins to look at a machine where the screen says. */
  private lookAt(machine: Scenario, format: LessonScenario['format']): MemoryQuestion {
    this.looked = machine;
    this.who.forget();
    return this.look.prepare(firstLook(format, this.screen));
  }

  /** Where there is room for one pane: the map, if the screen's task is to look there, else the most important one. */
  private get firstTab(): number {
    const check = this.lesson.tasks.find(({ name }) => name === this.screen.task)?.check;
    const isInMap = check !== undefined && ('looksAt' in check || 'wrote' in check);
    return Math.max(0, isInMap ? this.screen.panes.indexOf('map') : 0);
  }

  override render(): TemplateResult {
    return html`${this.renderHead()} ${this.renderTabs()}
      <div class="panes" @who-wrote=${this.asked}>
        ${columnsOf(this.screen.panes).map((names) => html`<div class="column">${names.map((name) => this.renderRoom(name))}</div>`)}
      </div>
      ${this.renderStrip()}`;
  }

  private renderRoom(name: PaneName): TemplateResult {
    const shown = name === this.screen.panes[this.tab];
    // Coming from another page, its machine is still there until the lesson's is.
    const pane = this.stage.scenario
      ? renderPane(name, this.context)
      : html`<rs-pane heading=${PANE_TITLES[name]} class=${name}></rs-pane>`;
    return html`<div class="room of-${name} ${shown ? 'shown' : ''}">${pane}</div>`;
  }

  private get context(): PaneContext {
    const { session, look, sources, syntax } = this;
    const before = this.lesson.variants.find(({ name }) => name === this.screen.compare);
    const now = this.stage.scenario?.variant;
    return {
      session,
      look,
      sources,
      syntax,
      file: this.pathOf(this.screen.file),
      showFile: this.showFile,
      turnTo: (showFile) => (this.showFile = showFile),
      spell: (chosen) => (this.syntax = chosen),
      against: before !== now ? before?.name.replaceAll('-', ' ') : undefined,
      walks: this.screen.panes.includes('walk'),
      before: (path) => (before && now && before !== now ? variantText(sources, path, now, before) : undefined),
    };
  }

  /** The path of a file of the variant that is shown. */
  private pathOf(name: string | undefined): string | undefined {
    const variant = this.stage.scenario?.variant;
    return name === undefined || !variant ? undefined : sourcesOf(variant, this.sources.paths).get(name);
  }

  private renderHead(): TemplateResult {
    const { moment, phase, isRunning, info } = this.session;
    const { scenario } = this.stage;
    return html`<div class="head">
      <rs-transport
        .running=${isRunning}
        .ended=${moment?.status.state === 'ended'}
        .absent=${phase !== 'ready' || this.locked}
        .bare=${info?.format === 'bare'}
        @command=${(event: CustomEvent<TransportCommand>) => this.command(event.detail)}
      ></rs-transport>
      <button type="button" class="link" ?disabled=${!moment} title="Copy a link to this very state ( l )"
        @click=${() => this.dispatchEvent(new CustomEvent('copy-link'))}>
        ${this.copied ? icons.done : icons.link}<span aria-live="polite">${this.copied ? 'Copied' : 'Copy link'}</span>
      </button>
      ${
        scenario
          ? html`<rs-switch
            .parts=${switchParts(this.lesson, scenario)}
            .outcome=${this.locked ? '' : outcomeOf(scenario)}
            .good=${scenario.ending.outcome === 'runs'}
            .note=${this.sideEffect}
            .locked=${this.locked}
            @switch=${this.switched}
          ></rs-switch>`
          : ''
      }
    </div>`;
  }

  private renderTabs(): TemplateResult {
    return html`<nav class="tabs" aria-label="Panes">
      ${this.screen.panes.map(
        (name, at) =>
          html`<button type="button" aria-pressed=${at === this.tab ? 'true' : 'false'} @click=${() => (this.tab = at)}>${PANE_TITLES[name]}</button>`,
      )}
    </nav>`;
  }

  private renderStrip(): TemplateResult {
    const { run } = this.stage;
    const moment = run && this.session.moment;
    const count = moment?.position.count ?? 0n;
    // How long the run is, and where its markers are, may be the answer.
    const [end, markers] = this.locked || !run ? [count, []] : [run.end, run.markers];
    return html`<rs-strip
      .status=${moment ? this.statusOf(moment, end) : 'starting'}
      .hash=${moment?.hash ?? ''}
      .count=${moment?.position.count}
      .end=${end}
      .markers=${markers}
      .narration=${moment ? this.narration : ''}
      .running=${this.session.isRunning}
      .locked=${this.locked}
      @seek=${(event: CustomEvent<bigint>) => this.go({ count: event.detail })}
      @marker=${(event: CustomEvent<string>) => this.go({ marker: event.detail })}
    >${this.who.render('instead', !this.locked)}</rs-strip>`;
  }

  private statusOf({ status, position }: Moment, end: bigint): string {
    const state = status.state === 'ended' ? 'ended' : this.session.isRunning ? 'running' : 'paused';
    const of = this.locked ? '' : ` of ${grouped(end)}`;
    return `${state} · ${grouped(position.count)}${of} instructions`;
  }

  /** What happened last; where nothing is traced, what comes next. */
  private get narration(): string {
    const { moment, scenario, log } = this.session;
    if (this.locked) return 'Choose an answer first: the machine waits for it.';
    const told = moment && lastTold(log, moment.position.count);
    if (told !== undefined || !moment) return told ?? '';
    if (moment.status.state === 'ended') return moment.status.reason;
    if (moment.position.count === 0n) return 'The kernel has not begun yet: this is its first instruction.';
    const place = this.sources.placeOf(scenario?.lines, moment);
    return place
      ? `The next instruction is in ${place.function ?? 'the kernel'}, ${place.file.replace(/.*\//, '')} line ${place.line}.`
      : '';
  }

  private asked(event: CustomEvent<WrittenPlace>): void {
    void this.who.ask(event.detail);
  }

  /** Under other rules the same kernel goes the same way up to the first answer that differs: the machine stays where it is, if it can. */
  private switched({ detail }: CustomEvent<SwitchChange>): void {
    const { scenario } = this.stage;
    if (!scenario) return;
    const wanted = switched(this.lesson, scenario, detail);
    const here = this.session.moment?.position.count ?? 0n;
    this.sideEffect = sideEffect(scenario, wanted, detail);
    void this.stage.show(wanted, wanted.guest === scenario.guest ? { upTo: here } : 'end');
  }
}
