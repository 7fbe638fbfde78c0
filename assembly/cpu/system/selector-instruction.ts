import { Op } from '../../isa/op';
import { replaceFlags } from './eflags';
import { ZF } from './flag-bits';
import { SystemInstruction } from './instruction';
import { checkOperand, generalRegister, readWord, setGeneralRegister, writeOperand } from './operand';
import { mayRead, mayWrite, raiseRpl, rightsOf, segmentLimit } from './selector-query';

/** VERR, VERW, LAR, LSL and ARPL: the answer is in ZF, and where there is one, in the destination. Errors: of operands. */
export function selectorInstruction(it: SystemInstruction): void {
  const selector = readWord(it);
  switch (it.op) {
    case Op.Verr:
      answer(mayRead(selector));
      break;
    case Op.Verw:
      answer(mayWrite(selector));
      break;
    case Op.Lar: {
      const rights = rightsOf(selector);
      if (rights !== 0) setGeneralRegister(it.reg, rights, it.operandBytes);
      answer(rights !== 0);
      break;
    }
    case Op.Lsl: {
      const limit = segmentLimit(selector);
      if (limit >= 0) setGeneralRegister(it.reg, <u32>limit, it.operandBytes);
      answer(limit >= 0);
      break;
    }
    default:
      adjustRpl(it, selector);
  }
}

/** ARPL: the destination must be writable whether it changes or not. */
function adjustRpl(it: SystemInstruction, selector: u32): void {
  if (it.memory) checkOperand(it, 0, 2);
  const raised = raiseRpl(selector, generalRegister(it.reg));
  if (raised !== selector) {
    if (it.memory) writeOperand(it, 0, 2, raised);
    else setGeneralRegister(it.rm, raised, 2);
  }
  answer(raised !== selector);
}

function answer(yes: bool): void {
  replaceFlags(yes ? ZF : 0, ZF);
}
