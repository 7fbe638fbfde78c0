/** Domain numbers with a meaning of their own. Source: xen/include/public/xen.h, DOMID_*. Read by both compilers. */
export const DOMID_FIRST_RESERVED: u32 = 0x7ff0;
export const DOMID_SELF: u32 = 0x7ff0;
export const DOMID_IO: u32 = 0x7ff1;
export const DOMID_XEN: u32 = 0x7ff2;
export const DOMID_COW: u32 = 0x7ff3;
export const DOMID_INVALID: u32 = 0x7ff4;
export const DOMID_ANY: u32 = 0x7ff5;
export const DOMID_IDLE: u32 = 0x7fff;
