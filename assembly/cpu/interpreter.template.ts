import { LEFT } from '../base/engine-map';
import { vcpu } from '../layout/vcpu-state';
import { stopAt } from './blocks';
import { A, B, BE, G, GE, L, LE, NB, NO, NP, NS, NZ, O, P, S, Z } from './condition';
import { Exec } from './exec';
import { Dead, Live } from './flags';
import { AddressOf, Cl, From, Idx, Imm, Mem, None, Reg, Wide } from './operand';
import { rare, rareEnd } from './rare';
import { Block } from './record';
import { adc, add, and, cmp, dec, inc, neg, not, or, sbb, sub, test, xor } from './semantics/arithmetic';
import { call, callTo, cmpJcc, jcc, jmp, jmpTo, ret, testJcc } from './semantics/branch';
import { byteSwap, cbw, cmov, cwd, mov, nop, setcc, xchg } from './semantics/move';
import { imul2, imul3, mul } from './semantics/multiply';
import { rol, ror, sar, shl, shr } from './semantics/shift';
import { leave as leaveFrame, pop, push } from './semantics/stack';

/** Runs whole blocks while the next one fits into `left` instructions. LEFT says how many are left; ip names the next one. */
export function runBlocks(block: Block, left: i32): void {
  let u = block.first;
  left -= block.count;
  store<i32>(LEFT, left);
  while (true) {
    // biome-ignore format: the cases take the place of the comment
    switch (<u32>u.uop) {
      // CASES
    }
    if (left < block.count) {
      vcpu().ip = block.eip;
      return;
    }
    left -= block.count;
    store<i32>(LEFT, left);
    u = block.first;
  }
}
