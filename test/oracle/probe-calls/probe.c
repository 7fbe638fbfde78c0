/*
 * The hypercalls that are not about page tables, with arguments good and bad.
 */
#include "chapters.h"

NORETURN void
guest_main(void)
{
	events_disable();
	find_foreign_frame();
	catch_traps();

	ask_numbers();
	ask_versions();
	ask_pointers();
	ask_scheduler();
	ask_vcpus();
	ask_timers();
	ask_ports();
	ask_virqs();
	ask_callbacks();
	ask_debug_registers();
	ask_privileges();
	ask_reservations();
	ask_memory_maps();
	ask_exchanges();
	ask_lists();
	ask_consoles();
	ask_vcpu_info();

	fact("the end", 1);
	shutdown(SHUTDOWN_POWEROFF);
}
