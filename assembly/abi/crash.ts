/** Why Xen ended a domain: `Domain.crash`, and arg0 of a `Life.Crashed` record. Read by both compilers. */
export const enum Crash {
  /** It did not crash. */
  None = 0,
  /** An exception came and the guest has no handler for it; detail: the vector. */
  NoHandler = 1,
  /** The guest's stack could not be written while entering a handler; detail: the address. */
  Stack = 2,
  /** A handler's code selector cannot be used; detail: the selector. */
  HandlerSelector = 3,
  /** The kernel stack's selector cannot be used; detail: the selector. */
  StackSelector = 4,
  /** iret hypercall: the frame cannot be read; detail: the address. */
  IretStack = 5,
  /** iret hypercall: the frame asks for ring 0; detail: its CS. */
  IretRing = 6,
  /** The failsafe callback is needed and there is none; detail: 0. */
  NoFailsafe = 7,
  /** The guest itself said so: SCHEDOP_shutdown, reason crash. */
  Asked = 8,
  /** An update of page tables was refused, and the profile's Xen kills for that; detail: the rule. */
  IllegalUpdate = 9,
  /** A callback is delivered and its handler is null; detail: the vector or Bounce.*. */
  NullCallback = 10,
  /** Its top-level page table cannot carry Xen's own mappings; detail: the frame. */
  BadRoot = 11,
  /** It ran an instruction that would stop the machine (detail: opcode). */
  Forbidden = 12,
}
