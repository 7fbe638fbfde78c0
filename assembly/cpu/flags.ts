/**
 * Lazy flags. An instruction leaves its operands and its result, sign-extended to 32 bits; a flag is computed only when asked for.
 * Sign extension keeps signed order, unsigned order and the low eight bits, so one formula serves every width.
 */
import { vcpu } from '../layout/vcpu-state';

/** What the lazy fields stand for. */
export const enum Kind {
  /** CF = OF = AF = 0. */
  Logic = 0,
  /** result = left + right, perhaps + 1. */
  Add = 1,
  /** result = left - right, perhaps - 1. */
  Sub = 2,
  /** left is CF; right holds OF in bit 0 and AF in bit 4. */
  Given = 3,
  /** left is an image of CF PF AF ZF SF OF in their places, the other fields are 0. */
  Image = 4,
}

/** CF PF AF ZF SF OF in EFLAGS. */
export const ARITHMETIC_FLAGS: u32 = 0x8d5;
const PF: u32 = 0x4;
const ZF: u32 = 0x40;
const SF: u32 = 0x80;
const RF: u32 = 0x10000;
/** DR7: the enable bits of the four breakpoints. */
const BREAKPOINTS: u32 = 0xff;
/** EFLAGS: the bit that is always 1. */
const FIXED: u32 = 0x2;

/** A guest value as the slots hold it. */
export function signed<W>(v: W): u32 {
  if (sizeof<W>() === 1) return <u32>(<i32>(<i8>v));
  if (sizeof<W>() === 2) return <u32>(<i32>(<i16>v));
  return <u32>v;
}

/** The instruction's flags are wanted. */
@unmanaged
export class Live {
  /** The carry, for an instruction that leaves it alone. */
  @inline keptCarry(): u32 {
    return carryFlag();
  }

  /** All six flags follow from the operands and the result. */
  @inline lazy<W>(kind: u32, left: W, right: W, result: W): void {
    const state = vcpu();
    state.flagResult = signed<W>(result);
    state.flagLeft = signed<W>(left);
    state.flagRight = signed<W>(right);
    state.flagKind = kind;
  }

  /** SF ZF PF follow from the result, the others are 0. */
  @inline logic<W>(result: W): void {
    const state = vcpu();
    state.flagResult = signed<W>(result);
    state.flagKind = Kind.Logic;
  }

  /** SF ZF PF follow from the result, the others are given. */
  @inline given<W>(result: W, carry: W, overflow: W, adjust: W): void {
    const state = vcpu();
    state.flagResult = signed<W>(result);
    state.flagLeft = <u32>carry;
    state.flagRight = <u32>overflow | ((<u32>adjust) << 4);
    state.flagKind = Kind.Given;
  }

  /** Only CF and OF change. */
  @inline rotated<W>(carry: W, overflow: W): void {
    setCarryAndOverflow(<u32>carry, <u32>overflow);
  }
}

/** A later instruction of the same block overwrites every flag before anything can look. */
// biome-ignore format: nothing happens in any of them
@unmanaged
export class Dead {
  @inline keptCarry(): u32 { return 0; }
  @inline lazy<W>(kind: u32, left: W, right: W, result: W): void {}
  @inline logic<W>(result: W): void {}
  @inline given<W>(result: W, carry: W, overflow: W, adjust: W): void {}
  @inline rotated<W>(carry: W, overflow: W): void {}
}

/** Replaces CF and OF. */
export function setCarryAndOverflow(carry: u32, overflow: u32): void {
  const state = vcpu();
  if (state.flagKind === Kind.Image) {
    state.flagLeft = (state.flagLeft & ~0x801) | carry | (overflow << 11);
    return;
  }
  const adjust = adjustFlag();
  state.flagLeft = carry;
  state.flagRight = overflow | (adjust << 4);
  state.flagKind = Kind.Given;
}

/** Replaces CF. */
export function setCarry(carry: u32): void {
  setCarryAndOverflow(carry, overflowFlag());
}

/** Flags that conditions ask for; a class so that they are inlined there. */
class Asked {
  @inline static carry(): u32 {
    const state = vcpu();
    const r = state.flagResult;
    const a = state.flagLeft;
    const b = state.flagRight;
    switch (state.flagKind) {
      case Kind.Logic:
        return 0;
      case Kind.Add:
        return ((a & b) | ((a | b) & ~r)) >> 31;
      case Kind.Sub:
        return ((~a & b) | ((~a | b) & r)) >> 31;
      case Kind.Given:
        return a;
      default:
        return a & 1;
    }
  }

  @inline static overflow(): u32 {
    const state = vcpu();
    const r = state.flagResult;
    const a = state.flagLeft;
    const b = state.flagRight;
    switch (state.flagKind) {
      case Kind.Logic:
        return 0;
      case Kind.Add:
        return ((a ^ r) & (b ^ r)) >> 31;
      case Kind.Sub:
        return ((a ^ b) & (a ^ r)) >> 31;
      case Kind.Given:
        return b & 1;
      default:
        return (a >> 11) & 1;
    }
  }
}

/** CF, 0 or 1. */
export function carryFlag(): u32 {
  return Asked.carry();
}

/** OF, 0 or 1. */
export function overflowFlag(): u32 {
  return Asked.overflow();
}

/** AF, 0 or 1. */
export function adjustFlag(): u32 {
  const state = vcpu();
  switch (state.flagKind) {
    case Kind.Logic:
      return 0;
    case Kind.Given:
      return state.flagRight >> 4;
    case Kind.Image:
      return (state.flagLeft >> 4) & 1;
    default:
      return ((state.flagLeft ^ state.flagRight ^ state.flagResult) >> 4) & 1;
  }
}

/** CF PF AF ZF SF OF in their places. */
export function arithmeticFlags(): u32 {
  const state = vcpu();
  if (state.flagKind === Kind.Image) return state.flagLeft;
  const r = state.flagResult;
  const parity: u32 = popcnt<u32>(r & 0xff) & 1 ? 0 : PF;
  const zero: u32 = r === 0 ? ZF : 0;
  return carryFlag() | parity | (adjustFlag() << 4) | zero | ((r >> 24) & SF) | (overflowFlag() << 11);
}

/** Replaces CF PF AF ZF SF OF. */
export function setArithmeticFlags(image: u32): void {
  const state = vcpu();
  state.flagResult = 0;
  state.flagLeft = image & ARITHMETIC_FLAGS;
  state.flagRight = 0;
  state.flagKind = Kind.Image;
}

/** Writes the flags in their canonical form, which is the same whatever computed them: what state hashes and vCPU switches see. */
export function settleFlags(): void {
  setArithmeticFlags(arithmeticFlags());
}

/** All of EFLAGS. */
export function eflags(): u32 {
  return vcpu().systemFlags | arithmeticFlags() | FIXED;
}

/**
 * Replaces all of EFLAGS. RF is kept only while a breakpoint is armed that it could hold back: it would end with the next instruction
 * anyway, and nothing else sees it before that.
 */
export function setEflags(value: u32): void {
  const state = vcpu();
  const armed = (<u32>state.dr7 & BREAKPOINTS) !== 0;
  setArithmeticFlags(value);
  state.systemFlags = value & ~(ARITHMETIC_FLAGS | FIXED) & (armed ? 0xffffffff : ~RF);
}

/** Does condition `cc` (Intel's 4-bit number) hold? */
export function holds(cc: u32): bool {
  const state = vcpu();
  if (state.flagKind === Kind.Image) return holdsOfImage(cc, state.flagLeft);
  const r = state.flagResult;
  let yes: bool;
  switch (cc >> 1) {
    case 0:
      yes = Asked.overflow() !== 0;
      break;
    case 1:
      yes = Asked.carry() !== 0;
      break;
    case 2:
      yes = r === 0;
      break;
    case 3:
      yes = r === 0 || Asked.carry() !== 0;
      break;
    case 4:
      yes = <i32>r < 0;
      break;
    case 5:
      yes = !(popcnt<u32>(r & 0xff) & 1);
      break;
    case 6:
      yes = r >> 31 !== Asked.overflow();
      break;
    default:
      yes = r === 0 || r >> 31 !== Asked.overflow();
      break;
  }
  return <u32>yes !== (cc & 1);
}

function holdsOfImage(cc: u32, image: u32): bool {
  const less = ((image >> 11) ^ (image >> 7)) & 1;
  let yes: u32;
  switch (cc >> 1) {
    case 0:
      yes = image & 0x800;
      break;
    case 1:
      yes = image & 1;
      break;
    case 2:
      yes = image & ZF;
      break;
    case 3:
      yes = image & (ZF | 1);
      break;
    case 4:
      yes = image & SF;
      break;
    case 5:
      yes = image & PF;
      break;
    case 6:
      yes = less;
      break;
    default:
      yes = less | (image & ZF);
      break;
  }
  return <u32>(yes !== 0) !== (cc & 1);
}
