import type { Scenario } from '../../core/machine-api';
import { sentenceOf } from '../../core/refused';
import { type MachineLink, readLink } from '../../replay/link';
import { isBareKernel } from '../../toolstack/kernel-kind';
import type { GuestChoice } from '../../ui/rs-guests/rs-guests';
import type { Session } from '../../ui/session/session';
import { builtIn, FIRST_GUEST } from '../guests';
import { builtInFor, goTo, linkTo, scenarioWith, share } from '../links';
import { machineHash } from '../route';
import type { Seat } from '../seat';

/** No machine has so much memory: a larger file is not even read. */
const LARGEST_FILE = 1 << 30;

/** Starts the free machine: the first guest, those the person chooses, those a link names; and again when one is lost. */
export class Launcher {
  /** A link that waits for a file which only the person has. */
  private waiting: MachineLink | undefined;
  /** The link that is open or was written by us: no reason to go anywhere. */
  private opened: string | undefined;

  /** The page is gone: another one has the machine. */
  private isOver = false;

  constructor(private readonly seat: Seat) {}

  /** Leaves the machine to another page: what is on its way comes to nothing. */
  end(): void {
    this.isOver = true;
  }

  private get session(): Session {
    return this.seat.session;
  }

  /** Goes where a link says; without one stays with the machine there is, or boots the first guest. */
  async open(link: string | undefined): Promise<void> {
    if (link !== undefined && link === this.opened) return;
    this.opened = link;
    if (!(await this.seat.ready())) return;
    if (link !== undefined && (await this.tell(() => this.openLink(link)))) return;
    if (link === undefined && this.session.scenario) return;
    const { notice } = this.session;
    const found = await this.builtIn(FIRST_GUEST);
    if (found && !this.isOver && this.opened === link) await this.run(found);
    // What was wrong with the link is still to be read.
    if (notice && !this.isOver) this.session.say(notice.text);
  }

  /**
   * Starts the same guest again, with a new worker if the old one was lost. One that was paused stands before its first instruction then.
   */
  async again(): Promise<void> {
    const { scenario, moment } = this.session;
    const paused = moment?.status.state === 'paused';
    if (!(await this.seat.ready())) return;
    if (this.isOver) return;
    if (!scenario) return this.open(undefined);
    const { inputs: _typed, ...fresh } = scenario;
    if (paused) await this.session.create(fresh);
    else await this.run(fresh);
  }

  /** Boots what the person chose; a file that a link waits for takes the machine to the link's state. */
  async launch({ source, memory, commandLine, profile, beside }: GuestChoice): Promise<void> {
    const found = 'file' in source ? await this.readFile(source.file) : await this.builtIn(source.builtIn);
    const other = beside === undefined ? undefined : await this.builtIn(beside);
    if (!found || this.isOver || (beside !== undefined && !other)) return;
    const link = this.waiting;
    this.waiting = undefined;
    if (link && 'file' in source)
      await this.tell(async () => goTo(this.session, await scenarioWith(link, found.image), link));
    else
      await this.run({
        vcpus: 1,
        ...found,
        memory,
        commandLine,
        ...(profile && { profile }),
        ...(other && { others: [other] }),
      });
  }

  /** Puts a link to the state shown into the clipboard and the address bar. False when the clipboard was refused. */
  async copyLink(): Promise<boolean> {
    const link = await this.tell(() => linkTo(this.session));
    if (link === undefined) return false;
    this.opened = link;
    return share(this.session, machineHash(link));
  }

  /** True when the machine is where the link says. */
  private async openLink(text: string): Promise<boolean> {
    const link = readLink(text);
    const scenario = await builtInFor(link);
    // Another link was opened, or another page.
    if (this.opened !== text || this.isOver) return true;
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
