/*
 * A space whose tables appear in the space itself, as NetBSD has them, and in
 * other spaces.
 */
#include "tables.h"

#define WINDOW          508             /* the last four slots of l2[2] */
#define ALTERNATE       504
#define READ_WINDOW     (PTE_PRESENT | PTE_USER | PTE_ACCESSED)

/* Names `count` of the space's tables in the window of l2[2]. */
static void
open_window(struct space *space, u32 count, u64 flags)
{
	u32 i;

	for (i = 0; i < count; i++)
		set_entry(space->l2[2], WINDOW + i,
		    naming(space->l2[i], flags));
}

static void
ask_first_window(struct space *one)
{
	open_window(one, 4, READ_WINDOW);
	answer("pin: a window onto all four", pin(3, one->top));
	set_entry(one->l2[2], WINDOW + 3, 0);
	set_entry(one->l2[2], WINDOW, naming(one->l2[0], READ_WRITE));
	answer("pin: a writable window", pin(3, one->top));
	set_entry(one->l2[2], WINDOW, naming(one->l2[0], READ_WINDOW));
	answer("pin: a window onto three", pin(3, one->top));
	answer("pin: again", pin(3, one->top));
	answer("the fourth, writable", set_entry(one->l2[2], WINDOW + 3,
	    naming(one->l2[3], READ_WRITE)));
	answer("the fourth", set_entry(one->l2[2], WINDOW + 3,
	    naming(one->l2[3], READ_WINDOW)));
	answer("the fourth again elsewhere", set_entry(one->l2[2], WINDOW - 1,
	    naming(one->l2[3], READ_WINDOW)));
	answer("the top table", set_entry(one->l2[2], WINDOW - 2,
	    naming(one->top, READ_WINDOW)));
	answer("the window made writable", set_entry(one->l2[2], WINDOW,
	    naming(one->l2[0], READ_WRITE)));
	answer("the window with NX", set_entry(one->l2[2], WINDOW,
	    naming(one->l2[0], READ_WINDOW | PTE_NX)));
	answer("the window without the user bit", set_entry(one->l2[2],
	    WINDOW, naming(one->l2[0], PTE_PRESENT)));
	answer("l2[0] names itself", set_entry(one->l2[0], 0,
	    naming(one->l2[0], READ_WINDOW)));
	answer("l2[0] names l2[1]", set_entry(one->l2[0], 1,
	    naming(one->l2[1], READ_WINDOW)));
	answer("l2[3] names l2[0]", set_entry(one->l2[3], 300,
	    naming(one->l2[0], READ_WINDOW)));
}

/* A window of one space onto the tables of the other. */
static void
ask_other_space(struct space *one, struct space *two)
{
	answer("pin: the other space, no window", pin(3, two->top));
	answer("alternate: onto its l2[0]", set_entry(one->l2[2], ALTERNATE,
	    naming(two->l2[0], READ_WINDOW)));
	answer("alternate: onto its l2[3]", set_entry(one->l2[2],
	    ALTERNATE + 3, naming(two->l2[3], READ_WINDOW)));
	answer("alternate: writable", set_entry(one->l2[2], ALTERNATE + 1,
	    naming(two->l2[1], READ_WRITE)));
	answer("alternate: in l2[3], which a window names",
	    set_entry(one->l2[3], 301, naming(two->l2[0], READ_WINDOW)));
	answer("the other's l2[0] names its l2[1]", set_entry(two->l2[0], 5,
	    naming(two->l2[1], READ_WINDOW)));
	answer("the other's l2[2] names its l2[1]", set_entry(two->l2[2], 5,
	    naming(two->l2[1], READ_WINDOW)));
	answer("alternate: onto its l2[2], which holds one",
	    set_entry(one->l2[2], ALTERNATE + 2,
	    naming(two->l2[2], READ_WINDOW)));
	answer("the other's l2[2]: window closed", set_entry(two->l2[2], 5, 0));
	answer("alternate: onto its l2[2] now", set_entry(one->l2[2],
	    ALTERNATE + 2, naming(two->l2[2], READ_WINDOW)));
	answer("the other's l2[2] names itself", set_entry(two->l2[2], 6,
	    naming(two->l2[2], READ_WINDOW)));
	answer("the other's l2[2] names l2[1] of the first",
	    set_entry(two->l2[2], 7, naming(one->l2[1], READ_WINDOW)));
}

/* Spaces are given up while their tables name one another. */
static void
ask_end(struct space *one, struct space *two)
{
	answer("run in the first space",
	    extended(NEW_BASEPTR, mfn_of(one->top), 0));
	answer("run in the old one", extended(NEW_BASEPTR,
	    mfn_of((void *)start_info->pt_base), 0));
	answer("unpin the other", unpin(two->top));
	answer("its top table made ordinary", make_ordinary(two->top));
	answer("its l2[1] made ordinary", make_ordinary(two->l2[1]));
	answer("its l2[0], which is named, made ordinary",
	    make_ordinary(two->l2[0]));
	answer("close the alternate window", set_entry(one->l2[2], ALTERNATE,
	    0));
	answer("its l2[0] made ordinary", make_ordinary(two->l2[0]));
	answer("unpin the first", unpin(one->top));
	answer("its l2[2] made ordinary", make_ordinary(one->l2[2]));
	answer("its l2[3] made ordinary", make_ordinary(one->l2[3]));
	answer("the other's l2[3] made ordinary", make_ordinary(two->l2[3]));
	answer("its l2[2] made ordinary", make_ordinary(two->l2[2]));
}

void
ask_windows(void)
{
	struct space one = new_space(), two = new_space();

	heading("windows");
	ask_first_window(&one);
	ask_other_space(&one, &two);
	ask_end(&one, &two);
}
