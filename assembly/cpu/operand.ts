/**
 * Operand classes: where an instruction's operands are. Each is a view of the Record, chosen at compile time, so a case of the
 * interpreter's switch contains only the loads its own operands need. `W` is the width: u8, u16 or u32.
 */
import { VCPU } from '../base/memory-map';
import { Tlb } from '../mmu/tlb';
import { Record } from './record';
import { R } from './register';

/** Register named by `to`. */
@unmanaged
export class Reg extends Record {
  @inline read<W>(): W {
    return load<W>(<usize>this.to, VCPU);
  }
  @inline write<W>(value: W): void {
    store<W>(<usize>this.to, value, VCPU);
  }
  /** Nothing to check, nothing to hold. */
  @inline place<_W>(): usize {
    return 0;
  }
  @inline get<W>(at: usize): W {
    return this.read<W>();
  }
  @inline set<W>(at: usize, value: W): void {
    this.write<W>(value);
  }
}

/** Register named by `from`. */
@unmanaged
export class From extends Record {
  @inline canBeZero(): bool {
    return true;
  }
  @inline read<W>(): W {
    return load<W>(<usize>this.from, VCPU);
  }
  @inline write<W>(value: W): void {
    store<W>(<usize>this.from, value, VCPU);
  }
}

/** The immediate. */
@unmanaged
export class Imm extends Record {
  /** As a shift count: the decoder turns a shift by 0 into a nop. */
  @inline canBeZero(): bool {
    return false;
  }
  @inline read<W>(): W {
    return <W>this.immediate;
  }
}

/** CL, as a shift count. */
@unmanaged
export class Cl extends Record {
  @inline canBeZero(): bool {
    return true;
  }
  @inline read<W>(): W {
    return <W>(load<u32>(VCPU, R.Ecx) & 31);
  }
}

/** Memory at base + disp. */
@unmanaged
export class Mem extends Record {
  @inline address(): u32 {
    return load<u32>(<usize>this.base, VCPU) + this.disp;
  }
  @inline read<W>(): W {
    return Tlb.read<W>(this.address(), changetype<usize>(this));
  }
  @inline write<W>(value: W): void {
    Tlb.write<W>(this.address(), value, changetype<usize>(this));
  }
  @inline place<W>(): usize {
    return Tlb.place<W>(this.address(), changetype<usize>(this));
  }
  @inline get<W>(at: usize): W {
    return load<W>(at);
  }
  @inline set<W>(at: usize, value: W): void {
    store<W>(at, value);
  }
}

/** Memory at base + (index << scale) + disp. */
@unmanaged
export class Idx extends Record {
  @inline address(): u32 {
    return load<u32>(<usize>this.base, VCPU) + (load<u32>(<usize>this.index, VCPU) << this.scale) + this.disp;
  }
  @inline read<W>(): W {
    return Tlb.read<W>(this.address(), changetype<usize>(this));
  }
  @inline write<W>(value: W): void {
    Tlb.write<W>(this.address(), value, changetype<usize>(this));
  }
  @inline place<W>(): usize {
    return Tlb.place<W>(this.address(), changetype<usize>(this));
  }
  @inline get<W>(at: usize): W {
    return load<W>(at);
  }
  @inline set<W>(at: usize, value: W): void {
    store<W>(at, value);
  }
}

/** The address itself, for LEA: MOV with this source. */
@unmanaged
export class AddressOf<A> extends Record {
  @inline read<W>(): W {
    return <W>changetype<A>(this).address();
  }
}

/** A narrower source made wide, for MOVZX (u8, u16) and MOVSX (i8, i16): MOV with this source. */
@unmanaged
export class Wide<N, S> extends Record {
  @inline read<W>(): W {
    return <W>changetype<S>(this).read<N>();
  }
}

/** No operand. */
@unmanaged
export class None extends Record {}
