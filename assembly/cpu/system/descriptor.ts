/**
 * What the eight bytes of a descriptor say. Intel SDM Vol. 3A, 3.4.5 and 5.8.3.
 *
 * ```
 *   63      56 55 52 51  48 47      40 39              16 15           0
 *  +----------+-----+------+----------+------------------+--------------+
 *  | base     | GDLA| limit| P DPL S T| base 23..0       | limit 15..0  |   segment
 *  +----------+-----+------+----------+------------------+--------------+
 *  | offset 31..16         | P DPL 0 T| n | selector     | offset 15..0 |   gate
 *  +-----------------------+----------+------------------+--------------+
 * ```
 *
 * A descriptor travels as a u64. What is asked most of it, its *access*, is a u32 in the form `SegmentState.access` has: bits 40-47 in
 * the low byte, bits 52-55 in bits 12-15; so every question about rights takes an access, be it from a table or from a segment register.
 */

/** Access: the segment is present. */
export const PRESENT: u32 = 0x80;
/** Access: a code or data segment; clear for gates, TSSs and LDTs. */
export const SEGMENT: u32 = 0x10;
/** Access: code; clear for data. */
export const CODE: u32 = 0x08;
/** Access of code: runs at its caller's privilege. Access of data: the limit is the lowest offset but one. */
export const CONFORMING: u32 = 0x04;
/** Access of data: grows downwards. */
export const EXPAND_DOWN: u32 = 0x04;
/** Access of data: may be written. Access of code: may be read. */
export const WRITABLE: u32 = 0x02;
/** Access: has been loaded into a segment register. */
export const ACCESSED: u32 = 0x01;
/** Access: operands (code) or the stack pointer (stack) have 32 bits. */
export const BIG: u32 = 0x4000;
/** Access: limit counts pages. */
export const GRANULAR: u32 = 0x8000;

/** Types of system descriptors. Intel SDM Vol. 3A, table 3-2. */
export const enum SystemType {
  /** A 16-bit task-state segment that no task runs on. */
  Tss16 = 0x1,
  Ldt = 0x2,
  /** A 16-bit task-state segment in use. */
  BusyTss16 = 0x3,
  CallGate16 = 0x4,
  TaskGate = 0x5,
  InterruptGate16 = 0x6,
  TrapGate16 = 0x7,
  /** A 32-bit task-state segment that no task runs on. */
  Tss32 = 0x9,
  /** A 32-bit task-state segment in use. */
  BusyTss32 = 0xb,
  CallGate32 = 0xc,
  InterruptGate32 = 0xe,
  TrapGate32 = 0xf,
}

/** Rights of a descriptor. */
export function accessOf(descriptor: u64): u32 {
  return <u32>(descriptor >> 40) & 0xf0ff;
}

/** Linear base of a segment. */
export function baseOf(descriptor: u64): u32 {
  return (<u32>(descriptor >> 16) & 0xffffff) | (<u32>(descriptor >> 32) & 0xff000000);
}

/** Limit of a segment in bytes. */
export function limitOf(descriptor: u64): u32 {
  const limit = <u32>(descriptor & 0xffff) | (<u32>(descriptor >> 32) & 0xf0000);
  return accessOf(descriptor) & GRANULAR ? (limit << 12) | 0xfff : limit;
}

/** Where a gate leads: the code segment's selector, or a task gate's TSS. */
export function gateSelector(gate: u64): u32 {
  return <u32>(gate >> 16) & 0xffff;
}

/** Where a gate leads: the offset; 16 bits of it for a 16-bit gate. */
export function gateOffset(gate: u64): u32 {
  const low = <u32>gate & 0xffff;
  return accessOf(gate) & 0x08 ? low | (<u32>(gate >> 32) & 0xffff0000) : low;
}

/** How many words or double words a call gate copies to the new stack. */
export function gateParameters(gate: u64): u32 {
  return <u32>(gate >> 32) & 0x1f;
}

/** Bytes of one item a gate or TSS of this type deals in: 2 or 4. */
export function itemBytes(access: u32): u32 {
  return access & 0x08 ? 4 : 2;
}

/** Type of a system descriptor. */
export function systemType(access: u32): u32 {
  return access & 0x0f;
}

/** Descriptor privilege level. */
export function dplOf(access: u32): u32 {
  return (access >> 5) & 3;
}

/** P is set. */
export function isPresent(access: u32): bool {
  return (access & PRESENT) !== 0;
}

/** A gate, TSS or LDT. */
export function isSystem(access: u32): bool {
  return (access & SEGMENT) === 0;
}

/** A code segment. */
export function isCode(access: u32): bool {
  return (access & (SEGMENT | CODE)) === (SEGMENT | CODE);
}

/** A code segment that runs at its caller's privilege. */
export function isConforming(access: u32): bool {
  return (access & (SEGMENT | CODE | CONFORMING)) === (SEGMENT | CODE | CONFORMING);
}

/** A segment data may be read from: any data segment, and code that says so. */
export function isReadable(access: u32): bool {
  return (access & SEGMENT) !== 0 && (access & (CODE | WRITABLE)) !== CODE;
}

/** A segment data may be written to. */
export function isWritable(access: u32): bool {
  return (access & (SEGMENT | CODE | WRITABLE)) === (SEGMENT | WRITABLE);
}

/** A data segment whose valid offsets lie above its limit. */
export function isExpandDown(access: u32): bool {
  return (access & (SEGMENT | CODE | EXPAND_DOWN)) === (SEGMENT | EXPAND_DOWN);
}
