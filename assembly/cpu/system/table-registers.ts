/**
 * GDTR, IDTR, LDTR and TR. Storing them is not privileged: a paravirtual kernel that runs SGDT, SIDT, SLDT or STR gets the real values,
 * which are Xen's, and no fault. Loading them is privileged, which system.ts checks before it looks at an operand. Intel SDM Vol. 3A, 2.4.
 */
import { Vector } from '../../abi/vector';
import { Segment } from '../../layout/vcpu-state';
import { accessOf, isPresent, SystemType } from './descriptor';
import { inTable, readDescriptor, writeAccessByte } from './descriptor-table';
import { protectionFault, raiseFor } from './exception';
import { setNullSegment, setSegment } from './segment-register';
import { isNull, LOCAL } from './selector';

/** A TSS's type with this bit is in use. */
const BUSY: u32 = 0x2;

/** The system descriptor a selector names, for LLDT and LTR. Errors: #GP(selector). */
function findSystem(selector: u32): u64 {
  if ((selector & LOCAL) !== 0 || !inTable(selector)) protectionFault(selector);
  return readDescriptor(selector);
}

/** LLDT; a null selector means there is no LDT. Errors: #GP(selector), #NP(selector). */
export function loadLdt(selector: u32): void {
  if (isNull(selector)) {
    setNullSegment(Segment.Ldtr, selector);
    return;
  }
  const descriptor = findSystem(selector);
  const access = accessOf(descriptor);
  if ((access & 0x1f) !== SystemType.Ldt) protectionFault(selector);
  if (!isPresent(access)) raiseFor(Vector.NotPresent, selector);
  setSegment(Segment.Ldtr, selector, descriptor);
}

/** LTR: also marks the TSS busy in its table. Errors: #GP(0) null; #GP(selector), #NP(selector); #PF of the mark. */
export function loadTask(selector: u32): void {
  if (isNull(selector)) protectionFault();
  const descriptor = findSystem(selector);
  const access = accessOf(descriptor);
  const type = access & 0x1f;
  if (type !== SystemType.Tss16 && type !== SystemType.Tss32) protectionFault(selector);
  if (!isPresent(access)) raiseFor(Vector.NotPresent, selector);
  writeAccessByte(selector, <u8>(access | BUSY));
  setSegment(Segment.Tr, selector, descriptor | ((<u64>BUSY) << 40));
}
