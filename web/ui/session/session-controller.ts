import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Session } from './session';

/** Renders its host again whenever the session changed: at most once a frame, because Lit batches and the session's events are cheap. */
export class SessionController implements ReactiveController {
  private frame = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    readonly session: Session,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.session.addEventListener('change', this.changed);
  }

  hostDisconnected(): void {
    this.session.removeEventListener('change', this.changed);
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  private readonly changed = (): void => {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.host.requestUpdate();
    });
  };
}
