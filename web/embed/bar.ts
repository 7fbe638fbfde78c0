import { html, nothing, type TemplateResult } from 'lit';
import type { Command as ControlCommand } from '../ui/rs-controls/rs-controls';
import { grouped } from '../ui/text/digits';
import { icons } from '../ui/theme/icons';
import type { Command } from './command';
import type { Player } from './player';

/**
 * The element's bar: controls, stops, and where the machine is.
 *
 * @param controls all buttons, those of a presenter, or none
 * @param opens there is a site to open
 */
export function renderBar(
  player: Player,
  controls: 'full' | 'minimal' | 'none',
  opens: boolean,
  want: (command: Command) => void,
): TemplateResult | typeof nothing {
  if (controls === 'none') return nothing;
  return html`<div class="bar" part="bar"><div>
    ${controls === 'full' ? renderControls(player, want) : renderToggle(player, want)} ${renderStops(player, want)}
    <span class="position">${positionOf(player)}</span>
    ${opens ? renderOpen(want) : nothing}
  </div></div>`;
}

function renderControls({ session }: Player, want: (command: Command) => void): TemplateResult {
  return html`<rs-controls
    .running=${session.isRunning}
    .ended=${session.moment?.status.state === 'ended'}
    .absent=${session.phase !== 'ready'}
    .back=${(session.moment?.position.count ?? 0n) > 0n}
    @command=${(event: CustomEvent<ControlCommand>) => want(event.detail)}
  ></rs-controls>`;
}

function renderToggle({ session }: Player, want: (command: Command) => void): TemplateResult {
  const { isRunning, phase, moment } = session;
  const off = phase !== 'ready' || moment?.status.state === 'ended';
  return html`<button type="button" class="primary" ?disabled=${off} @click=${() => want('toggle')}>
    ${isRunning ? icons.pause : icons.run}${isRunning ? 'Pause' : 'Run'}
  </button>`;
}

/** The stop the machine is at or behind, and the way to those beside it. */
function renderStops(player: Player, want: (command: Command) => void): TemplateResult | typeof nothing {
  const { stops, currentStop } = player;
  if (stops.length === 0) return nothing;
  const here = stops[currentStop];
  return html`<div class="stops" role="group" aria-label="Markers">
    <button type="button" aria-label="Marker before" title="Marker before ( { )" ?disabled=${!player.hasStop(-1)} @click=${() => want('previous')}>
      ${icons.chevron}
    </button>
    <p aria-live="polite"><b>${currentStop + 1}/${stops.length}</b> ${here ? here.title : 'before the first marker'}</p>
    <button type="button" aria-label="Next marker" title="Next marker ( } )" ?disabled=${!player.hasStop(1)} @click=${() => want('next')}>
      ${icons.chevron}
    </button>
  </div>`;
}

function positionOf({ session, isAwake }: Player): string {
  const { moment } = session;
  if (!moment) return session.phase === 'failed' ? '' : 'starting';
  return `count ${grouped(moment.position.count)}${isAwake ? '' : ' · rests'}`;
}

function renderOpen(want: (command: Command) => void): TemplateResult {
  return html`<button type="button" class="quiet" title="Open this state in the whole site" aria-label="Open in full" @click=${() => want('open')}>
    ${icons.open}
  </button>`;
}
