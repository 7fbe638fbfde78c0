import { XEN } from '../base/memory-map';

/** Why a bare machine ended: `PcState.ended`. */
export const enum PcEnd {
  /** It runs. */
  Running = 0,
  /** The guest reset it: keyboard controller or port 92. */
  Reset = 1,
  /** The guest wrote to the debug-exit port: `exitStatus`. */
  DebugExit = 2,
  /** Triple fault. */
  Shutdown = 3,
}

/**
 * The bare machine as a whole: what the host looks at. Its devices stand behind it (pc/devices.ts). The bare machine has no hypervisor, so
 * all of it takes the hypervisor's place.
 */
@unmanaged
@final
export class PcState {
  /** `PcEnd`. */
  ended: u32 = 0;
  /** `PcEnd.DebugExit`: the value written times 2 plus 1. */
  exitStatus: u32 = 0;
  /** Bytes the serial port has sent since the machine was made. They stand in trace/text-ring.ts until the host takes them. */
  sent: u32 = 0;
  /** 1: the host should look: something was sent, everything typed was read, or the machine ended. */
  hostPending: u32 = 0;
  /** Bytes the host has put into the serial port's input queue since the machine was made. */
  typed: u32 = 0;
  /** Bytes of those that the guest has read. */
  received: u32 = 0;
}

/** The bare machine. */
export function pcState(): PcState {
  return changetype<PcState>(XEN);
}
