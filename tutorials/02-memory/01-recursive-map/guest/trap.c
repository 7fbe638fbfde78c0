/*
 * Traps of both rings. A user who touches a page of heap or stack for the
 * first time gets it here, filled with zeros.
 */
#include <cpufunc.h>
#include <kernel.h>

#define KILLED          128             /* exit status of one killed by a signal */
#define SIGILL          4
#define SIGSEGV         11

static bool
is_lazy(vaddr_t va)
{
	return (va >= VM_HEAP && va < VM_HEAP_END) ||
	    (va >= VM_STACK && va < VM_STACK_END);
}

static void
pagefault(struct trapframe *tf)
{
	vaddr_t va = rcr2();

	if (!(tf->tf_err & PGEX_P) && is_lazy(va)) {
		pmap_enter(curpmap, va & ~(PAGE_SIZE - 1), pmap_page_alloc(1),
		    PG_RW);
		return;
	}
	if (!USERMODE(tf->tf_cs))
		panic("page fault in the kernel, error %x, address 0x%x",
		    tf->tf_err & 7, va);
	printf("pid %u: segmentation fault at 0x%x\n", curproc->p_pid, va);
	exit1(KILLED + SIGSEGV);
}

/* Any other exception ends who made it. */
static void
exception(struct trapframe *tf)
{
	if (!USERMODE(tf->tf_cs))
		panic("trap %u in the kernel, error 0x%x, eip 0x%x",
		    tf->tf_trapno, tf->tf_err, tf->tf_eip);
	printf("pid %u: trap %u at 0x%x\n", curproc->p_pid, tf->tf_trapno,
	    tf->tf_eip);
	exit1(KILLED + SIGILL);
}

/* Called by vector.S, with interrupts off. */
void
trap(struct trapframe *tf)
{
	if (tf->tf_trapno == T_PAGEFLT)
		pagefault(tf);
	else if (tf->tf_trapno == T_SYSCALL)
		syscall(tf);
	else if (tf->tf_trapno >= T_INTERRUPT)
		interrupt(tf);
	else
		exception(tf);
}
