/** grant_table_op: batches of operations, each with a status of its own. Source: xen/common/grant_table.c, do_grant_table_op. */
import { Errno } from '../abi/errno';
import { GrantOp, GrantStatus, MAX_GRANT_FRAMES } from '../abi/grant';
import { TraceEvent } from '../abi/trace-event';
import { SCRATCH } from '../base/memory-map';
import { Domain } from '../layout/domain';
import { readPhysical, writePhysical } from '../mmu/physical';
import { isTracing, record } from '../trace/trace';
import { charge, ENTRY_TICKS, isOverdue } from './charge';
import { continueWith } from './continuation';
import { callersDomain, currentDomain, currentVcpu } from './domains';
import { copyGrant } from './grant-copy';
import { entryAddress, findActive, grantFrame, growTable, hasRef } from './grant-entry';
import { mapGrant, unmapGrant } from './grant-map';
import { replaceMapping } from './grant-replace';
import { transferGrant } from './grant-transfer';
import { fetch, put } from './guest';
import { beginHypercall } from './mm/work';

/** Where one operation's structure is copied to; helpers use the scratch page below it. */
const OP: usize = SCRATCH + 0x400;

/** Bytes of an operation's structure; 0: there is no such operation. */
function structureBytes(command: u32): u32 {
  switch (command) {
    case GrantOp.Map:
      return 32;
    case GrantOp.Unmap:
    case GrantOp.Copy:
    case GrantOp.UnmapAndReplace:
      return 24;
    case GrantOp.SetupTable:
    case GrantOp.Transfer:
    case GrantOp.QuerySize:
    case GrantOp.GetStatusFrames:
      return 16;
    case GrantOp.SwapRef:
      return 12;
    case GrantOp.GetVersion:
      return 8;
    case GrantOp.SetVersion:
      return 4;
    default:
      return 0;
  }
}

/** Operations that come one at a time. */
function isSingle(command: u32): bool {
  return command === GrantOp.SetupTable || command === GrantOp.QuerySize || command === GrantOp.GetStatusFrames;
}

/** Hypercall 20. Errors: -ENOSYS, -EINVAL, -EFAULT; what an operation itself came to stands in its status. */
export function grantTableOp(command: u32, operations: u32, count: u32): i32 {
  if (<i32>count < 0) return -Errno.EINVAL;
  if (structureBytes(command) === 0) return -Errno.ENOSYS;
  if (isSingle(command) && count !== 1) return count === 0 && isTranslated(command) ? 0 : -Errno.EINVAL;
  // These two do one, whatever is said.
  if (command === GrantOp.SetVersion || command === GrantOp.GetVersion) count = 1;
  return runBatch(command, operations, count);
}

function runBatch(command: u32, operations: u32, count: u32): i32 {
  const bytes = structureBytes(command);
  beginHypercall();
  for (let i: u32 = 0; i < count; i++) {
    const at = operations + i * bytes;
    if (i > 0 && isOverdue()) return continueWith(command, at, count - i);
    if (!fetch(OP, at, bytes)) return -Errno.EFAULT;
    charge(ENTRY_TICKS);
    const rc = operate(command);
    recordRequest(command);
    if (rc < 0 && command !== GrantOp.SetVersion) return rc;
    if (!put(at, OP, bytes)) return -Errno.EFAULT;
    if (rc < 0) return rc;
  }
  return 0;
}

/** Operations whose structure a 64-bit Xen has to translate, one after the other: none is no error. */
function isTranslated(command: u32): bool {
  return command === GrantOp.SetupTable || command === GrantOp.GetStatusFrames;
}

/** One operation, at OP; its status goes there. Gives 0, or an error of the whole call. */
function operate(command: u32): i32 {
  const v = currentVcpu();
  const domain = currentDomain();
  switch (command) {
    case GrantOp.Map:
      store<i16>(OP, <i16>mapGrant(v, OP), 18);
      return 0;
    case GrantOp.Unmap:
      store<i16>(OP, <i16>unmapGrant(v, load<u32>(OP, 16), load<u64>(OP), load<u64>(OP, 8), 0), 20);
      return 0;
    case GrantOp.UnmapAndReplace:
      store<i16>(OP, <i16>replaceMapping(v, load<u32>(OP, 16), load<u64>(OP), load<u64>(OP, 8)), 20);
      return 0;
    case GrantOp.Copy:
      store<i16>(OP, <i16>copyGrant(domain, OP), 20);
      return 0;
    case GrantOp.Transfer:
      store<i16>(OP, <i16>transferGrant(domain, load<u32>(OP), load<u16>(OP, 4), load<u32>(OP, 8)), 12);
      return 0;
    case GrantOp.SetupTable:
      return setupTable(domain);
    case GrantOp.QuerySize:
      store<i16>(OP, <i16>querySize(domain), 12);
      return 0;
    case GrantOp.SwapRef:
      store<i16>(OP, <i16>swapRefs(domain, load<u32>(OP), load<u32>(OP, 4)), 8);
      return 0;
    case GrantOp.GetStatusFrames:
      store<i16>(OP, -(<i16>GrantStatus.GeneralError), 6);
      return 0;
    case GrantOp.SetVersion:
      return setVersion();
    default:
      return getVersion(domain);
  }
}

/** The status of operations on another domain's table: who is it, and may the caller? */
function target(caller: Domain, domid: u32): i32 {
  const domain = callersDomain(domid);
  if (domain === null) return -GrantStatus.BadDomain;
  return domain === caller || caller.privileged ? 0 : -GrantStatus.PermissionDenied;
}

/** dom u16, nr_frames u32 4, status s16 8, frame_list 12. Errors of the whole call: -EFAULT. */
function setupTable(caller: Domain): i32 {
  const denied = target(caller, load<u16>(OP));
  const count = load<u32>(OP, 4);
  const domain = callersDomain(load<u16>(OP));
  let status = denied;
  // Nobody's table grows for a caller who has no right to ask.
  if (denied >= 0 && (domain === null || !growTable(domain, count))) status = -GrantStatus.GeneralError;
  store<i16>(OP, <i16>status, 8);
  if (status < 0 || domain === null) return 0;
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(SCRATCH, grantFrame(domain, i));
    if (!put(load<u32>(OP, 12) + (i << 2), SCRATCH, 4)) return -Errno.EFAULT;
  }
  return 0;
}

/** dom u16, nr_frames u32 4 out, max_nr_frames u32 8 out, status s16 12. */
function querySize(caller: Domain): i32 {
  const denied = target(caller, load<u16>(OP));
  if (denied < 0) return denied;
  const domain = <Domain>callersDomain(load<u16>(OP));
  store<u32>(OP, domain.grantFrames, 4);
  store<u32>(OP, MAX_GRANT_FRAMES, 8);
  return 0;
}

/** version u32, out: the one in force. Only version 1 is offered, as by a Xen started with gnttab=max-ver:1. Errors: -EINVAL, -ENOSYS. */
function setVersion(): i32 {
  const version = load<u32>(OP);
  store<u32>(OP, 1);
  if (version !== 1 && version !== 2) return -Errno.EINVAL;
  return version === 1 ? 0 : -Errno.ENOSYS;
}

/** dom u16, version u32 4 out. Errors: -ESRCH, -EPERM. */
function getVersion(caller: Domain): i32 {
  const domain = callersDomain(load<u16>(OP));
  if (domain === null) return -Errno.ESRCH;
  if (domain !== caller && !caller.privileged) return -Errno.EPERM;
  store<u32>(OP, 1, 4);
  return 0;
}

/** Exchanges two of the caller's entries, neither of which may be in use. */
function swapRefs(domain: Domain, a: u32, b: u32): i32 {
  if (!hasRef(domain, a) || !hasRef(domain, b)) return -GrantStatus.BadRef;
  if (a === b) return 0;
  if (findActive(domain.domid, a) !== null || findActive(domain.domid, b) !== null) return -GrantStatus.Again;
  const first = entryAddress(domain, a);
  const second = entryAddress(domain, b);
  const entry = readPhysical<u64>(first);
  writePhysical<u64>(first, readPhysical<u64>(second));
  writePhysical<u64>(second, entry);
  return 0;
}

/** Records the structure's fields in the header's order, with what the operation put there. */
function recordRequest(command: u32): void {
  if (!isTracing()) return;
  const entry = record(TraceEvent.Request, command);
  switch (command) {
    case GrantOp.Map:
      entry.arg0 = load<u64>(OP);
      entry.arg1 = load<u32>(OP, 8);
      entry.arg2 = load<u32>(OP, 12);
      entry.arg3 = load<u16>(OP, 16);
      entry.arg4 = <i64>load<i16>(OP, 18);
      entry.arg5 = load<u32>(OP, 20);
      break;
    case GrantOp.Unmap:
    case GrantOp.UnmapAndReplace:
      entry.arg0 = load<u64>(OP);
      entry.arg1 = load<u64>(OP, 8);
      entry.arg2 = load<u32>(OP, 16);
      entry.arg3 = <i64>load<i16>(OP, 20);
      break;
    case GrantOp.SetupTable:
      entry.arg0 = load<u16>(OP);
      entry.arg1 = load<u32>(OP, 4);
      entry.arg2 = <i64>load<i16>(OP, 8);
      entry.arg3 = load<u32>(OP, 12);
      break;
    case GrantOp.QuerySize:
      entry.arg0 = load<u16>(OP);
      entry.arg1 = load<u32>(OP, 4);
      entry.arg2 = load<u32>(OP, 8);
      entry.arg3 = <i64>load<i16>(OP, 12);
      break;
    case GrantOp.GetVersion:
      entry.arg0 = load<u16>(OP);
      entry.arg1 = load<u32>(OP, 4);
      break;
    default:
      entry.arg0 = load<u32>(OP);
      if (command !== GrantOp.SetVersion) entry.arg1 = load<u32>(OP, 4);
  }
}
