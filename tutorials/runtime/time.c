/*
 * System time, from the record Xen keeps in the shared page and the TSC, and
 * the one-shot timer.
 */
#include "guest.h"

static volatile bool fired;

static inline u64
read_tsc(void)
{
	u32 low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (u64)high << 32 | low;
}

/* ticks * 2^shift * multiplier / 2^32, without losing the high bits. */
static u64
scale(u64 ticks, s8 shift, u32 multiplier)
{
	ticks = shift < 0 ? ticks >> -shift : ticks << shift;
	return (ticks >> 32) * multiplier +
	    ((u64)(u32)ticks * multiplier >> 32);
}

/*
 * Nanoseconds since the domain's epoch. Xen may rewrite the record at any
 * moment; an odd or changed version says that we must read it again.
 */
u64
system_time(void)
{
	const volatile struct vcpu_time_info *t = &this_vcpu()->time;
	u32 version;
	u64 now;

	do {
		version = t->version & ~1u;
		barrier();
		now = t->system_time + scale(read_tsc() - t->tsc_timestamp,
		    t->tsc_shift, t->tsc_to_system_mul);
		barrier();
	} while (t->version != version);
	return now;
}

static void
on_timer(u32 port)
{
	(void)port;
	fired = true;
}

/* Asks for VIRQ_TIMER. */
void
timer_init(void)
{
	event_bind_virq(VIRQ_TIMER, on_timer);
}

/* Sets the timer to a system time; forgets an earlier one. */
void
timer_set(u64 deadline)
{
	fired = false;
	HYPERCALL2(HYPERVISOR_SET_TIMER_OP, LOW(deadline), HIGH(deadline));
}

/* Whether the timer has come since it was set. */
bool
timer_fired(void)
{
	return fired;
}
