/** A new machine under Xen: nothing in it but free frames and the control plane. */
import { XEN, XEN_END } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { xenState } from '../layout/xen-state';
import { resetConsole } from './console-ring';
import { createControl } from './life';
import { resetMemory } from './mm/builder';
import { EPOCH_SECONDS } from './time';
import { NEVER } from './wake';

/** Makes the hypervisor's state for `machine().frames` frames of RAM, which the caller has cleared. Errors: -EINVAL, -ENOMEM. */
export function createXen(): i32 {
  memory.fill(XEN, 0, XEN_END - XEN);
  const xen = xenState();
  xen.sliceEnd = NEVER;
  xen.wallSeconds = EPOCH_SECONDS;
  machine().deadline = NEVER;
  resetConsole();
  const rc = resetMemory();
  if (rc === 0) createControl();
  return rc;
}
