import { Errno } from '../../abi/errno';
import { MAX_FRAMES } from '../../base/memory-map';
import { Domain } from '../../layout/domain';
import { machine } from '../../layout/machine-state';
import { CONTROL_DEFERRED, deferredPut, mmState } from '../../layout/mm-state';
import { Vcpu } from '../../layout/vcpu';
import { NO_FRAME } from '../../layout/vcpu-state';
import { setBase } from './base-pointer';
import { installGdt } from './descriptor-table';
import { allocFrame, resetFrames } from './frames';
import { resetM2p, setPfn } from './m2p';
import { putDeferred } from './page-type';
import { pinTable } from './pin';
import { beginControl } from './work';

/**
 * What the control plane does to a domain's memory. It passes the same checks as the guest would, and runs to its end at once.
 */

/** Makes memory management for a new machine of `machine().frames` frames. Errors: -ENOMEM if it is too small, -EINVAL if too large. */
export function resetMemory(): i32 {
  if (machine().frames > MAX_FRAMES) return -Errno.EINVAL;
  if (machine().frames < 0x200) return -Errno.ENOMEM;
  mmState().flushClock = 1;
  for (let i: u32 = 0; i <= CONTROL_DEFERRED; i++) {
    const waiting = deferredPut(i);
    waiting.table = NO_FRAME;
    waiting.partial = 1;
  }
  beginControl();
  resetFrames();
  return resetM2p();
}

/**
 * A frame for the domain's pseudo-physical frame `pfn`, filled with zeros.
 *
 * @returns its machine frame, or -ENOMEM if there are none or the domain has all it may have
 */
export function buildFrame(domain: Domain, pfn: u32): i32 {
  const mfn = allocFrame(domain);
  if (mfn === NO_FRAME) return -Errno.ENOMEM;
  setPfn(mfn, pfn);
  return mfn;
}

/** Pins a table the control plane wrote; errors as of pinTable. */
export function buildPin(domain: Domain, mfn: u32, level: u32): i32 {
  beginControl();
  const rc = pinTable(mfn, level, domain);
  putDeferred();
  return rc;
}

/** Gives a vCPU that does not run the top table it starts on. Errors as of setBase. */
export function buildBase(v: Vcpu, mfn: u32): i32 {
  beginControl();
  const rc = setBase(v, mfn);
  putDeferred();
  return rc;
}

/** Gives a vCPU that does not run its GDT: frames (u32) at `list` in this memory. Errors as of installGdt. */
export function buildGdt(v: Vcpu, list: usize, entries: u32): i32 {
  beginControl();
  const rc = installGdt(v, list, entries);
  putDeferred();
  return rc;
}
