/**
 * The x87 as far as it holds and moves data: state, control and status words, loads and stores. Arithmetic is not there yet and answers
 * #UD (docs/limits.md). Intel SDM Vol. 1, chapter 8.
 */
import { Vector } from '../../abi/vector';
import { Op } from '../../isa/op';
import { machine } from '../../layout/machine-state';
import { FX_STATE, Segment, segment, vcpu } from '../../layout/vcpu-state';
import { CR0_EM, CR0_MP, CR0_NE, CR0_TS } from './control-registers';
import { raise } from './exception';
import { SystemInstruction } from './instruction';
import { readOperand, setGeneralRegister, writeOperand } from './operand';
import { fxRestore, fxSave, loadEnvironment, restoreState, saveState, storeEnvironment } from './x87-image';
import {
  copyFrom,
  copyTo,
  exchange,
  loadFloat,
  loadInteger,
  pop,
  pushRegister,
  storeFloat,
  storeInteger,
} from './x87-move';
import {
  C1,
  clearExceptions,
  controlWord,
  ES,
  IE,
  initialise,
  isEmpty,
  SF,
  setControlWord,
  setFull,
  setRegister,
  setStatusWord,
  signal,
  signExponent,
  significand,
  statusWord,
  turn,
} from './x87-state';

/** Does an x87 instruction or WAIT. Errors: #NM by TS and EM; #MF for an exception that waits; of operands; #UD for arithmetic. */
export function x87(it: SystemInstruction): void {
  const op = <i32>it.op;
  checkAvailable(op);
  if (op >= Op.Fadd || op === Op.Fbld || op === Op.Fbstp || (op >= Op.Fcmovb && op <= Op.Fcmovnu)) {
    raise(Vector.InvalidOpcode);
  }
  if (waits(op)) checkPending();
  if (op <= Op.Fxrstor) {
    controlInstruction(it);
    return;
  }
  moveInstruction(it);
  notePlace(it);
}

/** #NM: WAIT by MP and TS together, everything else by EM or TS. */
function checkAvailable(op: i32): void {
  const cr0 = <u32>vcpu().cr0;
  const absent = op === Op.Fwait ? (cr0 & (CR0_MP | CR0_TS)) === (CR0_MP | CR0_TS) : (cr0 & (CR0_EM | CR0_TS)) !== 0;
  if (absent) raise(Vector.NoDevice);
}

/** All but the control instructions spelt with N, FXSAVE and FXRSTOR wait for pending exceptions. */
function waits(op: i32): bool {
  return (
    op > Op.Fxrstor || op === Op.Fwait || op === Op.Fnop || op === Op.Fldcw || op === Op.Fldenv || op === Op.Frstor
  );
}

/** #MF where CR0.NE is set; without it the report goes through the interrupt controller, which this machine does not wire. */
function checkPending(): void {
  if ((statusWord() & ES) !== 0 && (<u32>vcpu().cr0 & CR0_NE) !== 0) raise(Vector.X87);
}

function controlInstruction(it: SystemInstruction): void {
  switch (it.op) {
    case Op.Fninit:
      initialise();
      break;
    case Op.Fnclex:
      clearExceptions();
      break;
    case Op.Fldcw:
      setControlWord(readOperand(it, 0, 2));
      break;
    case Op.Fnstcw:
      writeOperand(it, 0, 2, controlWord());
      break;
    case Op.Fnstsw:
      if (it.memory) writeOperand(it, 0, 2, statusWord());
      else setGeneralRegister(0, statusWord(), 2);
      break;
    case Op.Fldenv:
      loadEnvironment(it);
      break;
    case Op.Fnstenv:
      storeEnvironment(it);
      break;
    case Op.Frstor:
      restoreState(it);
      break;
    case Op.Fnsave:
      saveState(it);
      break;
    case Op.Fxsave:
      fxSave(it);
      break;
    case Op.Fxrstor:
      fxRestore(it);
  }
}

function moveInstruction(it: SystemInstruction): void {
  switch (it.op) {
    case Op.Fld:
      if (it.memory) loadFloat(it);
      else copyFrom(it.rm);
      break;
    case Op.Fst:
      if (it.memory) storeFloat(it);
      else copyTo(it.rm);
      break;
    case Op.Fstp:
      if (it.memory ? storeFloat(it) : copyTo(it.rm)) pop();
      break;
    case Op.Fild:
      loadInteger(it);
      break;
    case Op.Fist:
      storeInteger(it);
      break;
    case Op.Fistp:
      if (storeInteger(it)) pop();
      break;
    default:
      registerInstruction(it);
  }
}

function registerInstruction(it: SystemInstruction): void {
  switch (it.op) {
    case Op.Fxch:
      exchange(it.rm);
      break;
    case Op.Ffree:
      setFull(it.rm, false);
      break;
    case Op.Ffreep:
      setFull(it.rm, false);
      pop();
      break;
    case Op.Fincstp:
      turn(1);
      setStatusWord(statusWord() & ~C1);
      break;
    case Op.Fdecstp:
      turn(-1);
      setStatusWord(statusWord() & ~C1);
      break;
    case Op.Fchs:
      changeSign(signExponent(0) ^ 0x8000);
      break;
    case Op.Fabs:
      changeSign(signExponent(0) & 0x7fff);
      break;
    default:
      pushConstant(<i32>it.op);
  }
}

function changeSign(exponent: u32): void {
  if (isEmpty(0)) {
    if (signal(IE | SF)) {
      setRegister(0, 0xffff, 0xc000000000000000);
      setFull(0, true);
    }
    return;
  }
  setStatusWord(statusWord() & ~C1);
  setRegister(0, exponent, significand(0));
}

/** FLD1 to FLDZ. What cannot be exact is rounded as FCW says. Intel SDM Vol. 1, 8.3.8. */
function pushConstant(op: i32): void {
  const mode = (controlWord() >> 10) & 3;
  const down: u64 = mode === 1 || mode === 3 ? 1 : 0;
  const up: u64 = mode === 2 ? 1 : 0;
  if (op === Op.Fld1) pushRegister(0x3fff, 0x8000000000000000);
  else if (op === Op.Fldl2t) pushRegister(0x4000, 0xd49a784bcd1b8afe + up);
  else if (op === Op.Fldl2e) pushRegister(0x3fff, 0xb8aa3b295c17f0bc - down);
  else if (op === Op.Fldpi) pushRegister(0x4000, 0xc90fdaa22168c235 - down);
  else if (op === Op.Fldlg2) pushRegister(0x3ffd, 0x9a209a84fbcff799 - down);
  else if (op === Op.Fldln2) pushRegister(0x3ffe, 0xb17217f7d1cf79ac - down);
  else pushRegister(0, 0);
}

/** The instruction and operand that FNSTENV tells: of the last instruction that was no control instruction. */
function notePlace(it: SystemInstruction): void {
  const state = vcpu();
  store<u32>(FX_STATE, <u32>state.ip - machine().length, 8);
  store<u16>(FX_STATE, segment(Segment.Cs).selector, 12);
  if (!it.memory) return;
  store<u32>(FX_STATE, it.offset, 16);
  store<u16>(FX_STATE, segment(it.segment).selector, 20);
}
