/*
 * Hanging a table into the live tree, writing to it, and the entries of the
 * levels above, among them the linear ones.
 */
#include "chapters.h"

#define TLB_FLUSH_LOCAL         6
#define FREE_SLOT               100     /* 0xcc800000: well below Xen's hole */
#define M2P_SLOT                507
#define VMASST_ENABLE           0
#define VMASST_WRITABLE_TABLES  2

/* A native store of `value` to the low word of the hooked table's entry 0. */
static void
ask_direct_store(const char *question, u32 value)
{
	TRY("movl %1, %0", : "=m"(table_page[0]) : "r"(value));
	trap_answer(question, table_page[0]);
}

static void
ask_direct_stores(volatile u32 *mapped, pte *l2)
{
	u32 word = 0;

	ask_direct_store("direct store 0 to low word of a hooked L1 entry (ptwr)",
	    0);
	TRY("movl $0x1, %0", : "=m"(*mapped));
	trap_answer("store through that VA now", 0);
	ask_direct_store("direct store of good PTE to hooked L1 (ptwr)",
	    maddr_of(page_b) | READ_WRITE | USED);
	ask_direct_store("direct store of rw-self PTE to hooked L1 (ptwr)",
	    maddr_of(table_page) | READ_WRITE | USED);
	TRY("xchgl %1, %0", : "+m"(table_page[0]), "+r"(word));
	trap_answer("direct xchg on hooked L1 (ptwr)", word);
	TRY("lock; orl $0x200, %0", : "+m"(*(u32 *)&table_page[0]));
	trap_answer("direct lock or on hooked L1 (ptwr)", table_page[0]);
	answer("vm_assist(enable writable_pagetables=2)",
	    HYPERCALL2(HYPERVISOR_VM_ASSIST, VMASST_ENABLE,
	    VMASST_WRITABLE_TABLES));
	ask_direct_store("direct store to hooked L1, writable_pagetables on", 0);
	TRY("movl $0, %0", : "=m"(l2[FREE_SLOT]));
	trap_answer("direct store to live L2 entry", l2[FREE_SLOT]);
}

static void
ask_l2_entries(u64 slot, pte *l2)
{
	pte table = maddr_of(table_page) | READ_WRITE;
	void *top = (void *)start_info->pt_base;

	answer("mmu_update(L2 entry with PSE)", update(slot,
	    (maddr_of(page_b) & ~0x1fffffull) | READ_WRITE | PTE_PSE));
	answer("mmu_update(L2 entry -> 0)", update(slot, 0));
	extended(TLB_FLUSH_LOCAL, 0, 0);
	answer("mmu_update(L2 entry with reserved bit)",
	    update(slot, table | PTE_RESERVED));
	answer("mmu_update(L2 entry -> live L2 itself, ro linear)",
	    update(slot, maddr_of(l2) | READ_ONLY | PTE_ACCESSED));
	update(slot, 0);
	answer("mmu_update(L2 entry -> live L2 itself, rw linear)",
	    update(slot, maddr_of(l2) | READ_WRITE | PTE_ACCESSED));
	update(slot, 0);
	answer("mmu_update(L2 entry -> top table)",
	    update(slot, maddr_of(top) | READ_ONLY));
	answer("mmu_update(L2 entry -> live L1 of other slot, second use)",
	    update(slot, maddr_of(table_for((uintptr)table_page, 1)) |
	    READ_WRITE));
	update(slot, 0);
}

static void
ask_l3_entries(pte *l2)
{
	pte *l3 = (pte *)start_info->pt_base;
	pte old = l3[3];

	answer_with("  L3[3] stored bits", 0, "low12", l3[3] & 0xfff);
	answer_with("  L2[100] area: L2[507] stored", 0, "val", l2[M2P_SLOT]);
	answer("mmu_update(L3[0] -> live L2 of slot 3)",
	    update(maddr_of(&l3[0]), old));
	answer("mmu_update(L3[3] := 0)", update(maddr_of(&l3[3]), 0));
	answer("mmu_update(L3[3] := same)", update(maddr_of(&l3[3]), old));
	answer("mmu_update(L3[4] beyond the four)",
	    update(maddr_of(&l3[4]), 0));
	make_read_write(spare_table);
	clear(spare_table);
	make_read_only(spare_table);
	answer("mmu_update(L3[0] with RW|US bits, empty L2)",
	    update(maddr_of(&l3[0]), maddr_of(spare_table) | READ_WRITE));
	answer("mmu_update(L3[0] -> empty L2, P only)",
	    update(maddr_of(&l3[0]), maddr_of(spare_table) | PTE_PRESENT));
	update(maddr_of(&l3[0]), 0);
	make_read_write(spare_table);
	answer("mmu_update(L2 kernel slot 507: Xen's M2P)",
	    update(maddr_of(&l2[M2P_SLOT]), 0));
	answer("mmu_update(L2 slot 511)", update(maddr_of(&l2[511]), 0));
}

void
ask_hooking(void)
{
	pte *l2 = table_for((uintptr)virt_base, 2);
	uintptr va = ((u32)virt_base & 0xc0000000) + (FREE_SLOT << 21);
	u64 slot = maddr_of(&l2[FREE_SLOT]);
	pte hook = maddr_of(table_page) | READ_WRITE | PTE_ACCESSED;

	answer_with("  M2P base", 0, "va", (u32)m2p());
	answer_with("free L2 slot", 0, "va", va);
	clear(table_page);
	table_page[0] = maddr_of(page_b) | READ_WRITE;
	barrier();
	answer("mmu_update(L2 entry -> page mapped rw)", update(slot, hook));
	make_read_only(table_page);
	answer("mmu_update(L2 entry -> unpinned L1 candidate, ro)",
	    update(slot, hook));
	page_b[0] = 0xabcd;
	barrier();
	answer_with("  read through new mapping", 0, "val",
	    *(volatile u32 *)va);
	page_b[0] = 0;
	barrier();

	ask_direct_stores((volatile u32 *)va, l2);
	ask_l2_entries(slot, l2);
	ask_l3_entries(l2);
	make_read_write(table_page);
}
