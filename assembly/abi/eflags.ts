/** Bits of EFLAGS. Intel SDM Vol. 1, 3.4.3. Read by both compilers. */
export const enum Eflags {
  Carry = 0x1,
  /** Always 1. */
  Fixed = 0x2,
  Trap = 0x100,
  Interrupt = 0x200,
  Iopl = 0x3000,
  NestedTask = 0x4000,
  Resume = 0x10000,
  Virtual8086 = 0x20000,
}
