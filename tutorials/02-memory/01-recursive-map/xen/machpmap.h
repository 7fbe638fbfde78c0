/*
 * What pmap.c asks of the machine, under Xen: entries hold machine frames,
 * tables are read-only before they are tables, directories are pinned.
 */
#ifndef MACHPMAP_H
#define MACHPMAP_H

#include <opt_linear.h>
#include <pmap.h>
#include <xenpmap.h>

/* The alternate window. The highest slots, where it was, are Xen's. */
#ifdef PAE
#define PDSLOT_APTE     1528u
#define MMUEXT_PIN_ROOT MMUEXT_PIN_L3_TABLE
#else
#define PDSLOT_APTE     1007u
#define MMUEXT_PIN_ROOT MMUEXT_PIN_L2_TABLE
#endif

/*
 * Entries for itself that a directory has before it is first used. With PAE
 * the last names the page that is validated last, and has to wait for that.
 */
#ifdef PAE
#define NLINEAR         (PDIR_PAGES - 1)
#else
#define NLINEAR         1u
#endif

static inline pt_entry_t
ptom(paddr_t pa)
{
	return (pt_entry_t)frame_at(pa) << PAGE_SHIFT;
}

/* The kernel's entry for a page: tables, those of the boot too, are read-only. */
static inline pt_entry_t
kernel_entry(paddr_t pa, bool is_table)
{
	paddr_t boot = PA(start_info->pt_base);

	if (pa >= boot && pa < boot + start_info->nr_pt_frames * PAGE_SIZE)
		is_table = true;
	return ptom(pa) | (is_table ? PG_V : PG_V | PG_RW);
}

/* A page is to become a table: nobody may be able to write it. */
static inline void
table_page(paddr_t pa)
{
	xen_set_entry((u32)KVA(pa), ptom(pa) | PG_V);
}

/* A directory is complete: Xen examines it, and keeps it as one. */
static inline void
directory_ready(struct pmap *pmap)
{
	paddr_t pdir = PA(pmap->pm_pdir);
	u32 i;

	for (i = 0; i < PDIR_PAGES; i++)
		table_page(pdir + i * PAGE_SIZE);
	if (pmap->pm_root != pdir)
		table_page(pmap->pm_root);
	xen_mmuext(MMUEXT_PIN_ROOT, frame_at(pmap->pm_root),
	    "pin of a page directory");
	for (i = NLINEAR; i < PDIR_PAGES; i++)
		xpq_queue_update(ptom(pdir + (PDSLOT_PTE / NPTE) * PAGE_SIZE) |
		    (PDSLOT_PTE + i) % NPTE * sizeof(pt_entry_t),
		    ptom(pdir + i * PAGE_SIZE) | PG_LINEAR);
	if (NLINEAR < PDIR_PAGES)
		xpq_flush_queue();
}

/* Runs on a directory. What the TLB knew is forgotten. */
static inline void
load_directory(struct pmap *pmap)
{
	xen_mmuext(MMUEXT_NEW_BASEPTR, frame_at(pmap->pm_root),
	    "change of the page directory");
}

static inline void
tlbflush(void)
{
	xen_mmuext(MMUEXT_TLB_FLUSH_LOCAL, 0, "TLB flush");
}

#endif
