import { html, LitElement, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { ProfileName } from '../../core/machine-api';
import { icons } from '../theme/icons';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-guests.styles';

/** A guest that comes with the page. */
export interface BuiltInGuest {
  name: string;
  /** One line: what it does. */
  summary: string;
  /** The guest that it wants beside it. */
  beside?: string;
  /** Title of the lesson it belongs to. */
  lesson?: string;
}

/** What the person chose to start. */
export interface GuestChoice {
  /** A built-in guest's name, or a kernel image from a file. */
  source: { builtIn: string } | { file: File };
  memory: number;
  commandLine: string;
  profile: ProfileName | undefined;
  /** Name of a built-in guest to boot as a second domain. */
  beside: string | undefined;
}

const PROFILES: readonly (readonly [name: ProfileName | '', label: string])[] = [
  ['', 'default for the guest'],
  ['xen-4.17', 'Xen 4.17 (2022)'],
  ['xen-4.17-nolinear', 'Xen 4.17, pv-linear-pt=false'],
  ['xen-3.2', 'Xen 3.2 (2008)'],
  ['2004-02', 'February 2004'],
  ['2003-01', 'January 2003'],
  ['2002-11', 'November 2002'],
];
const DEFAULT_MEMORY = 64;

/**
 * A dialog that chooses what to boot: a built-in guest, or a kernel of one's own; with its memory, command line and rules.
 *
 * @fires launch - `detail` is a `GuestChoice`
 */
export class RsGuests extends LitElement {
  static override styles = [tokens, base, styles];

  @property({ attribute: false }) guests: readonly BuiltInGuest[] = [];
  /** Name of the guest that runs now. */
  @property() current = '';

  @state() private file: File | undefined;
  @state() private chosen = '';
  @state() private beside = '';
  @query('dialog') private dialog!: HTMLDialogElement;
  @query('form') private form!: HTMLFormElement;

  /** Opens the dialog, perhaps with a file that was dropped. */
  show(file?: File): void {
    this.choose(file ? '' : this.current, file);
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @click=${this.clickedOutside}>
      <form method="dialog" @submit=${this.submitted}>
        <div class="head">
          <h2 id="title">Boot a guest</h2>
          <button type="button" class="quiet" aria-label="Close" @click=${() => this.dialog.close()}>${icons.close}</button>
        </div>
        ${[undefined, ...new Set(this.guests.flatMap(({ lesson }) => lesson ?? []))].map((lesson) => this.renderGroup(lesson))}
        ${this.renderFile()} ${this.renderSettings()}
        <footer>
          <button type="submit" class="primary" ?disabled=${!this.file && this.chosen === ''}>
            ${icons.run}Boot ${this.file?.name ?? this.chosen}
          </button>
        </footer>
      </form>
    </dialog>`;
  }

  /** Guests of one lesson, or those of none. */
  private renderGroup(wanted: string | undefined): TemplateResult {
    return html`<fieldset class=${wanted === undefined ? '' : 'lesson'}>
      <legend>${wanted === undefined ? 'Built in' : `Of the lesson “${wanted}”`}</legend>
      ${this.guests.filter(({ lesson }) => lesson === wanted).map((guest) => this.renderGuest(guest))}
    </fieldset>`;
  }

  private renderGuest({ name, summary, lesson }: BuiltInGuest): TemplateResult {
    return html`<label class="guest">
      <input type="radio" name="guest" .checked=${this.chosen === name} @change=${() => this.choose(name)} />
      <span><b>${lesson === undefined ? name : name.replace(/^[a-z]+-/, '')}</b><small>${summary}</small></span>
    </label>`;
  }

  private renderFile(): TemplateResult {
    return html`<div class="drop" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${this.dropped}>
      <label>
        <input type="file" class="only-heard" @change=${this.picked} />
        <span class="button">${icons.open}Choose a kernel</span>
      </label>
      <p>${this.file ? html`<b>${this.file.name}</b> · ${sizeOf(this.file)}` : 'or drop one here: a 32-bit ELF file with Xen notes, such as PV-GRUB, or a multiboot kernel for the bare machine'}</p>
    </div>`;
  }

  private renderSettings(): TemplateResult {
    return html`<div class="options">
      <label>Memory <span class="unit"><input name="memory" type="number" min="4" max="1000" step="1" required .defaultValue=${String(DEFAULT_MEMORY)} /> MiB</span></label>
      <label>Rules<select name="profile">${PROFILES.map(([name, label]) => html`<option value=${name}>${label}</option>`)}</select></label>
      <label class="wide">Beside it<select name="beside" @change=${this.besideChosen}>
        ${['', ...this.guests.flatMap(({ name, lesson }) => (lesson === undefined ? name : []))].map((name) => html`<option value=${name} .selected=${name === this.beside}>${name || 'no other domain'}</option>`)}
      </select></label>
      <label class="wide">Command line<input name="line" type="text" autocomplete="off" spellcheck="false" /></label>
    </div>`;
  }

  private choose(name: string, file?: File): void {
    this.chosen = name;
    this.file = file;
    this.beside = this.guests.find((guest) => guest.name === name)?.beside ?? '';
  }

  private besideChosen(event: Event): void {
    this.beside = (event.target as HTMLSelectElement).value;
  }

  private picked(event: Event): void {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    // The same file may be chosen again after it was changed.
    input.value = '';
    if (file) this.show(file);
  }

  private dropped(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const file = event.dataTransfer?.files[0];
    if (file) this.show(file);
  }

  private clickedOutside(event: MouseEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }

  private submitted(): void {
    const fields = new FormData(this.form);
    const profile = String(fields.get('profile') ?? '') as ProfileName | '';
    const detail: GuestChoice = {
      source: this.file ? { file: this.file } : { builtIn: this.chosen },
      memory: Number(fields.get('memory')),
      commandLine: String(fields.get('line') ?? ''),
      profile: profile === '' ? undefined : profile,
      beside: this.beside === '' ? undefined : this.beside,
    };
    this.dispatchEvent(new CustomEvent<GuestChoice>('launch', { detail, bubbles: true, composed: true }));
  }
}

/** The size of a file for people. */
function sizeOf(file: File): string {
  if (file.size < 1024) return `${file.size} bytes`;
  const kib = file.size / 1024;
  return kib < 1024 ? `${kib.toFixed(0)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}
