import { html, nothing, type TemplateResult } from 'lit';
import type { Syntax } from '../../explain/disassembler';
import type { PaneName } from '../../lessons';
import { renderChoice } from '../../ui/choice/choice';
import type { MemoryLook } from '../../ui/rs-memory/memory-look';
import type { Session } from '../../ui/session/session';
import { headingOf, renderFrames, renderMap, renderRegisters, renderVerdict, renderWalk } from '../session-panes';
import type { Sources } from '../sources';

/** What panes are drawn from. */
export interface PaneContext {
  session: Session;
  look: MemoryLook;
  sources: Sources;
  syntax: Syntax;
  /** The reader chose how instructions are spelled. */
  spell: (syntax: Syntax) => void;
  /** Text of the same file in the variant compared with. */
  before: (file: string) => string | undefined;
  /** Name of that variant. */
  against: string | undefined;
  /** There is a pane for walks. */
  walks: boolean;
  /** Path of the file that the screen is about. */
  file: string | undefined;
  /** The source shows that file, not where the machine is. */
  showFile: boolean;
  turnTo: (showFile: boolean) => void;
}

/** Panes of memory stand in a column of their own, for a table is tall: one, or two of four. */
const TALL: readonly PaneName[] = ['map', 'frames', 'registers', 'walk'];

/** The columns panes stand in, from the left; one where they all are of a kind. */
export function columnsOf(panes: readonly PaneName[]): PaneName[][] {
  const right = TALL.filter((name) => panes.includes(name)).slice(0, panes.length > 3 ? 2 : 1);
  const left = panes.filter((name) => !right.includes(name));
  if (right.length > 0 && left.length > 0) return [left, right];
  const half = Math.ceil(panes.length / 2);
  return panes.length < 3 ? [[...panes]] : [panes.slice(0, half), panes.slice(half)];
}

/** The contents of each pane. */
const PANES: Readonly<Record<PaneName, (context: PaneContext) => TemplateResult>> = {
  source: renderSource,
  code: ({ session: { moment }, syntax, spell }) => html`${renderChoice<Syntax>({
    slot: 'aside',
    label: 'Code shown',
    current: syntax,
    options: [
      ['att', 'AT&T'],
      ['intel', 'Intel'],
    ],
    choose: spell,
  })}
    <rs-disassembly .code=${moment?.code} .ip=${moment?.registers.eip ?? 0} .syntax=${syntax}></rs-disassembly>`,
  registers: ({ session }) => {
    const { moment } = session;
    return html`<span slot="aside">${moment ? `ring ${moment.registers.cpl}` : ''}&nbsp;</span>${renderRegisters(session)}`;
  },
  console: ({ session: { terminal, isRunning } }) =>
    html`<rs-console closed .terminal=${terminal} .version=${terminal.version} .busy=${isRunning}></rs-console>`,
  trace: ({ session: { log } }) =>
    html`<rs-trace .log=${log} .version=${log.version} .rows=${log.rows('calls')}></rs-trace>`,
  walk: ({ session, look }) => renderWalk(session, look),
  map: ({ session, look, walks }) => {
    const { table } = session.moment?.memory ?? {};
    return html`<span slot="aside">${table ? `${table.entries.length} entries` : ''}&nbsp;</span>${renderMap(session, look, { walks })}`;
  },
  frames: ({ session, look }) => renderFrames(session, look),
  verdict: ({ session, look }) => renderVerdict(session, look, 'Xen has refused nothing so far.'),
};

/** A pane with its heading. */
export function renderPane(name: PaneName, context: PaneContext): TemplateResult {
  return html`<rs-pane heading=${headingOf(name, context.session)} class=${name}>${PANES[name](context)}</rs-pane>`;
}

function renderSource({ session, sources, before, against, file, showFile, turnTo }: PaneContext): TemplateResult {
  const place = sources.placeOf(session.scenario?.lines, session.moment);
  const shown = showFile && file !== undefined ? file : place?.file;
  const isHere = place !== undefined && place.file === shown;
  return html`${
    file === undefined
      ? nothing
      : renderChoice<'file' | 'run'>({
          slot: 'aside',
          label: 'Source shown',
          current: showFile ? 'file' : 'run',
          options: [
            ['file', file.slice(file.lastIndexOf('/') + 1)],
            ['run', 'where it runs'],
          ],
          choose: (choice) => turnTo(choice === 'file'),
        })
  }
    <rs-source
      .file=${shown ?? ''}
      .text=${shown === undefined ? undefined : sources.text(shown)}
      .variant=${shown === undefined ? undefined : before(shown)}
      .against=${against}
      .line=${isHere ? place.line : 0}
      .function=${isHere ? place.function : undefined}
      .calls=${(isHere && place.calls) ?? false}
    ></rs-source>`;
}
