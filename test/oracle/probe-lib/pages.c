/*
 * Pages to play with and the way to their page-table entries.
 */
#include "probe.h"

#define ENTRIES         512
#define FRAME_MASK      0x000ffffffffff000ull

pte page_a[ENTRIES] PAGE_ALIGNED;
pte page_b[ENTRIES] PAGE_ALIGNED;
pte table_page[ENTRIES] PAGE_ALIGNED;
pte spare_table[ENTRIES] PAGE_ALIGNED;
pte given_page[ENTRIES] PAGE_ALIGNED;
pte descriptor_page[ENTRIES] PAGE_ALIGNED;
u32 foreign_frame;
u32 updates_done;

/* The machine-to-physical table, where this Xen keeps it. */
const u32 *
m2p(void)
{
	static u32 start;

	if (start == 0)
		HYPERCALL2(HYPERVISOR_XEN_VERSION, XENVER_PLATFORM_PARAMETERS,
		    &start);
	return (const u32 *)start;
}

u32
mfn_of(const volatile void *page)
{
	const u32 *p2m = (const u32 *)start_info->mfn_list;

	return p2m[((u32)page - (u32)virt_base) >> PAGE_SHIFT];
}

u64
maddr_of(const volatile void *where)
{
	return (u64)mfn_of(where) << PAGE_SHIFT | (u32)where % PAGE_SIZE;
}

/* Which entry of a table of `level` (1 is the leaf) leads to `va`. */
static u32
index_in(uintptr va, u32 level)
{
	return va >> (PAGE_SHIFT + 9 * (level - 1)) & (ENTRIES - 1);
}

/* The table of `level` that has the entry for `va`. */
pte *
table_for(uintptr va, u32 level)
{
	pte *table = (pte *)start_info->pt_base;
	u32 above, mfn;

	for (above = 3; above > level; above--) {
		mfn = (table[index_in(va, above)] & FRAME_MASK) >> PAGE_SHIFT;
		table = (pte *)((u32)virt_base + (m2p()[mfn] << PAGE_SHIFT));
	}
	return table;
}

pte *
entry_for(uintptr va, u32 level)
{
	return &table_for(va, level)[index_in(va, level)];
}

/* Sets the entry that maps `page`. */
s32
map(volatile void *page, pte entry)
{
	return update_va_mapping((uintptr)page, entry, UVMF_INVLPG);
}

void
make_read_only(void *page)
{
	s32 error = map(page, maddr_of(page) | READ_ONLY | PTE_ACCESSED);

	if (error != 0)
		answer("  (make read-only failed)", error);
}

void
make_read_write(void *page)
{
	s32 error = map(page, maddr_of(page) | READ_WRITE | USED);

	if (error != 0)
		answer("  (make read-write failed)", error);
}

void
clear(pte *page)
{
	u32 i;

	for (i = 0; i < ENTRIES; i++)
		page[i] = 0;
}

/* Any hypercall. */
s32
hypercall(u32 number, u32 a1, u32 a2, u32 a3, u32 a4, u32 a5)
{
	s32 result = number;

	__asm__ volatile("int $0x82" : "+a"(result), "+b"(a1), "+c"(a2),
	    "+d"(a3), "+S"(a4), "+D"(a5) : : "memory", "cc");
	return result;
}

/* One mmu_update; its count of those done goes to updates_done. */
s32
update(u64 target, u64 value)
{
	struct mmu_update request = { target, value };

	updates_done = 77;
	return HYPERCALL4(HYPERVISOR_MMU_UPDATE, &request, 1, &updates_done,
	    DOMID_SELF);
}

/* One mmuext_op. */
s32
extended(u32 command, u32 arg1, u32 arg2)
{
	struct mmuext_op operation = { command, arg1, arg2 };

	return HYPERCALL4(HYPERVISOR_MMUEXT_OP, &operation, 1, NULL,
	    DOMID_SELF);
}

/*
 * Finds a frame that Xen or another domain has: neither in our p2m nor one of
 * our rings.
 */
void
find_foreign_frame(void)
{
	const u32 *p2m = (const u32 *)start_info->mfn_list;
	u32 mfn, pfn;

	for (mfn = 0x200; ; mfn++) {
		pfn = m2p()[mfn];
		if (pfn >= start_info->nr_pages || (p2m[pfn] != mfn &&
		    p2m[pfn] != start_info->console_mfn &&
		    p2m[pfn] != start_info->store_mfn))
			break;
	}
	foreign_frame = mfn;
}
