/*
 * How a 32-bit guest calls Xen.
 *
 * Xen fills the guest's hypercall page with one 32-byte stub per number; the
 * stub loads the number into EAX and traps (int $0x82). Up to five arguments
 * travel in EBX, ECX, EDX, ESI and EDI, which come back changed; the result,
 * or a negative errno, comes back in EAX.
 *
 * The file is also read by the assembler, which wants the numbers only.
 *
 * Source: xen/include/public/xen.h, xen/include/public/arch-x86/xen-x86_32.h.
 */
#ifndef XEN_HYPERCALL_H
#define XEN_HYPERCALL_H

#define HYPERVISOR_SET_TRAP_TABLE       0
#define HYPERVISOR_MMU_UPDATE           1
#define HYPERVISOR_SET_GDT              2
#define HYPERVISOR_STACK_SWITCH         3
#define HYPERVISOR_SET_CALLBACKS        4
#define HYPERVISOR_FPU_TASKSWITCH       5
#define HYPERVISOR_PLATFORM_OP          7
#define HYPERVISOR_SET_DEBUGREG         8
#define HYPERVISOR_GET_DEBUGREG         9
#define HYPERVISOR_UPDATE_DESCRIPTOR    10
#define HYPERVISOR_MEMORY_OP            12
#define HYPERVISOR_MULTICALL            13
#define HYPERVISOR_UPDATE_VA_MAPPING    14
#define HYPERVISOR_SET_TIMER_OP         15
#define HYPERVISOR_XEN_VERSION          17
#define HYPERVISOR_CONSOLE_IO           18
#define HYPERVISOR_GRANT_TABLE_OP       20
#define HYPERVISOR_VM_ASSIST            21
#define HYPERVISOR_IRET                 23
#define HYPERVISOR_VCPU_OP              24
#define HYPERVISOR_MMUEXT_OP            26
#define HYPERVISOR_SCHED_OP             29
#define HYPERVISOR_CALLBACK_OP          30
#define HYPERVISOR_EVENT_CHANNEL_OP     32
#define HYPERVISOR_PHYSDEV_OP           33
#define HYPERVISOR_SYSCTL               35
#define HYPERVISOR_DOMCTL               36

#define HYPERCALL_STUB_SIZE             32

#ifndef __ASSEMBLER__

#include "types.h"

/* Errors that our guests look at; the full list is Xen's public/errno.h. */
#define XEN_EPERM       1
#define XEN_EFAULT      14
#define XEN_EBUSY       16
#define XEN_EINVAL      22
#define XEN_ENOSYS      38

/* The five-argument call; `number` is a constant, so the target is too. */
#define HYPERCALL5(number, a1, a2, a3, a4, a5) ({                           \
	s32 result_;                                                        \
	u32 a1_ = (u32)(a1), a2_ = (u32)(a2), a3_ = (u32)(a3);              \
	u32 a4_ = (u32)(a4), a5_ = (u32)(a5);                               \
	__asm__ volatile("call hypercall_page + %c[stub]"                   \
	    : "=a"(result_), "+b"(a1_), "+c"(a2_), "+d"(a3_), "+S"(a4_),    \
	      "+D"(a5_)                                                     \
	    : [stub] "i"((number) * HYPERCALL_STUB_SIZE)                    \
	    : "memory", "cc");                                              \
	result_;                                                            \
})

/* Fewer arguments; registers that Xen would not read are left alone. */
#define HYPERCALL4(number, a1, a2, a3, a4) ({                               \
	s32 result_;                                                        \
	u32 a1_ = (u32)(a1), a2_ = (u32)(a2), a3_ = (u32)(a3);              \
	u32 a4_ = (u32)(a4);                                                \
	__asm__ volatile("call hypercall_page + %c[stub]"                   \
	    : "=a"(result_), "+b"(a1_), "+c"(a2_), "+d"(a3_), "+S"(a4_)     \
	    : [stub] "i"((number) * HYPERCALL_STUB_SIZE)                    \
	    : "memory", "cc");                                              \
	result_;                                                            \
})

#define HYPERCALL3(number, a1, a2, a3) ({                                   \
	s32 result_;                                                        \
	u32 a1_ = (u32)(a1), a2_ = (u32)(a2), a3_ = (u32)(a3);              \
	__asm__ volatile("call hypercall_page + %c[stub]"                   \
	    : "=a"(result_), "+b"(a1_), "+c"(a2_), "+d"(a3_)                \
	    : [stub] "i"((number) * HYPERCALL_STUB_SIZE)                    \
	    : "memory", "cc");                                              \
	result_;                                                            \
})

#define HYPERCALL2(number, a1, a2) ({                                       \
	s32 result_;                                                        \
	u32 a1_ = (u32)(a1), a2_ = (u32)(a2);                               \
	__asm__ volatile("call hypercall_page + %c[stub]"                   \
	    : "=a"(result_), "+b"(a1_), "+c"(a2_)                           \
	    : [stub] "i"((number) * HYPERCALL_STUB_SIZE)                    \
	    : "memory", "cc");                                              \
	result_;                                                            \
})

#define HYPERCALL1(number, a1) ({                                           \
	s32 result_;                                                        \
	u32 a1_ = (u32)(a1);                                                \
	__asm__ volatile("call hypercall_page + %c[stub]"                   \
	    : "=a"(result_), "+b"(a1_)                                      \
	    : [stub] "i"((number) * HYPERCALL_STUB_SIZE)                    \
	    : "memory", "cc");                                              \
	result_;                                                            \
})

/* A 64-bit argument takes two registers, low half first. */
#define LOW(value)      ((u32)(u64)(value))
#define HIGH(value)     ((u32)((u64)(value) >> 32))

#endif /* !__ASSEMBLER__ */
#endif
