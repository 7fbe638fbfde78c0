/*
 * Grant tables: the call's result says that it was understood, the status of
 * each operation says what became of it.
 */
#include "chapters.h"

#define MAP_GRANT       0
#define UNMAP_GRANT     1
#define SETUP_TABLE     2
#define MAP_HOST        2
#define UNSET           99              /* a status that nobody gives */

struct setup_table {
	u16 domid, pad0;
	u32 frames;
	s16 status, pad1;
	u32 *list;
};

struct unmap_grant {
	u64 host, device;
	u32 handle;
	s16 status;
};

struct map_grant {
	u64 host;
	u32 flags, reference;
	u16 domid;
	s16 status;
	u32 handle;
	u64 device;
};

static void
ask_grant(const char *question, u32 command, void *operation, s16 *status)
{
	answer(question,
	    HYPERCALL3(HYPERVISOR_GRANT_TABLE_OP, command, operation, 1));
	barrier();
	answer_with("  status", 0, "st", (u16)*status);
}

static void
ask_setup(void)
{
	u32 frames[4];
	struct setup_table setup = {
		DOMID_SELF, 0, 1, UNSET, 0, frames
	};

	ask_grant("grant(setup_table 1)", SETUP_TABLE, &setup, &setup.status);
	setup.frames = 100000;
	setup.status = UNSET;
	ask_grant("grant(setup_table 100000)", SETUP_TABLE, &setup,
	    &setup.status);
	setup.domid = NOBODY;
	setup.frames = 1;
	setup.status = UNSET;
	ask_grant("grant(setup_table dom 55)", SETUP_TABLE, &setup,
	    &setup.status);
	answer("grant(unknown 99)",
	    HYPERCALL3(HYPERVISOR_GRANT_TABLE_OP, 99, &setup, 1));
}

static void
ask_map(const char *question, u32 domid, u32 reference)
{
	struct map_grant mapping = {
		(u32)page_a, MAP_HOST, reference, domid, UNSET, 0, 0
	};

	ask_grant(question, MAP_GRANT, &mapping, &mapping.status);
}

void
ask_grants(void)
{
	struct unmap_grant unmapping = { (u32)page_a, 0, 12345, UNSET };

	ask_setup();
	ask_grant("grant(unmap bad handle)", UNMAP_GRANT, &unmapping,
	    &unmapping.status);
	ask_map("grant(map, dom DOMID_SELF by alias)", DOMID_SELF, 500000);
	ask_map("grant(map bad ref)", 0, 500000);
	ask_map("grant(map dom 55)", NOBODY, 8);
}

struct multicall_entry {
	u32 op;
	s32 result;
	u32 args[6];
};

/* Several calls in one. */
void
ask_multicalls(void)
{
	struct multicall_entry calls[3] = {
		{ .op = HYPERVISOR_XEN_VERSION },
		{ .op = 63 },
		{ .op = HYPERVISOR_SCHED_OP, .args = { 99 } },
	};

	answer("multicall(3)", HYPERCALL2(HYPERVISOR_MULTICALL, calls, 3));
	answer_with("  result0", calls[0].result, "op", calls[0].op);
	answer_with("  result1", calls[1].result, "op", calls[1].op);
	answer_with("  result2", calls[2].result, "op", calls[2].op);
	calls[0].op = HYPERVISOR_MULTICALL;
	answer("multicall(nested)", HYPERCALL2(HYPERVISOR_MULTICALL, calls, 1));
	answer_with("  result0", calls[0].result, "op", 0);
	answer("multicall(bad pointer)",
	    HYPERCALL2(HYPERVISOR_MULTICALL, XEN_HOLE, 1));
}
