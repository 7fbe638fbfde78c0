/*
 * Says that it has crashed, in the way that panics do.
 */
#include "guest.h"

NORETURN void
guest_main(void)
{
	panic("on purpose, code 0x%08x", 0xc0ffee);
}
