/*
 * Prints for ever: the host must keep up, drop or hold back, and stay usable.
 */
#include "guest.h"

NORETURN void
guest_main(void)
{
	u32 line = 0;

	for (;;)
		printf("line %u: the quick brown fox jumps over the lazy dog\n",
		    line++);
}
