import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Position, Writing } from '../core/machine-api';
import { writingSentence } from '../explain/writing';
import type { WrittenPlace } from '../ui/rs-page-map/rs-page-map';
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
  position: Position | undefined;
}

/** Asks of bytes of memory who wrote them, and shows the answer until the reader has seen it. */
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

  hostConnected(): void {}

  /** Asks; a later question takes the place of one before. */
  async ask(asked: WrittenPlace): Promise<void> {
    const { about, maddr, bytes } = asked;
    const serial = ++this.serial;
    this.finding = undefined;
    this.show({ about, sentence: '', position: undefined });
    const writing = await this.session.whoWrote(maddr, bytes);
    if (serial !== this.serial) return;
    this.finding = writing && { place: asked, by: writing.by };
    const place = writing?.ip === undefined ? undefined : this.sources.place(this.session.scenario?.lines, writing.ip);
    this.show(
      writing && {
        about,
        sentence: writingSentence(writing, place),
        position: writing.by === 'builder' ? undefined : writing.position,
      },
    );
  }

  /** Puts the answer away. */
  forget(): void {
    this.serial++;
    this.finding = undefined;
    this.show(undefined);
  }

  render(): TemplateResult | typeof nothing {
    if (!this.answer) return nothing;
    const { about, sentence, position } = this.answer;
    return html`<rs-writing
      .about=${about}
      .sentence=${sentence}
      .position=${position}
      @go-to=${(event: CustomEvent<Position>) => this.finding && this.goTo(this.finding, event.detail.count - 1n)}
      @close=${() => this.forget()}
    ></rs-writing>`;
  }

  private show(answer: Answer | undefined): void {
    this.answer = answer;
    this.host.requestUpdate();
  }
}
