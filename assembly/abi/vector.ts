/** Exception vectors. Intel SDM Vol. 3A, table 6-1. Read by both compilers. */
export const enum Vector {
  /** #DE: division by zero, or a quotient that does not fit. */
  Divide = 0,
  /** #DB: single step, a debug register's condition, INT1. */
  Debug = 1,
  /** Non-maskable interrupt. */
  Nmi = 2,
  /** #BP: INT3. */
  Breakpoint = 3,
  /** #OF: INTO with OF set. */
  Overflow = 4,
  /** #BR: BOUND. */
  Bound = 5,
  /** #UD: no such instruction. */
  InvalidOpcode = 6,
  /** #NM: an x87 instruction while CR0.TS or CR0.EM forbids it. */
  NoDevice = 7,
  /** #DF: a fault while delivering a fault; error code 0. */
  DoubleFault = 8,
  /** #TS: a bad task-state segment, or a bad stack segment in it. */
  InvalidTss = 10,
  /** #NP: a segment or gate with P clear. */
  NotPresent = 11,
  /** #SS: the stack segment's limit, or a stack segment that is not present. */
  Stack = 12,
  /** #GP: everything else that protection forbids. */
  Protection = 13,
  /** #PF: paging forbids; the address is in CR2. */
  PageFault = 14,
  /** #MF: a pending x87 error. */
  X87 = 16,
  /** #AC: a misaligned access in ring 3 with CR0.AM and EFLAGS.AC set. */
  Alignment = 17,
  /** #MC: machine check. */
  MachineCheck = 18,
}

/** Vectors that push an error code, a bit each. Intel SDM Vol. 3A, table 6-1. */
export const VECTORS_WITH_ERROR_CODE: u32 = 0x00027d00;
