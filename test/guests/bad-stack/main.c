/*
 * Faults with a stack that is not mapped: there is a handler, but Xen has no
 * place to put the frame that would tell it what happened.
 */
#include "guest.h"

NORETURN void
guest_main(void)
{
	printf("Faulting with the stack pointer at 0x1000.\n");
	console_flush();
	__asm__ volatile("movl $0x1000, %esp; ud2");
	panic("still here");
}
