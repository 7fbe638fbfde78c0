/*
 * Tables from a pool of pages, and spaces made of them.
 */
#include "tables.h"

#define POOL_PAGES      48

static pte pool[POOL_PAGES][ENTRIES] PAGE_ALIGNED;
static u32 used;

/* An empty table, mapped read-only so that it can become one. */
pte *
new_table(void)
{
	pte *table = pool[used++];

	if (used > POOL_PAGES)
		panic("%u tables are not enough", POOL_PAGES);
	make_read_only(table);
	return table;
}

/* An entry that names a page. */
u64
naming(const volatile void *page, u64 flags)
{
	return (u64)mfn_of(page) << PAGE_SHIFT | flags;
}

s32
set_entry(const pte *table, u32 slot, u64 entry)
{
	return update(maddr_of(table) + slot * sizeof(pte), entry);
}

s32
pin(u32 level, const pte *table)
{
	return extended(PIN(level), mfn_of(table), 0);
}

s32
unpin(const pte *table)
{
	return extended(UNPIN, mfn_of(table), 0);
}

/* Can the page be mapped writable, as no table can? */
s32
make_ordinary(pte *table)
{
	return map(table, naming(table, READ_WRITE | USED));
}

/*
 * A space with the kernel in its last quarter and nothing else. It is not
 * pinned, so entries may still be anything: they are written as data.
 */
struct space
new_space(void)
{
	struct space space;
	const pte *kernel = table_for((uintptr)virt_base, 2);
	u32 i, hole = ((u32)m2p() - 0xc0000000u) >> 21;

	space.top = new_table();
	for (i = 0; i < 4; i++) {
		space.l2[i] = new_table();
		set_entry(space.top, i, naming(space.l2[i], PTE_PRESENT));
	}
	for (i = 0; i < hole; i++)
		set_entry(space.l2[3], i, kernel[i]);
	return space;
}
