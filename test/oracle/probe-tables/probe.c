/*
 * Page tables: who may name whom, how often, with which bits.
 */
#include "tables.h"

NORETURN void
guest_main(void)
{
	events_disable();
	find_foreign_frame();
	catch_traps();

	ask_windows();
	ask_sharing();
	ask_counts();
	ask_flags();
	ask_extended();
	ask_mappings();
	ask_native_stores();
	fact("the end", 1);
	shutdown(SHUTDOWN_POWEROFF);
}
