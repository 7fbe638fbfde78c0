/*
 * memory_op: giving frames back and asking for others.
 */
#include "chapters.h"

#define DECREASE_RESERVATION    1
#define MAXIMUM_RAM_PAGE        2
#define CURRENT_RESERVATION     3
#define POPULATE_PHYSMAP        6

struct reservation {
	u32 *extents;
	u32 count, order, flags;
	u16 domid;
};

static s32
memory(u32 command, void *argument)
{
	return HYPERCALL2(HYPERVISOR_MEMORY_OP, command, argument);
}

static void
ask_reservation(void)
{
	u32 given_pfn = ((u32)given_page - (u32)virt_base) >> PAGE_SHIFT;
	u32 frame = mfn_of(given_page);
	struct reservation one = { &frame, 1, 0, 0, DOMID_SELF };

	answer("memory_op(decrease: page still mapped)",
	    memory(DECREASE_RESERVATION, &one));
	answer("memory_op(decrease: same frame again)",
	    memory(DECREASE_RESERVATION, &one));
	answer("update_va_mapping(unmap the given-up page)", map(given_page, 0));
	answer("update_va_mapping(map a given-up frame)",
	    map(given_page, (u64)frame << PAGE_SHIFT | READ_WRITE));
	frame = NO_SUCH_FRAME;
	answer("memory_op(decrease: no such frame)",
	    memory(DECREASE_RESERVATION, &one));
	frame = given_pfn;
	answer("memory_op(populate_physmap 1)", memory(POPULATE_PHYSMAP, &one));
	barrier();
	answer_with("  got a frame", 0, "ne", frame != given_pfn);
	answer_with("  machphys of it", 0, "pfn-ok", m2p()[frame] == given_pfn);
	answer("update_va_mapping(map the new frame)",
	    map(given_page, (u64)frame << PAGE_SHIFT | READ_WRITE));
	one.domid = NOBODY;
	answer("memory_op(populate dom 55)", memory(POPULATE_PHYSMAP, &one));
	one.domid = DOMID_SELF;
	one.order = 30;
	answer("memory_op(populate order 30)", memory(POPULATE_PHYSMAP, &one));
}

void
ask_memory(void)
{
	u32 domid = DOMID_SELF;
	s32 result;

	result = memory(CURRENT_RESERVATION, &domid);
	answer_with("memory_op(current_reservation)", result, "pages", result);
	answer("memory_op(unknown 63)", memory(63, &domid));
	result = memory(MAXIMUM_RAM_PAGE, NULL);
	answer_with("memory_op(maximum_ram_page)", result, "mfn", result);
	ask_reservation();
}
