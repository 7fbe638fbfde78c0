/*
 * mmu_update: targets, commands, domains and batches.
 */
#include "chapters.h"


/* The low two bits of a target are the command. */
#define MACHPHYS_UPDATE 1
#define PRESERVE_AD     2
#define NO_TRANSLATE    3

static void
answer_done(void)
{
	answer_with("  done", 0, "done", updates_done);
}

static void
ask_one_entry(u64 target, pte old)
{
	answer("mmu_update(L1 entry: same value)", update(target, old));
	answer_done();
	answer("mmu_update(L1 entry: not present)", update(target, 0));
	answer("mmu_update(L1 entry: restore)", update(target, old));
	answer("mmu_update(L1 entry: unaligned ptr +4)",
	    update(target + 4, old));
	answer_done();
	answer("mmu_update(cmd 3 = NO_TRANSLATE)",
	    update(target | NO_TRANSLATE, old));
	answer_done();
	answer("mmu_update(cmd 2 = PRESERVE_AD)",
	    update(target | PRESERVE_AD, old));
}

static void
ask_targets(void)
{
	u64 foreign = (u64)foreign_frame << PAGE_SHIFT;
	u32 pfn = ((u32)page_b - (u32)virt_base) >> PAGE_SHIFT;

	answer("mmu_update(normal data page as target)",
	    update(maddr_of(page_b), 0x123456789aull));
	barrier();
	answer_with("  written", 0, "pB[0]", page_b[0]);
	page_b[0] = 0;
	answer("mmu_update(target frame not mine)", update(foreign, 0));
	answer("mmu_update(target frame no RAM)",
	    update((u64)NO_SUCH_FRAME << PAGE_SHIFT, 0));
	answer("mmu_update(machphys own frame, same pfn)",
	    update(maddr_of(page_b) | MACHPHYS_UPDATE, pfn));
	answer("mmu_update(machphys frame not mine)",
	    update(foreign | MACHPHYS_UPDATE, 5));
}

static s32
update_for(u32 domid)
{
	struct mmu_update request = { maddr_of(page_b), 0 };

	return HYPERCALL4(HYPERVISOR_MMU_UPDATE, &request, 1, NULL, domid);
}

static void
ask_batches(u64 target, pte old)
{
	struct mmu_update requests[3] = {
		{ target, old }, { target, old | PTE_RESERVED }, { target, old }
	};

	answer("mmu_update(bad request pointer)",
	    HYPERCALL4(HYPERVISOR_MMU_UPDATE, XEN_HOLE, 1, NULL, DOMID_SELF));
	answer("mmu_update(count 0)",
	    HYPERCALL4(HYPERVISOR_MMU_UPDATE, requests, 0, NULL, DOMID_SELF));
	answer("mmu_update(foreign domid 55)", update_for(NOBODY));
	answer("mmu_update(domid DOMID_XEN)", update_for(DOMID_XEN));
	answer("mmu_update(domid DOMID_IO)", update_for(DOMID_IO));
	answer("mmu_update(domid 0 by number)", update_for(0));

	updates_done = 77;
	answer("mmu_update(3 requests, 2nd bad)",
	    HYPERCALL4(HYPERVISOR_MMU_UPDATE, requests, 3, &updates_done,
	    DOMID_SELF));
	answer_done();
}

void
ask_updates(void)
{
	pte *entry = entry_for((uintptr)table_page, 1);
	u64 target = maddr_of(entry);
	pte old = *entry;

	ask_one_entry(target, old);
	ask_targets();
	ask_batches(target, old);
}
