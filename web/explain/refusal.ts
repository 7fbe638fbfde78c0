import { Rule } from '../../assembly/abi/reason';
import { domidName, ownerInWords } from './domid';
import { hex } from './numbers';
import { entryFlags } from './page-table-entry';
import { pageTypeInWords } from './page-type';
import type { TraceFields } from './trace-fields';

/** What a rule says of a record, as the rest of a sentence. */
type Sentence = (record: TraceFields) => string;

/** The frame that was asked for. */
const frame = (record: TraceFields): string => `frame ${hex(record.mfn)}`;

/** The entry's place: `slot 767 of the L2 table`; nothing when no entry is concerned. */
function place(record: TraceFields): string {
  return record.level === 0 ? '' : `slot ${record.slot} of the L${record.level} table`;
}

/** The entry, put before what is wrong with it: `slot 767 of the L2 table names frame 0x1a3, which `; else `frame 0x1a3 `. */
function namesFrame(record: TraceFields): string {
  return record.level === 0 ? `${frame(record)} ` : `${place(record)} names ${frame(record)}, which `;
}

/** A number of uses in words. */
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** The bits a guest may not set: `typeCount` holds 0-11 and, above them, 52-63. */
function badFlags(record: TraceFields): string {
  const low = BigInt(record.typeCount & 0xfff);
  const high = BigInt((record.typeCount >>> 12) & 0xfff) << 52n;
  return entryFlags(low | high);
}

const argument: Sentence = (record) => hex(record.entry);

/** Why something was refused, by rule. Xen's own place for each is named in assembly/xen/mm/. */
const SENTENCES = {
  [Rule.None]: () => 'nothing was refused',
  [Rule.NoSuchFrame]: (r) => `${namesFrame(r)}does not exist: the machine has less memory`,
  [Rule.ForeignFrame]: (r) => `${namesFrame(r)}belongs to ${ownerInWords(r.owner)}`,
  [Rule.TypeConflict]: (r) =>
    `${namesFrame(r)}is in use ${times(r.typeCount)} as ${pageTypeInWords(r.found)} and so cannot become ${pageTypeInWords(r.wanted)}`,
  [Rule.TypeCountFull]: (r) => `${namesFrame(r)}has no room in its type count for another use`,
  [Rule.TotalCountFull]: (r) => `${namesFrame(r)}has no room in its count for another use`,
  [Rule.DeviceFrame]: (r) => `${namesFrame(r)}is a device's, and the domain has no right to devices`,
  [Rule.CacheAttributes]: (r) => `${namesFrame(r)}is shared with Xen, so its cache attributes cannot be changed`,
  [Rule.FrameInUse]: (r) => `${frame(r)} is in use ${times(r.totalCount)} and cannot be taken away`,
  [Rule.EntryFlags]: (r) => `${place(r) || 'the entry'} sets ${badFlags(r)}, which a guest may not`,
  [Rule.XenSlot]: (r) => `${place(r) || 'the slot'} is one of Xen's own`,
  [Rule.LinearUnknown]: (r) =>
    `${place(r)} names ${frame(r)}, ${pageTypeInWords(r.found)}, and so makes a linear page table, which the rules of this Xen do not know`,
  [Rule.LinearOff]: (r) => `${place(r)} would make a linear page table of ${frame(r)}, and those are switched off`,
  [Rule.LinearWritable]: (r) =>
    `${place(r)} names ${frame(r)}, ${pageTypeInWords(r.found)}, with write permission: whoever writes through a linear page table escapes validation`,
  [Rule.LinearOther]: (r) => `${place(r)} names ${frame(r)}, another table: only a table that maps itself is allowed`,
  [Rule.LinearNotValidated]: (r) => `${place(r)} names ${frame(r)}, which is not a validated L${r.level} table`,
  [Rule.LinearUsed]: (r) =>
    `the table of ${place(r)} is itself used as a linear page table ${times(r.typeCount)}: chains are not allowed`,
  [Rule.LinearChained]: (r) =>
    `${place(r)} names ${frame(r)}, which itself holds linear entries (${r.typeCount}): chains are not allowed`,
  [Rule.PaeSlotEmpty]: () => 'slot 3 of the top table is empty, and Xen needs it for its own entries',
  [Rule.PaeSlotShared]: (r) =>
    `slot 3 names ${frame(r)}, which is used ${times(r.typeCount)}: the table that carries Xen's entries cannot be shared`,
  [Rule.PaeSlotFixed]: () => 'slot 3 of a validated top table cannot be changed',
  [Rule.AlreadyPinned]: (r) => `${frame(r)} is pinned already`,
  [Rule.NotPinned]: (r) => `${frame(r)} is not pinned`,
  [Rule.TargetForeign]: (r) => `the entry to be changed lies in ${frame(r)}, which belongs to ${ownerInWords(r.owner)}`,
  [Rule.TargetType]: (r) =>
    `the entry to be changed lies in ${frame(r)}, ${pageTypeInWords(r.found)}: neither a page table nor writable memory`,
  [Rule.NoTable]: (r) => `no page table of the running address space maps ${argument(r)}`,
  [Rule.XenAddress]: (r) => `${argument(r)} lies in Xen's part of the address space`,
  [Rule.UnknownCommand]: (r) => `there is no command ${r.entry}`,
  [Rule.BadPointer]: (r) => `the pointer ${argument(r)} cannot be used by the guest itself`,
  [Rule.NoDomain]: (r) => `there is no domain ${r.entry}`,
  [Rule.NoRight]: (r) => `the caller has no right over ${domidName(Number(r.entry))}`,
  [Rule.NotOwnSpace]: () => "only the domain's own address space can be changed so",
  [Rule.BadArgument]: (r) => `the argument ${argument(r)} is out of range`,
  [Rule.Only64Bit]: () => 'only 64-bit guests have this operation',
  [Rule.NoMemory]: () => 'the domain may not own more memory, or there is none left',
  [Rule.NotTranslated]: () => 'the operation is for domains whose frames Xen translates',
  [Rule.DescriptorSystem]: (r) =>
    `descriptor ${r.slot} (${argument(r)}) is a system descriptor, of which a guest may have only call gates`,
  [Rule.GateSelector]: (r) => `call gate ${r.slot} (${argument(r)}) leads to one of Xen's segments`,
  [Rule.GateReserved]: (r) => `call gate ${r.slot} (${argument(r)}) has reserved bits set`,
  [Rule.DescriptorLong]: (r) => `descriptor ${r.slot} (${argument(r)}) is a 64-bit code segment`,
  [Rule.DescriptorBase]: (r) => `segment ${r.slot} (${argument(r)}) begins in Xen's part of the address space`,
  [Rule.DescriptorLimit]: (r) =>
    `segment ${r.slot} (${argument(r)}) reaches into Xen's part of the address space and is counted in bytes`,
  [Rule.GdtEntries]: () => 'more GDT entries than the 7168 that Xen leaves to a guest',
  [Rule.LdtArguments]: () => 'an LDT must begin on a page of the guest and have at most 8192 entries',
  [Rule.DescriptorUnaligned]: () => "the descriptor's machine address is not a multiple of 8",
} satisfies Record<Rule, Sentence>;

/** Why something was refused, in one plain sentence without its full stop, made from the record alone. */
export function refusalSentence(record: TraceFields): string {
  return (SENTENCES as Record<number, Sentence>)[record.rule]?.(record) ?? `rule ${record.rule} forbids it`;
}

/** What was found, without what follows from it: where there is little room. */
export function refusalFact(record: TraceFields): string {
  return refusalSentence(record).replace(/: .*/, '');
}
