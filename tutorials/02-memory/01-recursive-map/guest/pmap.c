/*
 * Page tables by way of the recursive slot: to change the entry of an address,
 * compute where it lies in the window, and store. See pte.h.
 */
#include <kernel.h>
#include <machpmap.h>
#include <opt_linear.h>
#include <ptestore.h>

#define APTE_BASE       ((pt_entry_t *)(PDSLOT_APTE << PDSHIFT))
#define APDP_PDE        (PDP_BASE + PDSLOT_APTE)

static struct pmap kernel_pmap;
struct pmap *curpmap = &kernel_pmap;

static paddr_t avail_start;             /* physical memory from here is free */

/* Takes pages that follow one another, all zeros. None ever comes back. */
paddr_t
pmap_page_alloc(u32 count)
{
	paddr_t pa = avail_start;

	if (PHYS_END - pa < count * PAGE_SIZE)
		panic("out of memory");
	avail_start += count * PAGE_SIZE;
	memset(KVA(pa), 0, count * PAGE_SIZE);
	return pa;
}

/*
 * A directory that maps nothing yet but itself. With PAE it comes with the
 * table above, whose four entries name the directory's pages.
 */
static void
pmap_pdp_ctor(struct pmap *pmap)
{
	paddr_t pdir = pmap_page_alloc(PDIR_PAGES);
	u32 i;

	pmap->pm_pdir = KVA(pdir);
	pmap->pm_root = pdir;
#ifdef PAE
	pmap->pm_root = pmap_page_alloc(1);
	for (i = 0; i < PDIR_PAGES; i++)
		((pt_entry_t *)KVA(pmap->pm_root))[i] =
		    ptom(pdir + i * PAGE_SIZE) | PG_V;
#endif
	for (i = 0; i < NLINEAR; i++)
		pmap->pm_pdir[PDSLOT_PTE + i] =
		    ptom(pdir + i * PAGE_SIZE) | PG_LINEAR;
}

/*
 * The kernel's own tables, built while those of the boot still run: all of
 * physical memory up to PHYS_END at KERNBASE, then room for more.
 */
void
pmap_bootstrap(paddr_t avail)
{
	paddr_t tables, pa;
	pt_entry_t *ptes;
	u32 i;

	avail_start = avail;
	pmap_pdp_ctor(&kernel_pmap);
	tables = pmap_page_alloc(NKPTP);
	for (i = 0; i < NKPTP; i++)
		kernel_pmap.pm_pdir[PDSLOT_KERN + i] =
		    ptom(tables + i * PAGE_SIZE) | PG_V | PG_RW;
	ptes = KVA(tables);
	for (pa = 0; pa < PHYS_END; pa += PAGE_SIZE)
		ptes[pa >> PAGE_SHIFT] = kernel_entry(pa,
		    pa >= avail && pa < avail_start);
	for (i = 0; i < NKPTP; i++)
		table_page(tables + i * PAGE_SIZE);
	directory_ready(&kernel_pmap);
	load_directory(&kernel_pmap);
}

/* A new space: the kernel, and nothing of a user. */
void
pmap_create(struct pmap *pmap)
{
	u32 i;

	pmap_pdp_ctor(pmap);
	for (i = 0; i < NKPTP; i++)
		pmap->pm_pdir[PDSLOT_KERN + i] =
		    kernel_pmap.pm_pdir[PDSLOT_KERN + i];
	directory_ready(pmap);
}

/* Runs in a space. The alternate window of the one left is closed. */
void
pmap_activate(struct pmap *pmap)
{
	u32 i;

	for (i = 0; i < PDIR_PAGES; i++)
		if (APDP_PDE[i] != 0)
			pte_set(&APDP_PDE[i], 0);
	curpmap = pmap;
	load_directory(pmap);
}

/* The entries of a space: of the running one, or through the other window. */
static pt_entry_t *
pmap_map_ptes(struct pmap *pmap)
{
	u32 i;

	if (pmap == curpmap)
		return PTE_BASE;
	for (i = 0; i < PDIR_PAGES; i++)
		pte_set(&APDP_PDE[i],
		    ptom(PA(pmap->pm_pdir) + i * PAGE_SIZE) | PG_LINEAR);
	tlbflush();
	return APTE_BASE;
}

/* Maps a page for the kernel, at VM_KERNEL or above. */
void
pmap_kenter_pa(vaddr_t va, paddr_t pa)
{
	pte_set(vtopte(va), ptom(pa) | PG_V | PG_RW);
}

/* Maps a page for the user of a space; `prot` is PG_RW or 0. */
void
pmap_enter(struct pmap *pmap, vaddr_t va, paddr_t pa, u32 prot)
{
	pt_entry_t *ptes = pmap_map_ptes(pmap);
	pt_entry_t *pde = &pmap->pm_pdir[pdei(va)];
	paddr_t table;

	if (!(*pde & PG_V)) {
		table = pmap_page_alloc(1);
		table_page(table);
		pte_set(pde, ptom(table) | PG_V | PG_RW | PG_u);
	}
	pte_set(&ptes[va >> PAGE_SHIFT], ptom(pa) | PG_V | PG_u | prot);
}
