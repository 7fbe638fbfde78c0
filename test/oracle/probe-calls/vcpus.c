/*
 * vcpu_op of a domain with one vCPU, and the timers.
 */
#include "chapters.h"

#define INITIALISE      0
#define UP              1
#define IS_UP           3
#define RUNSTATE_INFO   4
#define RUNSTATE_AREA   5
#define SET_PERIODIC    6
#define STOP_PERIODIC   7
#define SET_ONCE        8
#define STOP_ONCE       9
#define VCPU_INFO       10
#define SEND_NMI        11
#define PHYSID          12
#define TIME_AREA       13
#define FUTURE          1
#define MILLISECOND     1000000ull

static s32
vcpu(u32 command, u32 number, void *argument)
{
	return HYPERCALL3(HYPERVISOR_VCPU_OP, command, number, argument);
}

static s32
area(u32 command, u32 address)
{
	u64 argument = address;

	return vcpu(command, 0, &argument);
}

/* The state and nothing that depends on time. */
static void
ask_areas(void)
{
	static u32 state[11];
	static struct vcpu_time_info time;

	answer("vcpu_op(runstate_info)", vcpu(RUNSTATE_INFO, 0, state));
	answer_with("  state", 0, "state", state[0]);
	state[0] = 77;
	answer("vcpu_op(runstate area)", area(RUNSTATE_AREA, (u32)state));
	answer_with("  state", 0, "state", state[0]);
	answer("vcpu_op(runstate area, unmapped)",
	    area(RUNSTATE_AREA, UNMAPPED));
	answer("vcpu_op(runstate area, Xen's hole)",
	    area(RUNSTATE_AREA, XEN_HOLE));
	answer("vcpu_op(runstate area, null)", area(RUNSTATE_AREA, 0));
	answer("vcpu_op(time area)", area(TIME_AREA, (u32)&time));
	answer_with("  written", 0, "mul", time.tsc_to_system_mul != 0);
	answer("vcpu_op(time area, unmapped)", area(TIME_AREA, UNMAPPED));
	answer("vcpu_op(time area, Xen's hole)", area(TIME_AREA, XEN_HOLE));
	answer("vcpu_op(time area, null)", area(TIME_AREA, 0));
}

void
ask_vcpus(void)
{
	static u32 context[700];        /* vcpu_guest_context: 2800 bytes */
	u32 command;

	answer("vcpu_op(initialise 0)", vcpu(INITIALISE, 0, context));
	answer("vcpu_op(initialise 0, bad pointer)",
	    vcpu(INITIALISE, 0, (void *)XEN_HOLE));
	answer("vcpu_op(up 0)", vcpu(UP, 0, NULL));
	answer("vcpu_op(is_up 0)", vcpu(IS_UP, 0, NULL));
	for (command = 0; command < 15; command++)
		answer(numbered("vcpu_op", command, "vCPU 1"),
		    vcpu(command, 1, context));
	for (command = 14; command < 18; command++)
		answer(numbered("vcpu_op", command, "vCPU 0"),
		    vcpu(command, 0, context));
	answer("vcpu_op(is_up 8192)", vcpu(IS_UP, 8192, NULL));
	ask_areas();
	answer("vcpu_op(physid)", vcpu(PHYSID, 0, context));
	answer("vcpu_op(send_nmi, an argument)", vcpu(SEND_NMI, 0, context));
}

static s32
periodic(u64 period)
{
	return vcpu(SET_PERIODIC, 0, &period);
}

static s32
once(u64 when, u32 flags)
{
	struct { u64 when; u32 flags; } timer = { when, flags };

	return vcpu(SET_ONCE, 0, &timer);
}

static s32
timer(u64 when)
{
	return HYPERCALL2(HYPERVISOR_SET_TIMER_OP, LOW(when), HIGH(when));
}

void
ask_timers(void)
{
	u64 far = system_time() + 3600000 * MILLISECOND;

	answer("vcpu_op(set_periodic 0)", periodic(0));
	answer("vcpu_op(set_periodic 999999)", periodic(MILLISECOND - 1));
	answer("vcpu_op(set_periodic 1ms)", periodic(MILLISECOND));
	answer("vcpu_op(stop_periodic)", vcpu(STOP_PERIODIC, 0, NULL));
	answer("vcpu_op(set_periodic 2^60)", periodic(1ull << 60));
	answer("vcpu_op(set_periodic 2^61)", periodic(1ull << 61));
	answer("vcpu_op(set_periodic 2^63)", periodic(1ull << 63));
	answer("vcpu_op(set_periodic -1)", periodic(~0ull));
	answer("vcpu_op(stop_periodic)", vcpu(STOP_PERIODIC, 0, NULL));
	answer("vcpu_op(singleshot, past)", once(1, 0));
	answer("vcpu_op(singleshot, past, future flag)", once(1, FUTURE));
	answer("vcpu_op(singleshot, 0)", once(0, 0));
	answer("vcpu_op(singleshot, an hour)", once(far, 0));
	answer("vcpu_op(singleshot, an hour, future flag)", once(far, FUTURE));
	answer("vcpu_op(singleshot, unknown flags)", once(far, 0xfe));
	answer("vcpu_op(singleshot, 2^63)", once(1ull << 63, 0));
	answer("vcpu_op(stop_singleshot)", vcpu(STOP_ONCE, 0, NULL));
	answer("vcpu_op(stop_singleshot again)", vcpu(STOP_ONCE, 0, NULL));
	answer("set_timer_op(past)", timer(1));
	answer("set_timer_op(an hour)", timer(far));
	answer("set_timer_op(2^62)", timer(1ull << 62));
	answer("set_timer_op(-1)", timer(~0ull));
	answer("set_timer_op(0)", timer(0));
}

static s32
move(u64 mfn, u32 offset)
{
	struct { u64 mfn; u32 offset, reserved; } info = { mfn, offset, 0 };

	return vcpu(VCPU_INFO, 0, &info);
}

/* Last of all: vcpu_info moves once, and not back. */
void
ask_vcpu_info(void)
{
	u32 mfn = mfn_of(page_a);
	volatile struct vcpu_info *moved = (struct vcpu_info *)page_a;

	answer("vcpu_op(vcpu_info, across the page's end)", move(mfn, 4048));
	answer("vcpu_op(vcpu_info, offset 4096)", move(mfn, 4096));
	answer("vcpu_op(vcpu_info, offset -64)", move(mfn, -64u));
	answer("vcpu_op(vcpu_info, no such frame)", move(NO_SUCH_FRAME, 0));
	answer("vcpu_op(vcpu_info, frame not mine)", move(foreign_frame, 0));
	answer("vcpu_op(vcpu_info, a frame of 2^32)", move(1ull << 32, 0));
	make_read_only(table_page);
	extended(0, mfn_of(table_page), 0);
	answer("vcpu_op(vcpu_info, a page table)",
	    move(mfn_of(table_page), 0));
	answer("vcpu_op(vcpu_info, good)", move(mfn, 0));
	answer_with("  pending", 0, "byte", moved->evtchn_upcall_pending);
	answer_with("  mask", 0, "byte", moved->evtchn_upcall_mask);
	answer_with("  pending_sel", 0, "word", moved->evtchn_pending_sel);
	answer("vcpu_op(vcpu_info, again)", move(mfn, 0));
	answer("vcpu_op(vcpu_info, elsewhere)", move(mfn_of(page_b), 64));
}
