/*
 * Page tables under Xen (PAE): the guest reads them and asks Xen to write.
 * Source: xen/include/public/xen.h; bits: Intel SDM Vol. 3A, table 4-11.
 */
#ifndef XEN_MMU_H
#define XEN_MMU_H

#include "types.h"
#include "xen/hypercall.h"

typedef u64 pte;                        /* holds a machine frame number */

#define PTE_PRESENT     0x001ull
#define PTE_WRITE       0x002ull
#define PTE_USER        0x004ull
#define PTE_ACCESSED    0x020ull
#define PTE_DIRTY       0x040ull

#define PTE(mfn, flags) (((pte)(mfn) << PAGE_SHIFT) | (flags))

/* update_va_mapping: what to flush */
#define UVMF_NONE       0u
#define UVMF_TLB_FLUSH  1u
#define UVMF_INVLPG     2u

/* mmuext_op */
#define MMUEXT_PIN_L2_TABLE     1
#define MMUEXT_PIN_L3_TABLE     2
#define MMUEXT_UNPIN_TABLE      4
#define MMUEXT_NEW_BASEPTR      5
#define MMUEXT_TLB_FLUSH_LOCAL  6

struct mmuext_op {
	u32 cmd;
	u32 arg1;                       /* a machine frame number, mostly */
	u32 arg2;
};
ASSERT_SIZE(struct mmuext_op, 12);

/* mmu_update: the low two bits of ptr say what to do */
#define MMU_NORMAL_PT_UPDATE    0

struct mmu_update {
	u64 ptr;                        /* machine address of the entry */
	u64 val;
};
ASSERT_SIZE(struct mmu_update, 16);

/* Sets the entry that maps `va` in the running address space. */
static inline s32
update_va_mapping(uintptr va, pte entry, u32 flags)
{
	return HYPERCALL4(HYPERVISOR_UPDATE_VA_MAPPING, va, LOW(entry),
	    HIGH(entry), flags);
}

#endif
