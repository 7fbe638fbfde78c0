/*
 * The iret hypercall: what it makes of flags and selectors, and the plain
 * instruction beside it.
 */
#include "traps.h"

static char name[64];

extern const struct snippet flag_snippets[];

static const u32 flags[] = {
	0x002, 0x202, 0x3202, 0x3002, 0x4202, 0x8202, 0x10202, 0x40202,
	0x80202, 0x100202, 0x200202, 0x602, 0xad7, 0x000, 0xffc0822au,
};

/* "hypercall, ring 3, flags 0x202" */
static const char *
describe(const char *way, u32 ring, u32 value)
{
	static const char digits[] = "0123456789abcdef";
	char *to = name;
	const char *from;
	s32 shift;

	for (from = way; *from != '\0'; from++)
		*to++ = *from;
	for (from = ", ring "; *from != '\0'; from++)
		*to++ = *from;
	*to++ = '0' + ring;
	for (from = ", flags 0x"; *from != '\0'; from++)
		*to++ = *from;
	for (shift = 20; shift >= 0; shift -= 4)
		*to++ = digits[value >> shift & 15];
	*to = '\0';
	return name;
}

/* The snippet pushes its flags, so that they can be told from the frame's. */
static void
ask_flags(u32 ring, u32 value)
{
	struct state state = state_in(ring, flag_snippets[0].start);

	state.eflags = value;
	enter_by_hypercall(&state);
	show_trap(describe("iret hypercall", ring, value), &state);
	answer_with("  upcall mask", 0, "mask",
	    this_vcpu()->evtchn_upcall_mask);
	events_disable();
	state = state_in(ring, flag_snippets[0].start);
	state.eflags = value;
	enter_by_iret(&state);
	show_trap(describe("iret", ring, value), &state);
}

static void
ask_selector(const char *what, u32 ring, u32 cs, u32 ss)
{
	struct state state = state_in(ring, flag_snippets[0].start);

	state.cs = cs;
	state.ss = ss;
	enter_by_hypercall(&state);
	show_trap(what, &state);
	events_disable();
}

/* The whole of a context switch in one call ends like this. */
static void
ask_multicall(const char *what, u32 ring)
{
	struct state state = state_in(ring, flag_snippets[1].start);

	enter_by_multicall(&state);
	show_trap(what, &state);
	answer_with("  upcall mask", 0, "mask",
	    this_vcpu()->evtchn_upcall_mask);
	events_disable();
}

void
ask_iret(void)
{
	u32 i;

	ask_multicall("iret in a multicall, ring 1", 1);
	ask_multicall("iret in a multicall, ring 3", 3);
	for (i = 0; i < NELEM(flags); i++) {
		ask_flags(1, flags[i]);
		ask_flags(3, flags[i]);
	}
	ask_selector("iret hypercall to ring 1 data", 1, FLAT_RING1_DS, 0);
	ask_selector("iret hypercall to ring 3 data", 3, FLAT_RING3_DS,
	    FLAT_RING3_DS);
	ask_selector("iret hypercall to null, ring 3", 3, 3, FLAT_RING3_DS);
	ask_selector("iret hypercall beyond the GDT", 3, 0xfffb,
	    FLAT_RING3_DS);
	ask_selector("iret hypercall, null stack", 3, FLAT_RING3_CS, 0);
	ask_selector("iret hypercall, ring 1 stack", 3, FLAT_RING3_CS,
	    FLAT_RING1_DS);
	ask_selector("iret hypercall, code as stack", 3, FLAT_RING3_CS,
	    FLAT_RING3_CS);
}
