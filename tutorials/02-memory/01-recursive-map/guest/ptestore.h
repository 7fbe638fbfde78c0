/*
 * How an entry of a page table is changed: it is memory, so it is stored to.
 * With PAE in two halves, of which the one with PG_V comes last if it is to be
 * set, and first if it is to be cleared.
 */
#ifndef PTESTORE_H
#define PTESTORE_H

#include <pte.h>

static inline void
pte_set(pt_entry_t *pte, pt_entry_t value)
{
#ifdef PAE
	volatile u32 *half = (volatile u32 *)pte;

	if (!(value & PG_V))
		half[0] = 0;
	half[1] = value >> 32;
	half[0] = (u32)value;
#else
	*(volatile pt_entry_t *)pte = value;
#endif
}

#endif
