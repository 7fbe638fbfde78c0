import type { Scenario } from '../core/machine-api';
import type { GuestChoice } from '../ui/rs-guests/rs-guests';
import type { Session } from '../ui/session/session';
import { builtIn, FIRST_GUEST } from './guests';
import { linkOf, openLink } from './links';
import { type Connection, connect } from './machine/connect';
import { parseRoute } from './route';

/** No machine has so much memory: a larger file is not even read. */
const LARGEST_FILE = 1 << 30;

/** Starts machines: the first one, those the person chooses, those a link names; and again when one is lost. */
export class Launcher {
  private connection: Connection | undefined;
  /** The hash we wrote ourselves: no reason to go anywhere. */
  private written = '';

  constructor(private readonly session: Session) {}

  /** Boots a worker and what the location's hash asks for. */
  async start(hash: string): Promise<void> {
    if (await this.connect()) await this.open(hash);
  }

  /** The location changed: goes there, unless it was us who wrote it. */
  async follow(hash: string): Promise<void> {
    if (hash !== this.written) await this.open(hash);
  }

  /** Starts the same guest again from its first instruction; with a new worker if the old one was lost. */
  async again(): Promise<void> {
    const { scenario } = this.session;
    if (this.session.phase === 'failed') {
      this.close();
      this.session.restart();
      if (!(await this.connect())) return;
    }
    if (!scenario) return this.open(location.hash);
    const { inputs: _typed, ...fresh } = scenario;
    await this.run(fresh);
  }

  /** Boots what the person chose. */
  async launch({ source, memory, commandLine, profile }: GuestChoice): Promise<void> {
    const found = 'file' in source ? await this.readFile(source.file) : await this.builtIn(source.builtIn);
    if (found) await this.run({ vcpus: 1, ...found, memory, commandLine, ...(profile && { profile }) });
  }

  /** Puts a link to the state shown into the clipboard and the address bar. False when the clipboard was refused: the notice has it. */
  async copyLink(): Promise<boolean> {
    const { scenario, moment } = this.session;
    if (!scenario || !moment) return false;
    const answer = await linkOf(this.session);
    if ('refused' in answer) {
      this.session.say(answer.refused);
      return false;
    }
    this.written = answer.hash;
    history.replaceState(null, '', answer.hash);
    try {
      await navigator.clipboard.writeText(location.href);
      return true;
    } catch {
      this.session.say('The browser did not let us copy. The link to this state is in the address bar.');
      return false;
    }
  }

  /** Ends the machine. */
  close(): void {
    this.connection?.close();
    this.connection = undefined;
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

  /** Goes where a hash says: a link's state, or the first guest. */
  private async open(hash: string): Promise<void> {
    const route = parseRoute(hash);
    if (route.path === 'play' && (await openLink(this.session, route.parameters))) return;
    const found = await this.builtIn(FIRST_GUEST);
    if (found) await this.run(found);
  }

  private async run(scenario: Scenario): Promise<void> {
    if (await this.session.create(scenario)) await this.session.run();
  }

  private async builtIn(name: string): Promise<Scenario | undefined> {
    try {
      return await builtIn(name);
    } catch (error) {
      this.session.say(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  private async readFile(file: File): Promise<{ name: string; image: Uint8Array } | undefined> {
    if (file.size > LARGEST_FILE) {
      this.session.say(`${file.name} is larger than any machine's memory (1 GiB). Choose a kernel.`);
      return undefined;
    }
    try {
      return { name: file.name, image: new Uint8Array(await file.arrayBuffer()) };
    } catch {
      this.session.say(`${file.name} could not be read. Is it a folder, or has it moved? Choose it again.`);
      return undefined;
    }
  }
}
