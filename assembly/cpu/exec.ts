import { CODE_LIMIT } from '../base/engine-map';
import { VCPU } from '../base/memory-map';
import { rerun } from '../mmu/fault';
import { Tlb } from '../mmu/tlb';
import { ArithmeticUnit } from './arithmetic-unit';
import { Blocks } from './blocks';
import { Condition } from './condition';
import { Block, Terminator } from './record';
import { R } from './register';

/**
 * The machine of the interpreter's hot cases, in flat segments: runs a record now.
 * W width, D destination's place, S source's place, F what becomes of the flags (Live, Dead) or, for conditional instructions, the condition.
 */
// biome-ignore format: one answer per line
@unmanaged
export class Exec<W, D, S, F> extends ArithmeticUnit<W, F> {
  @inline dst(): W { return changetype<D>(this).read<W>(); }
  @inline src(): W { return changetype<S>(this).read<W>(); }
  @inline third(): W { return <W>this.immediate; }
  @inline put(value: W): void { changetype<D>(this).write<W>(value); }
  @inline putSrc(value: W): void { changetype<S>(this).write<W>(value); }
  @inline place(): usize { return changetype<D>(this).place<W>(); }
  @inline get(at: usize): W { return changetype<D>(this).get<W>(at); }
  @inline set(at: usize, value: W): void { changetype<D>(this).set<W>(at, value); }

  @inline push(value: W): void {
    const top = load<u32>(VCPU, R.Esp) - sizeof<W>();
    Tlb.write<W>(top, value, changetype<usize>(this));
    store<u32>(VCPU, top, R.Esp);
  }
  @inline peek(): W { return Tlb.read<W>(load<u32>(VCPU, R.Esp), changetype<usize>(this)); }
  @inline pop(): W {
    const top = load<u32>(VCPU, R.Esp);
    const value = Tlb.read<W>(top, changetype<usize>(this));
    store<u32>(VCPU, top + sizeof<W>(), R.Esp);
    return value;
  }
  @inline dropStack(bytes: W): void { store<u32>(VCPU, load<u32>(VCPU, R.Esp) + <u32>bytes, R.Esp); }
  /** ESP <- EBP, for LEAVE, which pops next. */
  @inline popFrame(): W {
    const frame = load<u32>(VCPU, R.Ebp);
    const value = Tlb.read<W>(frame, changetype<usize>(this));
    store<u32>(VCPU, frame + sizeof<W>(), R.Esp);
    return value;
  }

  @inline condition(): bool { return Condition.now(changetype<F>(0).cc()); }
  @inline conditionOf(left: W, right: W): bool { return Condition.afterCompare<W>(changetype<F>(0).cc(), left, right); }
  @inline when(n: W): bool { return changetype<S>(this).canBeZero() ? n !== 0 : true; }

  @inline private get end(): Terminator { return changetype<Terminator>(this); }
  @inline checkTarget(target: W): void { if (<u32>target > load<u32>(CODE_LIMIT)) rerun(changetype<usize>(this)); }
  /** The decoder has seen to it. */
  @inline checkJump(): void {}
  @inline returnAddress(): W { return <W>this.end.fall; }
  @inline jump(): Block { return Blocks.taken(this.end); }
  @inline branch(c: bool): Block { return c ? Blocks.taken(this.end) : Blocks.fall(this.end); }
  @inline jumpTo(target: W): Block { return Blocks.at(<u32>target); }
}
