/** LGDT, LIDT, SGDT, SIDT, SLDT and STR: their operands. */
import { Op } from '../../isa/op';
import { Segment, segment, vcpu } from '../../layout/vcpu-state';
import { SystemInstruction } from './instruction';
import { checkOperand, readOperand, writeOperand, writeWordOrRegister } from './operand';

/** With 16-bit operands a base has 24 bits. */
const BASE_16: u32 = 0xffffff;

/** LGDT and LIDT; the caller has checked the privilege level. Errors: of the operand. */
export function loadTable(it: SystemInstruction): void {
  const state = vcpu();
  const limit = readOperand(it, 0, 2);
  const whole = readOperand(it, 2, 4);
  const base = it.operandBytes === 4 ? whole : whole & BASE_16;
  if (it.op === Op.Lgdt) {
    state.gdtLimit = limit;
    state.gdtBase = base;
  } else {
    state.idtLimit = limit;
    state.idtBase = base;
  }
}

/** SGDT, SIDT, SLDT and STR. Errors: of the operand. */
export function storeTable(it: SystemInstruction): void {
  const state = vcpu();
  if (it.op === Op.Sldt) writeWordOrRegister(it, segment(Segment.Ldtr).selector);
  else if (it.op === Op.Str) writeWordOrRegister(it, segment(Segment.Tr).selector);
  else if (it.op === Op.Sgdt) storeLimitAndBase(it, state.gdtLimit, <u32>state.gdtBase);
  else storeLimitAndBase(it, state.idtLimit, <u32>state.idtBase);
}

function storeLimitAndBase(it: SystemInstruction, limit: u32, base: u32): void {
  checkOperand(it, 2, 4);
  writeOperand(it, 0, 2, limit);
  writeOperand(it, 2, 4, it.operandBytes === 4 ? base : base & BASE_16);
}
