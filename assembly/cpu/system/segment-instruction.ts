/** The instructions that move selectors, and far transfers: operands first, then load-segment.ts and its kin do the rest. */
import { Vector } from '../../abi/vector';
import { Op } from '../../isa/op';
import { Segment, segment, vcpu } from '../../layout/vcpu-state';
import { raise } from './exception';
import { farCall } from './far-call';
import { farJump } from './far-jump';
import { farReturn } from './far-return';
import { SystemInstruction } from './instruction';
import { loadSegment } from './load-segment';
import { readOperand, readWord, setGeneralRegister, writeWordOrRegister } from './operand';
import { Stack, setStackPointer } from './stack';

/** MOV, PUSH and POP of segment registers; LDS, LES, LSS, LFS, LGS. Errors: as `loadSegment`; of operands; #UD for MOV CS. */
export function segmentInstruction(it: SystemInstruction): void {
  switch (it.op) {
    case Op.MovFromSeg:
      if (it.reg > <u32>Segment.Gs) raise(Vector.InvalidOpcode);
      writeWordOrRegister(it, segment(it.reg).selector);
      break;
    case Op.MovToSeg:
      if (it.reg === Segment.Cs || it.reg > <u32>Segment.Gs) raise(Vector.InvalidOpcode);
      loadSegment(it.reg, readWord(it));
      break;
    case Op.PushSeg:
      pushSegment(it);
      break;
    case Op.PopSeg:
      popSegment(it);
      break;
    default:
      loadPointer(it, segmentOf(it.op));
  }
}

function pushSegment(it: SystemInstruction): void {
  const stack = Stack.current(it.operandBytes);
  stack.reserve(1);
  stack.push(segment(it.reg).selector);
  setStackPointer(stack.pointer);
}

/** ESP moves by the width SS had before: the pop is over when SS changes. */
function popSegment(it: SystemInstruction): void {
  const stack = Stack.current(it.operandBytes);
  const selector = stack.item(0) & 0xffff;
  stack.drop(1, 0);
  const pointer = stack.wrapped(<u32>vcpu().esp);
  loadSegment(it.reg, selector);
  vcpu().esp = pointer;
}

/** The segment register that LDS and its kin load. */
function segmentOf(op: u32): u32 {
  switch (op) {
    case Op.Lds:
      return Segment.Ds;
    case Op.Les:
      return Segment.Es;
    case Op.Lss:
      return Segment.Ss;
    case Op.Lfs:
      return Segment.Fs;
    default:
      return Segment.Gs;
  }
}

function loadPointer(it: SystemInstruction, index: u32): void {
  const offset = readOperand(it, 0, it.operandBytes);
  const selector = readOperand(it, it.operandBytes, 2);
  loadSegment(index, selector);
  setGeneralRegister(it.reg, offset, it.operandBytes);
}

/** JMP, CALL and RET to another segment. Errors: of operands; as `farJump`, `farCall`, `farReturn`. */
export function farTransfer(it: SystemInstruction): void {
  if (it.op === Op.RetFar) {
    farReturn(it.operandBytes, it.immediate & 0xffff);
    return;
  }
  const offset = it.memory ? readOperand(it, 0, it.operandBytes) : it.immediate;
  const selector = it.memory ? readOperand(it, it.operandBytes, 2) : it.selector;
  if (it.op === Op.JmpFar) farJump(selector, offset);
  else farCall(selector, offset, it.operandBytes);
}
