import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long it is said that something was copied, in ms. */
const SAID_FOR = 1600;

/** Whether something was copied just now: so long its button says so. */
export class Copied implements ReactiveController {
  /** Say it. */
  now = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.now = false;
  }

  /** It was copied. */
  say(): void {
    this.set(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.set(false), SAID_FOR);
  }

  private set(now: boolean): void {
    this.now = now;
    this.host.requestUpdate();
  }
}
