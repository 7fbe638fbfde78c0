/*
 * Bits of entries at every level: which are refused, and what is stored.
 */
#include "tables.h"

#define LARGE_SLOT      20

struct bit {
	const char *name;
	u64 bits;
};

static const struct bit bits[] = {
	{ "write", 1ull << 1 }, { "user", 1ull << 2 }, { "PWT", 1ull << 3 },
	{ "PCD", 1ull << 4 }, { "accessed", 1ull << 5 },
	{ "dirty", 1ull << 6 }, { "PSE or PAT", 1ull << 7 },
	{ "global", 1ull << 8 }, { "available 9", 1ull << 9 },
	{ "available 10", 1ull << 10 }, { "available 11", 1ull << 11 },
	{ "bit 51", 1ull << 51 }, { "bit 52", 1ull << 52 },
	{ "bit 58", 1ull << 58 }, { "bit 59", 1ull << 59 },
	{ "bit 62", 1ull << 62 }, { "NX", 1ull << 63 },
};

/* Sets an entry with one bit more, shows its flags, and takes it back. */
static void
ask_bits(const char *level, pte *table, u32 slot, u64 entry)
{
	u32 i;

	heading(level);
	for (i = 0; i < NELEM(bits); i++) {
		answer(bits[i].name,
		    set_entry(table, slot, entry | bits[i].bits));
		barrier();
		answer_with("  flags", 0, "low12", table[slot] & 0xfff);
		answer_with("  flags", 0, "high12", table[slot] >> 52);
		set_entry(table, slot, 0);
	}
	answer("not present, all bits",
	    set_entry(table, slot, ~PTE_PRESENT));
	set_entry(table, slot, 0);
}

/* What the processor has set is kept only if the guest asks for that. */
static void
ask_accessed(pte *l1)
{
	u64 entry = naming(page_a, READ_WRITE);

	heading("accessed and dirty");
	set_entry(l1, 5, entry | USED);
	answer("written without them", set_entry(l1, 5, entry));
	barrier();
	answer_with("  flags", 0, "low12", l1[5] & 0xfff);
	set_entry(l1, 5, entry | USED);
	answer("written without them, preserving",
	    update(maddr_of(&l1[5]) | 2, entry));
	barrier();
	answer_with("  flags", 0, "low12", l1[5] & 0xfff);
	answer("read-only, preserving",
	    update(maddr_of(&l1[5]) | 2, naming(page_a, READ_ONLY)));
	barrier();
	answer_with("  flags", 0, "low12", l1[5] & 0xfff);
	set_entry(l1, 5, 0);
}

void
ask_flags(void)
{
	struct space space = new_space();
	pte *l1 = new_table(), *below = new_table();

	pin(1, l1);
	ask_bits("L1 entry", l1, 7, naming(page_a, PTE_PRESENT));
	ask_accessed(l1);
	pin(3, space.top);
	ask_bits("L2 entry", space.l2[0], LARGE_SLOT,
	    naming(below, PTE_PRESENT));
	set_entry(space.top, 0, 0);
	ask_bits("L3 entry", space.top, 0, naming(space.l2[0], PTE_PRESENT));
	unpin(space.top);
	unpin(l1);
}
