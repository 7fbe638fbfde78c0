import { Rule } from '../../assembly/abi/reason';
import type { TraceFields } from './trace-fields';

/** What a rule is about, in a few words, and where Xen itself holds it: file and function, as of Xen 4.17 unless dated. */
interface RulePlace {
  title: string;
  source: string | ((record: TraceFields) => string);
}

const MM = 'xen/arch/x86/mm.c';
const PV_MM = 'xen/arch/x86/pv/mm.c';
const DESCRIPTORS = 'xen/arch/x86/pv/descriptor-tables.c';
const COMMON = 'xen/common/memory.c';

/** A function of which there is one a level. */
const leveled = (before: string, after: string) => (record: TraceFields) =>
  `${MM}: ${before}${Math.max(1, record.level)}${after}`;
const linear = leveled('get_l', '_linear_pagetable');

const place = (title: string, source: RulePlace['source']): RulePlace => ({ title, source });

const RULES = {
  [Rule.None]: place('No rule', MM),
  [Rule.NoSuchFrame]: place('An entry names memory that exists', `${MM}: get_page_from_mfn`),
  [Rule.ForeignFrame]: place('A domain maps its own frames', `${MM}: page_get_owner_and_reference`),
  [Rule.TypeConflict]: place('A frame has one type at a time', `${MM}: _get_page_type`),
  [Rule.TypeCountFull]: place('A type count has an end', `${MM}: _get_page_type`),
  [Rule.TotalCountFull]: place('A count has an end', `${MM}: page_get_owner_and_reference`),
  [Rule.DeviceFrame]: place('Device memory takes a right', `${MM}: get_page_from_l1e`),
  [Rule.CacheAttributes]: place("Xen's pages stay cached as they are", `${MM}: get_page_from_l1e`),
  [Rule.FrameInUse]: place('A frame in use cannot be given up', `${MM}: steal_page`),
  [Rule.EntryFlags]: place('Some bits are not for guests', leveled('get_page_from_l', 'e')),
  [Rule.XenSlot]: place("Xen's slots are Xen's", leveled('mod_l', '_entry')),
  [Rule.LinearUnknown]: place('A table is no page of another', 'xen-2.4.16/common/memory.c (November 2002)'),
  [Rule.LinearOff]: place('Linear page tables are switched off', linear),
  [Rule.LinearWritable]: place('A linear page table is read-only', linear),
  [Rule.LinearOther]: place('A table may name itself only', `${COMMON}: check_linear_pagetable, as of December 2003`),
  [Rule.LinearNotValidated]: place('A linear page table is validated first', linear),
  [Rule.LinearUsed]: place('Linear page tables make no chains', linear),
  [Rule.LinearChained]: place('Linear page tables make no chains', linear),
  [Rule.PaeSlotEmpty]: place('Slot 3 of a PAE top table is filled', `${MM}: promote_l3_table`),
  [Rule.PaeSlotShared]: place('The table of slot 3 stands nowhere else', `${MM}: promote_l3_table`),
  [Rule.PaeSlotFixed]: place('Slot 3 of a top table in use stays', `${MM}: mod_l3_entry`),
  [Rule.AlreadyPinned]: place('A table is pinned once', `${MM}: do_mmuext_op`),
  [Rule.NotPinned]: place('Only what is pinned can be unpinned', `${MM}: do_mmuext_op`),
  [Rule.TargetForeign]: place('A domain updates its own tables', `${MM}: do_mmu_update`),
  [Rule.TargetType]: place('Entries lie in tables or writable memory', `${MM}: do_mmu_update`),
  [Rule.NoTable]: place('The address needs a table', `${PV_MM}: map_guest_l1e`),
  [Rule.XenAddress]: place("Xen's addresses are Xen's", `${MM}: __do_update_va_mapping`),
  [Rule.UnknownCommand]: place('There is no such command', `${MM}: do_mmu_update, do_mmuext_op`),
  [Rule.BadPointer]: place("Arguments lie in the guest's own memory", 'xen/arch/x86/include/asm/guest_access.h'),
  [Rule.NoDomain]: place('The domain must exist', `${MM}: get_pg_owner`),
  [Rule.NoRight]: place('Another domain takes a right', 'xen/include/xsm/dummy.h: xsm_default_action'),
  [Rule.NotOwnSpace]: place("Only one's own address space", `${MM}: do_mmuext_op`),
  [Rule.BadArgument]: place('Arguments have a range', COMMON),
  [Rule.Only64Bit]: place('64-bit guests only', `${MM}: do_mmuext_op`),
  [Rule.NoMemory]: place('A domain has a limit', `${COMMON}: populate_physmap`),
  [Rule.NotTranslated]: place('This guest keeps its own frame numbers', `${COMMON}: xenmem_add_to_physmap`),
  [Rule.DescriptorSystem]: place('No system descriptors but call gates', `${DESCRIPTORS}: check_descriptor`),
  [Rule.GateSelector]: place("Gates lead to the guest's own code", `${DESCRIPTORS}: check_descriptor`),
  [Rule.GateReserved]: place('Reserved bits of a gate are 0', `${DESCRIPTORS}: check_descriptor`),
  [Rule.DescriptorLong]: place('No 64-bit code in a 32-bit guest', `${DESCRIPTORS}: check_descriptor`),
  [Rule.DescriptorBase]: place('A segment keeps out of Xen', `${DESCRIPTORS}: check_descriptor`),
  [Rule.DescriptorLimit]: place('A segment keeps out of Xen', `${DESCRIPTORS}: check_descriptor`),
  [Rule.GdtEntries]: place("A GDT leaves room for Xen's entries", `${DESCRIPTORS}: pv_set_gdt`),
  [Rule.LdtArguments]: place('An LDT has a place and a size', `${MM}: do_mmuext_op`),
  [Rule.DescriptorUnaligned]: place('Descriptors are aligned', `${DESCRIPTORS}: do_update_descriptor`),
} satisfies Record<Rule, RulePlace>;

const of = (record: TraceFields): RulePlace =>
  (RULES as Record<number, RulePlace>)[record.rule] ?? place(`Rule ${record.rule}`, MM);

/** What the rule that refused is about, in a few words. */
export function ruleTitle(record: TraceFields): string {
  return of(record).title;
}

/** Where Xen itself holds that rule: `xen/arch/x86/mm.c: _get_page_type`. */
export function ruleSource(record: TraceFields): string {
  const { source } = of(record);
  return typeof source === 'string' ? source : source(record);
}

/** Rules whose records carry something else where the frame's counts would be: abi/reason.ts. */
const WITHOUT_COUNTS: readonly number[] = [Rule.EntryFlags, Rule.LinearUsed, Rule.LinearChained];

/** The counts of the record's frame are those of the frame table. */
export function tellsCounts(record: TraceFields): boolean {
  return record.mfn !== 0 && !WITHOUT_COUNTS.includes(record.rule);
}
