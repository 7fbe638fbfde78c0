import { LEFT, SYNCED } from '../base/engine-map';
import { machine } from '../layout/machine-state';

/** The clock at the instruction that runs, which is the last of its block. */
export function currentTick(): u64 {
  const retired = load<i32>(SYNCED) - load<i32>(LEFT) - 1;
  return machine().tick + <u64>max(retired, 0);
}
