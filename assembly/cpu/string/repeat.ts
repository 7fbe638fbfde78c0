/**
 * String instructions. Each iteration is complete in itself: a fault, a spent budget or anything else between two of them finds the
 * registers as the next one needs them, and each counts as one instruction. Intel SDM Vol. 2A, REP.
 */
import { LEFT } from '../../base/engine-map';
import { Op } from '../../isa/op';
import { vcpu } from '../../layout/vcpu-state';
import { watchState } from '../../layout/watch-state';
import { holds } from '../flags';
import { GeneralRecord } from '../record';
import { bulk } from './bulk';
import { iterate } from './iterate';

const REPNE: u32 = 0xf2;
const EQUAL: u32 = 4;

/** Mask of the address size. */
export function addressMask(u: GeneralRecord): u32 {
  return u.addressBytes === 2 ? 0xffff : 0xffffffff;
}

/** Subtracts from the count register within the address size; gives what is left. */
function countDown(u: GeneralRecord, by: u32): u32 {
  const state = vcpu();
  const mask = addressMask(u);
  const rest = (<u32>state.ecx - by) & mask;
  state.ecx = (<u32>state.ecx & ~mask) | rest;
  return rest;
}

/** Does the comparison just made end a REPE or REPNE? */
function isDecided(u: GeneralRecord): bool {
  if (u.op !== Op.Cmps && u.op !== Op.Scas) return false;
  return holds(EQUAL) === (u.repeat === REPNE);
}

/**
 * Runs iterations until the instruction is done or the budget is (LEFT holds what may run behind this instruction; iterations behind the
 * first are taken from it). False: not done, the instruction goes on where it stands. Errors: #GP(0), #SS(0), #PF.
 */
export function runString(u: GeneralRecord): bool {
  if (u.repeat === 0) {
    iterate(u);
    return true;
  }
  let rest = countDown(u, 0);
  if (rest === 0) return true;
  while (true) {
    const most = min<u32>(rest, load<i32>(LEFT) + 1);
    let done = bulk(u, most);
    if (done === 0) {
      iterate(u);
      done = 1;
    }
    rest = countDown(u, done);
    store<i32>(LEFT, load<i32>(LEFT) - <i32>(done - 1));
    if (rest === 0 || isDecided(u)) return true;
    if (load<i32>(LEFT) === 0 || watchState().hit !== 0) return false;
    store<i32>(LEFT, load<i32>(LEFT) - 1);
  }
}
