/*
 * update_va_mapping: which flags and which frames may stand in an entry.
 */
#include "chapters.h"

#define XENMEM_MACHPHYS_MFN_LIST        5

struct mfn_list {
	u32 capacity;
	u32 where;
	u32 count;
};

static void
ask_addresses(void)
{
	pte own = maddr_of(page_a) | READ_WRITE | USED;
	pte other = maddr_of(page_b);

	answer("update_va_mapping(shared_info, rw)",
	    map(&shared_page, start_info->shared_info | READ_WRITE));
	answer("update_va_mapping(pA -> pB rw)",
	    map(page_a, other | READ_WRITE | USED));
	page_a[0] = 0x1122;
	barrier();
	answer_with("  alias visible in pB", 0, "pB[0]", page_b[0]);
	page_b[0] = 0;
	answer("update_va_mapping(pA -> not present)", map(page_a, 0));
	answer("update_va_mapping(pA back)", map(page_a, own));
	answer("update_va_mapping(va in Xen's hole)",
	    map((void *)XEN_HOLE, other | READ_WRITE));
	answer("update_va_mapping(va in M2P hole)",
	    map((void *)m2p(), other | READ_ONLY));
	answer("update_va_mapping(va with no L1)",
	    map((void *)UNMAPPED, other | READ_ONLY));
	answer("update_va_mapping(unaligned va)", map(page_a + 1, own));
	answer("update_va_mapping(flags 7)",
	    update_va_mapping((uintptr)page_a, own, 7));
}

static void
ask_flags(void)
{
	u64 frame = maddr_of(page_a);
	pte own = frame | READ_WRITE | USED;

	answer("update_va_mapping(reserved bit 51)",
	    map(page_a, frame | READ_WRITE | PTE_RESERVED));
	answer("update_va_mapping(bit 52)",
	    map(page_a, frame | READ_WRITE | 1ull << 52));
	answer("update_va_mapping(bit 62)",
	    map(page_a, frame | READ_WRITE | 1ull << 62));
	answer("update_va_mapping(avail bit 9)", map(page_a, own | PTE_AVAIL_9));
	answer("update_va_mapping(bit 8 global)", map(page_a, own | PTE_GLOBAL));
	answer("update_va_mapping(bit 7 PAT)", map(page_a, own | PTE_PSE));
	answer("update_va_mapping(PWT)", map(page_a, own | PTE_PWT));
	answer("update_va_mapping(PCD+PWT)",
	    map(page_a, own | PTE_PCD | PTE_PWT));
	answer("update_va_mapping(NX)", map(page_a, own | PTE_NX));
	answer("update_va_mapping(supervisor, no US)",
	    map(page_a, own & ~PTE_USER));
	answer_with("  PTE as stored after that", 0, "low12",
	    *entry_for((uintptr)page_a, 1) & 0xfff);
	make_read_write(page_a);
	answer_with("  PTE as stored, normal rw", 0, "low12",
	    *entry_for((uintptr)page_a, 1) & 0xfff);
}

/* Maps some frame over page_a, and puts page_a's own back. */
static void
ask_frame(const char *question, u64 maddr, pte flags)
{
	answer(question, map(page_a, maddr | flags));
	make_read_write(page_a);
}

static void
ask_frames(void)
{
	u32 mfn = 0;
	struct mfn_list list = { 1, (u32)&mfn, 0 };
	s32 result;

	ask_frame("update_va_mapping(mfn 0 rw)", 0, READ_WRITE);
	ask_frame("update_va_mapping(mfn 0xb8 VGA rw)", 0xb8000, READ_WRITE);
	ask_frame("update_va_mapping(mfn 0xffffff no such RAM, rw)",
	    (u64)NO_SUCH_FRAME << PAGE_SHIFT, READ_WRITE);

	result = HYPERCALL2(HYPERVISOR_MEMORY_OP, XENMEM_MACHPHYS_MFN_LIST,
	    &list);
	answer_with("memory_op(machphys_mfn_list)", result, "nr", list.count);
	if (result == 0) {
		ask_frame("update_va_mapping(Xen's M2P frame, ro)",
		    (u64)mfn << PAGE_SHIFT, READ_ONLY);
		ask_frame("update_va_mapping(Xen's M2P frame, rw)",
		    (u64)mfn << PAGE_SHIFT, READ_WRITE);
	}
	ask_frame("update_va_mapping(a frame that is not mine, rw)",
	    (u64)foreign_frame << PAGE_SHIFT, READ_WRITE);
}

/* Our own page tables: to be read, not to be written. */
static void
ask_live_tables(void)
{
	uintptr va = (uintptr)table_page;
	pte *l1 = table_for(va, 1), *l2 = table_for(va, 2);
	void *top = (void *)start_info->pt_base;

	answer_with("own L1 table: PTE mapping it", 0, "low12",
	    *entry_for((uintptr)l1, 1) & 0xfff);
	answer("update_va_mapping(live L1 table, rw)",
	    map(page_a, maddr_of(l1) | READ_WRITE));
	ask_frame("update_va_mapping(live L1 table, ro)", maddr_of(l1),
	    READ_ONLY);
	answer("update_va_mapping(live L2 table, rw)",
	    map(page_a, maddr_of(l2) | READ_WRITE));
	answer("update_va_mapping(live top table, rw)",
	    map(page_a, maddr_of(top) | READ_WRITE));
	ask_frame("update_va_mapping(live top table, ro)", maddr_of(top),
	    READ_ONLY);
}

void
ask_mapping(void)
{
	ask_addresses();
	ask_flags();
	ask_frames();
	ask_live_tables();
}
