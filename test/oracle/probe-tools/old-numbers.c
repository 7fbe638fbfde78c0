/*
 * The numbers that calls had in Xen 2: a structure with the command in it.
 */
#include "chapters.h"

#define EVENT_LAST      14
#define PHYSDEV_LAST    34
#define SET_IOPL        6
#define REGISTER        0

static s32
old(u32 number, u32 command, u32 a1, u32 a2)
{
	u32 operation[16] = { command, a1, a2 };

	return hypercall(number, (u32)operation, 0, 0, 0, 0);
}

static void
register_callback(const char *name, u32 type)
{
	struct callback_register callback =
	    { type, 0, FLAT_RING1_CS, (u32)virt_base };

	answer(name,
	    HYPERCALL2(HYPERVISOR_CALLBACK_OP, REGISTER, &callback));
}

void
ask_old_numbers(void)
{
	u32 command;

	heading("by old numbers");
	for (command = 0; command <= EVENT_LAST; command++)
		answer(numbered("event_channel_op compat", command, "zeros"),
		    old(HYPERVISOR_EVENT_CHANNEL_OP_COMPAT, command, 0, 0));
	for (command = 0; command <= EVENT_LAST; command++)
		answer(numbered("event_channel_op compat", command, "900"),
		    old(HYPERVISOR_EVENT_CHANNEL_OP_COMPAT, command, 900, 0));
	for (command = 0; command <= EVENT_LAST; command++)
		answer(numbered("event_channel_op compat", command, "self"),
		    old(HYPERVISOR_EVENT_CHANNEL_OP_COMPAT, command,
		    DOMID_SELF, 900));
	for (command = 0; command <= PHYSDEV_LAST; command++)
		answer(numbered("physdev_op compat", command, "zeros"),
		    old(HYPERVISOR_PHYSDEV_OP_COMPAT, command, 0, 0));
	answer("physdev_op compat set_iopl(4)",
	    old(HYPERVISOR_PHYSDEV_OP_COMPAT, SET_IOPL, 4, 0));
	for (command = 3; command < 9; command++)
		answer(numbered("sched_op compat", command, "zeros"),
		    hypercall(HYPERVISOR_SCHED_OP_COMPAT, command, 0, 0, 0, 0));
	register_callback("callback_op register(event)", 0);
	register_callback("callback_op register(failsafe)", 1);
	events_init();
}
