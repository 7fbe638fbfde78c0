/*
 * The first probe: 314 questions about everything. Runs all chapters.
 */
#include "chapters.h"

NORETURN void
guest_main(void)
{
	events_disable();
	printf("probe: %s, flags 0x%x, %u pages, command line \"%s\"\n",
	    start_info->magic, start_info->flags, start_info->nr_pages,
	    start_info->cmd_line);
	find_foreign_frame();

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
