/** From a described record to a case of the interpreter's switch. */
import { Op } from '../isa/op';
import { Segment } from '../layout/vcpu-state';
import { Place } from './place';
import { GeneralRecord } from './record';
import { HOT_NUMBER, NO_UOP, UOP_OF } from './uops.gen';

/** The first case for an operation of this width on operands in these places; NO_UOP if there is none. */
export function uopOf(op: u32, width: u32, dst: u32, src: u32): u32 {
  const number: u32 = unchecked(HOT_NUMBER[op]);
  return unchecked(UOP_OF[((((number * 3 + width) << 3) | dst) << 3) | src]);
}

/** The case for a record of an instruction in flat segments; NO_UOP if the generic case must run it. */
export function hotUop(r: GeneralRecord): u32 {
  if (r.hasMemory && (r.addressBytes === 2 || r.segment >= <u8>Segment.Fs || r.segment === Segment.Cs)) {
    if (r.op !== Op.Lea || r.addressBytes === 2) return NO_UOP;
  }
  const uop = uopOf(r.op, r.width, r.dst, r.src);
  if (uop === NO_UOP) return NO_UOP;
  return r.op === Op.Jcc || r.op === Op.Setcc || r.op === Op.Cmov ? uop + r.condition : uop;
}

/** Shifts by nothing and hints are NOPs. */
export function simplify(r: GeneralRecord): void {
  const op = <i32>r.op;
  const shifts = op >= Op.Rol && op <= Op.Sar && r.src === Place.Imm;
  if (shifts) r.immediate &= 31;
  const nothing = shifts && r.immediate === 0 && r.dst === Place.Reg;
  if (nothing || (op >= Op.Pause && op <= Op.Sfence) || op === Op.Nop) {
    r.op = <u16>Op.Nop;
    r.width = 2;
    r.dst = <u8>Place.None;
    r.src = <u8>Place.None;
  }
}
