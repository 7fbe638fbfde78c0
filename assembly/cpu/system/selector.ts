/**
 * The parts of a selector. Intel SDM Vol. 3A, 3.4.2.
 *
 * ```
 *   15            3  2  1 0
 *  +---------------+---+---+
 *  | index         | TI|RPL|    TI 1: the LDT
 *  +---------------+---+---+
 * ```
 */

/** The table: set for the LDT. */
export const LOCAL: u32 = 4;

/** Requested privilege level. */
export function rplOf(selector: u32): u32 {
  return selector & 3;
}

/** Names no segment: index 0 of the GDT, whatever its RPL. */
export function isNull(selector: u32): bool {
  return (selector & 0xfffc) === 0;
}

/** Offset of its descriptor in its table. */
export function tableOffset(selector: u32): u32 {
  return selector & 0xfff8;
}

/** As an error code carries it: without RPL; the low bits are EXT and IDT. */
export function asErrorCode(selector: u32): u32 {
  return selector & 0xfffc;
}
