/**
 * Domains of a machine, as they cross the border to its worker: what they are made of, what the toolstack is asked to do with one, and how
 * each stands. Plain data only, as in machine-api.ts.
 */
import type { ProfileName } from './profile-name';

/** What a domain is made of. */
export interface DomainScenario {
  /** Kernel image (ELF). */
  image: Uint8Array;
  /** What to call it: a file or catalogue name. */
  name: string;
  /** Memory in MiB. */
  memory: number;
  vcpus: number;
  commandLine: string;
  profile?: ProfileName;
  /** Share of the physical CPU against other domains', 1 to 65535; 256 is usual. */
  weight?: number;
  ramdisk?: Uint8Array;
  /** What to type, fed by condition: a line each; `wait TEXT` holds until its console shows TEXT. */
  script?: string;
}

/** What the toolstack may be told to do with a domain while the machine runs. */
export type DomainCommand = 'pause' | 'unpause' | 'destroy';

/** How a domain stands. `dying`: destroyed, but others still use its frames. */
export type DomainStatus = 'running' | 'runnable' | 'blocked' | 'paused' | 'ended' | 'dying' | 'destroyed';

/** What a domain's vCPUs did with their time so far, in ticks (nanoseconds), all of them together. */
export interface RunTimes {
  running: bigint;
  runnable: bigint;
  blocked: bigint;
  offline: bigint;
}

/** A domain as a list of domains shows it. */
export interface DomainPicture {
  domid: number;
  name: string;
  state: DomainStatus;
  /** How it ended, in one sentence. */
  end?: { orderly: boolean; reason: string };
  vcpus: number;
  weight: number;
  /** Frames it owns, and the most it may own. */
  frames: number;
  mostFrames: number;
  /** Its part of all the time that has passed, 0 to 1: what it ran. */
  share: number;
  times: RunTimes;
  /** Open event channels; those that join it to another domain. */
  ports: number;
  channels: number;
  /** Frames of its own that others have mapped, and frames of others that it has. */
  granted: number;
  mapped: number;
  /** Bytes its console has shown. */
  shown: number;
}
