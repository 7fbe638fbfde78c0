import { Op } from '../../isa/op';
import { GeneralRecord } from '../record';
import { decimalInstruction } from './decimal';
import { flagInstruction } from './flag-instruction';
import { enter, popAll, pushAll, pushFlags } from './frame';
import { compareExchange8, invalidatePage, translateByte } from './memory-instruction';

/** Does an instruction that is said once for all widths and works on the vCPU itself. False: it is not one of those. */
export function direct(u: GeneralRecord): bool {
  const op = <i32>u.op;
  if (op >= Op.Clc && op <= Op.Salc) flagInstruction(op);
  else if (op >= Op.Daa && op <= Op.Aad) decimalInstruction(op, u.immediate);
  else if (op === Op.Pusha) pushAll(u);
  else if (op === Op.Popa) popAll(u);
  else if (op === Op.Pushf) pushFlags(u);
  else if (op === Op.Enter) enter(u);
  else if (op === Op.Xlat) translateByte(u);
  else if (op === Op.Cmpxchg8b) compareExchange8(u);
  else if (op === Op.Invlpg) invalidatePage(u);
  else return false;
  return true;
}
