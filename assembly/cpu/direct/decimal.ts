/** Arithmetic on decimal digits. Flags that the manual leaves undefined keep what the last operation on AL gives. Intel SDM Vol. 2A. */
import { Vector } from '../../abi/vector';
import { Op } from '../../isa/op';
import { vcpu } from '../../layout/vcpu-state';
import { adjustFlag, carryFlag, setArithmeticFlags } from '../flags';
import { raise } from '../system/exception';

const CF: u32 = 0x1;
const AF: u32 = 0x10;

/** DAA, DAS, AAA, AAS, AAM, AAD. Errors: #DE for AAM 0. */
export function decimalInstruction(op: Op, base: u32): void {
  switch (op) {
    case Op.Daa:
      adjustPacked(0x6, 0x60);
      break;
    case Op.Das:
      adjustPacked(-0x6, -0x60);
      break;
    case Op.Aaa:
      adjustUnpacked(0x106);
      break;
    case Op.Aas:
      adjustUnpacked(-0x106);
      break;
    case Op.Aam:
      if (base === 0) raise(Vector.Divide);
      setAx(((al() / base) << 8) | (al() % base), 0);
      break;
    default:
      setAx((al() + (<u32>vcpu().eax >> 8) * base) & 0xff, 0);
  }
}

function al(): u32 {
  return <u32>vcpu().eax & 0xff;
}

/** Sets AX, SF ZF PF by AL, and the flags given. */
function setAx(value: u32, flags: u32): void {
  const state = vcpu();
  state.eax = (<u32>state.eax & 0xffff0000) | (value & 0xffff);
  const low = value & 0xff;
  const parity: u32 = popcnt<u32>(low) & 1 ? 0 : 0x4;
  setArithmeticFlags(flags | parity | (low === 0 ? 0x40 : 0) | (low & 0x80));
}

/** DAA and DAS: each half of AL that is no digit, or carried, is adjusted. */
function adjustPacked(low: i32, high: i32): void {
  const old = al();
  const carried = carryFlag();
  let value = old;
  let flags: u32 = 0;
  if ((old & 0xf) > 9 || adjustFlag()) {
    value += low;
    flags = AF;
    // A borrow or carry out of AL here is CF as well.
    if (carried || value > 0xff) flags |= CF;
  }
  if (old > 0x99 || carried) {
    value += high;
    flags |= CF;
  } else if (high > 0) {
    flags &= ~CF;
  }
  setAx((<u32>vcpu().eax & 0xff00) | (value & 0xff), flags);
}

/** AAA and AAS: AL becomes one digit, AH takes the carry. */
function adjustUnpacked(by: i32): void {
  const ax = <u32>vcpu().eax & 0xffff;
  const adjusts = (ax & 0xf) > 9 || adjustFlag() !== 0;
  const value = adjusts ? ax + by : ax;
  setAx(value & 0xff0f, adjusts ? CF | AF : 0);
}
