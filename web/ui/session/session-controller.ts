import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { forget, toDraw } from '../frame/frame';
import type { Session } from './session';

/** Renders its host again when the session changed, however often, in the next frame. */
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

  private readonly changed = (): void => toDraw(this.update);

  private readonly update = (): void => this.host.requestUpdate();
}
