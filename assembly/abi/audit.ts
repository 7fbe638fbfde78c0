/** What xen/mm/audit.ts may find wrong: its result. Read by both compilers. */
export const enum Mismatch {
  /** Everything agrees. */
  None = 0,
  /** The frame's total count is not the number of its uses. */
  TotalCount = 1,
  /** The frame's type count is not the number of its uses in that type. */
  TypeCount = 2,
  /** An entry uses the frame as another type than it has. */
  WrongType = 3,
  /** The count of linear entries or uses is wrong (XSA-240). */
  LinearCount = 4,
  /** A free frame has uses, a type, an owner, or is missing from the free map; or the reverse. */
  FreeFrame = 5,
  /** The number of free frames is wrong. The frame is the number found. */
  FreeFrames = 6,
  /** A domain's number of frames is wrong. The frame is its domid. */
  DomainFrames = 7,
  /** A slot of a table that is Xen's holds something else. */
  XenSlot = 8,
}
