/*
 * How an entry of a page table is changed: by asking Xen, which wants to know
 * the machine address of the entry. Reading stays native.
 */
#ifndef PTESTORE_H
#define PTESTORE_H

#include <pte.h>
#include <xenpmap.h>

static inline void
pte_set(pt_entry_t *pte, pt_entry_t value)
{
	xpq_queue_update(vtomach(pte), value);
	xpq_flush_queue();
}

#endif
