/*
 * Faults without a trap table. On the bare machine this is the triple fault
 * that resets the computer; under Xen it ends one domain.
 */
#include "guest.h"

NORETURN void
guest_main(void)
{
	printf("Dropping the trap table: %d\n",
	    HYPERCALL1(HYPERVISOR_SET_TRAP_TABLE, NULL));
	printf("Executing an invalid instruction.\n");
	console_flush();
	__asm__ volatile("ud2");
	panic("still here");
}
