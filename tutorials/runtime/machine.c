/*
 * Start of day, mapping of frames that Xen gives us, and the end.
 */
#include "guest.h"

extern char stack_top[];

NORETURN void start_of_day(struct start_info *info);

struct start_info *start_info;

/*
 * Xen's shared page takes the place of this one: the frame that backs it at
 * boot is left unused. (It may be given back with decrease_reservation.)
 */
volatile struct shared_page shared_page;

/*
 * Called by start.S on our own stack. The order matters: nothing can be said
 * before the console is mapped, and nothing can be waited for before Xen
 * knows where to deliver events.
 */
NORETURN void
start_of_day(struct start_info *info)
{
	start_info = info;
	HYPERCALL2(HYPERVISOR_STACK_SWITCH, FLAT_RING1_DS, stack_top);
	traps_init();
	map_frame((void *)&shared_page, start_info->shared_info >> PAGE_SHIFT);
	events_init();
	console_init();
	events_enable();
	guest_main();
}

/*
 * Maps machine frame `mfn`, readable and writable, over `page`, an address of
 * a page that is ours and mapped. Crashes the domain if Xen refuses.
 */
void
map_frame(void *page, u32 mfn)
{
	pte entry = PTE(mfn, PTE_PRESENT | PTE_WRITE | PTE_USER |
	    PTE_ACCESSED | PTE_DIRTY);

	if (update_va_mapping((uintptr)page, entry, UVMF_INVLPG) != 0)
		shutdown(SHUTDOWN_CRASH);
}

/* Ends the domain for a reason (SHUTDOWN_...); the console is drained first. */
NORETURN void
shutdown(u32 reason)
{
	console_flush();
	for (;;)
		HYPERCALL2(HYPERVISOR_SCHED_OP, SCHEDOP_SHUTDOWN, &reason);
}

/* Says why and crashes the domain. */
NORETURN void
panic(const char *format, ...)
{
	__builtin_va_list arguments;

	events_disable();
	printf("panic: ");
	__builtin_va_start(arguments, format);
	vprintf(format, arguments);
	__builtin_va_end(arguments);
	printf("\n");
	shutdown(SHUTDOWN_CRASH);
}
