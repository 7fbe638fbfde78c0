/** The view of the TLB in use: that of supervisor mode, or that of user mode. */
import { FLAT_LIMIT, SUPERVISOR_USED, USER_USED, VIEW } from '../base/engine-map';
import { RAM, TLB_USER } from '../base/memory-map';
import { stepLog } from '../layout/step-log';
import { markDirty, pageFlags } from './page-flags';
import { EXECUTABLE, Translation, UNUSED, WRITABLE } from './translation';
import { ACCESS_WRITE, Walk } from './walk';

/** Finding entries; a class so that it is inlined. */
export class View {
  /** The entry where a translation of `va` would stand. */
  @inline static entry(va: u32): Translation {
    return changetype<Translation>(load<u32>(VIEW) + ((va >> 8) & 0x3ff0));
  }
}

/** Caches the translation that `walk` just found for an access of kind `access`; not while the step is observed. */
export function fill(va: u32, frame: u32, access: u32): void {
  const tag = va & 0xfffff000;
  if ((tag | 0xfff) > load<u32>(FLAT_LIMIT) || stepLog().observing !== 0) return;
  const t = View.entry(va);
  let marks: u32 = Walk.executable ? EXECUTABLE : 0;
  if (t.readTag !== tag) {
    t.readTag = tag;
    t.writeTag = UNUSED;
  } else {
    marks |= t.leaf & WRITABLE;
  }
  t.addend = <u32>RAM + (frame << 12) - tag;
  if ((access & ACCESS_WRITE) !== 0) {
    marks |= WRITABLE;
    permitStores(t, frame);
  }
  t.leaf = Walk.leaf | marks;
  store<u32>(load<u32>(VIEW) === <u32>TLB_USER ? USER_USED : SUPERVISOR_USED, 1);
}

/** Lets stores to a page go directly, unless something is derived from its frame: the first one marks it dirty for all. */
export function permitStores(t: Translation, frame: u32): void {
  if (pageFlags(frame) !== 0) return;
  t.writeTag = t.readTag;
  markDirty(frame);
}
