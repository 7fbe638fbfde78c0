import { Session } from '../ui/session/session';
import { type Connection, connect } from './machine/connect';

/**
 * The site's one machine: pages take turns at it, so that there is one worker however often they change. It is booted when a page first
 * asks for it, and again after it was lost.
 */
export class Seat {
  readonly session = new Session();
  private connection: Connection | undefined;
  private connecting: Promise<boolean> | undefined;

  /** True once there is a machine to talk to; false when none could be had: the session says why. */
  ready(): Promise<boolean> {
    if (this.session.phase === 'failed') {
      this.close();
      this.session.restart();
    }
    this.connecting ??= this.connect();
    return this.connecting;
  }

  /** Ends the machine. */
  close(): void {
    this.connection?.close();
    this.connection = undefined;
    this.connecting = undefined;
  }

  private async connect(): Promise<boolean> {
    try {
      const connection = await connect((error) => this.session.fail(error));
      this.connection = connection;
      await this.session.attach(connection.api);
      return true;
    } catch (error) {
      this.session.fail(error);
      return false;
    }
  }
}
