import { DOMID_IO } from '../../abi/domid';
import { Errno } from '../../abi/errno';
import { MMU_UPDATE_BYTES, MMU_UPDATE_PREEMPTED, MmuCommand } from '../../abi/mmu-update';
import { COUNT_MASK, PageType, TYPE_MASK, TYPE_SHIFT, VALIDATED } from '../../abi/page-type';
import { Rule } from '../../abi/reason';
import { PAGE_SHIFT, SCRATCH } from '../../base/memory-map';
import { Domain } from '../../layout/domain';
import { pageInfo } from '../../layout/page-info';
import { NO_FRAME } from '../../layout/vcpu-state';
import { translateGuest } from '../../mmu/guest-access';
import { continueWith } from '../continuation';
import { currentDomain, findDomain } from '../domains';
import { fetch, isUsable, put } from '../guest';
import { updateLeaf, updateUpper } from './entry-update';
import { Flush, flushed } from './flush-clock';
import { checkRight, frameOwner } from './foreign';
import { frameExists, getPage, putPage } from './frames';
import { setPfn } from './m2p';
import { putDeferred } from './page-type';
import { LAST_MMU_COMMAND_OF_32, Law, law, settle, Verdict } from './profile-rules';
import { forget, refuse, refuseValue } from './refusal';
import { entryShift, writeEntry } from './table';
import { tellRequest } from './tell';
import { claimWritable, dropCount } from './type-count';
import { beginHypercall, deferred, keepRefusal, mustStop, RESTART, recallOutcome, worked } from './work';

/** Where one request is copied to: u64 ptr, u64 val. */
const REQUEST: usize = SCRATCH;
const DONE: usize = SCRATCH + 16;

/** Whose tables a batch changes and whose frames they may name; one batch at a time. */
let pageOwner: u32 = 0;
let upperChanged: bool = false;
/** Are both the caller's? Then there is no right to ask for. */
let isOwn: bool = false;
/** The page that requests are read from, and where it lies. */
let requestPage: u32 = 0;
let requestPlace: usize = 0;

/**
 * Hypercall 1, mmu_update: a batch of changes of page-table entries and of the machine-to-physical table. It stops at the first that is
 * refused; those before it stand.
 *
 * @param requests pointer to `count` requests of 16 bytes
 * @param count with MMU_UPDATE_PREEMPTED set: the call goes on with a batch that was preempted
 * @param done pointer to a u32 that receives how many were done, or 0
 * @param foreign whose frames entries may name; in the upper half, plus 1, whose tables are changed
 * @returns 0, or the error of the request that was refused: abi/reason.ts says why
 *
 * Source: xen/include/public/xen.h, HYPERVISOR_mmu_update; xen/arch/x86/mm.c, do_mmu_update.
 */
export function mmuUpdate(requests: u32, count: u32, done: u32, foreign: u32): i32 {
  beginHypercall();
  const domain = currentDomain();
  if (putDeferred() === RESTART) return continueWith(requests, count, done, foreign);
  // What a batch came to, once the table it replaced last is given back.
  if (count === MMU_UPDATE_PREEMPTED && requests === 0) {
    return recallOutcome(foreign);
  }
  let before: u32 = 0;
  if (count & MMU_UPDATE_PREEMPTED) {
    count &= ~MMU_UPDATE_PREEMPTED;
    if (done !== 0 && fetch(DONE, done, 4)) before = load<u32>(DONE);
  }
  if (count >= 0x10000000 || !isUsable(requests, count * MMU_UPDATE_BYTES)) {
    return settle(domain, refuseValue(-Errno.EFAULT, Rule.BadPointer, requests));
  }
  const tables = tableOwner(domain, foreign >>> 16);
  if (!tables) return settle(domain, refuseValue(-Errno.ESRCH, Rule.NoDomain, (foreign >>> 16) - 1));
  const owner = frameOwner(domain, foreign & 0xffff);
  if (owner < 0) return settle(domain, owner);
  pageOwner = owner;
  isOwn = tables === domain && owner === <i32>domain.domid;
  upperChanged = false;
  requestPlace = 0;
  return runBatch(requests, count, done, foreign, before, tables);
}

/** The domain whose tables are changed: the caller, unless `selector` (domid + 1) says another. */
function tableOwner(domain: Domain, selector: u32): Domain | null {
  return selector === 0 ? domain : findDomain(selector - 1);
}

function runBatch(requests: u32, count: u32, done: u32, foreign: u32, before: u32, tables: Domain): i32 {
  const domain = currentDomain();
  let rc = 0;
  let i: u32 = 0;
  for (; i < count; i++) {
    if (deferred().table !== NO_FRAME || (i > 0 && mustStop())) rc = RESTART;
    else rc = fetchAndUpdate(requests + i * MMU_UPDATE_BYTES, domain, tables);
    if (rc !== 0) break;
  }
  let outcome = rc;
  const rest = requests + i * MMU_UPDATE_BYTES;
  if (rc === RESTART) outcome = continueWith(rest, (count - i) | MMU_UPDATE_PREEMPTED, done, foreign);
  else if (rc < 0) outcome = settle(domain, rc);
  if (upperChanged) flushed(Flush.Vcpu, 0);
  if (done !== 0) {
    store<u32>(DONE, before + i);
    put(done, DONE, 4);
  }
  if (outcome === Verdict.Kill || rc === RESTART || deferred().table === NO_FRAME) return outcome;
  // The table that was replaced last is given back in an entry of its own, which then answers for this one.
  keepRefusal();
  return continueWith(0, MMU_UPDATE_PREEMPTED, 0, outcome);
}

/**
 * Where a request can be read, or 0 if the guest could not read it. As through a TLB, the page is looked up once and then read where it
 * was: a batch that changes its own mapping goes on with what it began with.
 */
function placeOf(request: u32): usize {
  const offset = request & 0xfff;
  if (offset > 0x1000 - MMU_UPDATE_BYTES) return fetch(REQUEST, request, MMU_UPDATE_BYTES) ? REQUEST : 0;
  if (request - offset !== requestPage || requestPlace === 0) {
    requestPage = request - offset;
    requestPlace = translateGuest(requestPage, false, false);
    if (requestPlace === 0) return 0;
  }
  return requestPlace + offset;
}

function lastCommand(domain: Domain): u32 {
  return law(domain, Law.LateCommands) ? MmuCommand.NoTranslate : LAST_MMU_COMMAND_OF_32;
}

function fetchAndUpdate(request: u32, domain: Domain, tables: Domain): i32 {
  forget();
  const at = placeOf(request);
  if (at === 0) return refuseValue(-Errno.EFAULT, Rule.BadPointer, request);
  const ptr = load<u64>(at);
  const value = load<u64>(at, 8);
  const command = <u32>ptr & ((1 << entryShift(domain)) - 1);
  let rc: i32;
  if (command === MmuCommand.MachPhys) rc = updateMachPhys(ptr - command, value, domain, tables);
  else if (command <= lastCommand(domain)) rc = updateEntry(ptr - command, value, command, domain, tables);
  else rc = refuseValue(-Errno.ENOSYS, Rule.UnknownCommand, command);
  if (rc !== RESTART) tellRequest(command, ptr, value, 0, rc);
  return rc;
}

function updateMachPhys(maddr: u64, pfn: u64, domain: Domain, tables: Domain): i32 {
  worked(1);
  if (domain !== tables) return refuseValue(-Errno.EPERM, Rule.NotOwnSpace, tables.domid);
  const denied = checkRight(domain, pageOwner);
  if (denied < 0) return denied;
  const mfn = maddr >> PAGE_SHIFT;
  const rc = getPage(mfn, pageOwner);
  if (rc < 0) return rc;
  setPfn(<u32>mfn, <u32>pfn);
  putPage(<u32>mfn);
  return 0;
}

function updateEntry(maddr: u64, entry: u64, command: u32, domain: Domain, tables: Domain): i32 {
  const denied = isOwn ? 0 : checkRights(domain, tables);
  if (denied < 0) return denied;
  const mfn = maddr >> PAGE_SHIFT;
  if (!frameExists(mfn)) return refuse(-Errno.EINVAL, Rule.NoSuchFrame, mfn, 0);
  if (getPage(mfn, tables.domid) < 0) {
    forget();
    return refuse(-Errno.EINVAL, Rule.TargetForeign, mfn, 0);
  }
  const rc = writeTarget(<u32>mfn, <u32>maddr & 0xfff, entry, command, tables);
  putPage(<u32>mfn);
  return rc;
}

/** May the caller name the frames it names, and change the tables it wants changed? 0 or -EPERM. */
function checkRights(domain: Domain, tables: Domain): i32 {
  const denied = pageOwner === DOMID_IO ? 0 : checkRight(domain, pageOwner);
  return denied < 0 ? denied : checkRight(domain, tables.domid);
}

/** Writes an entry by the rules of the frame it stands in: a table of some level, or ordinary memory. */
function writeTarget(mfn: u32, offset: u32, entry: u64, command: u32, tables: Domain): i32 {
  const info = pageInfo(mfn).typeInfo;
  const shift = entryShift(tables);
  const slot = offset >>> shift;
  const keep = command === MmuCommand.PreserveAd;
  if (shift === 2) entry &= 0xffffffff;
  if ((info & COUNT_MASK) === 0 || !(info & VALIDATED)) return writePlain(mfn, slot, shift, entry);
  const type = (info & TYPE_MASK) >>> TYPE_SHIFT;
  if (type === PageType.L1) return updateLeaf(mfn, slot, shift, entry, tables, pageOwner, keep);
  if (type === PageType.Writable) return writePlain(mfn, slot, shift, entry);
  if (type > <u32>PageType.L3) return refuse(-Errno.EINVAL, Rule.TargetType, mfn, PageType.Writable);
  if (pageOwner !== <u32>tables.domid) return refuseValue(-Errno.EINVAL, Rule.NotOwnSpace, pageOwner);
  const rc = updateUpper(mfn, slot, shift, entry, tables, keep);
  if (rc === 0) upperChanged = true;
  return rc;
}

function writePlain(mfn: u32, slot: u32, shift: u32, entry: u64): i32 {
  worked(1);
  if (claimWritable(mfn) < 0) return refuse(-Errno.EINVAL, Rule.TargetType, mfn, PageType.Writable);
  writeEntry(mfn, slot, shift, entry);
  dropCount(mfn);
  return 0;
}
