/**
 * Linear memory as the CPU itself uses it: tables, stacks of other levels, the TSS. Unlike an instruction's operands these accesses say
 * whose rights they have, whatever the present privilege level; segments were checked before. A refusal raises #PF.
 */
import { TLB_SUPERVISOR, TLB_USER } from '../../base/memory-map';
import { pageFault } from '../../mmu/fault';
import { isObserving, noteRead, noteWrite } from '../../mmu/observe';
import { readPhysical, writePhysical } from '../../mmu/physical';
import { Translation } from '../../mmu/translation';
import { ACCESS_READ, ACCESS_USER, ACCESS_WRITE, FAULT, Walk, walk } from '../../mmu/walk';

const PAGE_MASK: u32 = 0xfffff000;

/** Where a translation of `linear` for a level would stand in the TLB. */
function entryOf(linear: u32, user: bool): Translation {
  return changetype<Translation>((user ? TLB_USER : TLB_SUPERVISOR) + ((linear >> 8) & 0x3ff0));
}

/** Machine address of a linear one. Errors: #PF. */
function translate(linear: u32, access: u32, user: bool): u32 {
  const frame = walk(linear, user ? access | ACCESS_USER : access);
  if (frame === FAULT) pageFault(linear, Walk.errorCode, 0);
  return (frame << 12) | (linear & 0xfff);
}

/** Reads a value, which may cross a page. Errors: #PF. */
export function readLinear<W>(linear: u32, user: bool): W {
  const t = entryOf(linear, user);
  if (t.readTag === ((linear + sizeof<W>() - 1) & PAGE_MASK)) return load<W>(linear + t.addend);
  const low = translate(linear, ACCESS_READ, user);
  const inLow: u32 = 0x1000 - (linear & 0xfff);
  if (sizeof<W>() <= inLow) {
    if (isObserving()) noteRead(linear, low, low, sizeof<W>());
    return readPhysical<W>(low);
  }
  const high = translate((linear | 0xfff) + 1, ACCESS_READ, user);
  if (isObserving()) noteRead(linear, low, high, sizeof<W>());
  let value: u64 = 0;
  for (let i: u32 = 0; i < sizeof<W>(); i++) {
    value |= (<u64>readPhysical<u8>(i < inLow ? low + i : high + (i - inLow))) << ((<u64>i) << 3);
  }
  return <W>value;
}

/** Writes a value, which may cross a page: all of it or, on a fault, nothing. Errors: #PF. */
export function writeLinear<W>(linear: u32, value: W, user: bool): void {
  const t = entryOf(linear, user);
  if (t.writeTag === ((linear + sizeof<W>() - 1) & PAGE_MASK)) {
    store<W>(linear + t.addend, value);
    return;
  }
  const low = translate(linear, ACCESS_WRITE, user);
  const inLow: u32 = 0x1000 - (linear & 0xfff);
  if (sizeof<W>() <= inLow) {
    if (isObserving()) noteWrite(linear, low, low, sizeof<W>(), <u64>value);
    writePhysical<W>(low, value);
    return;
  }
  const high = translate((linear | 0xfff) + 1, ACCESS_WRITE, user);
  if (isObserving()) noteWrite(linear, low, high, sizeof<W>(), <u64>value);
  for (let i: u32 = 0; i < sizeof<W>(); i++) {
    writePhysical<u8>(i < inLow ? low + i : high + (i - inLow), <u8>(<u64>value >> ((<u64>i) << 3)));
  }
}

/** Checks that `bytes` bytes (at most a page) may be written, so that a write that follows cannot fault. Errors: #PF. */
export function checkWritable(linear: u32, bytes: u32, user: bool): void {
  translate(linear, ACCESS_WRITE, user);
  if ((linear & 0xfff) + bytes > 0x1000) translate((linear | 0xfff) + 1, ACCESS_WRITE, user);
}

/** As `checkWritable`, for reading. Errors: #PF. */
export function checkReadable(linear: u32, bytes: u32, user: bool): void {
  translate(linear, ACCESS_READ, user);
  if ((linear & 0xfff) + bytes > 0x1000) translate((linear | 0xfff) + 1, ACCESS_READ, user);
}
