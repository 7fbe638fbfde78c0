import type { ProfileName, Scenario } from '../core/machine-api';
import { Refused } from '../core/refused';
import { defaultProfile } from './control';
import { type KernelImage, readKernelImage } from './kernel-image';
import { type MultibootImage, readMultibootImage } from './multiboot-image';

/** Largest machine, in MiB. */
export const MAX_RAM = 1024;
const DEFAULT_RAM = 128;
/** What Xen keeps of the machine's RAM for itself and its free list, in MiB. */
const XEN_RESERVE = 8;
export const MAX_VCPUS = 8;

/** What every scenario that passed its checks has: everything that it left open is decided. */
interface CheckedCommon {
  scenario: Scenario;
  /** RAM of the machine, MiB. */
  ram: number;
}

/** A guest under Xen. */
export interface CheckedXen extends CheckedCommon {
  bare: false;
  image: KernelImage;
  profile: ProfileName;
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

/** RAM the machine gets: what was asked for, else enough for the domain. */
function ramFor({ memory, ram }: Scenario): number {
  if (ram === undefined) return Math.min(MAX_RAM, Math.max(DEFAULT_RAM, memory + XEN_RESERVE));
  if (!isWhole(ram, 1, MAX_RAM)) throw new Refused(`A machine has 1 to ${MAX_RAM} MiB of RAM, not ${ram}.`);
  return ram;
}

/** Checks a kernel for the bare machine. What only Xen has is refused. */
function checkBare(scenario: Scenario): CheckedBare {
  const { memory, vcpus, profile, dom0, ram } = scenario;
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

function checkXen(scenario: Scenario): CheckedXen {
  const { memory, vcpus } = scenario;
  const image = readKernelImage(scenario.image);
  if (!isWhole(memory, 1, 4096)) throw new Refused(`A domain has a whole number of MiB, at least 1, not ${memory}.`);
  if (!isWhole(vcpus, 1, MAX_VCPUS)) throw new Refused(`A domain has 1 to ${MAX_VCPUS} vCPUs, not ${vcpus}.`);
  const ram = ramFor(scenario);
  if (memory > ram - XEN_RESERVE) {
    const most = scenario.ram === undefined ? MAX_RAM : ram;
    const advice = most > XEN_RESERVE ? `give it at most ${most - XEN_RESERVE} MiB` : 'give the machine more RAM';
    throw new Refused(
      `The domain's ${memory} MiB do not fit a machine of ${most} MiB, of which Xen keeps ${XEN_RESERVE}: ${advice}.`,
    );
  }
  return { bare: false, scenario, image, profile: scenario.profile ?? defaultProfile(image.format), ram };
}
