import type { ConsoleBackend } from '../backends/console/console-backend';
import type { DomainCommand, DomainPicture } from '../core/machine-api';
import type { StateObject } from '../core/state-object';
import type { GuestDomain } from './guest-domain';

/** How a guest ended, in one sentence. */
export interface GuestEnd {
  orderly: boolean;
  reason: string;
}

/** What guests stand on: Xen with the control plane, or the hardware alone. It acts only at exact positions. */
export interface Platform {
  /** Number of the domain that is shown and typed to unless another is named; 0 on the bare machine. */
  readonly domid: number;
  /** Domains it has built; none on the bare machine. */
  readonly domains: readonly GuestDomain[];
  /** State that stands in TypeScript. */
  readonly objects: readonly StateObject[];
  /** One sentence a line: what was put where. */
  readonly lines: readonly string[];
  /** A domain's console; undefined where there is no such domain. On the bare machine there is one, whatever the number. */
  console(domid: number): ConsoleBackend | undefined;
  /** Does what guests asked for at this position. Answers whether there was anything. */
  serve(): boolean;
  /** Types bytes to a guest. One that is gone does not hear them. */
  type(domid: number, bytes: Uint8Array): void;
  /** Does with a domain what the toolstack was told. What Xen refuses changes nothing, and stands in the trace. */
  command(domid: number, command: DomainCommand): void;
  /** How the machine's guests ended, once all have, or undefined. `exit`: why the core just returned (`HostExit`). */
  end(exit?: number): GuestEnd | undefined;
  /** How its domains stand. */
  picture(): DomainPicture[];
}

/** Who hears what a platform has to say. */
export interface Listeners {
  /** Hears what a guest's console shows. */
  shown(bytes: Uint8Array, domid: number): void;
  /** Hears what Xen itself says, which an ordinary domain never sees. */
  said(bytes: Uint8Array): void;
}
