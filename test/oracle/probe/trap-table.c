/*
 * set_trap_table, which takes nearly everything.
 */
#include "chapters.h"

/* set_trap_table, and the table that the rest of the probe relies on. */
void
ask_trap_table(void)
{
	struct trap_info table[2] = {
		{ 0x21, TRAP_DPL(3), FLAT_RING1_CS, XEN_HOLE }, { 0, 0, 0, 0 }
	};

	answer("set_trap_table(good)", catch_traps());
	answer("set_trap_table(bad pointer)",
	    HYPERCALL1(HYPERVISOR_SET_TRAP_TABLE, XEN_HOLE));
	answer("set_trap_table(handler in Xen's hole)",
	    HYPERCALL1(HYPERVISOR_SET_TRAP_TABLE, table));
	table[0].address = (u32)virt_base;
	table[0].cs = 0;
	answer("set_trap_table(null cs)",
	    HYPERCALL1(HYPERVISOR_SET_TRAP_TABLE, table));
	table[0].cs = 0x18;
	answer("set_trap_table(cs 0x18)",
	    HYPERCALL1(HYPERVISOR_SET_TRAP_TABLE, table));
	table[0].address = 0;
	answer("set_trap_table(address 0 ends list)",
	    HYPERCALL1(HYPERVISOR_SET_TRAP_TABLE, table));

	/* Nobody may raise 0x21 any more: its handler leads nowhere. */
	table[0].flags = TRAP_DPL(0);
	table[0].address = (u32)virt_base;
	HYPERCALL1(HYPERVISOR_SET_TRAP_TABLE, table);
}
