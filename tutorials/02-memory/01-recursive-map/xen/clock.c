/*
 * The clock: Xen's one-shot timer, set again at every tick.
 */
#include <cpufunc.h>
#include <kernel.h>

#define TICK            (1000000000ull / HZ)    /* ns */

void event_upcall(void);

volatile u32 hardclock_ticks;

static u64 next_tick;

static void
timer_rearm(void)
{
	next_tick += TICK;
	HYPERCALL2(HYPERVISOR_SET_TIMER_OP, LOW(next_tick), HIGH(next_tick));
}

static void
hardclock(u32 port)
{
	(void)port;
	if (system_time() < next_tick)
		return;                 /* Xen's own periodic tick */
	hardclock_ticks++;
	timer_rearm();
}

void
clock_init(void)
{
	next_tick = system_time();
	event_bind_virq(VIRQ_TIMER, hardclock);
	timer_rearm();
	printf("clock: %u Hz from Xen's timer\n", HZ);
}

void
interrupt(struct trapframe *tf)
{
	(void)tf;
	event_upcall();
}

/* Lets so many ticks go by. */
void
tsleep(u32 ticks)
{
	u32 start = hardclock_ticks;

	while (hardclock_ticks - start < ticks)
		cpu_idle();
}
