import type { Scenario } from '../core/machine-api';
import { sentenceOf } from '../core/refused';
import type { MachineLink } from '../replay/link';
import { isBareKernel } from '../toolstack/kernel-kind';
import type { GuestChoice } from '../ui/rs-guests/rs-guests';
import type { Session } from '../ui/session/session';
import { builtIn, FIRST_GUEST } from './guests';
import { builtInFor, goTo, LINK_ROUTE, linkHash, linkIn, scenarioWith } from './links';
import { type Connection, connect } from './machine/connect';
import { parseRoute } from './route';

/** No machine has so much memory: a larger file is not even read. */
const LARGEST_FILE = 1 << 30;

/** Starts machines: the first one, those the person chooses, those a link names; and again when one is lost. */
export class Launcher {
  private connection: Connection | undefined;
  /** The hash we wrote ourselves: no reason to go anywhere. */
  private written = '';
  /** A link that waits for a file which only the person has. */
  private waiting: MachineLink | undefined;

  constructor(private readonly session: Session) {}

  /** Boots a worker and what the location's hash asks for. */
  async start(hash: string): Promise<void> {
    if (await this.connect()) await this.open(hash);
  }

  /** The location changed: goes there, unless it was us who wrote it. */
  async follow(hash: string): Promise<void> {
    if (hash !== this.written) await this.open(hash);
  }

  /**
   * Starts the same guest again, with a new worker if the old one was lost. One that was paused stands before its first instruction then.
   */
  async again(): Promise<void> {
    const { scenario, moment } = this.session;
    const paused = moment?.status.state === 'paused';
    if (this.session.phase === 'failed') {
      this.close();
      this.session.restart();
      if (!(await this.connect())) return;
    }
    if (!scenario) return this.open(location.hash);
    const { inputs: _typed, ...fresh } = scenario;
    if (paused) await this.session.create(fresh);
    else await this.run(fresh);
  }

  /** Boots what the person chose; a file that a link waits for takes the machine to the link's state. */
  async launch({ source, memory, commandLine, profile }: GuestChoice): Promise<void> {
    const found = 'file' in source ? await this.readFile(source.file) : await this.builtIn(source.builtIn);
    if (!found) return;
    const link = this.waiting;
    this.waiting = undefined;
    if (link && 'file' in source) await this.tell(() => goTo(this.session, scenarioWith(link, found.image), link));
    else await this.run({ vcpus: 1, ...found, memory, commandLine, ...(profile && { profile }) });
  }

  /** Puts a link to the state shown into the clipboard and the address bar. False when the clipboard was refused: the notice says so. */
  async copyLink(): Promise<boolean> {
    const hash = await this.tell(() => linkHash(this.session));
    if (hash === undefined) return false;
    this.written = hash;
    history.replaceState(null, '', hash);
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
    if (route.path === LINK_ROUTE && (await this.tell(() => this.openLink(route.parameters)))) return;
    const { notice } = this.session;
    const found = await this.builtIn(FIRST_GUEST);
    if (found) await this.run(found);
    // What was wrong with the link is still to be read.
    if (notice) this.session.say(notice.text);
  }

  /** True when the machine is where the link says. */
  private async openLink(parameters: URLSearchParams): Promise<boolean> {
    const link = linkIn(parameters);
    const scenario = await builtInFor(link);
    if (scenario) {
      await goTo(this.session, scenario, link);
      return this.session.phase === 'ready';
    }
    this.waiting = link;
    this.session.say(
      `This link is of "${link.guest}", a file that is not here. Choose it, and the machine goes to the state the link names.`,
    );
    return false;
  }

  /** What an action throws becomes a notice. */
  private async tell<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      this.session.say(sentenceOf(error));
      return undefined;
    }
  }

  private async run(scenario: Scenario): Promise<void> {
    if (await this.session.create(scenario)) await this.session.run();
  }

  private builtIn(name: string): Promise<Scenario | undefined> {
    return this.tell(() => builtIn(name));
  }

  /** A kernel from a file. One that only the bare machine can run is run there. */
  private async readFile(file: File): Promise<{ name: string; image: Uint8Array; bare?: true } | undefined> {
    if (file.size > LARGEST_FILE) {
      this.session.say(`${file.name} is larger than any machine's memory (1 GiB). Choose a kernel.`);
      return undefined;
    }
    try {
      const image = new Uint8Array(await file.arrayBuffer());
      return { name: file.name, image, ...(isBareKernel(image) && { bare: true }) };
    } catch {
      this.session.say(`${file.name} could not be read. Is it a folder, or has it moved? Choose it again.`);
      return undefined;
    }
  }
}
