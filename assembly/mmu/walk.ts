/**
 * The page walk: what hardware does with a linear address. Two levels of 32-bit entries with 4 MB pages, or PAE's three levels of 64-bit
 * entries with 2 MB pages and NX. Intel SDM Vol. 3A, chapter 4.
 */
import { PTE_ACCESSED, PTE_DIRTY, PTE_NO_EXECUTE, PTE_PRESENT, PTE_PSE, PTE_USER, PTE_WRITE } from '../abi/pte';
import { PHYSICAL_ADDRESS_BITS } from '../base/cpu-model';
import { VcpuState, vcpu } from '../layout/vcpu-state';
import { Writer, watchState } from '../layout/watch-state';
import { frameAddress, isRam, LEAF_TABLE, markDirty, UPPER_TABLE } from './page-flags';
import { watch } from './watch';

/** Kinds of access; together they are the low bits of a page fault's error code, shifted as there. */
export const ACCESS_READ: u32 = 0;
/** A store. */
export const ACCESS_WRITE: u32 = 2;
/** By ring 3. */
export const ACCESS_USER: u32 = 4;
/** An instruction fetch. */
export const ACCESS_FETCH: u32 = 16;

/** The error code's bit for a reserved bit found set. */
const RESERVED: u32 = 8;
/** The error code's bit for a page that is there but forbids the access. */
const FORBIDDEN: u32 = 1;

const CR0_WP: u64 = 0x10000;
const CR0_PG: u64 = 0x80000000;
const CR4_PSE: u64 = 0x10;
const CR4_PAE: u64 = 0x20;
const EFER_NXE: u64 = 0x800;

/** No frame: the walk ended in a page fault, whose error code is in `Walk.errorCode`. */
export const FAULT: u32 = 0xffffffff;

/** What the last walk found beside the frame. */
export class Walk {
  /** Machine address of the entry that maps a 4 KB page; 0 for a large page, or without paging. */
  static leaf: u32 = 0;
  /** May instructions be fetched from the page? */
  static executable: bool = true;
  /** The page fault's error code. */
  static errorCode: u32 = 0;
}

/** Translates `va` for an access of kind `access`, setting A and D. Gives the machine frame, or FAULT. */
export function walk(va: u32, access: u32): u32 {
  const state = vcpu();
  Walk.leaf = 0;
  Walk.executable = true;
  if ((state.cr0 & CR0_PG) === 0) return va >> 12;
  return (state.cr4 & CR4_PAE) !== 0 ? walkPae(va, access) : walkTwoLevel(va, access);
}

/** Is PAE's 64-bit format in use? */
export function isPae(): bool {
  return (vcpu().cr4 & CR4_PAE) !== 0;
}

function walkTwoLevel(va: u32, access: u32): u32 {
  const directory = <u32>vcpu().cr3 >> 12;
  const l2 = entryAddress(directory, (va >> 22) << 2, UPPER_TABLE);
  const l2e = l2 !== 0 ? load<u32>(l2) : u32.MAX_VALUE;
  if ((l2e & PTE_PRESENT) === 0) return missing(access);
  if ((l2e & PTE_PSE) !== 0 && (vcpu().cr4 & CR4_PSE) !== 0) {
    // PSE-36: bits 13-16 are address bits 32-35, bits 17-21 reserved.
    if ((l2e & 0x3e0000) !== 0) return reserved(access);
    if (!permits(access, l2e)) return forbidden(access);
    mark<u32>(l2, l2e, access);
    return ((l2e & 0x1e000) << 7) | ((l2e >> 22) << 10) | ((va >> 12) & 0x3ff);
  }
  const l1 = entryAddress(l2e >> 12, ((va >> 12) & 0x3ff) << 2, LEAF_TABLE);
  const l1e = l1 !== 0 ? load<u32>(l1) : u32.MAX_VALUE;
  if ((l1e & PTE_PRESENT) === 0) return missing(access);
  if (!permits(access, l2e & l1e)) return forbidden(access);
  markUpper<u32>(l2, l2e);
  mark<u32>(l1, l1e, access);
  Walk.leaf = machineAddress(l2e >> 12, ((va >> 12) & 0x3ff) << 2);
  return l1e >> 12;
}

function walkPae(va: u32, access: u32): u32 {
  const l3e = pointerEntry(va >> 30);
  if ((l3e & 1) === 0) return missing(access);
  const l2 = entryAddress(frameOf(l3e), ((va >> 21) & 0x1ff) << 3, UPPER_TABLE);
  const l2e = l2 !== 0 ? load<u64>(l2) : u64.MAX_VALUE;
  if ((<u32>l2e & PTE_PRESENT) === 0) return missing(access);
  forbidFetches(l2e);
  const large = (<u32>l2e & PTE_PSE) !== 0;
  if ((l2e & reservedBits(large)) !== 0) return reserved(access);
  if (large) {
    if (!permits(access, <u32>l2e)) return forbidden(access);
    mark<u64>(l2, l2e, access);
    return (frameOf(l2e) & ~0x1ff) | ((va >> 12) & 0x1ff);
  }
  const l1 = entryAddress(frameOf(l2e), ((va >> 12) & 0x1ff) << 3, LEAF_TABLE);
  const l1e = l1 !== 0 ? load<u64>(l1) : u64.MAX_VALUE;
  if ((<u32>l1e & PTE_PRESENT) === 0) return missing(access);
  forbidFetches(l1e);
  if ((l1e & reservedBits(false)) !== 0) return reserved(access);
  if (!permits(access, <u32>(l2e & l1e))) return forbidden(access);
  markUpper<u64>(l2, l2e);
  mark<u64>(l1, l1e, access);
  Walk.leaf = machineAddress(frameOf(l2e), ((va >> 12) & 0x1ff) << 3);
  return frameOf(l1e);
}

/**
 * The page-directory-pointer entry of a quarter of the address space: the copy taken when CR3 was loaded. A PV guest's is read from its
 * table, as a 64-bit Xen's hardware does. Intel SDM Vol. 3A, 4.4.1.
 */
function pointerEntry(quarter: u32): u64 {
  const state = vcpu();
  if (!state.pv) return load<u64>(changetype<usize>(state) + offsetof<VcpuState>('pdpte0') + ((<usize>quarter) << 3));
  const l3 = entryAddress(<u32>(state.cr3 >> 12), (<u32>state.cr3 & 0xfff & ~31) + (quarter << 3), UPPER_TABLE);
  return l3 !== 0 ? load<u64>(l3) : u64.MAX_VALUE;
}

function frameOf(entry: u64): u32 {
  return <u32>((entry & 0x000ffffffffff000) >> 12);
}

function machineAddress(frame: u32, offset: u32): u32 {
  return (frame << 12) | offset;
}

/** Where an entry lies in linear memory, its table watched from now on; 0 beyond RAM, where all bits read as ones. */
function entryAddress(frame: u32, offset: u32, level: u32): usize {
  if (!isRam(frame)) return 0;
  watch(frame, level);
  return frameAddress(frame) + offset;
}

/** NX in any level forbids fetches, where it is in use. */
function forbidFetches(entry: u64): void {
  if ((entry & PTE_NO_EXECUTE) !== 0) Walk.executable = (vcpu().efer & EFER_NXE) === 0;
}

/**
 * Bits of a PAE entry that must be 0. Bits 52 to 62 are among them, but not for a PV guest: a 64-bit Xen runs it in long mode, where they
 * are ignored. Intel SDM Vol. 3A, tables 4-9, 4-11 and 4-19.
 */
function reservedBits(large: bool): u64 {
  const high: u64 = vcpu().pv ? 0x000fffffffffffff : 0x7fffffffffffffff;
  let bits: u64 = high & ~(((<u64>1) << PHYSICAL_ADDRESS_BITS) - 1);
  if ((vcpu().efer & EFER_NXE) === 0) bits |= PTE_NO_EXECUTE;
  if (large) bits |= 0x1fe000;
  return bits;
}

/** May the page be accessed so? `rights`: PTE_WRITE and PTE_USER where all levels have them. */
function permits(access: u32, rights: u32): bool {
  if ((access & ACCESS_USER) !== 0 && (rights & PTE_USER) === 0) return false;
  if ((access & ACCESS_FETCH) !== 0) return Walk.executable;
  if ((access & ACCESS_WRITE) === 0 || (rights & PTE_WRITE) !== 0) return true;
  return (access & ACCESS_USER) === 0 && (vcpu().cr0 & CR0_WP) === 0;
}

function markUpper<E>(at: usize, entry: E): void {
  if (at === 0 || (<u32>entry & PTE_ACCESSED) !== 0) return;
  store<E>(at, entry | <E>PTE_ACCESSED);
  markDirty(<u32>((at - frameAddress(0)) >> 12));
  blameWalker();
}

function mark<E>(at: usize, entry: E, access: u32): void {
  const wanted = entry | <E>((access & ACCESS_WRITE) !== 0 ? PTE_ACCESSED | PTE_DIRTY : PTE_ACCESSED);
  if (at === 0 || wanted === entry) return;
  store<E>(at, wanted);
  markDirty(<u32>((at - frameAddress(0)) >> 12));
  blameWalker();
}

/** The host hears whether it was the walk that changed what it watches. */
function blameWalker(): void {
  const at = watchState();
  if (at.hit !== 0) at.hit |= Writer.Walker;
}

/** The I/D bit is reported only where fetches are checked. Intel SDM Vol. 3A, 4.7. */
function kind(access: u32): u32 {
  const state = vcpu();
  const checked = (state.cr4 & CR4_PAE) !== 0 && (state.efer & EFER_NXE) !== 0;
  return checked ? access : access & ~ACCESS_FETCH;
}

function missing(access: u32): u32 {
  Walk.errorCode = kind(access);
  return FAULT;
}

function reserved(access: u32): u32 {
  Walk.errorCode = kind(access) | FORBIDDEN | RESERVED;
  return FAULT;
}

function forbidden(access: u32): u32 {
  Walk.errorCode = kind(access) | FORBIDDEN;
  return FAULT;
}
