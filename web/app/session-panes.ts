import { html, type TemplateResult } from 'lit';
import type { LineTable, Position } from '../core/machine-api';
import type { PaneName } from '../lessons';
import type { MemoryLook } from '../ui/rs-memory/memory-look';
import { chosenSlot, type TableSlot, tableTitle } from '../ui/rs-memory/table-slot';
import { standsFrom } from '../ui/session/refused-call';
import type { Session } from '../ui/session/session';
import type { Sources } from './sources';

/** The machine runs freely: nothing of the moment before is compared with what is shown. */
const runs = ({ moment }: Session): boolean => moment?.status.state === 'running';

const walked =
  (look: MemoryLook) =>
  (event: CustomEvent<number | undefined>): void =>
    look.walk(event.detail);
const tableChosen =
  (look: MemoryLook) =>
  (event: CustomEvent<TableSlot>): void =>
    look.showTable(event.detail);

/** The guest's source where the machine is. `lines`: those of the domain shown, as far as they are known. */
export function renderSourceHere(
  { moment, scenario }: Session,
  sources: Sources,
  lines: LineTable | undefined = scenario?.lines,
): TemplateResult {
  const place = sources.placeOf(lines, moment);
  return html`<rs-source
    .file=${place?.file ?? ''}
    .text=${place && sources.text(place.file)}
    .line=${place?.line ?? 0}
    .function=${place?.function}
    .calls=${place?.calls ?? false}
  ></rs-source>`;
}

/** Registers, with what changed since the machine last stood still. */
export function renderRegisters(session: Session): TemplateResult {
  return html`<rs-registers
    .registers=${session.moment?.registers}
    .previous=${runs(session) ? undefined : session.before}
  ></rs-registers>`;
}

/** The page walk of the address that is looked at. */
export function renderWalk({ moment }: Session, look: MemoryLook): TemplateResult {
  return html`<rs-page-walk
    .picture=${moment?.memory}
    .registers=${moment?.registers}
    @walk=${walked(look)}
    @show-table=${tableChosen(look)}
  ></rs-page-walk>`;
}

/** How the table is shown: in a page that scrolls, without buttons, beside a walk. */
export interface MapOptions {
  brief?: boolean;
  still?: boolean;
  walks?: boolean;
}

/** The table that is looked at. */
export function renderMap(
  { moment, info }: Session,
  look: MemoryLook,
  { brief = false, still = false, walks = false }: MapOptions = {},
): TemplateResult {
  const { table, walk, frames = [] } = moment?.memory ?? {};
  const { slot, refusedSlot } = look.shown;
  return html`<rs-page-map
    ?brief=${brief}
    .still=${still}
    .walks=${walks}
    .frames=${frames}
    .table=${table}
    .wide=${walk?.format !== '2-level'}
    .bare=${info?.format === 'bare'}
    .selected=${chosenSlot(moment?.memory, slot)}
    .refused=${refusedSlot ?? -1}
    .refusedEntry=${look.refused?.record.entry}
    @choose=${(event: CustomEvent<number>) => look.choose(event.detail)}
    @show-table=${tableChosen(look)}
    @walk=${walked(look)}
  ></rs-page-map>`;
}

/** What panes are called. */
export const PANE_TITLES = {
  source: 'Source',
  code: 'Code',
  registers: 'Registers',
  console: 'Console',
  trace: 'Hypercalls',
  walk: 'Page walk',
  map: 'Page table',
  frames: 'Frame table',
  verdict: 'Verdict',
} satisfies Record<PaneName, string>;

/** What a pane is called at this moment: that of the table says which table it is. */
export function headingOf(name: PaneName, { moment }: Session): string {
  const table = name === 'map' ? moment?.memory?.table : undefined;
  return table ? tableTitle(table) : PANE_TITLES[name];
}

/** The frames concerned, with what changed since the machine last stood still. */
export function renderFrames(session: Session, look: MemoryLook): TemplateResult {
  const memory = session.moment?.memory;
  return html`<rs-frames
    .frames=${memory?.frames ?? []}
    .previous=${runs(session) ? undefined : session.memoryBefore?.frames}
    .refused=${look.shown.frames}
    .shown=${memory?.table?.mfn ?? -1}
    @show-table=${tableChosen(look)}
  ></rs-frames>`;
}

/** Why the last refused call was refused. `empty`: what stands there while there is none. */
export function renderVerdict(session: Session, { refused }: MemoryLook, empty: string): TemplateResult {
  const { moment } = session;
  return html`<rs-verdict
    .record=${refused?.record}
    .parent=${refused?.parent}
    .wide=${moment?.memory?.walk.format !== '2-level'}
    .stands=${refused && moment ? standsFrom(refused, moment.position.count) : 'elsewhere'}
    empty=${empty}
    @go-to=${(event: CustomEvent<Position>) => void session.seek(event.detail, true)}
  ></rs-verdict>`;
}
