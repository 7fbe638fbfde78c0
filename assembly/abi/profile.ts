/** Rule sets by era: what the validator permits and how it refuses. Read by both compilers. */
export const enum Profile {
  /** November 2002: no linear page tables; an illegal update kills the domain. */
  Y2002M11 = 0,
  /** January 2003: a read-only entry may name its own table; an illegal update kills the domain. */
  Y2003M01 = 1,
  /** February 2004: directories may map one another read-only; every refused update answers -EINVAL. */
  Y2004M02 = 2,
  /** Xen 3.2: the last with 2-level tables. */
  Xen32 = 3,
  /** Xen 4.17: today's rules. */
  Xen417 = 4,
  /** Xen 4.17 started with pv-linear-pt=false. */
  Xen417NoLinear = 5,
}
