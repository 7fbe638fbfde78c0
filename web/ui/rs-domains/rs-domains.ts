import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { DomainCommand, DomainPicture } from '../../core/machine-api';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-domains.styles';

/** What the toolstack is asked to do, and with whom. */
export interface DomainOrder {
  domid: number;
  command: DomainCommand;
}

/** A column of figures: its title, what it means, and what it shows of a domain. */
interface Column {
  title: string;
  about: string;
  value: (domain: DomainPicture) => string;
}

/** Pages of 4 KiB in a MiB. */
const PAGES = 256;

const COLUMNS: readonly Column[] = [
  {
    title: 'memory',
    about: 'Memory it owns, in MiB',
    value: ({ frames }) => (frames >= PAGES ? `${Math.round(frames / PAGES)} MiB` : `${frames * 4} KiB`),
  },
  { title: 'weight', about: 'Its claim on the processor against others’', value: ({ weight }) => `${weight || '–'}` },
  {
    title: 'events',
    about: 'Event channels that join it to other domains, of all its open ports',
    value: ({ channels, ports }) => `${channels} of ${ports}`,
  },
  {
    title: 'grants',
    about: 'Pages of its own that others use, and pages of others that it uses',
    value: ({ granted, mapped }) => `${granted} out, ${mapped} in`,
  },
];

const isGone = ({ state }: DomainPicture): boolean => state === 'destroyed' || state === 'dying';

/**
 * The domains of a machine: how each stands, what it has, and what it had of the processor. One is chosen: its console, registers and memory
 * are what the other panes show.
 *
 * @fires show-domain - `detail` is a domid: a domain was chosen
 * @fires domain-order - `detail` is a `DomainOrder`
 */
export class RsDomains extends LitElement {
  static override styles = [tokens, base, styles];

  @property({ attribute: false }) domains: readonly DomainPicture[] = [];
  /** The domain that is shown. */
  @property({ type: Number }) shown = -1;

  override render(): TemplateResult {
    return html`<section class="scroller" aria-label="Domains" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">domain</th>
            <th scope="col">state</th>
            <th scope="col" title="Its part of all the time that has passed">processor</th>
            ${COLUMNS.map(({ title, about }) => html`<th scope="col" class="number ${title}" title=${about}>${title}</th>`)}
            <th scope="col"><span class="only-heard">Toolstack</span></th>
          </tr>
        </thead>
        <tbody>
          ${this.domains.map((domain) => this.renderRow(domain))}
        </tbody>
      </table>
    </section>`;
  }

  private renderRow(domain: DomainPicture): TemplateResult {
    const { domid, name, state, end } = domain;
    const isShown = domid === this.shown;
    return html`<tr class=${isShown ? 'shown' : ''}>
      <th scope="row">
        <button
          type="button"
          class="quiet name"
          aria-pressed=${isShown ? 'true' : 'false'}
          title="Show its console, registers and memory"
          @click=${() => this.choose(domid)}
        >
          ${name}<small>d${domid}</small>
        </button>
      </th>
      <td class="state ${state} ${end && !end.orderly ? 'bad' : ''}" title=${end?.reason ?? nothing}>${stateOf(domain)}</td>
      <td>${renderShare(domain)}</td>
      ${COLUMNS.map(({ title, value }) => html`<td class="number ${title}">${value(domain)}</td>`)}
      <td class="orders">${this.renderOrders(domain)}</td>
    </tr>`;
  }

  private renderOrders(domain: DomainPicture): TemplateResult {
    const { domid, name, state } = domain;
    const isPaused = state === 'paused';
    const toggle: DomainCommand = isPaused ? 'unpause' : 'pause';
    const label = isPaused ? `Unpause ${name}` : `Pause ${name}`;
    return html`<button
        type="button"
        class="quiet"
        aria-label=${label}
        title=${label}
        ?disabled=${isGone(domain) || state === 'ended'}
        @click=${() => this.order(domid, toggle)}
      >
        ${isPaused ? icons.run : icons.pause}</button
      ><button
        type="button"
        class="quiet"
        aria-label="Destroy ${name}"
        title="Destroy ${name}: its memory goes back to Xen (a step back undoes it)"
        ?disabled=${isGone(domain)}
        @click=${() => this.order(domid, 'destroy')}
      >
        ${icons.close}
      </button>`;
  }

  private choose(detail: number): void {
    this.dispatchEvent(new CustomEvent<number>('show-domain', { detail }));
  }

  private order(domid: number, command: DomainCommand): void {
    this.dispatchEvent(new CustomEvent<DomainOrder>('domain-order', { detail: { domid, command } }));
  }
}

/** How a domain stands, in a word or two. One that ended in order and was taken down is simply over. */
function stateOf({ state, end }: DomainPicture): string {
  if (state !== 'destroyed' || !end) return state;
  return end.orderly ? 'shut down' : 'destroyed';
}

/** The share of the processor as a number and a bar. */
function renderShare({ share, state }: DomainPicture): TemplateResult | string {
  if (state === 'destroyed') return '–';
  const percent = share * 100;
  const text = percent > 0 && percent < 0.1 ? '< 0.1 %' : `${percent.toFixed(1)} %`;
  // The width by the object model: a strict policy forbids styles in the markup.
  return html`<span class="share"><i .style=${`width: ${Math.min(100, percent).toFixed(1)}%`}></i></span>${text}`;
}
