/** A new machine under Xen: nothing in it but free frames and the control plane. */
import { machine } from '../layout/machine-state';
import { xenState } from '../layout/xen-state';
import { resetText } from '../trace/text-ring';
import { createControl } from './life';
import { resetMemory } from './mm/builder';
import { EPOCH_SECONDS } from './time';
import { NEVER } from './wake';

/** Makes the hypervisor's state for `machine().frames` frames of RAM; the caller has cleared everything. Errors: -EINVAL, -ENOMEM. */
export function createXen(): i32 {
  const xen = xenState();
  xen.sliceEnd = NEVER;
  xen.wallSeconds = EPOCH_SECONDS;
  machine().deadline = NEVER;
  resetText();
  const rc = resetMemory();
  if (rc === 0) createControl();
  return rc;
}
