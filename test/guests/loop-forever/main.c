/*
 * Jumps to itself for ever, with upcalls masked: it never enters Xen again.
 */
#include "guest.h"

NORETURN void
guest_main(void)
{
	printf("Looping for ever.\n");
	console_flush();
	events_disable();
	for (;;)
		__asm__ volatile("" ::: "memory");
}
