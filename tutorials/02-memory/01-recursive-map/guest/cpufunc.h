/*
 * Instructions that a kernel on the bare machine may use.
 */
#ifndef CPUFUNC_H
#define CPUFUNC_H

#include <types.h>

/* The address of the last page fault. */
static inline u32
rcr2(void)
{
	u32 address;

	__asm__ volatile("movl %%cr2, %0" : "=r"(address));
	return address;
}

/* Sleeps until an interrupt has been taken; they are off before and after. */
static inline void
cpu_idle(void)
{
	__asm__ volatile("sti; hlt; cli" : : : "memory");
}

static inline void
outb(u16 port, u8 value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline u8
inb(u16 port)
{
	u8 value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

#endif
