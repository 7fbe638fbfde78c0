/*
 * Page-table entries, and where the tables appear in the address space that
 * they describe: the page directory names itself in slot PDSLOT_PTE, so every
 * entry of the running space is a word of one array at PTE_BASE, and the
 * directory itself the words at PDP_BASE.
 *
 * Source: Intel SDM Vol. 3A, 4.3 and 4.4; NetBSD sys/arch/i386/include/pmap.h.
 */
#ifndef PTE_H
#define PTE_H

#include <types.h>

#define KERNBASE        0xc0000000u

#ifdef PAE
/* Four directory pages of 512 entries each; a top table of four names them. */
typedef u64 pt_entry_t;
#define PDSHIFT         21
#define PDIR_PAGES      4u
#define PDSLOT_PTE      1532u           /* to 1535: slots 508 to 511 of page 2 */
#define NKPTP           4u              /* tables of the kernel: 8 MB */
#else
typedef u32 pt_entry_t;
#define PDSHIFT         22
#define PDIR_PAGES      1u
#define PDSLOT_PTE      767u
#define NKPTP           2u
#endif

#define PG_V            0x001u          /* valid */
#define PG_RW           0x002u          /* may be written */
#define PG_u            0x004u          /* ring 3 may use it */

#define PDSLOT_KERN     (KERNBASE >> PDSHIFT)
#define NPTE            (PAGE_SIZE / sizeof(pt_entry_t))

#define PTE_BASE        ((pt_entry_t *)(PDSLOT_PTE << PDSHIFT))
#define PDP_BASE        ((pt_entry_t *)((PDSLOT_PTE << PDSHIFT) + \
			    PDSLOT_PTE * PAGE_SIZE))

#define pdei(va)        ((u32)(va) >> PDSHIFT)
#define vtopte(va)      (PTE_BASE + ((u32)(va) >> PAGE_SHIFT))

#endif
