import type { DomainScenario, ProfileName, Scenario } from '../core/machine-api';
import { isProfileName, PROFILE_NAMES } from '../core/profile-name';
import { Refused } from '../core/refused';
import { defaultProfile } from './control';
import { type KernelImage, readKernelImage } from './kernel-image';
import { type MultibootImage, readMultibootImage } from './multiboot-image';

/** Largest machine, in MiB. */
export const MAX_RAM = 1024;
const DEFAULT_RAM = 128;
/** What Xen keeps of the machine's RAM for itself and its free list, in MiB. */
const XEN_RESERVE = 8;
const MAX_VCPUS = 8;
/** Most domains beside domain 0. */
export const MAX_GUESTS = 7;
const MAX_WEIGHT = 65535;

/** What every scenario that passed its checks has: everything that it left open is decided. */
interface CheckedCommon {
  scenario: Scenario;
  /** RAM of the machine, MiB. */
  ram: number;
}

/** A domain that can be built. */
export interface CheckedDomain {
  domain: DomainScenario;
  /** What it is called: no other domain of the machine has that name. */
  name: string;
  image: KernelImage;
  profile: ProfileName;
}

/** Guests under Xen. */
export interface CheckedXen extends CheckedCommon {
  bare: false;
  /** The first domain's. */
  image: KernelImage;
  /** The first domain's. */
  profile: ProfileName;
  /** Every domain, in the order of their numbers. */
  domains: readonly CheckedDomain[];
}

/** A kernel on the bare machine. */
export interface CheckedBare extends CheckedCommon {
  bare: true;
  image: MultibootImage;
}

/** A scenario that passed every check. */
export type Checked = CheckedXen | CheckedBare;

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** RAM the machine gets: what was asked for, else enough for its domains' `memory`. */
function ramFor({ ram }: Scenario, memory: number): number {
  if (ram === undefined) return Math.min(MAX_RAM, Math.max(DEFAULT_RAM, memory + XEN_RESERVE));
  if (!isWhole(ram, 1, MAX_RAM)) throw new Refused(`A machine has 1 to ${MAX_RAM} MiB of RAM, not ${ram}.`);
  return ram;
}

/** Checks a kernel for the bare machine. What only Xen has is refused. */
function checkBare(scenario: Scenario): CheckedBare {
  const { memory, vcpus, profile, dom0, ram, others } = scenario;
  if (others?.length) throw new Refused('There is one kernel on the bare machine: leave --with or --bare out.');
  if (dom0) throw new Refused('There are no domains on the bare machine: leave --dom0 or --bare out.');
  if (profile)
    throw new Refused(
      `There is no Xen on the bare machine to follow the rules of ${profile}: leave --profile or --bare out.`,
    );
  if (vcpus !== 1) throw new Refused(`The bare machine has one CPU, not ${vcpus}: leave --vcpus or --bare out.`);
  if (ram !== undefined) throw new Refused('On the bare machine, --memory is all the RAM there is: leave --ram out.');
  if (!isWhole(memory, 1, MAX_RAM))
    throw new Refused(`The bare machine has 1 to ${MAX_RAM} MiB of RAM, not ${memory}.`);
  return { bare: true, scenario, image: readMultibootImage(scenario.image), ram: memory };
}

/**
 * Checks a scenario before anything is built.
 *
 * Errors: Refused, naming the number or the file that cannot be.
 */
export function checkScenario(scenario: Scenario): Checked {
  return scenario.bare ? checkBare(scenario) : checkXen(scenario);
}

/** A name for a domain that no domain before it has: that of its image, with a number where there are several of it. */
function nameOf({ name }: DomainScenario, taken: ReadonlySet<string>): string {
  const own = name.replace(/\.elf$/, '') || 'guest';
  let free = own;
  for (let n = 2; taken.has(free); n++) free = `${own}-${n}`;
  return free;
}

function checkDomain(domain: DomainScenario, taken: Set<string>): CheckedDomain {
  const { memory, vcpus, weight } = domain;
  const image = readKernelImage(domain.image);
  if (!isWhole(memory, 1, 4096)) throw new Refused(`A domain has a whole number of MiB, at least 1, not ${memory}.`);
  if (!isWhole(vcpus, 1, MAX_VCPUS)) throw new Refused(`A domain has 1 to ${MAX_VCPUS} vCPUs, not ${vcpus}.`);
  if (weight !== undefined && !isWhole(weight, 1, MAX_WEIGHT))
    throw new Refused(`A domain has a weight of 1 to ${MAX_WEIGHT}, not ${weight}; 256 is usual.`);
  const profile = domain.profile ?? defaultProfile(image.format);
  if (!isProfileName(profile))
    throw new Refused(`There is no profile "${profile}"; there are ${PROFILE_NAMES.join(', ')}.`);
  const name = nameOf(domain, taken);
  taken.add(name);
  return { domain, name, image, profile };
}

/** What one of several domains is refused for, with its name: the sentences are about one domain. */
function blaming<T>(name: string, several: boolean, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw several && error instanceof Refused ? new Refused(`${name}: ${error.message}`) : error;
  }
}

function checkXen(scenario: Scenario): CheckedXen {
  const others = scenario.others ?? [];
  if (others.length > 0 && scenario.dom0)
    throw new Refused(
      'Other domains get console and store from domain 0, which a guest does not give: leave --with or --dom0 out.',
    );
  if (others.length >= MAX_GUESTS)
    throw new Refused(`A machine has at most ${MAX_GUESTS} domains, not ${others.length + 1}: leave some out.`);
  const taken = new Set<string>();
  const domains = [scenario, ...others].map((domain) =>
    blaming(domain.name, others.length > 0, () => checkDomain(domain, taken)),
  );
  const memory = domains.reduce((sum, { domain }) => sum + domain.memory, 0);
  const ram = ramFor(scenario, memory);
  if (memory > ram - XEN_RESERVE) {
    const most = scenario.ram === undefined ? MAX_RAM : ram;
    const [whose, them] = others.length > 0 ? ["The domains'", 'them'] : ["The domain's", 'it'];
    const advice = most > XEN_RESERVE ? `give ${them} at most ${most - XEN_RESERVE} MiB` : 'give the machine more RAM';
    throw new Refused(
      `${whose} ${memory} MiB do not fit a machine of ${most} MiB, of which Xen keeps ${XEN_RESERVE}: ${advice}.`,
    );
  }
  const [{ image, profile }] = domains as [CheckedDomain, ...CheckedDomain[]];
  return { bare: false, scenario, image, profile, ram, domains };
}
