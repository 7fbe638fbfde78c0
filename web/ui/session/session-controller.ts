import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { forget, inNextFrame } from '../frame/frame';
import type { Session } from './session';

/** Renders its host again whenever the session changed: at most once a frame, because Lit batches and the session's events are cheap. */
export class SessionController implements ReactiveController {
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
    forget(this.update);
  }

  private readonly changed = (): void => inNextFrame(this.update);

  private readonly update = (): void => this.host.requestUpdate();
}
