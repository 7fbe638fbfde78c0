/** Sub-operations of console_io. Source: xen/include/public/xen.h, CONSOLEIO_*. Read by both compilers. */
export const enum ConsoleOp {
  Write = 0,
  Read = 1,
}
