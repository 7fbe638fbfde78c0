/**
 * Why Xen refused: the rule of a trace record (layout/trace-record.ts, `rule` and the fields after it). Read by both compilers.
 *
 * Unless a rule says otherwise: `level` and `slot` name the entry's place (level 0: no table entry is concerned), `entry` is the entry
 * itself, `mfn` the frame that was asked for, `owner`, `found`, `typeCount` and `totalCount` what the frame table says of it, `wanted`
 * the type it was asked for.
 */
export const enum Rule {
  /** No refusal. */
  None = 0,

  // Frames.
  /** The machine has no such frame. */
  NoSuchFrame = 1,
  /** The frame belongs to another domain (`owner`), to Xen, or to nobody. */
  ForeignFrame = 2,
  /** The frame is in use as another type (`found`, `typeCount` times) and so cannot become `wanted`. */
  TypeConflict = 3,
  /** The type's count has no room for another use. */
  TypeCountFull = 4,
  /** The frame's count has no room for another use. */
  TotalCountFull = 5,
  /** The frame is no memory but a device's, and the domain has no right to devices. */
  DeviceFrame = 6,
  /** Cache attributes asked for a frame that Xen shares with the guest. */
  CacheAttributes = 7,
  /** The frame cannot be taken from its owner: it is in use (`totalCount`), or shared with Xen. */
  FrameInUse = 8,

  // Entries.
  /** Bits of the entry that a guest may not set: they stand in `typeCount`, bits 0-11 as in the entry, above them bits 52-63. */
  EntryFlags = 16,
  /** The slot is Xen's. */
  XenSlot = 17,

  // Linear page tables: an upper entry that names a table of its own level.
  /** The rules in force know no linear page tables (November 2002). */
  LinearUnknown = 32,
  /** Linear page tables are switched off (pv-linear-pt=false). */
  LinearOff = 33,
  /** The entry may be written through: whoever can write its tables is not protected from. */
  LinearWritable = 34,
  /** The entry names another table; only its own is allowed (January 2003). */
  LinearOther = 35,
  /** The table named is not a validated one of that level (yet). */
  LinearNotValidated = 36,
  /** The table that holds the entry is itself used as a linear page table (`linear` uses in `typeCount`). Source: XSA-240. */
  LinearUsed = 37,
  /** The table named holds linear entries itself (`typeCount` of them). Source: XSA-240. */
  LinearChained = 38,

  // PAE.
  /** Slot 3 of a top table is empty: Xen's own entries would have no place. */
  PaeSlotEmpty = 48,
  /** The table in slot 3 is used elsewhere (`typeCount` uses): it carries Xen's entries and must not be shared. */
  PaeSlotShared = 49,
  /** Slot 3 of a validated top table cannot be changed; there are no slots after it. */
  PaeSlotFixed = 50,

  // Operations.
  /** The frame is pinned already. */
  AlreadyPinned = 64,
  /** The frame is not pinned. */
  NotPinned = 65,
  /** The frame whose entry is to be updated is not the caller's. */
  TargetForeign = 66,
  /** The frame to be updated is neither a page table nor writable memory. */
  TargetType = 67,
  /** No table of the running address space maps the address (`entry`). */
  NoTable = 68,
  /** The address (`entry`) belongs to Xen. */
  XenAddress = 69,
  /** The command or sub-operation (`entry`) does not exist. */
  UnknownCommand = 70,
  /** The caller's pointer (`entry`) cannot be used. */
  BadPointer = 71,
  /** No such domain (`entry`). */
  NoDomain = 72,
  /** The caller has no right over the domain (`entry`). */
  NoRight = 73,
  /** Only the domain's own address space can be concerned. */
  NotOwnSpace = 74,
  /** An argument (`entry`) is out of its range. */
  BadArgument = 75,
  /** Only 64-bit guests have this. */
  Only64Bit = 76,
  /** The domain may not own more frames, or there are none left. */
  NoMemory = 77,
  /** The operation (`entry`) is for domains whose frames Xen translates. */
  NotTranslated = 78,

  // Descriptors. `entry`: the descriptor; `slot`: its place in the page.
  /** A system descriptor other than a call gate. */
  DescriptorSystem = 96,
  /** A call gate whose target selector is Xen's. */
  GateSelector = 97,
  /** A call gate with reserved bits set. */
  GateReserved = 98,
  /** A 64-bit code segment. */
  DescriptorLong = 99,
  /** A segment that starts in, or within a page of, Xen's part of the address space. */
  DescriptorBase = 100,
  /** A segment counted in bytes that reaches into Xen's part: it cannot be cut to size. */
  DescriptorLimit = 101,
  /** More GDT entries than Xen leaves to the guest. */
  GdtEntries = 102,
  /** LDT address not page-aligned or Xen's, or more than 8192 entries. */
  LdtArguments = 103,
  /** The descriptor's machine address is not a multiple of 8. */
  DescriptorUnaligned = 104,
}
