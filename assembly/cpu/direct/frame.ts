/** Instructions that move several items over the stack. ESP is put back if one of them faults (SAVED_ESP). Intel SDM Vol. 2A and 2B. */
import { Segment, VcpuState, vcpu } from '../../layout/vcpu-state';
import { placeInSegment, readSegment, writeSegment } from '../checked';
import { GeneralRecord } from '../record';
import { setStack, stackMask } from '../stack-pointer';
import { popFlags, pushedFlags } from '../system/eflags';

/** Stores one item of the operand size below the stack pointer and moves it. */
function push(u: GeneralRecord, value: u32): void {
  const top = (<u32>vcpu().esp - u.operandBytes) & stackMask();
  if (u.operandBytes === 4) writeSegment<u32>(Segment.Ss, top, value, u);
  else writeSegment<u16>(Segment.Ss, top, <u16>value, u);
  setStack(top);
}

/** Loads one item `distance` bytes above the stack pointer. */
function item(u: GeneralRecord, distance: u32): u32 {
  const at = (<u32>vcpu().esp + distance) & stackMask();
  return u.operandBytes === 4 ? readSegment<u32>(Segment.Ss, at, u) : <u32>readSegment<u16>(Segment.Ss, at, u);
}

function register(n: u32): usize {
  return changetype<usize>(vcpu()) + ((<usize>n) << 3);
}

function setRegister(u: GeneralRecord, n: u32, value: u32): void {
  if (u.operandBytes === 4) store<u32>(register(n), value);
  else store<u16>(register(n), <u16>value);
}

/** PUSHA: EAX ECX EDX EBX, ESP as it was, EBP ESI EDI. All or nothing. Errors: #SS(0), #PF. */
export function pushAll(u: GeneralRecord): void {
  const before = <u32>vcpu().esp;
  for (let n: u32 = 1; n <= 8; n++) {
    placeInSegment(Segment.Ss, (before - n * u.operandBytes) & stackMask(), u.operandBytes, u);
  }
  for (let n: u32 = 0; n < 8; n++) push(u, n === 4 ? before : load<u32>(register(n)));
}

/** POPA: as pushed by PUSHA; the value for ESP is skipped. All or nothing. Errors: #SS(0), #PF, of the first item that cannot be had. */
export function popAll(u: GeneralRecord): void {
  for (let n: u32 = 0; n < 8; n++) item(u, n * u.operandBytes);
  for (let n: u32 = 0; n < 8; n++) {
    if (n !== 3) setRegister(u, 7 - n, item(u, n * u.operandBytes));
  }
  setStack(<u32>vcpu().esp + 8 * u.operandBytes);
}

/** PUSHF. Errors: #SS(0), #PF. */
export function pushFlags(u: GeneralRecord): void {
  push(u, pushedFlags());
}

/** POPF: which flags it writes depends on the privilege level. Errors: #SS(0), #PF. */
export function popFlagsOf(u: GeneralRecord): void {
  const image = item(u, 0);
  setStack(<u32>vcpu().esp + u.operandBytes);
  popFlags(image, u.operandBytes);
}

/** ENTER: a frame of `immediate` bytes at nesting level `second` modulo 32. Errors: #SS(0), #PF. */
export function enter(u: GeneralRecord): void {
  const state = vcpu();
  const level: u32 = u.second & 31;
  push(u, <u32>state.ebp);
  const frame = <u32>state.esp;
  for (let n: u32 = 1; n < level; n++) {
    const from = (<u32>state.ebp - n * u.operandBytes) & stackMask();
    push(u, u.operandBytes === 4 ? readSegment<u32>(Segment.Ss, from, u) : <u32>readSegment<u16>(Segment.Ss, from, u));
  }
  if (level > 0) push(u, frame);
  const top = (<u32>state.esp - u.immediate) & stackMask();
  placeInSegment(Segment.Ss, top, u.operandBytes, u);
  setStack(top);
  if (u.operandBytes === 4) state.ebp = frame;
  else store<u16>(changetype<usize>(state) + offsetof<VcpuState>('ebp'), <u16>frame);
}
