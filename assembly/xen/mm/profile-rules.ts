import { Errno } from '../../abi/errno';
import { MmuCommand } from '../../abi/mmu-update';
import { Mmuext } from '../../abi/mmuext';
import { Profile } from '../../abi/profile';
import { PTE_CACHE, PTE_GLOBAL, PTE_NO_EXECUTE, PTE_PAT, PTE_PSE, PTE_USER, PTE_WRITE } from '../../abi/pte';
import { Domain } from '../../layout/domain';
import { PTE_AVAILABLE_HIGH } from './entry-bits';

/**
 * What differs from one era of Xen to the next. There is one validator; where eras disagree it asks this file.
 *
 * | since | what changed | in the table below |
 * |---|---|---|
 * | 20 Nov 2002 | frames have one exclusive type; a directory that names itself cannot be validated; an illegal update kills the domain | `Kills` alone |
 * | 25 Jan 2003 | a directory entry may name its own directory, if it is read-only | `LinearSelf` |
 * | 5 Feb 2004 | it may name any validated directory of the domain; refusals answer -EINVAL, whatever was asked | `LinearOther`, `OneError` instead of `Kills` |
 * | 2005-2008 (3.x) | cache attributes are checked; unknown commands and wrong domains have errors of their own | `CommandErrors`, masks |
 * | 27 Sep 2017 | tables with linear entries may not be used as one (XSA-240) | `LinearOneLevel` |
 * | today (4.17) | entries are refused with errors that say why; segments are not cut: the page tables protect; some commands were added | `EntryErrors`, `LateCommands`, no `CutsSegments` |
 *
 * One thing is not history: up to 2016 an L2 entry's write bit could be flipped without a check (XSA-182). No profile reproduces that
 * hole. Sources: xen@4676bbf96d and xen@76858e7297 common/memory.c, xen@ff9575f410 xen/common/memory.c, xen@3.2 and xen@4.17
 * xen/arch/x86/mm.c.
 */
export const enum Law {
  /** An upper entry may name its own table, read-only. */
  LinearSelf = 0x01,
  /** An upper entry may name another validated table of its level and domain, read-only. */
  LinearOther = 0x02,
  /** A table that holds linear entries may not be used as a linear table, nor the reverse. */
  LinearOneLevel = 0x04,
  /** Linear page tables are known, but switched off. */
  LinearOff = 0x08,
  /** An illegal update kills the domain. */
  Kills = 0x10,
  /** Every refused update is -EINVAL, unknown commands included. */
  OneError = 0x20,
  /** Unknown commands are -ENOSYS, domains out of reach -ESRCH. */
  CommandErrors = 0x40,
  /** Refused entries say -EBUSY, -EPERM or -EACCES where that fits; a domain without rights is -EPERM. */
  EntryErrors = 0x80,
  /** Descriptors are cut to end below Xen's part of the address space. */
  CutsSegments = 0x100,
  /** Xen adds US and RW to entries of a PAE top table, which a 64-bit Xen needs. */
  AdjustsL3 = 0x200,
  /** A leaf entry may change more than its software bits without being counted again: all but frame, RW and P. */
  WideFastPath = 0x400,
  /** Commands that came after Xen 3.2 are known: see LAST_MMU_COMMAND_OF_32, LAST_MMUEXT_OF_32. */
  LateCommands = 0x800,
}

/** The last command of mmu_update that Xen 3.2 knows. Source: xen@3.2 xen/arch/x86/mm.c, do_mmu_update. */
export const LAST_MMU_COMMAND_OF_32: u32 = MmuCommand.MachPhys;
/** The last operation of mmuext_op that Xen 3.2 knows of a 32-bit guest. Source: the same, do_mmuext_op. */
export const LAST_MMUEXT_OF_32: u32 = Mmuext.SetLdt;

const XEN_417: u32 =
  Law.LinearSelf |
  Law.LinearOther |
  Law.LinearOneLevel |
  Law.CommandErrors |
  Law.EntryErrors |
  Law.AdjustsL3 |
  Law.LateCommands;

/** Rows in the order of abi/profile.ts. */
const LAWS: StaticArray<u32> = [
  /* 2002-11           */ Law.Kills | Law.CutsSegments | Law.WideFastPath,
  /* 2003-01           */ Law.Kills | Law.CutsSegments | Law.WideFastPath | Law.LinearSelf,
  /* 2004-02           */ Law.OneError | Law.CutsSegments | Law.WideFastPath | Law.LinearSelf | Law.LinearOther,
  /* xen-3.2           */ Law.CommandErrors | Law.CutsSegments | Law.WideFastPath | Law.LinearSelf | Law.LinearOther,
  /* xen-4.17          */ XEN_417,
  /* xen-4.17-nolinear */ (XEN_417 & ~(Law.LinearSelf | Law.LinearOther)) | Law.LinearOff,
];

/** Bits 52 to 63. */
const HIGH: u64 = PTE_AVAILABLE_HIGH | PTE_NO_EXECUTE;
/** Bits a leaf entry may not have up to 2004. */
const EARLY_LEAF: u64 = PTE_GLOBAL | PTE_PAT;
/** Bits an upper entry may not have up to 2004. */
const EARLY_UPPER: u64 = PTE_GLOBAL | PTE_PSE;

/** Bits of a leaf entry that are refused. Source: l1_disallow_mask in the files named above. */
const LEAF_REFUSED: StaticArray<u64> = [
  EARLY_LEAF | PTE_AVAILABLE_HIGH,
  EARLY_LEAF | PTE_AVAILABLE_HIGH,
  EARLY_LEAF | PTE_AVAILABLE_HIGH,
  PTE_GLOBAL | PTE_CACHE | PTE_AVAILABLE_HIGH,
  PTE_CACHE,
  PTE_CACHE,
];

/** Bits of an entry of an L2 table that are refused. */
const UPPER_REFUSED: StaticArray<u64> = [
  EARLY_UPPER | PTE_AVAILABLE_HIGH,
  EARLY_UPPER | PTE_AVAILABLE_HIGH,
  EARLY_UPPER | PTE_AVAILABLE_HIGH,
  PTE_GLOBAL | PTE_CACHE | PTE_AVAILABLE_HIGH,
  PTE_GLOBAL | PTE_CACHE,
  PTE_GLOBAL | PTE_CACHE,
];

/** 1 if the law holds for the domain. */
export function law(domain: Domain, which: Law): bool {
  return (unchecked(LAWS[domain.profile]) & <u32>which) !== 0;
}

/**
 * Bits that a leaf entry of the domain may not have. A domain with rights to devices may choose cache attributes.
 */
export function refusedInLeaf(domain: Domain): u64 {
  const mask = unchecked(LEAF_REFUSED[domain.profile]);
  return domain.privileged && domain.profile >= <u8>Profile.Xen32 ? mask & ~(<u64>PTE_CACHE) : mask;
}

/** Bits that an entry of an upper table of `level` may not have. Up to 3.2, entries of a PAE top table are bare, as the processor wants. */
export function refusedInUpper(domain: Domain, level: u32): u64 {
  if (level < 3) return unchecked(UPPER_REFUSED[domain.profile]);
  const bare: u64 = law(domain, Law.AdjustsL3) ? 0 : PTE_WRITE | PTE_USER | 0x60;
  return HIGH | PTE_GLOBAL | PTE_CACHE | bare;
}

/** What the outcome of a request is to be, beyond an error number. */
export const enum Verdict {
  /** Negative error numbers down to this one are ordinary. */
  LowestErrno = -4095,
  /** The domain dies. */
  Kill = -4096,
}

/**
 * The error a refused update has under the domain's profile: the validator decides in today's terms, this says what the era answered.
 *
 * @param error negative, one of abi/errno.ts
 * @returns a negative errno, or Verdict.Kill
 */
export function settle(domain: Domain, error: i32): i32 {
  if (error >= 0) return error;
  domain.refusals++;
  if (law(domain, Law.Kills)) return Verdict.Kill;
  if (law(domain, Law.EntryErrors) || error === -Errno.EFAULT) return error;
  if (law(domain, Law.OneError)) return -Errno.EINVAL;
  return error === -Errno.ENOSYS || error === -Errno.ESRCH || error === -Errno.ENOMEM ? error : -Errno.EINVAL;
}
