/*
 * Runs all chapters. What they share is in answers.c and pages.c.
 */
#include "probe.h"

/* A frame that Xen or another domain has: neither in our p2m nor our rings. */
static u32
find_foreign_frame(void)
{
	const u32 *p2m = (const u32 *)start_info->mfn_list;
	u32 mfn, pfn;

	for (mfn = 0x200; ; mfn++) {
		pfn = m2p()[mfn];
		if (pfn >= start_info->nr_pages || (p2m[pfn] != mfn &&
		    p2m[pfn] != start_info->console_mfn &&
		    p2m[pfn] != start_info->store_mfn))
			return mfn;
	}
}

NORETURN void
guest_main(void)
{
	events_disable();
	printf("probe: %s, flags 0x%x, %u pages, command line \"%s\"\n",
	    start_info->magic, start_info->flags, start_info->nr_pages,
	    start_info->cmd_line);
	foreign_frame = find_foreign_frame();

	ask_version();
	ask_console();
	ask_trap_table();
	ask_mapping();
	ask_updates();
	ask_pinning();
	ask_hooking();
	ask_base_pointer();
	ask_descriptors();
	ask_events();
	ask_scheduling();
	ask_devices();
	ask_memory();
	ask_grants();
	ask_multicalls();
	ask_instructions();

	printf("probe: END\n");
	shutdown(SHUTDOWN_POWEROFF);
}
