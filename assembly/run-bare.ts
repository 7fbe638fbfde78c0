/** The run loop of the bare machine: the CPU delivers its own exceptions. There are no devices: reads give all ones, writes are lost. */
import { Exit, HostExit } from './abi/exit';
import { cpuRun } from './cpu/run';
import { deliverException } from './cpu/system/deliver';
import { machine } from './layout/machine-state';

/** As run(). A halted processor without devices waits for ever: HostExit.Idle. */
export function runBare(limit: i32, untilTick: u64): u32 {
  const at = machine();
  const end = at.count + <u64>max(limit, 0);
  while (at.count < end && at.tick < untilTick) {
    const exit = at.exit;
    at.exit = Exit.Budget;
    switch (exit) {
      case Exit.Budget:
        cpuRun(<i32>min(end - at.count, untilTick - at.tick));
        break;
      case Exit.Exception:
        deliverException();
        break;
      case Exit.Halt:
        at.exit = Exit.Halt;
        return HostExit.Idle;
      case Exit.Shutdown:
        at.exit = Exit.Shutdown;
        return HostExit.MachineEnded;
      default:
    }
  }
  return HostExit.Budget;
}
