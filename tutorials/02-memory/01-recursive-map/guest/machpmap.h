/*
 * What pmap.c asks of the machine: here the processor's own answer, in the
 * port Xen's.
 */
#ifndef MACHPMAP_H
#define MACHPMAP_H

#include <pmap.h>

/* The alternate window: another directory's tables, seen from this space. */
#ifdef PAE
#define PDSLOT_APTE     2044u
#else
#define PDSLOT_APTE     1023u
#endif

/* Entries for itself that a directory has before it is first used. */
#define NLINEAR         PDIR_PAGES

/* The address that entries name physical memory by. */
static inline pt_entry_t
ptom(paddr_t pa)
{
	return pa;
}

/* The kernel's entry for a page of physical memory. */
static inline pt_entry_t
kernel_entry(paddr_t pa, bool is_table)
{
	(void)is_table;
	return pa | PG_V | PG_RW;
}

/* A page is to become a table of the running kernel. */
static inline void
table_page(paddr_t pa)
{
	(void)pa;
}

/* A directory is complete, and will be used from now on. */
static inline void
directory_ready(struct pmap *pmap)
{
	(void)pmap;
}

/* Runs on a directory. What the TLB knew is forgotten. */
static inline void
load_directory(struct pmap *pmap)
{
	__asm__ volatile("movl %0, %%cr3" : : "r"(pmap->pm_root) : "memory");
}

static inline void
tlbflush(void)
{
	u32 root;

	__asm__ volatile("movl %%cr3, %0; movl %0, %%cr3" : "=r"(root) : :
	    "memory");
}

#endif
