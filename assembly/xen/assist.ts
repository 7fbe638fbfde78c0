/** vm_assist: conveniences a guest can turn on. Source: xen/common/kernel.c, do_vm_assist. */

import { Errno } from '../abi/errno';
import { ASSISTS, AssistOp } from '../abi/vm-assist';
import { currentDomain } from './domains';

/** Hypercall 21. Errors: -EINVAL unknown assist, -ENOSYS unknown command. */
export function vmAssist(command: u32, type: u32): i32 {
  if (type > 31 || !((ASSISTS >> type) & 1)) return -Errno.EINVAL;
  const domain = currentDomain();
  const bit: u32 = 1 << type;
  if (command === AssistOp.Enable) domain.vmAssist |= bit;
  else if (command === AssistOp.Disable) domain.vmAssist &= ~bit;
  else return -Errno.ENOSYS;
  return 0;
}
