import { Errno } from '../../abi/errno';
import { MMU_UPDATE_PREEMPTED } from '../../abi/mmu-update';
import { MMUEXT_OP_BYTES, Mmuext } from '../../abi/mmuext';
import { PageType } from '../../abi/page-type';
import { Rule } from '../../abi/reason';
import { PAGE_SHIFT, PAGE_SIZE, RAM, SCRATCH } from '../../base/memory-map';
import { Domain } from '../../layout/domain';
import { NO_FRAME } from '../../layout/vcpu-state';
import { touch } from '../../mmu/physical';
import { charge, PAGE_TICKS } from '../charge';
import { continueWith } from '../continuation';
import { currentDomain, currentVcpu, findDomain } from '../domains';
import { fetch, isUsable, put } from '../guest';
import { setBase } from './base-pointer';
import { setLdt } from './descriptor-table';
import { Flush, flushed } from './flush-clock';
import { checkRight, frameOwner } from './foreign';
import { clearFrame, getPage, putPage } from './frames';
import { putDeferred } from './page-type';
import { pinTable, unpinTable } from './pin';
import { LAST_MMUEXT_OF_32, Law, law, settle, Verdict } from './profile-rules';
import { forget, refuse, refuseValue } from './refusal';
import { tellRequest } from './tell';
import { claimWritable, putWritable } from './type-count';
import { beginHypercall, deferred, keepRefusal, mustStop, RESTART, recallOutcome, worked } from './work';

/** Where one operation is copied to: u32 cmd, arg1, arg2. */
const OPERATION: usize = SCRATCH;
const DONE: usize = SCRATCH + 16;

/**
 * Hypercall 26, mmuext_op: a batch of operations on the address space. Arguments and results as of mmuUpdate.
 *
 * Source: xen/include/public/xen.h, HYPERVISOR_mmuext_op; xen/arch/x86/mm.c, do_mmuext_op.
 */
export function mmuextOp(operations: u32, count: u32, done: u32, foreign: u32): i32 {
  beginHypercall();
  const domain = currentDomain();
  if (putDeferred() === RESTART) return continueWith(operations, count, done, foreign);
  if (count === MMU_UPDATE_PREEMPTED && operations === 0) {
    return recallOutcome(foreign);
  }
  let before: u32 = 0;
  if (count & MMU_UPDATE_PREEMPTED) {
    count &= ~MMU_UPDATE_PREEMPTED;
    if (done !== 0 && fetch(DONE, done, 4)) before = load<u32>(DONE);
  }
  if (count >= 0x10000000 || !isUsable(operations, count * MMUEXT_OP_BYTES)) {
    return settle(domain, refuseValue(-Errno.EFAULT, Rule.BadPointer, operations));
  }
  let owner = frameOwner(domain, foreign);
  if (owner >= 0) {
    const denied = checkRight(domain, owner);
    if (denied < 0) owner = denied;
  }
  if (owner < 0) return settle(domain, owner);
  const subject = findDomain(owner);
  if (!subject) return settle(domain, refuseValue(errorWithoutTables(operations), Rule.NoDomain, owner));
  return runBatch(operations, count, done, foreign, before, subject);
}

/**
 * What a batch comes to that is meant for Xen itself or the devices, who have no tables: -EINVAL, but -EPERM if its first operation is
 * one on the caller's own address space.
 */
function errorWithoutTables(operations: u32): i32 {
  if (!fetch(OPERATION, operations, 4)) return -Errno.EFAULT;
  const command = load<u32>(OPERATION);
  const isOwn =
    command === Mmuext.NewBaseptr || (command >= <u32>Mmuext.TlbFlushLocal && command <= <u32>Mmuext.SetLdt);
  return isOwn ? -Errno.EPERM : -Errno.EINVAL;
}

function runBatch(operations: u32, count: u32, done: u32, foreign: u32, before: u32, subject: Domain): i32 {
  const domain = currentDomain();
  let rc = 0;
  let i: u32 = 0;
  for (; i < count; i++) {
    if (deferred().table !== NO_FRAME || (i > 0 && mustStop())) rc = RESTART;
    else rc = fetchAndRun(operations + i * MMUEXT_OP_BYTES, domain, subject);
    if (rc !== 0) break;
  }
  let outcome = rc;
  const rest = operations + i * MMUEXT_OP_BYTES;
  if (rc === RESTART) outcome = continueWith(rest, (count - i) | MMU_UPDATE_PREEMPTED, done, foreign);
  else if (rc < 0) outcome = settle(domain, rc);
  if (done !== 0) {
    store<u32>(DONE, before + i);
    put(done, DONE, 4);
  }
  if (outcome === Verdict.Kill || rc === RESTART || deferred().table === NO_FRAME) return outcome;
  keepRefusal();
  return continueWith(0, MMU_UPDATE_PREEMPTED, 0, outcome);
}

function fetchAndRun(operation: u32, domain: Domain, subject: Domain): i32 {
  forget();
  worked(1);
  if (!fetch(OPERATION, operation, MMUEXT_OP_BYTES)) return refuseValue(-Errno.EFAULT, Rule.BadPointer, operation);
  const command = load<u32>(OPERATION);
  const arg1 = load<u32>(OPERATION, 4);
  const arg2 = load<u32>(OPERATION, 8);
  const rc =
    command >= <u32>Mmuext.TlbFlushLocal && command <= <u32>Mmuext.InvlpgAll
      ? flushOp(command, arg1, arg2, domain, subject)
      : tableOp(command, arg1, arg2, domain, subject);
  if (rc !== RESTART) tellRequest(command, arg1, arg2, 0, rc);
  return rc;
}

function tableOp(command: u32, arg1: u32, arg2: u32, domain: Domain, subject: Domain): i32 {
  if (command > LAST_MMUEXT_OF_32 && !law(domain, Law.LateCommands))
    return refuseValue(-Errno.ENOSYS, Rule.UnknownCommand, command);
  switch (command) {
    case Mmuext.PinL1:
    case Mmuext.PinL2:
    case Mmuext.PinL3:
    case Mmuext.PinL4:
      return pinTable(arg1, command - Mmuext.PinL1 + 1, subject);
    case Mmuext.Unpin:
      return unpinTable(arg1, subject);
    case Mmuext.ClearPage:
      return clearPage(arg1, subject);
    case Mmuext.CopyPage:
      return copyPage(arg1, arg2, subject);
    case Mmuext.NewBaseptr:
      return ownSpace(domain, subject) ? setBase(currentVcpu(), arg1) : -Errno.EPERM;
    case Mmuext.SetLdt:
      return ownSpace(domain, subject) ? setLdt(arg1, arg2) : -Errno.EPERM;
    case Mmuext.NewUserBaseptr:
      if (!law(domain, Law.EntryErrors)) return refuseValue(-Errno.ENOSYS, Rule.UnknownCommand, command);
      return refuseValue(-Errno.EINVAL, Rule.Only64Bit, command);
    case Mmuext.FlushCache:
    case Mmuext.FlushCacheGlobal:
      if (!ownSpace(domain, subject)) return -Errno.EPERM;
      if (domain.privileged) return 0;
      return refuseValue(command === Mmuext.FlushCache ? -Errno.EACCES : -Errno.EINVAL, Rule.NoRight, domain.domid);
    case Mmuext.MarkSuper:
    case Mmuext.UnmarkSuper:
      return refuseValue(-Errno.EOPNOTSUPP, Rule.UnknownCommand, command);
    default:
      return refuseValue(-Errno.ENOSYS, Rule.UnknownCommand, command);
  }
}

/** Is the operation on the caller's own address space? If not, notes the refusal. */
function ownSpace(domain: Domain, subject: Domain): bool {
  if (domain === subject) return true;
  refuseValue(-Errno.EPERM, Rule.NotOwnSpace, subject.domid);
  return false;
}

function flushOp(command: u32, va: u32, bitmap: u32, domain: Domain, subject: Domain): i32 {
  if (!ownSpace(domain, subject)) return -Errno.EPERM;
  const isMulti = command === Mmuext.TlbFlushMulti || command === Mmuext.InvlpgMulti;
  if (isMulti && !fetch(DONE, bitmap, 4)) return refuseValue(-Errno.EINVAL, Rule.BadPointer, bitmap);
  const isAddress = command === Mmuext.InvlpgLocal || command === Mmuext.InvlpgMulti || command === Mmuext.InvlpgAll;
  if (isAddress) flushed(Flush.Address, va);
  else flushed(command === Mmuext.TlbFlushLocal ? Flush.Vcpu : Flush.All, 0);
  return 0;
}

/** Takes a frame of the domain to write it: a use of it, and one as writable memory. */
function getWritablePage(mfn: u32, subject: Domain): i32 {
  const missing = getPage(mfn, subject.domid);
  if (missing < 0) return missing;
  const rc = claimWritable(mfn);
  if (rc < 0) {
    putPage(mfn);
    return refuse(-Errno.EINVAL, Rule.TypeConflict, mfn, PageType.Writable);
  }
  return 0;
}

function clearPage(mfn: u32, subject: Domain): i32 {
  const rc = getWritablePage(mfn, subject);
  if (rc < 0) return rc;
  charge(PAGE_TICKS);
  clearFrame(mfn);
  putWritable(mfn);
  return 0;
}

function copyPage(to: u32, from: u32, subject: Domain): i32 {
  const missing = getPage(from, subject.domid);
  if (missing < 0) return missing;
  const rc = getWritablePage(to, subject);
  if (rc === 0) {
    charge(PAGE_TICKS);
    memory.copy(RAM + ((<usize>to) << PAGE_SHIFT), RAM + ((<usize>from) << PAGE_SHIFT), PAGE_SIZE);
    touch(to);
    putWritable(to);
  }
  putPage(from);
  return rc;
}
