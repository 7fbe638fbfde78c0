/*
 * Page tables under Xen: machine addresses, and requests to change entries.
 */
#ifndef XENPMAP_H
#define XENPMAP_H

#include <guest.h>
#include <pte.h>

typedef u64 maddr_t;                    /* an address as the machine sees it */

/* Frame of a table entry, without its flags. */
#define PTE_FRAME(entry)        ((entry) & ~(pt_entry_t)(PAGE_SIZE - 1))

/*
 * The machine address behind a mapped one: its own entry says so, and the
 * window shows the entry.
 */
static inline maddr_t
vtomach(const void *va)
{
	return PTE_FRAME(*vtopte(va)) | ((u32)va & (PAGE_SIZE - 1));
}

/* machdep.c */
u32 frame_at(u32 pa);

/* xen_machdep.c */
void xen_set_entry(u32 va, u64 entry);
void xen_mmuext(u32 command, u32 mfn, const char *what);
void xpq_queue_update(maddr_t entry, u64 value);
void xpq_flush_queue(void);

#endif
