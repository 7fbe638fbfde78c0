/**
 * What must be looked at before and after an instruction: the trap flag, the resume flag, breakpoints on code and data, and the shadow
 * that STI and MOV SS cast on the next instruction. The engine runs instructions one by one, between `beforeInstruction` and
 * `afterInstruction`, while `needsCare` says so; otherwise none of this costs anything. Intel SDM Vol. 3B, 17.3.
 */
import { Exit } from '../../abi/exit';
import { Vector } from '../../abi/vector';
import { machine } from '../../layout/machine-state';
import { Segment, segment, VcpuState, vcpu } from '../../layout/vcpu-state';
import { CR4_DE } from './control-registers';
import { raise } from './exception';
import { RF, TF } from './flag-bits';
import { SHADOW_OF_STACK } from './load-segment';

/** DR6: the trap flag caused the exception. */
const DR6_BS: u32 = 0x4000;
/** DR7: local and global enable bits of the four breakpoints. */
const DR7_ENABLES: u32 = 0xff;

/** Conditions of a breakpoint: DR7's R/W field. */
const enum Condition {
  Execute = 0,
  Write = 1,
  /** A port, with CR4.DE. */
  Port = 2,
  ReadOrWrite = 3,
}

/** The instruction began with the trap flag set. Has no life beyond one instruction; so have the other two. */
let steps: bool = false;
/** The instruction is an IRET that chose RF itself. */
let choosesResume: bool = false;
/** Breakpoints that accesses of the instruction met, as DR6 bits 0-3. */
let hits: u32 = 0;

/** Must the next instruction run on its own, between `beforeInstruction` and `afterInstruction`? */
export function needsCare(): bool {
  const state = vcpu();
  return (state.systemFlags & (TF | RF)) !== 0 || state.shadow !== 0 || (<u32>state.dr7 & DR7_ENABLES) !== 0;
}

/** Errors: #DB for a breakpoint on the instruction at ip, unless RF or a MOV SS just before holds it back. */
export function beforeInstruction(): void {
  const state = vcpu();
  const held = (state.systemFlags & RF) !== 0 || state.shadow === SHADOW_OF_STACK;
  steps = (state.systemFlags & TF) !== 0;
  state.shadow = 0;
  choosesResume = false;
  hits = 0;
  if (held || (<u32>state.dr7 & DR7_ENABLES) === 0) return;
  const met = matches(<u32>(segment(Segment.Cs).base + state.ip), 1, false, true);
  if (!met) return;
  state.dr6 = <u32>state.dr6 | met;
  raise(Vector.Debug);
}

/**
 * After an instruction that is done: where it traps, `MachineState.exit` becomes Exit.Exception, vector #DB, ip behind it. If a device must
 * answer the instruction first, the trap waits. A trap behind MOV SS is lost, as it is on the processor.
 */
export function afterInstruction(): void {
  const state = vcpu();
  if (!choosesResume) state.systemFlags &= ~RF;
  const causes = hits | (steps ? DR6_BS : 0);
  hits = 0;
  if (causes === 0 || state.shadow === SHADOW_OF_STACK) return;
  if (machine().exit === Exit.Io) machine().waitingTrap = causes;
  else trap(causes);
}

/** After a device has answered: the trap that waited for it, if one did. */
export function raiseWaitingTrap(): void {
  const causes = machine().waitingTrap;
  machine().waitingTrap = 0;
  if (causes !== 0) trap(causes);
}

/** #DB behind an instruction. It ends HLT as well. */
function trap(causes: u32): void {
  const state = vcpu();
  state.dr6 = <u32>state.dr6 | causes;
  state.halted = 0;
  const at = machine();
  at.exit = Exit.Exception;
  at.vector = Vector.Debug;
  at.errorCode = 0;
  at.hasErrorCode = 0;
}

/** IRET has set RF as it stood in its image: it holds for the instruction to come. */
export function chooseResume(): void {
  choosesResume = true;
}

/** Entering a handler through a gate ends single-stepping of the instruction that asked for it. */
export function endStep(): void {
  steps = false;
}

/** Notes an access to memory that a breakpoint may wait for. */
export function noteAccess(linear: u32, bytes: u32, write: bool): void {
  hits |= matches(linear, bytes, write, false);
}

/** Notes the use of ports that a breakpoint may wait for; only with CR4.DE there are such breakpoints. */
export function notePort(port: u32, bytes: u32): void {
  const dr7 = <u32>vcpu().dr7;
  if ((dr7 & DR7_ENABLES) === 0 || (<u32>vcpu().cr4 & CR4_DE) === 0) return;
  for (let n: u32 = 0; n < 4; n++) {
    if (isEnabled(dr7, n) && conditionOf(dr7, n) === Condition.Port && overlaps(n, sizeOf(dr7, n), port, bytes))
      hits |= 1 << n;
  }
}

/** Does the breakpoint's range meet `bytes` bytes from `address` on? */
function overlaps(n: u32, size: u32, address: u32, bytes: u32): bool {
  const start = breakpointAddress(n) & ~(size - 1);
  return address < start + size && start < address + bytes;
}

/** Enabled breakpoints that an access or a fetch meets, a bit each. */
function matches(linear: u32, bytes: u32, write: bool, fetch: bool): u32 {
  const dr7 = <u32>vcpu().dr7;
  let met: u32 = 0;
  for (let n: u32 = 0; n < 4; n++) {
    if (!isEnabled(dr7, n) || !applies(conditionOf(dr7, n), write, fetch)) continue;
    if (overlaps(n, fetch ? 1 : sizeOf(dr7, n), linear, bytes)) met |= 1 << n;
  }
  return met;
}

function applies(condition: u32, write: bool, fetch: bool): bool {
  if (fetch) return condition === Condition.Execute;
  return condition === Condition.ReadOrWrite || (write && condition === Condition.Write);
}

function isEnabled(dr7: u32, n: u32): bool {
  return ((dr7 >> (n * 2)) & 3) !== 0;
}

function conditionOf(dr7: u32, n: u32): u32 {
  return (dr7 >> (16 + n * 4)) & 3;
}

/** Bytes a data breakpoint covers: 1, 2, 4 (length field 0, 1, 3), or 8 (2, which this CPU takes as 4). */
function sizeOf(dr7: u32, n: u32): u32 {
  const length = (dr7 >> (18 + n * 4)) & 3;
  return length === 0 ? 1 : length === 1 ? 2 : 4;
}

function breakpointAddress(n: u32): u32 {
  return load<u32>(changetype<usize>(vcpu()) + offsetof<VcpuState>('dr0') + ((<usize>n) << 3));
}
