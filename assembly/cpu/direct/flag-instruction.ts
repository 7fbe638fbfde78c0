/** Instructions that move or change flags. Intel SDM Vol. 2A and 2B. */
import { Op } from '../../isa/op';
import { vcpu } from '../../layout/vcpu-state';
import { arithmeticFlags, carryFlag, overflowFlag, setArithmeticFlags, setCarry } from '../flags';

/** SF ZF AF PF CF, as they stand in AH for LAHF and SAHF. */
const IN_AH: u32 = 0xd5;
const OF: u32 = 0x800;
const DF: u32 = 0x400;

/** CLC, STC, CMC, CLD, STD, LAHF, SAHF, SALC. */
export function flagInstruction(op: Op): void {
  const state = vcpu();
  switch (op) {
    case Op.Clc:
      setCarry(0);
      break;
    case Op.Stc:
      setCarry(1);
      break;
    case Op.Cmc:
      setCarry(carryFlag() ^ 1);
      break;
    case Op.Cld:
      state.systemFlags &= ~DF;
      break;
    case Op.Std:
      state.systemFlags |= DF;
      break;
    case Op.Lahf:
      state.eax = (<u32>state.eax & 0xffff00ff) | (((arithmeticFlags() & IN_AH) | 2) << 8);
      break;
    case Op.Sahf:
      setArithmeticFlags(((<u32>state.eax >> 8) & IN_AH) | (overflowFlag() ? OF : 0));
      break;
    default:
      state.eax = (<u32>state.eax & 0xffffff00) | (carryFlag() ? 0xff : 0);
  }
}
