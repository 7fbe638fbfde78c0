/*
 * The trap table: what an IDT is to a kernel on the bare machine.
 */
#include "guest.h"

extern const u32 trap_stubs[NR_TRAPS];

void event_upcall(void);
void trap_dispatch(struct trap_frame *frame);

static trap_handler *handlers[NR_TRAPS];

/*
 * Registers a stub for every exception. Only the breakpoint may be raised by
 * an int3 in user code (ring 3). Events stay as they are on entry. Returns what
 * Xen answered.
 */
s32
traps_init(void)
{
	struct trap_info table[NR_TRAPS + 1];
	u32 vector;

	for (vector = 0; vector < NR_TRAPS; vector++) {
		table[vector].vector = vector;
		table[vector].flags =
		    TRAP_DPL(vector == TRAP_BREAKPOINT ? 3 : 0);
		table[vector].cs = FLAT_RING1_CS;
		table[vector].address = trap_stubs[vector];
	}
	table[NR_TRAPS].address = 0;
	return HYPERCALL1(HYPERVISOR_SET_TRAP_TABLE, table);
}

/* Lets `handler` take exception `vector`; without one it is a panic. */
void
trap_set_handler(u32 vector, trap_handler *handler)
{
	handlers[vector] = handler;
}

/* Called by entry.S with a complete frame; changes to it take effect. */
void
trap_dispatch(struct trap_frame *frame)
{
	if (frame->vector == TRAP_EVENT) {
		event_upcall();
		return;
	}
	if (frame->vector < NR_TRAPS && handlers[frame->vector] != NULL) {
		handlers[frame->vector](frame);
		return;
	}
	panic("trap %u, error 0x%x, eip 0x%x, cr2 0x%x", frame->vector,
	    frame->error, frame->eip, this_vcpu()->cr2);
}
