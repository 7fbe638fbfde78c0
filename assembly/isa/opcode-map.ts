/**
 * The opcode maps, row by row as in Intel SDM Vol. 2D, tables A-2 (opcode-map-one-byte.ts) and A-3 (after 0F, opcode-map-two-byte.ts);
 * groups (table A-6) and x87 escapes (tables) are in opcode-groups.ts. Read by both compilers.
 *
 * A row says: operation, destination, source, attributes. An opcode without a row here is Op.Undefined: #UD. MMX and SSE are undefined on
 * this processor, as are the other additions later than it (base/cpu-model.ts).
 */
import { GROUPS } from './opcode-groups';
import { ONE_BYTE } from './opcode-map-one-byte';
import { TWO_BYTE } from './opcode-map-two-byte';
import { Arg, Attr, attrOf, dstOf, opOf, row, srcOf } from './operands';

/** The row of an opcode alone: a group's, where the ModRM byte chooses. */
export function rowOfOpcode(escaped: bool, opcode: u32): u32 {
  return (escaped ? TWO_BYTE[opcode] : ONE_BYTE[opcode]) as u32;
}

/**
 * The row of an instruction: `opcode` is its last opcode byte, `escaped` says whether 0F stood before it, `modrm` is the byte that follows
 * (looked at only where the row is a group's). A member of a group without operands has those of its opcode.
 */
export function findRow(escaped: bool, opcode: u32, modrm: u32): u32 {
  const first: u32 = rowOfOpcode(escaped, opcode);
  if ((attrOf(first) & Attr.Group) === 0) return first;
  const split: u32 = (attrOf(first) & Attr.Split) !== 0 && modrm >= 0xc0 ? 1 : 0;
  let member: u32 = GROUPS[((opOf(first) + split) << 3) | ((modrm >>> 3) & 7)] as u32;
  if ((attrOf(member) & Attr.Group) !== 0) member = GROUPS[(opOf(member) << 3) | (modrm & 7)] as u32;
  const own = dstOf(member) !== Arg.None || srcOf(member) !== Arg.None;
  return own ? member : row(opOf(member), dstOf(first), srcOf(first), attrOf(member));
}
