/*
 * Sleeps so many times by its timer and tells how late it was woken at most.
 *
 * Command line: times=N (20).
 */
#include "guest.h"

#define MICROSECOND     1000u           /* in nanoseconds */
#define SLEEP           20000000ull

/* The number behind "times=" on the command line. */
static u32
times(void)
{
	const char *at = start_info->cmd_line, *name = "times=";

	while (*name != '\0' && *at == *name) {
		at++;
		name++;
	}
	return *name == '\0' && is_decimal(at) ? parse_decimal(at) : 20;
}

NORETURN void
guest_main(void)
{
	u32 wanted = times(), done, late = 0;

	timer_init();
	for (done = 0; done < wanted; done++) {
		u64 deadline = system_time() + SLEEP;
		u32 behind;

		timer_set(deadline);
		WAIT_UNTIL(timer_fired());
		behind = (u32)(system_time() - deadline);
		if (behind > late)
			late = behind;
	}
	printf("clock: %u of %u, late by at most %u us\n", done, wanted,
	    late / MICROSECOND);
	shutdown(SHUTDOWN_POWEROFF);
}
