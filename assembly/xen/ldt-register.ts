/** The running vCPU's LDTR, as the processor sees it: it follows what Xen knows of the LDT. */

import { Vcpu } from '../layout/vcpu';
import { Segment, segment } from '../layout/vcpu-state';

/** Access byte of an LDT descriptor that is present. */
const LDT_PRESENT: u16 = 0x82;
/** Selector of the LDT's descriptor in Xen's part of the GDT. Source: xen/arch/x86/include/asm/desc.h, LDT_ENTRY. */
const LDT_SELECTOR: u16 = 0xe050;

/** Loads LDTR from `v.ldtBase` and `v.ldtEntries`; without entries it is null. `v` must be the running vCPU. */
export function loadLdtr(v: Vcpu): void {
  const register = segment(Segment.Ldtr);
  const present = v.ldtEntries !== 0;
  register.base = v.ldtBase;
  register.limit = present ? (v.ldtEntries << 3) - 1 : 0;
  register.access = present ? LDT_PRESENT : 0;
  register.selector = present ? LDT_SELECTOR : 0;
}
