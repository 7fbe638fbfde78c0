/*
 * Pinning: what a frame must hold, and how it may be mapped, to be a table.
 */
#include "chapters.h"

#define PIN_L1          0
#define PIN_L2          1
#define PIN_L3          2
#define PIN_L4          3
#define UNPIN           4

static void
ask_empty_l1(u32 mfn)
{
	u64 table = maddr_of(table_page);

	clear(table_page);
	answer("pin L1: frame still mapped rw", extended(PIN_L1, mfn, 0));
	make_read_only(table_page);
	answer("pin L1: empty, mapped ro", extended(PIN_L1, mfn, 0));
	answer("pin L1: again", extended(PIN_L1, mfn, 0));
	answer("pin L2: same frame (typed L1)", extended(PIN_L2, mfn, 0));
	answer("update_va_mapping(pinned L1, rw)",
	    map(table_page, table | READ_WRITE));
	answer("mmu_update(entry in pinned L1: own page rw)",
	    update(table + 8, maddr_of(page_b) | READ_WRITE));
	answer("mmu_update(entry in pinned L1: itself rw)",
	    update(table + 16, table | READ_WRITE));
	answer("mmu_update(entry in pinned L1: itself ro)",
	    update(table + 16, table | READ_ONLY));
	answer("mmu_update(entry in pinned L1: reserved bit)",
	    update(table + 24, maddr_of(page_b) | PTE_PRESENT | PTE_RESERVED));
	answer("mmu_update(entry in pinned L1: not-present junk)",
	    update(table + 24, 0xdeadbee0ull));
	TRY("movl $0, %0", : "=m"(table_page[3]));
	trap_answer("direct store to pinned, unhooked L1 (mapped ro)",
	    table_page[3]);
	answer("unpin L1", extended(UNPIN, mfn, 0));
	answer("unpin L1 again", extended(UNPIN, mfn, 0));
	answer("update_va_mapping(after unpin, rw again)",
	    map(table_page, table | READ_WRITE));
}

/* Pins an L1 with one entry; leaves the page writable. */
static void
ask_l1_holding(const char *question, pte entry)
{
	clear(table_page);
	table_page[5] = entry;
	barrier();
	make_read_only(table_page);
	answer(question, extended(PIN_L1, mfn_of(table_page), 0));
}

void
ask_pinning(void)
{
	u32 mfn = mfn_of(table_page);
	u64 table = maddr_of(table_page);

	ask_empty_l1(mfn);
	ask_l1_holding("pin L1 holding a rw mapping of itself",
	    table | READ_WRITE);
	make_read_write(table_page);
	ask_l1_holding("pin L1 holding a ro mapping of itself",
	    table | READ_ONLY);
	extended(UNPIN, mfn, 0);
	make_read_write(table_page);
	ask_l1_holding("pin L1 holding a rw mapping of a frame that is not mine",
	    (u64)foreign_frame << PAGE_SHIFT | READ_WRITE);
	make_read_write(table_page);
	ask_l1_holding("pin L1 with a reserved bit",
	    maddr_of(page_b) | PTE_PRESENT | PTE_RESERVED);
	make_read_write(table_page);

	clear(table_page);
	answer("pin L2: frame mapped rw", extended(PIN_L2, mfn, 0));
	make_read_only(table_page);
	answer("pin L2: empty, mapped ro", extended(PIN_L2, mfn, 0));
	answer("pin L1: same frame (typed L2)", extended(PIN_L1, mfn, 0));
	answer("unpin L2", extended(UNPIN, mfn, 0));
	answer("pin: frame not mine", extended(PIN_L1, foreign_frame, 0));
	answer("pin: no such frame", extended(PIN_L1, NO_SUCH_FRAME, 0));
	answer("unpin: no such frame", extended(UNPIN, NO_SUCH_FRAME, 0));
	answer("pin L3: empty, mapped ro", extended(PIN_L3, mfn, 0));
	extended(UNPIN, mfn, 0);
	answer("pin L4 on PAE: empty, mapped ro", extended(PIN_L4, mfn, 0));
	make_read_write(table_page);
}
