/*
 * Grant tables, with ourselves at both ends: what a domain grants itself is
 * held to the same rules.
 */
#include "grants.h"

volatile struct grant_entry *grants;
u32 own_domid;
static pte grant_page[512] PAGE_ALIGNED;

/* Our own number: the only one, beside DOMID_SELF, that we may ask about. */
static u32
find_own_domid(void)
{
	u32 domid;

	for (domid = 0; domid < 100; domid++) {
		u16 argument = domid;

		if (HYPERCALL2(HYPERVISOR_MEMORY_OP, 3, &argument) > 0)
			return domid;
	}
	panic("no domain has our memory");
}

static void
set_up(void)
{
	u32 frame = 0;
	struct setup_table setup = { DOMID_SELF, 0, 1, 0, 0, &frame };

	HYPERCALL3(HYPERVISOR_GRANT_TABLE_OP, SETUP_TABLE, &setup, 1);
	map_frame(grant_page, frame);
	grants = (struct grant_entry *)grant_page;
}

/* Lets `domid` use a frame, or what the flags say. */
void
grant(u32 reference, u32 flags, u32 domid, u32 frame)
{
	grants[reference].flags = 0;
	grants[reference].domid = domid;
	grants[reference].frame = frame;
	barrier();
	grants[reference].flags = flags;
}

s32
grant_op(u32 command, void *operation, u32 count)
{
	return HYPERCALL3(HYPERVISOR_GRANT_TABLE_OP, command, operation, count);
}

/* A status, as a signed number; the call itself has to succeed. */
void
status(const char *question, s32 result, s32 value)
{
	if (result != 0)
		answer(question, result);
	else
		printf("P|%s|status %d|\n", question, value);
}

NORETURN void
guest_main(void)
{
	events_disable();
	find_foreign_frame();
	catch_traps();
	own_domid = find_own_domid();
	set_up();

	ask_tables();
	ask_maps();
	ask_copies();
	ask_transfers();
	fact("the end", 1);
	shutdown(SHUTDOWN_POWEROFF);
}
