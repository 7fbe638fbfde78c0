/*
 * What vector.S leaves on the kernel stack for every trap.
 */
#ifndef TRAPFRAME_H
#define TRAPFRAME_H

#define T_PAGEFLT       14
#define NTRAPS          20              /* the processor's own */
#define T_SYSCALL       0x80            /* int $0x80 */
#define T_INTERRUPT     0x100           /* the clock, or an event of Xen's */

#define PGEX_P          1u              /* the page was there */
#define PSL_I           0x200u          /* interrupts are taken */

#ifndef __ASSEMBLER__

#include <types.h>

struct trapframe {
	u32 tf_es, tf_ds;
	u32 tf_edi, tf_esi, tf_ebp, tf_unused, tf_ebx, tf_edx, tf_ecx, tf_eax;
	u32 tf_trapno;
	u32 tf_err;                     /* 0 where the processor has none */
	u32 tf_eip, tf_cs, tf_eflags;
	u32 tf_esp, tf_ss;              /* only from ring 3 */
};

#define USERMODE(cs)    (((cs) & 3) == 3)

#endif
#endif
