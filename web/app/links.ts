import type { Scenario } from '../core/machine-api';
import { Refused } from '../core/refused';
import { sha256 } from '../core/sha256';
import {
  type LinkDomain,
  type LinkFiles,
  linkDomain,
  linkMismatch,
  linkOthers,
  linkScenario,
  type MachineLink,
  writeLink,
} from '../replay/link';
import type { Session } from '../ui/session/session';
import { builtIn, hasBuiltIn } from './guests';

/**
 * The text of a link that names the state the session shows.
 *
 * Errors: Refused when there is no machine, or so much was typed that no URL holds it.
 */
export async function linkTo(session: Session): Promise<string> {
  const { scenario, info, moment } = session;
  if (!scenario || !info || !moment) throw new Refused('There is no machine to link to yet.');
  return writeLink({
    ...linkDomain(scenario, info.imageHash, sha256),
    ...linkOthers(scenario, sha256),
    inputs: await session.inputs(),
    position: moment.position,
    hash: moment.hash,
  });
}

/** The image of a domain that is built in, as the link means it; undefined when only the person has the file. */
async function filesOf(domain: LinkDomain): Promise<LinkFiles | undefined> {
  if (!hasBuiltIn(domain.guest)) return undefined;
  const { image } = await builtIn(domain.guest);
  const imageHash = sha256(image);
  return imageHash === domain.imageHash ? { image, imageHash } : undefined;
}

/** Images of the domains beside the first. Those that are not built in are missing at the end of the list. */
async function furtherFiles({ others }: MachineLink): Promise<LinkFiles[]> {
  const files = await Promise.all((others ?? []).map(filesOf));
  const missing = files.indexOf(undefined);
  return files.slice(0, missing < 0 ? files.length : missing) as LinkFiles[];
}

/** The built-in guests a link names; undefined when it names a file that only the person has. */
export async function builtInFor(link: MachineLink): Promise<Scenario | undefined> {
  const first = await filesOf(link);
  if (!first) return undefined;
  const { lines } = await builtIn(link.guest);
  return { ...linkScenario(link, first, await furtherFiles(link)), ...(lines && { lines }) };
}

/** The scenario of a link with a file of the person's. Errors: Refused when it is another file. */
export async function scenarioWith(link: MachineLink, image: Uint8Array): Promise<Scenario> {
  return linkScenario(link, { image, imageHash: sha256(image) }, await furtherFiles(link));
}

/** Takes the session to the state a link names, and says so when it is not the one that was meant. */
export async function goTo(session: Session, scenario: Scenario, link: MachineLink): Promise<void> {
  if (!(await session.create(scenario, link.position))) return;
  const mismatch = session.moment && linkMismatch(link, session.moment);
  if (mismatch !== undefined) session.say(mismatch);
}

/** Writes a hash to the address bar without going anywhere, and to the clipboard; false when the browser refuses that: the notice says so. */
export async function share(session: Session, hash: string): Promise<boolean> {
  history.replaceState(null, '', hash);
  try {
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    session.say('The browser did not let us copy. The link to this state is in the address bar.');
    return false;
  }
}
