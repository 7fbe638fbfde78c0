/** Accesses that the TLB did not answer: walks, page crossings, stores to watched frames, and what lies beyond RAM. */
import { CAREFUL, FLAT_LIMIT } from '../base/engine-map';
import { RAM } from '../base/memory-map';
import { vcpu } from '../layout/vcpu-state';
import { mapsCode } from './coherence';
import { pageFault, rerun } from './fault';
import { ANYWHERE, isLeaving, NOWHERE } from './leave';
import { isObserving, noteRead, noteWrite } from './observe';
import { coversCode, HOLDS_CODE, isRam, LEAF_TABLE, markDirty, pageFlags, UPPER_TABLE } from './page-flags';
import { beforeChange, readPhysical, writePhysical } from './physical';
import { WRITABLE } from './translation';
import { fill, permitStores, View } from './view';
import { ACCESS_READ, ACCESS_USER, ACCESS_WRITE, FAULT, isPae, Walk, walk } from './walk';

/** Machine address of `va` for an access of kind ACCESS_READ or ACCESS_WRITE by the present privilege level; a refusal raises #PF (NOWHERE). */
export function translate(va: u32, access: u32, at: usize): u32 {
  const t = View.entry(va);
  const isKnown = t.readTag === (va & 0xfffff000) && (access === ACCESS_READ || (t.leaf & WRITABLE) !== 0);
  if (!isKnown) return walkTo(va, access, at);
  const maddr = va + t.addend - <u32>RAM;
  // Direct stores may have been taken away since (watch.ts): the page is to be marked dirty again.
  if (access !== ACCESS_READ) permitStores(t, maddr >> 12);
  return maddr;
}

/** As `translate`, for what the TLB does not know. */
function walkTo(va: u32, access: u32, at: usize): u32 {
  const kind = vcpu().cpl === 3 ? access | ACCESS_USER : access;
  const frame = walk(va, kind);
  if (frame === FAULT) {
    pageFault(va, Walk.errorCode, at);
    return NOWHERE;
  }
  if (isRam(frame)) fill(va, frame, kind);
  return (frame << 12) | (va & 0xfff);
}

/** Does an access leave the flat segments, whose exact limits only the generic path knows? */
function leavesFlat(va: u32, bytes: u32): bool {
  const limit = load<u32>(FLAT_LIMIT);
  // Both ends: an access near 4 GB wraps.
  return (va > limit || va + (bytes - 1) > limit) && !load<u32>(CAREFUL);
}

/** Reads what the TLB did not have. */
export function readSlow<W>(va: u32, at: usize): W {
  if (leavesFlat(va, sizeof<W>())) {
    rerun(at);
    return <W>0;
  }
  const low = translate(va, ACCESS_READ, at);
  if ((va & 0xfff) + sizeof<W>() <= 0x1000) {
    if (isObserving()) noteRead(va, low, low, sizeof<W>());
    return readPhysical<W>(low);
  }
  if (isLeaving()) return <W>0;
  const high = translate((va | 0xfff) + 1, ACCESS_READ, at);
  if (isObserving()) noteRead(va, low, high, sizeof<W>());
  const inLow: u32 = 0x1000 - (va & 0xfff);
  let value: u64 = 0;
  for (let i: u32 = 0; i < sizeof<W>(); i++) {
    const from = i < inLow ? low + i : high + (i - inLow);
    value |= (<u64>readPhysical<u8>(from)) << ((<u64>i) << 3);
  }
  return <W>value;
}

/** Writes what the TLB may not: all of the value or, on a fault, nothing. */
export function writeSlow<W>(va: u32, value: W, at: usize): void {
  if (leavesFlat(va, sizeof<W>())) {
    rerun(at);
    return;
  }
  if ((va & 0xfff) + sizeof<W>() <= 0x1000) {
    const maddr = translate(va, ACCESS_WRITE, at);
    if (concernsCode(maddr, sizeof<W>())) {
      rerun(at);
      return;
    }
    if (isObserving()) noteWrite(va, maddr, maddr, sizeof<W>(), <u64>value);
    writePhysical<W>(maddr, value);
    return;
  }
  const inLow: u32 = 0x1000 - (va & 0xfff);
  const low = translate(va, ACCESS_WRITE, at);
  if (isLeaving()) return;
  const high = translate((va | 0xfff) + 1, ACCESS_WRITE, at);
  if (isLeaving()) return;
  if (concernsCode(low, inLow) || concernsCode(high, sizeof<W>() - inLow)) {
    rerun(at);
    return;
  }
  if (isObserving()) noteWrite(va, low, high, sizeof<W>(), <u64>value);
  for (let i: u32 = 0; i < sizeof<W>(); i++) {
    writePhysical<u8>(i < inLow ? low + i : high + (i - inLow), <u8>(<u64>value >> ((<u64>i) << 3)));
  }
}

/** A place for a read-modify-write that the TLB may not give: only RAM inside one page has one, away from the running code. */
export function placeSlow(va: u32, bytes: u32, at: usize): usize {
  if (leavesFlat(va, bytes) || (va & 0xfff) + bytes > 0x1000) return elsewhere(at);
  const maddr = translate(va, ACCESS_WRITE, at);
  if (!isRam(maddr >> 12)) return elsewhere(at);
  if (pageFlags(maddr >> 12) !== 0) {
    if (concernsCode(maddr, bytes)) return elsewhere(at);
    // Nothing comes between this and the store: what it changes may be dropped now.
    beforeChange(maddr, bytes);
    markDirty(maddr >> 12);
  }
  return RAM + maddr;
}

/** There is no such place: the instruction is to run again by itself, unless it has faulted. */
function elsewhere(at: usize): usize {
  if (!isLeaving()) rerun(at);
  return ANYWHERE;
}

/** Checks that `bytes` bytes at `va` may be written, so that a store that follows neither faults nor unwinds. Only general records ask. */
export function checkWrite(va: u32, bytes: u32, at: usize): void {
  const low = translate(va, ACCESS_WRITE, at);
  const inLow: u32 = 0x1000 - (va & 0xfff);
  if (bytes <= inLow) {
    if (concernsCode(low, bytes)) rerun(at);
    return;
  }
  const high = translate((va | 0xfff) + 1, ACCESS_WRITE, at);
  if (concernsCode(low, inLow) || concernsCode(high, bytes - inLow)) rerun(at);
}

/** May a store change what the running block was decoded from, or how it is reached? Then it must run by itself. */
function concernsCode(maddr: u32, bytes: u32): bool {
  const frame = maddr >> 12;
  if (!isRam(frame) || load<u32>(CAREFUL)) return false;
  const flags = pageFlags(frame);
  if (flags === 0) return false;
  if ((flags & HOLDS_CODE) !== 0 && coversCode(frame, maddr & 0xfff, bytes)) return true;
  return (flags & (UPPER_TABLE | LEAF_TABLE)) !== 0 && changesCodeMapping(maddr, bytes, flags);
}

function changesCodeMapping(maddr: u32, bytes: u32, flags: u32): bool {
  const size: u32 = isPae() ? 8 : 4;
  for (let entry = maddr & ~(size - 1); entry < maddr + bytes; entry += size) {
    if ((load<u8>(RAM + entry) & 1) === 0) continue;
    if ((flags & UPPER_TABLE) !== 0 || mapsCode(entry)) return true;
  }
  return false;
}
