/**
 * A store of a guest kernel to one of its page tables, which Xen executes for guests that asked for it (xen/mm/writable-table.ts). The
 * instruction runs once more, alone, on a copy of the table; what it changed there is then checked as an update, and made or refused. A
 * refused one has not happened: the guest gets the page fault it would have had. Source: xen/arch/x86/pv/ro-page-fault.c.
 */
import { Exit } from './abi/exit';
import { Vector } from './abi/vector';
import { PAGE_SIZE, SCRATCH, VCPU } from './base/memory-map';
import { cpuRun } from './cpu/run';
import { machine } from './layout/machine-state';
import { VCPU_BYTES, vcpu } from './layout/vcpu-state';
import { readPhysical } from './mmu/physical';
import { dropShadow, shadowPage, shadowWord } from './mmu/shadow';
import { KERNEL_RING } from './xen/bounce';
import { charge, TRAP_TICKS } from './xen/charge';
import { currentVcpu } from './xen/domains';
import { frameOf } from './xen/mm/table';
import { leafOf } from './xen/mm/walk';
import { beginHypercall } from './xen/mm/work';
import { storeToTable, takesTableStore } from './xen/mm/writable-table';
import { Fate, recordTrap } from './xen/traps';

/** Error code of a write to a page that is present, by the kernel. */
const WRITE_FAULT: u32 = 3;
const PAGE_MASK: u32 = 0xfffff000;
/** The registers as they were before the instruction. */
const BEFORE: usize = SCRATCH + 0xe000;

/** Is the exception that waits to be answered one of these stores? */
export function isTableStore(): bool {
  const at = machine();
  const isFault = at.vector === Vector.PageFault && at.errorCode === WRITE_FAULT;
  return isFault && <u32>vcpu().cpl === KERNEL_RING && takesTableStore(<u32>at.address);
}

/** Machine frame of the table that `va` maps. */
function tableAt(va: u32): u32 {
  return <u32>frameOf(leafOf(currentVcpu(), va));
}

/** Runs the instruction on the copy. It may unwind: `endTableStore` then still follows, from the next call of run(). */
export function beginTableStore(): void {
  const at = machine();
  const va = <u32>at.address;
  memory.copy(BEFORE, VCPU, VCPU_BYTES);
  at.storing = (va & PAGE_MASK) | 1;
  at.exit = Exit.Budget;
  shadowPage(va, tableAt(va));
  cpuRun(1);
}

/** Makes the store that the instruction made on the copy; if it is refused, the instruction has not run. */
export function endTableStore(): void {
  const at = machine();
  const page = at.storing & PAGE_MASK;
  at.storing = 0;
  dropShadow(page);
  // A fault all the same, here or elsewhere: nothing was stored, and it is answered as any fault.
  if (at.exit !== Exit.Budget) {
    at.refusedStore = 1;
    return;
  }
  const va = <u32>at.address;
  beginHypercall();
  charge(TRAP_TICKS);
  if (storeChange(page)) {
    recordTrap(Vector.PageFault, WRITE_FAULT, va, Fate.Emulated);
    return;
  }
  memory.copy(VCPU, BEFORE, VCPU_BYTES);
  at.count -= 1;
  at.tick -= 1;
  at.exit = Exit.Exception;
  at.vector = Vector.PageFault;
  at.errorCode = WRITE_FAULT;
  at.hasErrorCode = 1;
  at.refusedStore = 1;
}

/** Finds what changed and has it stored: 4 bytes if they are enough, else 8. A store that changes nothing is none. */
function storeChange(page: u32): bool {
  const table = tableAt(page) << 12;
  for (let offset: u32 = 0; offset < PAGE_SIZE; offset += 8) {
    const word = shadowWord(offset);
    const change = word ^ readPhysical<u64>(table + offset);
    if (change === 0) continue;
    const address = page + offset;
    if (change >> 32 === 0) return storeToTable(address, 4, word & 0xffffffff);
    if (<u32>change === 0) return storeToTable(address + 4, 4, word >> 32);
    return storeToTable(address, 8, word);
  }
  return true;
}
