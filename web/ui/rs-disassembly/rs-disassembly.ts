import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { padded } from '../../explain';
import { disassembleAround, type Instruction, type Syntax } from '../../explain/disassembler';
import { AfterLayout } from '../frame/after-layout';
import { base, tokens } from '../theme/tokens.styles';
import { styles } from './rs-disassembly.styles';

/** Bytes shown of an instruction; longer ones end in an ellipsis. */
const BYTES_SHOWN = 7;

/** Filler: what stands between pieces of code, and is never run. */
const INT3 = 0xcc;
/** So many fillers in a row are shown as one line. */
const LEAST_FILLER = 3;

/** A line of the list: an instruction, or so many bytes of filler. */
type Line = Instruction | { address: number; filler: number };

/** The instructions, runs of filler drawn together; the one that runs next stays by itself. */
function collapsed(instructions: readonly Instruction[], ip: number): Line[] {
  const lines: Line[] = [];
  for (let at = 0; at < instructions.length; ) {
    let end = at;
    while (instructions[end]?.bytes[0] === INT3 && instructions[end]?.address !== ip) end++;
    const first = instructions[at] as Instruction;
    if (end - at >= LEAST_FILLER) lines.push({ address: first.address, filler: end - at });
    else lines.push(...instructions.slice(at, Math.max(end, at + 1)));
    at = Math.max(end, at + 1);
  }
  return lines;
}

/** The instructions around the instruction pointer, the next one marked. */
export class RsDisassembly extends LitElement {
  static override styles = [tokens, base, styles];

  /** Bytes that can be read around `ip`, and where they begin. */
  @property({ attribute: false }) code: { address: number; bytes: Uint8Array } | undefined;
  /** The instruction pointer: virtual address of the next instruction. */
  @property({ type: Number }) ip = 0;
  /** How instructions are spelled. */
  @property() syntax: Syntax = 'att';

  private lines: Line[] = [];
  private readonly afterLayout = new AfterLayout(this);

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has('code') && !changes.has('ip') && !changes.has('syntax')) return;
    const found = this.code ? disassembleAround(this.code.bytes, this.code.address, this.ip, this.syntax) : [];
    this.lines = collapsed(found, this.ip);
  }

  override render(): TemplateResult {
    return html`<ol tabindex="0" aria-label="Disassembly">
        ${this.lines.map((line) => ('filler' in line ? renderFiller(line) : this.line(line)))}
      </ol>
      <p class="empty" ?hidden=${this.lines.length > 0}>No memory is mapped at the instruction pointer.</p>`;
  }

  private line(instruction: Instruction): TemplateResult {
    const current = instruction.address === this.ip;
    const bytes = [...instruction.bytes.slice(0, BYTES_SHOWN)].map((byte) => padded(byte, 2)).join(' ');
    return html`<li class=${current ? 'current' : ''} aria-current=${current ? 'step' : 'false'}>
      <span class="pointer" aria-hidden="true">${current ? '▸' : ''}</span>
      <span class="address">${padded(instruction.address)}</span>
      <span class="bytes">${bytes}${instruction.bytes.length > BYTES_SHOWN ? '…' : ''}</span>
      <span class="text"><b>${instruction.mnemonic}</b> ${instruction.operands}</span>
    </li>`;
  }

  /** Keeps the next instruction in view, a third from the top. */
  protected override updated(changes: PropertyValues<this>): void {
    if (!changes.has('code') && !changes.has('ip')) return;
    const list = this.renderRoot.querySelector('ol');
    const current = this.renderRoot.querySelector<HTMLElement>('.current');
    if (!list || !current) return;
    this.afterLayout.of(list, () => {
      list.scrollTop = current.offsetTop - list.clientHeight / 3;
    });
  }
}

function renderFiller({ address, filler }: { address: number; filler: number }): TemplateResult {
  return html`<li class="filler">
    <span class="pointer" aria-hidden="true"></span><span class="address">${padded(address)}</span>
    <span>${filler} bytes of filler (int3)</span>
  </li>`;
}
