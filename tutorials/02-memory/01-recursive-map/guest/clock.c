/*
 * The clock: channel 0 of the 8254, by way of the 8259s.
 */
#include <cpufunc.h>
#include <kernel.h>

#define TIMER_FREQ      1193182
#define TIMER_CNTR0     0x40
#define TIMER_MODE      0x43
#define RATE_GENERATOR  0x34            /* channel 0, low byte then high */
#define ICU1            0x20
#define ICU2            0xa0
#define EOI             0x20
#define CLOCK_VECTOR    0x20

volatile u32 hardclock_ticks;

/* Both controllers from reset: vectors from 0x20, all masked but IRQ 0. */
static void
icu_init(void)
{
	outb(ICU1, 0x11);
	outb(ICU1 + 1, CLOCK_VECTOR);
	outb(ICU1 + 1, 4);
	outb(ICU1 + 1, 1);
	outb(ICU1 + 1, 0xfe);
	outb(ICU2, 0x11);
	outb(ICU2 + 1, CLOCK_VECTOR + 8);
	outb(ICU2 + 1, 2);
	outb(ICU2 + 1, 1);
	outb(ICU2 + 1, 0xff);
}

void
clock_init(void)
{
	icu_init();
	outb(TIMER_MODE, RATE_GENERATOR);
	outb(TIMER_CNTR0, TIMER_FREQ / HZ & 0xff);
	outb(TIMER_CNTR0, TIMER_FREQ / HZ >> 8);
	printf("clock: %u Hz from the 8254\n", HZ);
}

void
interrupt(struct trapframe *tf)
{
	(void)tf;
	hardclock_ticks++;
	outb(ICU1, EOI);
}

/* Lets so many ticks go by. */
void
tsleep(u32 ticks)
{
	u32 start = hardclock_ticks;

	while (hardclock_ticks - start < ticks)
		cpu_idle();
}
