/** CR3 as a guest writes and reads it: the top table's frame, its bits from 20 on in the low 12. Source: public/arch-x86/xen-x86_32.h. */
import { PAGE_SHIFT } from '../base/memory-map';
import { Vcpu } from '../layout/vcpu';
import { setBase } from './mm/base-pointer';
import { putDeferred } from './mm/page-type';
import { beginHypercall, RESTART } from './mm/work';

/** The frame a CR3 names. */
export function frameOfCr3(cr3: u32): u32 {
  return (cr3 >> PAGE_SHIFT) | ((cr3 & 0xfff) << 20);
}

/** CR3 of a vCPU. */
export function rootOf(v: Vcpu): u32 {
  return (v.rootFrame << PAGE_SHIFT) | (v.rootFrame >> 20);
}

/** MOV to CR3: 0, a negative error, or RESTART when checking the table takes long: the instruction is to be executed again. */
export function switchRoot(v: Vcpu, cr3: u32): i32 {
  beginHypercall();
  if (putDeferred() === RESTART) return RESTART;
  return setBase(v, frameOfCr3(cr3));
}
