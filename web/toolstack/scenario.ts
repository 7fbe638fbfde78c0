import type { ProfileName, Scenario } from '../core/machine-api';
import { Refused } from '../core/refused';
import { defaultProfile } from './control';
import { type KernelImage, readKernelImage } from './kernel-image';

/** Largest machine, in MiB. */
export const MAX_RAM = 1024;
const DEFAULT_RAM = 128;
/** What Xen keeps of the machine's RAM for itself and its free list, in MiB. */
const XEN_RESERVE = 8;
export const MAX_VCPUS = 8;

/** A scenario that passed every check, with everything decided that it left open. */
export interface Checked {
  scenario: Scenario;
  image: KernelImage;
  profile: ProfileName;
  /** RAM of the machine, MiB. */
  ram: number;
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** RAM the machine gets: what was asked for, else enough for the domain. */
function ramFor({ memory, ram }: Scenario): number {
  if (ram === undefined) return Math.min(MAX_RAM, Math.max(DEFAULT_RAM, memory + XEN_RESERVE));
  if (!isWhole(ram, 1, MAX_RAM)) throw new Refused(`A machine has 1 to ${MAX_RAM} MiB of RAM, not ${ram}.`);
  return ram;
}

/**
 * Checks a scenario before anything is built.
 *
 * Errors: Refused, naming the number or the file that cannot be.
 */
export function checkScenario(scenario: Scenario): Checked {
  const { memory, vcpus } = scenario;
  if (scenario.bare) {
    throw new Refused(
      'Kernels for the bare machine cannot be run yet: leave --bare out and choose a guest built for Xen.',
    );
  }
  const image = readKernelImage(scenario.image);
  if (!isWhole(memory, 1, 4096)) throw new Refused(`A domain has a whole number of MiB, at least 1, not ${memory}.`);
  if (!isWhole(vcpus, 1, MAX_VCPUS)) throw new Refused(`A domain has 1 to ${MAX_VCPUS} vCPUs, not ${vcpus}.`);
  const ram = ramFor(scenario);
  if (memory > ram - XEN_RESERVE) {
    const most = scenario.ram === undefined ? MAX_RAM : ram;
    throw new Refused(
      `The domain's ${memory} MiB do not fit a machine of ${most} MiB, of which Xen keeps ${XEN_RESERVE}: give it at most ${most - XEN_RESERVE} MiB.`,
    );
  }
  return { scenario, image, profile: scenario.profile ?? defaultProfile(image.format), ram };
}
