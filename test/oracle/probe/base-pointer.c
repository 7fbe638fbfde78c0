/*
 * mmuext_op: base pointers, flushes, page copies and LDTs.
 */
#include "chapters.h"

#define TLB_FLUSH_LOCAL         6
#define INVLPG_LOCAL            7
#define FLUSH_CACHE             12
#define SET_LDT                 13
#define NEW_USER_BASEPTR        15
#define CLEAR_PAGE              16
#define COPY_PAGE               17

void
ask_base_pointer(void)
{
	struct mmuext_op two[2] = { { TLB_FLUSH_LOCAL, 0, 0 }, { 99, 0, 0 } };
	u32 l1_mfn = mfn_of(table_for((uintptr)table_page, 1));
	u32 ldt = (u32)descriptor_page;

	answer("new_baseptr(current top)", extended(MMUEXT_NEW_BASEPTR,
	    mfn_of((void *)start_info->pt_base), 0));
	answer("new_baseptr(data page)",
	    extended(MMUEXT_NEW_BASEPTR, mfn_of(page_b), 0));
	answer("new_baseptr(an L1)", extended(MMUEXT_NEW_BASEPTR, l1_mfn, 0));
	answer("new_baseptr(no such frame)",
	    extended(MMUEXT_NEW_BASEPTR, NO_SUCH_FRAME, 0));
	answer("mmuext(unknown 99)", extended(99, 0, 0));
	answer("mmuext(tlb_flush_local)", extended(TLB_FLUSH_LOCAL, 0, 0));
	answer("mmuext(invlpg_local)", extended(INVLPG_LOCAL, (u32)page_a, 0));
	answer("mmuext(invlpg_local, Xen va)",
	    extended(INVLPG_LOCAL, XEN_HOLE, 0));
	answer("mmuext(flush_cache)", extended(FLUSH_CACHE, 0, 0));
	answer("mmuext(clear_page own data)",
	    extended(CLEAR_PAGE, mfn_of(page_b), 0));
	answer("mmuext(clear_page live L1)", extended(CLEAR_PAGE, l1_mfn, 0));
	answer("mmuext(copy_page)",
	    extended(COPY_PAGE, mfn_of(page_b), mfn_of(page_a)));
	answer("mmuext(set_ldt 0 entries)", extended(SET_LDT, 0, 0));
	answer("mmuext(set_ldt unaligned)", extended(SET_LDT, ldt + 8, 4));
	answer("mmuext(set_ldt 8193 entries)", extended(SET_LDT, ldt, 8193));
	answer("mmuext(set_ldt pG 4, page still rw)", extended(SET_LDT, ldt, 4));
	extended(SET_LDT, 0, 0);
	answer("mmuext(new_user_baseptr 0) on PAE",
	    extended(NEW_USER_BASEPTR, 0, 0));

	updates_done = 77;
	answer("mmuext(2 ops, 2nd bad)", HYPERCALL4(HYPERVISOR_MMUEXT_OP, two,
	    2, &updates_done, DOMID_SELF));
	answer_with("  done", 0, "done", updates_done);
}
