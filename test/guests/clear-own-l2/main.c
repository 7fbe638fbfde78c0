/*
 * Takes its own address space apart. Xen checks that page tables are safe for
 * others; it does not keep a guest from harming itself.
 */
#include "guest.h"

#define L2_SHIFT        21
#define L3_SHIFT        30
#define L2_ENTRIES      512

static s32
extended(u32 command, u32 mfn)
{
	struct mmuext_op operation = { command, mfn, 0 };

	return HYPERCALL4(HYPERVISOR_MMUEXT_OP, &operation, 1, NULL,
	    DOMID_SELF);
}

NORETURN void
guest_main(void)
{
	u32 base = (u32)virt_base;
	const u32 *p2m = (const u32 *)start_info->mfn_list;
	const pte *l3 = (const pte *)start_info->pt_base;
	u32 l3_mfn = p2m[(start_info->pt_base - base) >> PAGE_SHIFT];
	u32 empty_mfn = p2m[start_info->nr_pages - 1];
	pte l2e = l3[base >> L3_SHIFT];
	struct mmu_update clear = {
		(l2e & ~0xfffull) |
		    (base >> L2_SHIFT) % L2_ENTRIES * sizeof(pte), 0
	};

	printf("Unpinning the running table: %d\n",
	    extended(MMUEXT_UNPIN_TABLE, l3_mfn));
	printf("Unpinning it again: %d\n",
	    extended(MMUEXT_UNPIN_TABLE, l3_mfn));
	printf("Pinning it again: %d\n",
	    extended(MMUEXT_PIN_L3_TABLE, l3_mfn));
	printf("Loading an empty page as base pointer: %d\n",
	    extended(MMUEXT_NEW_BASEPTR, empty_mfn));
	printf("Clearing the entry that maps this code.\n");
	console_flush();
	HYPERCALL4(HYPERVISOR_MMU_UPDATE, &clear, 1, NULL, DOMID_SELF);
	panic("still here");
}
