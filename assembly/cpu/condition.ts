/** The sixteen conditions as classes, so that a case of the interpreter's switch can have its own. */
import { vcpu } from '../layout/vcpu-state';
import { holds, Kind, Live, signed } from './flags';

/** Conditions evaluated at once; a class so that they are inlined. */
export class Condition {
  /** After CMP left, right: does condition `cc` hold? A constant `cc` leaves one comparison. */
  @inline static afterCompare<W>(cc: u32, left: W, right: W): bool {
    if (cc === 0x2) return left < right;
    if (cc === 0x3) return left >= right;
    if (cc === 0x4) return left === right;
    if (cc === 0x5) return left !== right;
    if (cc === 0x6) return left <= right;
    if (cc === 0x7) return left > right;
    if (cc === 0x8) return <i32>signed<W>(<W>(left - right)) < 0;
    if (cc === 0x9) return <i32>signed<W>(<W>(left - right)) >= 0;
    if (cc === 0xc) return <i32>signed<W>(left) < <i32>signed<W>(right);
    if (cc === 0xd) return <i32>signed<W>(left) >= <i32>signed<W>(right);
    if (cc === 0xe) return <i32>signed<W>(left) <= <i32>signed<W>(right);
    if (cc === 0xf) return <i32>signed<W>(left) > <i32>signed<W>(right);
    return holds(cc);
  }

  /** Does condition `cc` hold of the flags as they stand? Those that only look at the result need no call. */
  @inline static now(cc: u32): bool {
    const state = vcpu();
    if (cc === 0x4 && state.flagKind !== Kind.Image) return state.flagResult === 0;
    if (cc === 0x5 && state.flagKind !== Kind.Image) return state.flagResult !== 0;
    if (cc === 0x8 && state.flagKind !== Kind.Image) return <i32>state.flagResult < 0;
    if (cc === 0x9 && state.flagKind !== Kind.Image) return <i32>state.flagResult >= 0;
    return holds(cc);
  }
}

// biome-ignore format: one condition a line
@unmanaged export class O  extends Live { @inline cc(): u32 { return 0x0; } }
// biome-ignore format: one condition a line
@unmanaged export class NO extends Live { @inline cc(): u32 { return 0x1; } }
// biome-ignore format: one condition a line
@unmanaged export class B  extends Live { @inline cc(): u32 { return 0x2; } }
// biome-ignore format: one condition a line
@unmanaged export class NB extends Live { @inline cc(): u32 { return 0x3; } }
// biome-ignore format: one condition a line
@unmanaged export class Z  extends Live { @inline cc(): u32 { return 0x4; } }
// biome-ignore format: one condition a line
@unmanaged export class NZ extends Live { @inline cc(): u32 { return 0x5; } }
// biome-ignore format: one condition a line
@unmanaged export class BE extends Live { @inline cc(): u32 { return 0x6; } }
// biome-ignore format: one condition a line
@unmanaged export class A  extends Live { @inline cc(): u32 { return 0x7; } }
// biome-ignore format: one condition a line
@unmanaged export class S  extends Live { @inline cc(): u32 { return 0x8; } }
// biome-ignore format: one condition a line
@unmanaged export class NS extends Live { @inline cc(): u32 { return 0x9; } }
// biome-ignore format: one condition a line
@unmanaged export class P  extends Live { @inline cc(): u32 { return 0xa; } }
// biome-ignore format: one condition a line
@unmanaged export class NP extends Live { @inline cc(): u32 { return 0xb; } }
// biome-ignore format: one condition a line
@unmanaged export class L  extends Live { @inline cc(): u32 { return 0xc; } }
// biome-ignore format: one condition a line
@unmanaged export class GE extends Live { @inline cc(): u32 { return 0xd; } }
// biome-ignore format: one condition a line
@unmanaged export class LE extends Live { @inline cc(): u32 { return 0xe; } }
// biome-ignore format: one condition a line
@unmanaged export class G  extends Live { @inline cc(): u32 { return 0xf; } }
