/** LOOP, LOOPE, LOOPNE and JECXZ: branches on the count register, whose width is the address size. Intel SDM Vol. 2A. */
import { Vector } from '../../abi/vector';
import { CODE_LIMIT } from '../../base/engine-map';
import { Op } from '../../isa/op';
import { vcpu } from '../../layout/vcpu-state';
import { holds } from '../flags';
import { GeneralRecord } from '../record';
import { raise } from '../system/exception';

const EQUAL: u32 = 4;

/** Counts and says where to go. Errors: #GP(0) if that is beyond the code segment. */
export function loopTarget(u: GeneralRecord): u32 {
  const state = vcpu();
  const mask: u32 = u.addressBytes === 2 ? 0xffff : 0xffffffff;
  const before = <u32>state.ecx;
  const counts = u.op !== Op.Jcxz;
  const count = (counts ? before - 1 : before) & mask;
  const taken = isTaken(u.op, count);
  if (taken && u.immediate > load<u32>(CODE_LIMIT)) raise(Vector.Protection);
  if (counts) state.ecx = (before & ~mask) | count;
  return taken ? u.immediate : <u32>state.ip;
}

function isTaken(op: Op, count: u32): bool {
  if (op === Op.Jcxz) return count === 0;
  if (op === Op.Loope) return count !== 0 && holds(EQUAL);
  if (op === Op.Loopne) return count !== 0 && !holds(EQUAL);
  return count !== 0;
}
