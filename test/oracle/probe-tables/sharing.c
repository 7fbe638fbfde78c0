/*
 * Tables that stand in several others, and counts of uses that are seen from
 * outside.
 */
#include "tables.h"

#define L3_ENTRY        (PTE_PRESENT)
#define TABLE           (PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED)

static void
ask_shared_l2(void)
{
	struct space one = new_space(), two = new_space();

	set_entry(two.top, 0, naming(one.l2[0], L3_ENTRY));
	set_entry(one.top, 1, naming(one.l2[0], L3_ENTRY));
	answer("pin: l2[0] twice in a space", pin(3, one.top));
	answer("pin: l2[0] of another space", pin(3, two.top));
	answer("l2[1] := l2[0]", set_entry(two.top, 1, naming(one.l2[0], L3_ENTRY)));
	answer("l2[2] := its own l2[3]", set_entry(two.top, 2,
	    naming(two.l2[3], L3_ENTRY)));
	answer("l2[2] := the other's l2[3]", set_entry(two.top, 2,
	    naming(one.l2[3], L3_ENTRY)));
	answer("l2[2] := the top table", set_entry(two.top, 2,
	    naming(two.top, L3_ENTRY)));
	answer("l2[2] := the other top table", set_entry(two.top, 2,
	    naming(one.top, L3_ENTRY)));
	answer("l2[2] := a data page", set_entry(two.top, 2,
	    naming(page_a, L3_ENTRY)));
	answer("l2[2] := nothing", set_entry(two.top, 2, 0));
	answer("l2[2] := an empty page", set_entry(two.top, 2,
	    naming(two.l2[0], L3_ENTRY)));
	answer("unpin one", unpin(one.top));
	answer("its l2[0], which is shared, made ordinary",
	    make_ordinary(one.l2[0]));
	answer("unpin the other", unpin(two.top));
	answer("l2[0] made ordinary", make_ordinary(one.l2[0]));
	answer("its l2[3] made ordinary", make_ordinary(one.l2[3]));
}

static void
ask_shared_l3(void)
{
	struct space one = new_space(), two = new_space();

	set_entry(two.top, 3, naming(one.l2[3], L3_ENTRY));
	answer("pin: a space", pin(3, one.top));
	answer("pin: another with its l2[3]", pin(3, two.top));
	set_entry(two.top, 3, 0);
	answer("pin: no l2[3]", pin(3, two.top));
	set_entry(two.top, 3, naming(two.l2[3], L3_ENTRY | PTE_WRITE));
	answer("pin: l2[3] with the write bit", pin(3, two.top));
	answer("unpin", unpin(two.top));
	set_entry(two.top, 3, naming(two.l2[3], L3_ENTRY));
	answer("pin l2[3] by itself", pin(2, two.l2[3]));
	answer("pin: its space", pin(3, two.top));
	answer("unpin l2[3]", unpin(two.l2[3]));
	answer("unpin the space", unpin(two.top));
	answer("pin the top table as L2", pin(2, two.top));
	answer("pin the top table as L4", pin(4, two.top));
	unpin(two.top);
	unpin(one.top);
}

static void
ask_shared_l1(void)
{
	pte *l1 = new_table(), *one = new_table(), *two = new_table();

	set_entry(l1, 0, naming(page_a, READ_WRITE));
	set_entry(one, 0, naming(l1, TABLE));
	set_entry(one, 9, naming(l1, TABLE));
	set_entry(two, 0, naming(l1, TABLE));
	answer("pin: an L1 twice in an L2", pin(2, one));
	answer("pin: the same L1 in another L2", pin(2, two));
	answer("pin: the L1", pin(1, l1));
	answer("L1 := itself, read-only",
	    set_entry(l1, 1, naming(l1, READ_ONLY)));
	answer("L1 := its L2, read-only",
	    set_entry(l1, 2, naming(one, READ_ONLY)));
	answer("L1 := its L2, writable",
	    set_entry(l1, 3, naming(one, READ_WRITE)));
	answer("L2 := another L2 as L1", set_entry(one, 1, naming(two, TABLE)));
	answer("L2 := a page mapped writable",
	    set_entry(one, 1, naming(page_a, TABLE)));
	answer("unpin one", unpin(one));
	answer("unpin the L1", unpin(l1));
	answer("the L1, still used, made ordinary", make_ordinary(l1));
	answer("unpin the other", unpin(two));
	answer("the L1 made ordinary", make_ordinary(l1));
}

void
ask_sharing(void)
{
	heading("an L2 in several places");
	ask_shared_l2();
	heading("the last L2");
	ask_shared_l3();
	heading("an L1 in several places");
	ask_shared_l1();
}

/* Uses are counted: a page is a table only when nothing maps it writable. */
void
ask_counts(void)
{
	pte *l1 = new_table(), *target = new_table();
	u64 writable = naming(target, READ_WRITE);
	u32 i;

	heading("counts");
	answer("pin: an L1", pin(1, l1));
	for (i = 0; i < 3; i++)
		answer("one more writable use", set_entry(l1, i, writable));
	answer("pin: the target", pin(1, target));
	set_entry(l1, 0, 0);
	set_entry(l1, 1, naming(target, READ_ONLY));
	answer("pin: one writable use is left", pin(1, target));
	set_entry(l1, 2, naming(page_b, READ_WRITE));
	answer("pin: none is left", pin(1, target));
	answer("a writable use now", set_entry(l1, 0, writable));
	answer("a read-only use made writable", set_entry(l1, 1, writable));
	answer("not present, writable", set_entry(l1, 0, writable & ~1ull));
	answer("unpin: the target", unpin(target));
	answer("a writable use now", set_entry(l1, 0, writable));
	answer("pin: an L1 whose target is writable here",
	    pin(1, target));
	answer("unpin: the L1 with writable uses", unpin(l1));
	answer("pin: the target", pin(1, target));
	unpin(target);
}
