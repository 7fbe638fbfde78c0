/*
 * The machine's side of virtual memory. Physical memory that the kernel uses
 * lies below PHYS_END and is mapped at KERNBASE; the rest is not touched.
 */
#ifndef PMAP_H
#define PMAP_H

#include <pte.h>

typedef u32 paddr_t;
typedef u32 vaddr_t;

#define PHYS_END        0x00400000u
#define KVA(pa)         ((void *)(KERNBASE + (pa)))
#define PA(va)          ((paddr_t)(va) - KERNBASE)

/* What user programs get, and where the kernel maps what it likes. */
#define VM_TEXT         0x00001000u
#define VM_HEAP         0x00400000u
#define VM_HEAP_END     0x00800000u
#define VM_STACK        0xbe000000u
#define VM_STACK_END    0xbe010000u
#define VM_KERNEL       (KERNBASE + PHYS_END)

struct pmap {
	pt_entry_t *pm_pdir;            /* the directory, in the kernel's map */
	paddr_t pm_root;                /* what CR3 gets */
};

extern struct pmap *curpmap;

void pmap_bootstrap(paddr_t avail);
paddr_t pmap_page_alloc(u32 count);
void pmap_create(struct pmap *pmap);
void pmap_activate(struct pmap *pmap);
void pmap_kenter_pa(vaddr_t va, paddr_t pa);
void pmap_enter(struct pmap *pmap, vaddr_t va, paddr_t pa, u32 prot);

#endif
