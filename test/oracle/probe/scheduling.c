/*
 * Scheduling, timers, vCPUs, assists, debug registers and callbacks; then the
 * I/O privilege level and the control interfaces.
 */
#include "chapters.h"

#define SCHEDOP_REMOTE_SHUTDOWN 4
#define VCPUOP_UP               1
#define VCPUOP_IS_UP            3
#define VCPUOP_SET_PERIODIC     6
#define VCPUOP_STOP_PERIODIC    7
#define VCPUOP_SET_SINGLESHOT   8
#define VCPU_SSHOT_FUTURE       1
#define PHYSDEVOP_SET_IOPL      6

static s32
sched(u32 command, u32 argument)
{
	return HYPERCALL2(HYPERVISOR_SCHED_OP, command, argument);
}

static s32
vcpu(u32 command, u32 number, void *argument)
{
	return HYPERCALL3(HYPERVISOR_VCPU_OP, command, number, argument);
}

static void
ask_vcpus(void)
{
	struct { u64 deadline; u32 flags; } once = { 1, VCPU_SSHOT_FUTURE };
	u64 period = 1000;

	answer("vcpu_op(is_up 0)", vcpu(VCPUOP_IS_UP, 0, NULL));
	answer("vcpu_op(is_up 99)", vcpu(VCPUOP_IS_UP, 99, NULL));
	answer("vcpu_op(unknown 99)", vcpu(99, 0, NULL));
	answer("vcpu_op(up 0)", vcpu(VCPUOP_UP, 0, NULL));
	answer("vcpu_op(stop_periodic 0)", vcpu(VCPUOP_STOP_PERIODIC, 0, NULL));
	answer("vcpu_op(singleshot in the past, future flag)",
	    vcpu(VCPUOP_SET_SINGLESHOT, 0, &once));
	answer("vcpu_op(set_periodic 1us)",
	    vcpu(VCPUOP_SET_PERIODIC, 0, &period));
}

static s32
assist(u32 command, u32 type)
{
	return HYPERCALL2(HYPERVISOR_VM_ASSIST, command, type);
}

static s32
set_debug(u32 number, u32 value)
{
	return HYPERCALL2(HYPERVISOR_SET_DEBUGREG, number, value);
}

void
ask_scheduling(void)
{
	struct callback_register callback = { 9, 0, 0, 0 };
	u32 remote[2] = { 9, 0 };

	answer("sched(yield)", sched(SCHEDOP_YIELD, 0));
	answer("sched(unknown 99)", sched(99, 0));
	answer("sched(shutdown, bad pointer)", sched(SCHEDOP_SHUTDOWN, XEN_HOLE));
	answer("sched(remote_shutdown)",
	    sched(SCHEDOP_REMOTE_SHUTDOWN, (u32)remote));
	ask_vcpus();
	answer("set_timer_op(0)", HYPERCALL2(HYPERVISOR_SET_TIMER_OP, 0, 0));
	answer("vm_assist(enable 0 4gb_segments)", assist(0, 0));
	answer("vm_assist(enable 3 pae_extended_cr3)", assist(0, 3));
	answer("vm_assist(enable 31)", assist(0, 31));
	answer("vm_assist(cmd 7)", assist(7, 0));
	answer("set_debugreg(7, bad)", set_debug(7, 0x2000));
	answer("set_debugreg(9)", set_debug(9, 0));
	answer("set_debugreg(0, Xen va)", set_debug(0, XEN_HOLE));
	answer("get_debugreg(9)", HYPERCALL1(HYPERVISOR_GET_DEBUGREG, 9));
	answer_with("get_debugreg(6)", 0, "dr6",
	    (s64)HYPERCALL1(HYPERVISOR_GET_DEBUGREG, 6));
	answer("fpu_taskswitch(0)", HYPERCALL1(HYPERVISOR_FPU_TASKSWITCH, 0));
	answer("stack_switch(ss 0)", HYPERCALL2(HYPERVISOR_STACK_SWITCH, 0, 0));
	answer("callback_op(register type 9)",
	    HYPERCALL2(HYPERVISOR_CALLBACK_OP, CALLBACKOP_REGISTER, &callback));
	answer("callback_op(cmd 9)",
	    HYPERCALL2(HYPERVISOR_CALLBACK_OP, 9, &callback));
}

static s32
set_iopl(u32 level)
{
	return HYPERCALL2(HYPERVISOR_PHYSDEV_OP, PHYSDEVOP_SET_IOPL, &level);
}

void
ask_devices(void)
{
	static u32 zeros[64];
	u32 value = 0;

	answer("physdev_op(unknown 99)",
	    HYPERCALL2(HYPERVISOR_PHYSDEV_OP, 99, zeros));
	answer("physdev_op(set_iopl 1)", set_iopl(1));
	answer("physdev_op(set_iopl 4)", set_iopl(4));
	set_iopl(1);
	TRY("cli; sti", : : : "memory");
	trap_answer("cli; sti after set_iopl 1", 0);
	TRY("inb $0x80, %%al", : "+a"(value));
	trap_answer("inb 0x80 after set_iopl 1", value);
	set_iopl(0);
	answer("domctl(zeros)", HYPERCALL1(HYPERVISOR_DOMCTL, zeros));
	answer("sysctl(zeros)", HYPERCALL1(HYPERVISOR_SYSCTL, zeros));
	answer("platform_op(zeros)", HYPERCALL1(HYPERVISOR_PLATFORM_OP, zeros));
}
