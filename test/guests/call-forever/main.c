/*
 * Calls Xen for ever, with upcalls masked: only the hypervisor can stop it.
 */
#include "guest.h"

NORETURN void
guest_main(void)
{
	printf("Calling for ever.\n");
	console_flush();
	events_disable();
	for (;;)
		HYPERCALL2(HYPERVISOR_XEN_VERSION, XENVER_VERSION, 0);
}
