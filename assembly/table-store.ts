/**
 * A store of a guest kernel to one of its page tables, which Xen executes for guests that asked for it (xen/mm/writable-table.ts). The
 * instruction runs once more, alone and observed, with the table opened to it; what it changed is then checked as an update, and stands or
 * is undone. One that is not aligned to its size never stands: Xen emulates none that could reach two entries.
 * A refused one has not happened: the guest gets the page fault it would have had. Source: xen/arch/x86/pv/ro-page-fault.c.
 */
import { Exit } from './abi/exit';
import { Vector } from './abi/vector';
import { SCRATCH, VCPU } from './base/memory-map';
import { cpuRun } from './cpu/run';
import { machine } from './layout/machine-state';
import { Observer, stepLog } from './layout/step-log';
import { VCPU_BYTES, vcpu } from './layout/vcpu-state';
import { storedAligned } from './mmu/observe';
import { KERNEL_RING } from './xen/bounce';
import { charge, TRAP_TICKS } from './xen/charge';
import { beginHypercall } from './xen/mm/work';
import { closeTable, openTable } from './xen/mm/writable-table';
import { Fate, recordTrap } from './xen/traps';

/** Error code of a write to a page that is present, by the kernel. */
const WRITE_FAULT: u32 = 3;
/** The registers as they were before the instruction. */
const BEFORE: usize = SCRATCH + 0xe000;

/** Opens the table if the exception that waits to be answered is one of these stores. False: it is another. */
export function beginTableStore(): bool {
  const at = machine();
  if (at.refusedStore || at.vector !== Vector.PageFault || at.errorCode !== WRITE_FAULT) return false;
  if (<u32>vcpu().cpl !== KERNEL_RING || !openTable(<u32>at.address)) return false;
  memory.copy(BEFORE, VCPU, VCPU_BYTES);
  stepLog().observing |= Observer.TableStore;
  at.storeAddress = at.address;
  at.storeCount = at.count;
  at.exit = Exit.Budget;
  return true;
}

/** A table is open: runs the instruction, which may unwind the core and then is run by the next call, and judges what it stored. */
export function finishTableStore(): void {
  const at = machine();
  if (at.exit === Exit.Budget && at.count === at.storeCount) cpuRun(1);
  stepLog().observing &= ~Observer.TableStore;
  beginHypercall();
  charge(TRAP_TICKS);
  const stands = closeTable(storedAligned(<u32>at.storeAddress));
  if (at.exit !== Exit.Budget) {
    // Another fault of the same instruction: it has stored nothing.
    at.refusedStore = 1;
  } else if (stands) {
    recordTrap(Vector.PageFault, WRITE_FAULT, at.storeAddress, Fate.Emulated);
  } else {
    takeBack();
  }
}

/** The instruction has not run: its page fault waits to be answered. */
function takeBack(): void {
  const at = machine();
  memory.copy(VCPU, BEFORE, VCPU_BYTES);
  at.count -= 1;
  at.tick -= 1;
  at.exit = Exit.Exception;
  at.vector = Vector.PageFault;
  at.errorCode = WRITE_FAULT;
  at.hasErrorCode = 1;
  at.address = at.storeAddress;
  at.refusedStore = 1;
}
