import type { ConsoleBackend } from '../backends/console/console-backend';
import type { StateObject } from '../core/state-object';
import type { GuestDomain } from './guest-domain';

/** How a guest ended, in one sentence. */
export interface GuestEnd {
  orderly: boolean;
  reason: string;
}

/** What a guest stands on: Xen with the control plane, or the hardware alone. It acts only at exact positions. */
export interface Platform {
  /** Number of the domain that is typed to; 0 on the bare machine. */
  readonly domid: number;
  /** Domains it has built; none on the bare machine. */
  readonly domains: readonly GuestDomain[];
  readonly console: ConsoleBackend;
  /** State that stands in TypeScript. */
  readonly objects: readonly StateObject[];
  /** One sentence a line: what was put where. */
  readonly lines: readonly string[];
  /** Does what the guest asked for at this position. Answers whether there was anything. */
  serve(): boolean;
  /** Types bytes to the guest. */
  type(bytes: Uint8Array): void;
  /** How the guest ended, or undefined while it lives. `exit`: why the core just returned (`HostExit`). */
  end(exit: number): GuestEnd | undefined;
}

/** Who hears what a platform has to say. */
export interface Listeners {
  /** Hears what the guest's console shows. */
  shown(bytes: Uint8Array): void;
  /** Hears what Xen itself says, which an ordinary domain never sees. */
  said(bytes: Uint8Array): void;
}
