/*
 * The hypercalls that are not about page tables, with arguments good and bad.
 */
#include "chapters.h"

#define QUESTION_SIZE   96

static char text[QUESTION_SIZE];

static char *
append(char *to, const char *from)
{
	while (*from != '\0' && to < text + QUESTION_SIZE - 1)
		*to++ = *from++;
	*to = '\0';
	return to;
}

const char *
question(const char *what, const char *detail)
{
	append(append(append(append(text, what), "("), detail), ")");
	return text;
}

/* A question about one of a row of numbers: "xen_version(3, null)". */
const char *
numbered(const char *what, u32 number, const char *detail)
{
	char digits[11], *digit = &digits[sizeof(digits) - 1];
	char *end = append(append(text, what), "(");

	*digit = '\0';
	do
		*--digit = '0' + number % 10;
	while ((number /= 10) != 0);
	end = append(end, digit);
	if (*detail != '\0')
		end = append(append(end, ", "), detail);
	append(end, ")");
	return text;
}

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
