/*
 * Structures that lie where they should not: for every call that takes a
 * pointer, every kind of bad address.
 */
#include "chapters.h"

#define STRUCTURE       64              /* no structure here is larger */

/* Three pages in a row, so that a structure can lie across two. */
static u8 row[3 * PAGE_SIZE] PAGE_ALIGNED;

struct call {
	const char *name;
	u32 number, first, second, third;
	u32 pointer;                    /* which argument is the pointer */
	u32 content[4];                 /* of the structure, if it is good */
};

static const struct call calls[] = {
	{ "xen_version(features)", 17, 6, 0, 0, 2, { 0 } },
	{ "sched_op(poll)", 29, 3, 0, 0, 2, { 0, 0, 1, 0 } },
	{ "sched_op(watchdog)", 29, 6, 0, 0, 2, { 99, 0 } },
	{ "vcpu_op(runstate_info)", 24, 4, 0, 0, 3, { 0 } },
	{ "vcpu_op(set_periodic)", 24, 6, 0, 0, 3, { 1, 0 } },
	{ "evtchn(alloc_unbound)", 32, 6, 0, 0, 2, { 55 } },
	{ "evtchn(status)", 32, 5, 0, 0, 2, { DOMID_SELF, 1 } },
	{ "evtchn compat", 16, 0, 0, 0, 1, { 4, 4000 } },
	{ "memory_op(current_reservation)", 12, 3, 0, 0, 2, { 55 } },
	{ "memory_op(machphys_mapping)", 12, 12, 0, 0, 2, { 0 } },
	{ "mmu_update", 1, 0, 1, 0, 1, { 3, 0, 0, 0 } },
	{ "mmuext_op", 26, 0, 1, 0, 1, { 99 } },
	{ "multicall", 13, 0, 1, 0, 1, { 63 } },
	{ "set_trap_table", 0, 0, 0, 0, 1, { 0, 0 } },
	{ "set_gdt", 2, 0, 16, 0, 1, { NO_SUCH_FRAME } },
	{ "physdev_op(set_iopl)", 33, 6, 0, 0, 2, { 0 } },
	{ "physdev_op(set_iobitmap)", 33, 7, 0, 0, 2, { 0, 0 } },
	{ "physdev_op compat", 19, 0, 0, 0, 1, { 99 } },
	{ "callback_op(register)", 30, 0, 0, 0, 2, { 9 } },
	{ "callback_op(unregister)", 30, 1, 0, 0, 2, { 0 } },
	{ "nmi_op(register)", 28, 0, 0, 0, 2, { 0 } },
};

static s32
make(const struct call *call, u32 pointer)
{
	u32 arguments[3] = { call->first, call->second, call->third };
	s32 result;

	arguments[call->pointer - 1] = pointer;
	if (call->number == HYPERVISOR_MMU_UPDATE ||
	    call->number == HYPERVISOR_MMUEXT_OP)
		result = hypercall(call->number, arguments[0], arguments[1],
		    0, DOMID_SELF, 0);
	else
		result = hypercall(call->number, arguments[0], arguments[1],
		    arguments[2], 0, 0);
	return result;
}

static void
ask(const struct call *call, const char *where, u32 pointer)
{
	answer(question(call->name, where), make(call, pointer));
}

static void
place(const struct call *call, u8 *where)
{
	memset(where, 0, STRUCTURE);
	memcpy(where, call->content, sizeof(call->content));
}

/* The last page of the row is not there; the middle one cannot be written. */
static void
ask_bad_pages(const struct call *call)
{
	place(call, row + PAGE_SIZE);
	make_read_only(row + PAGE_SIZE);
	ask(call, "in a read-only page", (u32)row + PAGE_SIZE);
	make_read_write(row + PAGE_SIZE);
	place(call, row + PAGE_SIZE - 4);
	ask(call, "across two pages", (u32)row + PAGE_SIZE - 4);
}

void
ask_pointers(void)
{
	u32 i;

	for (i = 0; i < NELEM(calls); i++) {
		/* A list that is null empties the table; the M2P is any list. */
		if (calls[i].number != HYPERVISOR_SET_TRAP_TABLE) {
			ask(&calls[i], "null", 0);
			ask(&calls[i], "in the M2P", (u32)m2p());
		}
		ask(&calls[i], "unmapped", UNMAPPED);
		ask(&calls[i], "at the end", 0xfffffffcu);
		ask_bad_pages(&calls[i]);
	}
	HYPERCALL2(HYPERVISOR_NMI_OP, 1, 0);
	map(row + 2 * PAGE_SIZE, 0);
	for (i = 0; i < NELEM(calls); i++) {
		place(&calls[i], row + PAGE_SIZE);
		memcpy(row + 2 * PAGE_SIZE - 2, row + PAGE_SIZE, 2);
		ask(&calls[i], "half unmapped", (u32)row + 2 * PAGE_SIZE - 2);
	}
	map(row + 2 * PAGE_SIZE, maddr_of(row + 2 * PAGE_SIZE) | READ_WRITE);
	catch_traps();
}
