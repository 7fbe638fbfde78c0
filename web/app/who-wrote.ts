import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Position, Writing } from '../core/machine-api';
import { writingSentence } from '../explain/writing';
import type { WrittenPlace } from '../ui/rs-memory/table-slot';
import type { Session } from '../ui/session/session';
import type { Sources } from './sources';

/** What was found out: who, of which entry. */
export interface Finding {
  place: WrittenPlace;
  by: Writing['by'];
}

/** What is shown of a question. */
interface Answer {
  about: string;
  sentence: string;
  /** Right after the write; undefined for what was there from the beginning. */
  position: Position | undefined;
  /** Count of the moment that was asked about. */
  asked: bigint;
}

/** Asks of bytes of memory who wrote them, and shows the answer until the reader has seen it or is where it need not hold. */
export class WhoWrote implements ReactiveController {
  /** The last thing that was found out. */
  finding: Finding | undefined;
  private answer: Answer | undefined;
  private serial = 0;

  /** @param goTo takes the machine to right before a write, which is behind so many instructions */
  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly session: Session,
    private readonly sources: Sources,
    private readonly goTo: (finding: Finding, count: bigint) => void,
  ) {
    host.addController(this);
  }

  /** From right before the write to the moment asked about the answer is the same; behind that others may have written. */
  hostUpdate(): void {
    const here = this.session.moment?.position.count;
    if (!this.answer || here === undefined) return;
    const { position, asked } = this.answer;
    if (here <= asked && here >= (position ? position.count - 1n : 0n)) return;
    this.finding = undefined;
    this.answer = undefined;
  }

  /** Asks; a later question takes the place of one before. */
  async ask(written: WrittenPlace): Promise<void> {
    const { about, maddr, bytes } = written;
    const serial = ++this.serial;
    const asked = this.session.moment?.position.count ?? 0n;
    this.finding = undefined;
    this.show({ about, sentence: '', position: undefined, asked });
    const writing = await this.session.whoWrote(maddr, bytes);
    if (serial !== this.serial) return;
    this.finding = writing && { place: written, by: writing.by };
    const place = writing?.ip === undefined ? undefined : this.sources.place(this.session.scenario?.lines, writing.ip);
    this.show(
      writing && {
        about,
        sentence: writingSentence(writing, place),
        position: writing.by === 'builder' ? undefined : writing.position,
        asked,
      },
    );
  }

  /** Puts the answer away. */
  forget(): void {
    this.serial++;
    this.finding = undefined;
    this.show(undefined);
  }

  /** The answer. `slot`: where it goes in the element around it. `canGo`: the machine may be taken to the write. */
  render(slot?: string, canGo = true): TemplateResult | typeof nothing {
    if (!this.answer) return nothing;
    const { about, sentence, position } = this.answer;
    return html`<rs-writing
      slot=${slot ?? nothing}
      .about=${about}
      .sentence=${sentence}
      .position=${canGo ? position : undefined}
      @go-to=${(event: CustomEvent<Position>) => this.finding && this.goTo(this.finding, event.detail.count - 1n)}
      @close=${() => this.forget()}
    ></rs-writing>`;
  }

  private show(answer: Answer | undefined): void {
    this.answer = answer;
    this.host.requestUpdate();
  }
}
