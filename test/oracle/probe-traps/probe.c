/*
 * Traps: which instructions cause which, and what Xen leaves on the stack.
 */
#include "traps.h"

extern const struct snippet privileged_snippets[], fault_snippets[];

static void
ask_all(const struct snippet *snippet)
{
	for (; snippet->name != NULL; snippet++)
		try_in_both_rings(snippet);
}

void
ask_privileged(void)
{
	ask_all(privileged_snippets);
}

void
ask_faults(void)
{
	ask_all(fault_snippets);
}

NORETURN void
guest_main(void)
{
	events_disable();
	experiments_init();

	ask_privileged();
	ask_faults();
	ask_iret();
	ask_single_steps();
	ask_breakpoints();
	ask_ports();
	ask_selectors();
	ask_gates();
	ask_ldt();
	fact("the end", 1);
	shutdown(SHUTDOWN_POWEROFF);
}
