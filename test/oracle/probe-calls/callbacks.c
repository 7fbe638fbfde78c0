/*
 * callback_op, set_callbacks, nmi_op and stack_switch; debug registers; the
 * assists and the I/O privilege level.
 */
#include "chapters.h"

#define REGISTER        0
#define UNREGISTER      1
#define TYPE_NMI        4
#define SET_IOPL        6
#define SET_IOBITMAP    7

static s32
register_callback(u32 type, u32 flags)
{
	struct callback_register callback =
	    { type, flags, FLAT_RING1_CS, (u32)virt_base };

	return HYPERCALL2(HYPERVISOR_CALLBACK_OP, REGISTER, &callback);
}

static s32
unregister(u32 type)
{
	return HYPERCALL2(HYPERVISOR_CALLBACK_OP, UNREGISTER, &type);
}

void
ask_callbacks(void)
{
	u32 type, handler = (u32)virt_base;

	for (type = 2; type < 9; type++) {
		answer(numbered("callback_op register", type, ""),
		    register_callback(type, 0));
		answer(numbered("callback_op register", type, "masking"),
		    register_callback(type, 1));
	}
	for (type = 0; type < 9; type++)
		answer(numbered("callback_op unregister", type, ""),
		    unregister(type));
	answer("callback_op(2)", HYPERCALL2(HYPERVISOR_CALLBACK_OP, 2, &type));
	answer("set_callbacks(null selectors)",
	    HYPERCALL4(HYPERVISOR_SET_CALLBACKS, 0, 0, 0, 0));
	events_init();
	answer("nmi_op(register)",
	    HYPERCALL2(HYPERVISOR_NMI_OP, REGISTER, &handler));
	answer("nmi_op(unregister)",
	    HYPERCALL2(HYPERVISOR_NMI_OP, UNREGISTER, 0));
	answer("nmi_op(2)", HYPERCALL2(HYPERVISOR_NMI_OP, 2, &handler));
	answer("stack_switch(Xen's selector)",
	    HYPERCALL2(HYPERVISOR_STACK_SWITCH, 0xe010, virt_base));
	answer("stack_switch(beyond the GDT)",
	    HYPERCALL2(HYPERVISOR_STACK_SWITCH, 0xffff, virt_base));
	answer("stack_switch(esp in Xen's hole)",
	    HYPERCALL2(HYPERVISOR_STACK_SWITCH, FLAT_RING1_DS, XEN_HOLE));
}

static void
ask_debug_register(u32 number, u32 value)
{
	answer(numbered("set_debugreg", number, ""),
	    HYPERCALL2(HYPERVISOR_SET_DEBUGREG, number, value));
	answer_with("  reads", 0, "value",
	    (u32)HYPERCALL1(HYPERVISOR_GET_DEBUGREG, number));
}

void
ask_debug_registers(void)
{
	static const u32 controls[] = {
		0x400, 0, 0x55, 0xff, 0xd800, 0x2000, 0x300, 0xf0000000,
		0x00020001, 0x00020000, 0x00080001, 0x000b0001, 0xffff00ff,
	};
	u32 number, i;

	for (number = 0; number < 4; number++)
		ask_debug_register(number, (u32)virt_base + number);
	ask_debug_register(0, (u32)m2p());
	ask_debug_register(0, 0xfffffffcu);
	ask_debug_register(4, 0xffffffffu);
	ask_debug_register(6, 0);
	ask_debug_register(6, 0xffffffffu);
	ask_debug_register(5, 0x400);
	ask_debug_register(8, 0);
	for (i = 0; i < NELEM(controls); i++) {
		answer(numbered("set_debugreg dr7", i, ""),
		    HYPERCALL2(HYPERVISOR_SET_DEBUGREG, 7, controls[i]));
		answer_with("  reads", 0, "value",
		    (u32)HYPERCALL1(HYPERVISOR_GET_DEBUGREG, 7));
	}
	HYPERCALL2(HYPERVISOR_SET_DEBUGREG, 7, 0x400);
	for (number = 0; number < 4; number++)
		HYPERCALL2(HYPERVISOR_SET_DEBUGREG, number, 0);
}

static s32
iobitmap(u32 bitmap, u32 ports)
{
	u32 argument[2] = { bitmap, ports };

	return HYPERCALL2(HYPERVISOR_PHYSDEV_OP, SET_IOBITMAP, argument);
}

void
ask_privileges(void)
{
	static u32 zeros[64];
	u32 level, type, command;

	for (type = 0; type < 8; type++) {
		answer(numbered("vm_assist enable", type, ""),
		    HYPERCALL2(HYPERVISOR_VM_ASSIST, 0, type));
		answer(numbered("vm_assist disable", type, ""),
		    HYPERCALL2(HYPERVISOR_VM_ASSIST, 1, type));
	}
	answer("vm_assist enable(-1)",
	    HYPERCALL2(HYPERVISOR_VM_ASSIST, 0, ~0u));
	answer("vm_assist(2, 2)", HYPERCALL2(HYPERVISOR_VM_ASSIST, 2, 2));
	for (level = 0; level < 6; level++)
		answer(numbered("physdev_op set_iopl", level, ""),
		    HYPERCALL2(HYPERVISOR_PHYSDEV_OP, SET_IOPL, &level));
	level = 0;
	HYPERCALL2(HYPERVISOR_PHYSDEV_OP, SET_IOPL, &level);
	answer("physdev_op set_iobitmap(65536)", iobitmap((u32)zeros, 65536));
	answer("physdev_op set_iobitmap(65537)", iobitmap((u32)zeros, 65537));
	answer("physdev_op set_iobitmap(Xen's hole)", iobitmap(XEN_HOLE, 64));
	answer("physdev_op set_iobitmap(unmapped)", iobitmap(UNMAPPED, 64));
	answer("physdev_op set_iobitmap(none)", iobitmap(0, 0));
	for (command = 0; command < 4; command++)
		answer(numbered("physdev_op", command, "zeros"),
		    HYPERCALL2(HYPERVISOR_PHYSDEV_OP, command, zeros));
	for (command = 33; command < 36; command++)
		answer(numbered("physdev_op", command, "zeros"),
		    HYPERCALL2(HYPERVISOR_PHYSDEV_OP, command, zeros));
}
