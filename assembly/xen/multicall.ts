/**
 * multicall: a list of hypercalls in one. An entry is { op u32, result u32 4, args u32[6] 8 }; a failing one does not stop the others.
 * Source: xen/common/multicall.c.
 */
import { Errno } from '../abi/errno';
import { Hypercall } from '../abi/hypercall';
import { SCRATCH } from '../base/memory-map';
import { DomainState } from '../layout/domain';
import { xenState } from '../layout/xen-state';
import { charge, ENTRY_TICKS, isOverdue } from './charge';
import { againArgument, argumentCount, continueWith, takeContinuation } from './continuation';
import { currentDomain } from './domains';
import { fetch, put } from './guest';

const ENTRY_BYTES: u32 = 32;
/** The entry that runs: handlers use the scratch page below it. */
const ENTRY: usize = SCRATCH + 0x800;

/** What a list's entries are called through: the dispatcher, which this file must not import, for it imports this one. */
export type Call = (number: u32, a0: u32, a1: u32, a2: u32, a3: u32, a4: u32, a5: u32) => i32;

/** Hypercall 13. Errors: -EINVAL inside a multicall, -EFAULT the list or a result's place; entries' errors stand in their results. */
export function multicall(list: u32, count: u32, call: Call): i32 {
  const xen = xenState();
  if (xen.inMulticall !== 0) return -Errno.EINVAL;
  xen.inMulticall = 1;
  const rc = runList(list, count, call);
  xen.inMulticall = 0;
  return rc;
}

function runList(list: u32, count: u32, call: Call): i32 {
  for (let i: u32 = 0; i < count; i++) {
    const at = list + i * ENTRY_BYTES;
    if (i > 0 && isOverdue()) return continueWith(at, count - i);
    if (!fetch(ENTRY, at, ENTRY_BYTES)) return -Errno.EFAULT;
    charge(ENTRY_TICKS);
    const rc = callEntry(call);
    // A guest that has returned somewhere else sees the result in its registers alone.
    if (load<u32>(ENTRY) === Hypercall.Iret) {
      store<u32>(ENTRY, rc, 4);
      put(at + 4, ENTRY + 4, 4);
      return rc;
    }
    if (takeContinuation()) return preempted(at, count - i);
    if (currentDomain().state !== DomainState.Alive) return 0;
    store<u32>(ENTRY, rc, 4);
    if (!put(at + 4, ENTRY + 4, 4)) return -Errno.EFAULT;
  }
  return 0;
}

function callEntry(call: Call): i32 {
  const number = load<u32>(ENTRY);
  return call(
    number,
    load<u32>(ENTRY, 8),
    load<u32>(ENTRY, 12),
    load<u32>(ENTRY, 16),
    load<u32>(ENTRY, 20),
    load<u32>(ENTRY, 24),
    load<u32>(ENTRY, 28),
  );
}

/** An entry wants to be continued: its new arguments go into the list, which is entered again from it on. */
function preempted(at: u32, count: u32): i32 {
  const given = argumentCount(load<u32>(ENTRY));
  for (let i: u32 = 0; i < given; i++) store<u32>(ENTRY + ((<usize>i) << 2), againArgument(i), 8);
  if (!put(at + 8, ENTRY + 8, 24)) return -Errno.EFAULT;
  return continueWith(at, count);
}
