/** Many iterations of MOVS, STOS, SCAS and CMPS at once: upwards, in flat segments, within pages that the TLB lets be read and written directly. */
import { CAREFUL, GENERATION } from '../../base/engine-map';
import { Op } from '../../isa/op';
import { Segment, vcpu } from '../../layout/vcpu-state';
import { Tlb } from '../../mmu/tlb';
import { Kind, Live } from '../flags';
import { MODE_FLAT } from '../mode';
import { GeneralRecord } from '../record';

const DF: u32 = 0x400;
const REPNE: u8 = 0xf2;

/** Does up to `most` iterations and moves the index registers. Gives how many; 0 where one must be done with care. */
export function bulk(u: GeneralRecord, most: u32): u32 {
  if (u.op === <u16>Op.Lods || most < 2) return 0;
  if ((load<u32>(GENERATION) & MODE_FLAT) === 0 || load<u32>(CAREFUL) !== 0) return 0;
  if (u.addressBytes === 2 || u.segment >= <u8>Segment.Fs || u.segment === Segment.Cs) return 0;
  if ((vcpu().systemFlags & DF) !== 0) return 0;
  if (u.op === Op.Movs) return move(u, most);
  if (u.op === Op.Stos) return fill(u, most);
  if (u.width === 0) return search<u8>(u, most);
  return u.width === 1 ? search<u16>(u, most) : search<u32>(u, most);
}

/** SCAS and CMPS: up to the comparison that decides, whose flags are left. */
function search<W>(u: GeneralRecord, most: u32): u32 {
  const state = vcpu();
  const to = <u32>state.edi;
  const target = Tlb.entry(to);
  if (target.readTag !== (to & 0xfffff000)) return 0;
  let items = min(most, itemsInPage(to, u.width));
  const right = to + target.addend;
  if (u.op === Op.Scas) {
    items = scan<W>(right, items, <W>state.eax, u.repeat === REPNE);
  } else {
    const from = <u32>state.esi;
    const source = Tlb.entry(from);
    if (source.readTag !== (from & 0xfffff000)) return 0;
    items = compare<W>(from + source.addend, right, min(items, itemsInPage(from, u.width)), u.repeat === REPNE);
    state.esi = from + (items << u.width);
  }
  state.edi = to + (items << u.width);
  return items;
}

/** Compares `left` with items until one is equal (`ends`) or different, or there are no more; gives how many. */
function scan<W>(at: usize, items: u32, left: W, ends: bool): u32 {
  if (items === 0) return 0;
  // The last item is always compared: its flags are left.
  let n: u32 = sizeof<W>() === 1 && ends ? skipOthers(at, items - 1, <u8>left) : 0;
  let right: W;
  do {
    right = load<W>(at + n * sizeof<W>());
    n++;
  } while (n < items && (left === right) !== ends);
  changetype<Live>(0).lazy<W>(Kind.Sub, left, right, <W>(left - right));
  return n;
}

/** How many bytes from `at` on, in eights, are none of them `wanted`. */
function skipOthers(at: usize, bytes: u32, wanted: u8): u32 {
  const pattern = <u64>wanted * 0x0101010101010101;
  let n: u32 = 0;
  while (n + 8 <= bytes) {
    const x = load<u64>(at + n) ^ pattern;
    // A byte of x is 0: subtracting 1 from each borrows from its top bit, which it did not have.
    if (((x - 0x0101010101010101) & ~x & 0x8080808080808080) !== 0) break;
    n += 8;
  }
  return n;
}

/** As `scan`, on pairs of items. */
function compare<W>(lefts: usize, rights: usize, items: u32, ends: bool): u32 {
  if (items === 0) return 0;
  let n: u32 = 0;
  let left: W;
  let right: W;
  do {
    left = load<W>(lefts + n * sizeof<W>());
    right = load<W>(rights + n * sizeof<W>());
    n++;
  } while (n < items && (left === right) !== ends);
  changetype<Live>(0).lazy<W>(Kind.Sub, left, right, <W>(left - right));
  return n;
}

/** Whole items from `va` to the end of its page. */
function itemsInPage(va: u32, shift: u32): u32 {
  return (0x1000 - (va & 0xfff)) >> shift;
}

function move(u: GeneralRecord, most: u32): u32 {
  const state = vcpu();
  const shift: u32 = u.width;
  const from = <u32>state.esi;
  const to = <u32>state.edi;
  const source = Tlb.entry(from);
  const target = Tlb.entry(to);
  if (source.readTag !== (from & 0xfffff000) || target.writeTag !== (to & 0xfffff000)) return 0;
  const items = min(most, min(itemsInPage(from, shift), itemsInPage(to, shift)));
  const bytes = items << shift;
  const a = from + source.addend;
  const b = to + target.addend;
  // Bytes that were just written are read again where the target lies a little above the source.
  if (items === 0 || (b > a && b < a + bytes)) return 0;
  memory.copy(b, a, bytes);
  state.esi = from + bytes;
  state.edi = to + bytes;
  return items;
}

function fill(u: GeneralRecord, most: u32): u32 {
  const state = vcpu();
  const shift: u32 = u.width;
  const to = <u32>state.edi;
  const target = Tlb.entry(to);
  if (target.writeTag !== (to & 0xfffff000)) return 0;
  const items = min(most, itemsInPage(to, shift));
  const bytes = items << shift;
  if (items === 0) return 0;
  fillWith(to + target.addend, bytes, <u32>state.eax, shift);
  state.edi = to + bytes;
  return items;
}

/** Fills with copies of the low 1, 2 or 4 bytes of a value. */
function fillWith(at: usize, bytes: u32, value: u32, shift: u32): void {
  const low = value & 0xff;
  const same = low * (shift === 0 ? 1 : shift === 1 ? 0x101 : 0x1010101);
  const kept: u32 = shift === 0 ? 0xff : shift === 1 ? 0xffff : 0xffffffff;
  if ((value & kept) === same) {
    memory.fill(at, <u8>low, bytes);
    return;
  }
  const end = at + bytes;
  for (; at < end; at += 1 << shift) {
    if (shift === 1) store<u16>(at, <u16>value);
    else store<u32>(at, value);
  }
}
