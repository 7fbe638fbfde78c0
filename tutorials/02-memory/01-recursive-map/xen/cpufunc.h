/*
 * What instructions do on the bare machine, asked of Xen.
 */
#ifndef CPUFUNC_H
#define CPUFUNC_H

#include <guest.h>

/* The address of the last page fault. */
static inline u32
rcr2(void)
{
	return this_vcpu()->cr2;
}

/* Sleeps until an event has been taken; they are masked before and after. */
static inline void
cpu_idle(void)
{
	event_block();
	events_disable();
}

#endif
