/*
 * Interrupts and devices, the maps of memory, and the grant table's log: what
 * belongs to a domain with hardware.
 */
#include "chapters.h"

#define SET_IOPL                6
#define SET_IOBITMAP            7
#define PHYSDEV_LAST            34
#define MEMORY_LAST             31
#define DUMP_TABLE              3

static s32
physdev(u32 command, u32 a1, u32 a2)
{
	u32 argument[8] = { a1, a2 };

	return HYPERCALL2(HYPERVISOR_PHYSDEV_OP, command, argument);
}

static s32
dump_table(u32 domid)
{
	struct { u16 domid; s16 status; } dump = { domid, 77 };
	s32 result = HYPERCALL3(HYPERVISOR_GRANT_TABLE_OP, DUMP_TABLE, &dump,
	    1);

	answer_with("grant_table_op(dump_table)", result, "status",
	    (u32)(s32)dump.status);
	return result;
}

static s32
memory(u32 command, u32 a0, u32 a1, u32 a3)
{
	u32 argument[10] = { a0, a1, 0, a3 };

	return HYPERCALL2(HYPERVISOR_MEMORY_OP, command, argument);
}

/* Sub-operations that name a domain, or have more that can be wrong. */
static void
ask_memory(const u16 *domids, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++) {
		answer(numbered("memory_op set_memory_map", domids[i], ""),
		    memory(13, domids[i], 0, 0));
		answer(numbered("memory_op access_op", domids[i], ""),
		    memory(21, (u32)domids[i] << 16, 0, 0));
		answer(numbered("memory_op vnumainfo", domids[i], ""),
		    memory(26, domids[i], 0, 0));
		answer(numbered("memory_op acquire", domids[i], ""),
		    memory(28, domids[i], 0, 0));
	}
	answer("memory_op set_memory_map(55, 1025 ranges)",
	    memory(13, NOBODY, 1025, 0));
	answer("memory_op vnumainfo(padding)",
	    memory(26, NOBODY | 1 << 16, 0, 0));
	answer("memory_op acquire(padding)", memory(28, NOBODY, 0, 1));
	answer("memory_op reserved(flag 2)", memory(27, 2, 0, 0));
	answer("memory_op reserved(a buffer of 2^30)",
	    memory(27, 0, 1u << 30, 0));
}

void
ask_devices(void)
{
	static const u8 maps[] = { 10, 13 };
	static const u16 domids[] = { 0, NOBODY, DOMID_XEN };
	u32 i;

	heading("for devices");
	sweep("physdev_op", HYPERVISOR_PHYSDEV_OP, 0, SET_IOPL - 1);
	sweep("physdev_op", HYPERVISOR_PHYSDEV_OP, SET_IOBITMAP + 1,
	    PHYSDEV_LAST);
	answer("physdev_op eoi(100000)", physdev(12, 100000, 0));
	answer("physdev_op status_query(100000)", physdev(5, 100000, 0));
	answer("physdev_op status_query(15)", physdev(5, 15, 0));
	answer("physdev_op setup_gsi(1)", physdev(21, 1, 0));
	answer("physdev_op setup_gsi(-1)", physdev(21, ~0u, 0));
	answer("physdev_op add_ext(is_extfn 2)", physdev(20, 0, 2));
	answer("physdev_op map_pirq(55, GSI 5)", physdev(13, NOBODY, 1));
	answer("physdev_op map_pirq(self, GSI 5)",
	    physdev(13, DOMID_SELF, 1));
	answer("physdev_op unmap_pirq(self, 5)", physdev(14, DOMID_SELF, 5));
	answer("physdev_op unmap_pirq(55, 5)", physdev(14, NOBODY, 5));
	for (i = 0; i < NELEM(maps); i++)
		sweep("memory_op", HYPERVISOR_MEMORY_OP, maps[i], maps[i]);
	sweep("memory_op", HYPERVISOR_MEMORY_OP, 16, MEMORY_LAST);
	ask_memory(domids, NELEM(domids));
	for (i = 0; i < NELEM(domids); i++)
		dump_table(domids[i]);
}
