/** Callbacks of a guest. Source: xen/include/public/callback.h. Read by both compilers. */

/** Sub-operations of callback_op. */
export const enum CallbackOp {
  Register = 0,
  Unregister = 1,
}

/** What is registered. */
export const enum CallbackType {
  Event = 0,
  Failsafe = 1,
  Syscall = 2,
  Nmi = 4,
  Sysenter = 5,
  Syscall32 = 7,
}

/** Flag: events are masked while the callback is entered (failsafe; the event callback always does). */
export const CALLBACK_MASK_EVENTS: u32 = 1;
