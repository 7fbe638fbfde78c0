/*
 * The kernel after its start of day: maps a buffer through the window, starts
 * the clock, and becomes the first process.
 */
#include <kernel.h>
#include <segments.h>

#define MSGBUF_MAGIC    0x063061u
#define ARGS_ROOM       16u             /* no arguments, but their place */

static void
msgbuf_init(void)
{
	volatile u32 *msgbuf = (volatile u32 *)VM_KERNEL;

	pmap_kenter_pa(VM_KERNEL, pmap_page_alloc(1));
	*msgbuf = MSGBUF_MAGIC;
	printf("msgbuf: mapped at 0x%x\n", VM_KERNEL);
}

/* Gives the process its program: pages of the kernel's image, read-only. */
static void
load_program(struct proc *p)
{
	vaddr_t va;

	for (va = 0; va < (size)(user_end - user_start); va += PAGE_SIZE)
		pmap_enter(&p->p_pmap, VM_TEXT + va, PA(user_start) + va, 0);
}

NORETURN void
main(void)
{
	struct trapframe *tf;

	msgbuf_init();
	clock_init();
	curproc = proc_alloc(NULL);
	printf("init: has a directory of its own\n");
	cpu_setstack(curproc->p_kstack + USPACE);
	pmap_activate(&curproc->p_pmap);
	load_program(curproc);
	tf = proc_frame(curproc);
	tf->tf_ds = tf->tf_es = tf->tf_ss = UDATA_SEL;
	tf->tf_cs = UCODE_SEL;
	tf->tf_eip = VM_TEXT;
	tf->tf_esp = VM_STACK_END - ARGS_ROOM;
	tf->tf_eflags = PSL_I;
	trap_return_to(tf);
}
