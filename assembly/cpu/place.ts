/** Where an operand is, for records that say so at run time. scripts/uops.mjs knows these numbers by name. */
export const enum Place {
  None = 0,
  /** Register named by `to`. */
  Reg = 1,
  /** Register named by `from`. */
  From = 2,
  Imm = 3,
  /** CL, as a shift count. */
  Cl = 4,
  /** Memory at base + disp. From here on operands are in memory. */
  Mem = 5,
  /** Memory at base + (index << scale) + disp. */
  Idx = 6,
}
