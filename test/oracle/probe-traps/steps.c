/*
 * Single steps and breakpoints.
 */
#include "traps.h"

#define DR7_RESERVED    0x400u
#define DR7_WRITE_4     0x000d0001u
#define DR7_ACCESS_1    0x00030001u
#define DR7_RUN         0x00000001u
#define DR6_RESERVED    0xffff0ff0u

extern const struct snippet step_snippets[], data_snippets[];

static void
set_debug(u32 number, u32 value)
{
	HYPERCALL2(HYPERVISOR_SET_DEBUGREG, number, value);
}

static void
show_dr6(void)
{
	answer_with("  dr6", 0, "value",
	    (u32)HYPERCALL1(HYPERVISOR_GET_DEBUGREG, 6));
	set_debug(6, DR6_RESERVED);
}

static void
step(const char *prefix, const struct snippet *snippet, u32 ring)
{
	static char name[64];
	struct state state = state_in(ring, snippet->start);
	u32 length = string_length(prefix);

	memcpy(name, prefix, length);
	memcpy(name + length, snippet->name,
	    string_length(snippet->name) + 1);
	state.eflags |= FLAG_TRAP;
	enter_by_iret(&state);
	show_trap(name, &state);
	show_dr6();
}

void
ask_single_steps(void)
{
	const struct snippet *snippet;

	for (snippet = step_snippets; snippet->name != NULL; snippet++) {
		step("ring 1, step: ", snippet, 1);
		step("ring 3, step: ", snippet, 3);
	}
}

static void
ask_breakpoint(const char *name, const struct snippet *snippet, u32 address,
    u32 control, u32 ring)
{
	struct state state = state_in(ring, snippet->start);

	set_debug(0, address);
	set_debug(7, DR7_RESERVED | control);
	enter_by_iret(&state);
	set_debug(7, DR7_RESERVED);
	show_trap(name, &state);
	show_dr6();
}

void
ask_breakpoints(void)
{
	const struct snippet *store = &data_snippets[0];
	const struct snippet *load = &data_snippets[1];
	u32 at = (u32)data;

	ask_breakpoint("ring 1, write breakpoint, store", store, at,
	    DR7_WRITE_4, 1);
	ask_breakpoint("ring 3, write breakpoint, store", store, at,
	    DR7_WRITE_4, 3);
	ask_breakpoint("ring 3, write breakpoint, load", load, at,
	    DR7_WRITE_4, 3);
	ask_breakpoint("ring 3, access breakpoint, load", load, at,
	    DR7_ACCESS_1, 3);
	ask_breakpoint("ring 3, write breakpoint elsewhere", store, at + 8,
	    DR7_WRITE_4, 3);
	ask_breakpoint("ring 3, breakpoint on the code", store,
	    store->start + 1, DR7_RUN, 3);
	ask_breakpoint("ring 1, breakpoint on the code", store,
	    store->start + 1, DR7_RUN, 1);
	ask_breakpoint("ring 3, breakpoint not enabled", store, at,
	    DR7_WRITE_4 & ~1u, 3);
	set_debug(0, 0);
}
