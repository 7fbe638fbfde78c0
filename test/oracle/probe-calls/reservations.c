/*
 * memory_op: giving up and getting frames, exchanging them, and what is known
 * of the machine's memory.
 */
#include "chapters.h"

#define INCREASE                0
#define DECREASE                1
#define CURRENT                 3
#define MAXIMUM                 4
#define MACHPHYS_LIST           5
#define POPULATE                6
#define ADD_TO_PHYSMAP          7
#define MEMORY_MAP              9
#define MACHINE_MEMORY_MAP      10
#define EXCHANGE                11
#define MACHPHYS_MAPPING        12
#define MAXIMUM_GPFN            14
#define REMOVE_FROM_PHYSMAP     15

struct reservation {
	u32 *extents;
	u32 count, order, flags;
	u16 domid, padding;
};

struct exchange {
	struct reservation in, out;
	u32 done, padding;
};

static s32
memory(u32 command, void *argument)
{
	return HYPERCALL2(HYPERVISOR_MEMORY_OP, command, argument);
}

static s32
reserve(u32 command, u32 *extents, u32 count, u32 order, u32 domid)
{
	struct reservation reservation = { extents, count, order, 0, domid, 0 };

	return memory(command, &reservation);
}

/* The page keeps no frame: frame and mapping are given up. */
static void
give_up(void *page)
{
	u32 mfn = mfn_of(page);

	map(page, 0);
	answer("memory_op decrease(an unmapped frame)",
	    reserve(DECREASE, &mfn, 1, 0, DOMID_SELF));
}

static void
ask_bad_reservations(void)
{
	u32 extents[2] = { NO_SUCH_FRAME, NO_SUCH_FRAME }, operation;
	static const u8 operations[] = { INCREASE, DECREASE, POPULATE };
	u32 i;

	for (i = 0; i < NELEM(operations); i++) {
		operation = operations[i];
		answer(numbered("memory_op", operation, "no extent"),
		    reserve(operation, extents, 0, 0, DOMID_SELF));
		answer(numbered("memory_op", operation, "list unmapped"),
		    reserve(operation, (u32 *)UNMAPPED, 1, 0, DOMID_SELF));
		answer(numbered("memory_op", operation, "list in the hole"),
		    reserve(operation, (u32 *)XEN_HOLE, 1, 0, DOMID_SELF));
		/* What domain 0 gets depends on how the host's memory lies. */
		if (!(start_info->flags & SIF_INITDOMAIN))
			answer(numbered("memory_op", operation, "order 10"),
			    reserve(operation, extents, 1, 10, DOMID_SELF));
		answer(numbered("memory_op", operation, "order 64"),
		    reserve(operation, extents, 1, 64, DOMID_SELF));
		answer(numbered("memory_op", operation, "domain 55"),
		    reserve(operation, extents, 1, 0, NOBODY));
		answer(numbered("memory_op", operation, "DOMID_XEN"),
		    reserve(operation, extents, 1, 0, DOMID_XEN));
		answer(numbered("memory_op", operation, "2^28 extents"),
		    reserve(operation, extents, 1u << 28, 0, DOMID_SELF));
		answer(numbered("memory_op", operation, "started at 5"),
		    reserve(operation | 5 << 6, extents, 2, 0, DOMID_SELF));
	}
}

void
ask_reservations(void)
{
	u32 mfn, pfn = ((u32)given_page - (u32)virt_base) >> PAGE_SHIFT;
	u32 top = mfn_of((void *)start_info->pt_base);

	ask_bad_reservations();
	answer("memory_op decrease(the top table)",
	    reserve(DECREASE, &top, 1, 0, DOMID_SELF));
	answer("memory_op decrease(frame not mine)",
	    reserve(DECREASE, &foreign_frame, 1, 0, DOMID_SELF));
	give_up(given_page);
	mfn = pfn;
	answer("memory_op populate(its place)",
	    reserve(POPULATE, &mfn, 1, 0, DOMID_SELF));
	answer_with("  in the M2P", 0, "right", m2p()[mfn] == pfn);
	answer("update_va_mapping(the new frame)",
	    map(given_page, PTE(mfn, READ_WRITE)));
	answer_with("  is clear", 0, "word", given_page[7]);
	((u32 *)start_info->mfn_list)[pfn] = mfn;
	give_up(given_page);
	answer("memory_op increase(1)",
	    reserve(INCREASE, &mfn, 1, 0, DOMID_SELF));
	answer("update_va_mapping(the new frame)",
	    map(given_page, PTE(mfn, READ_WRITE)));
	((u32 *)start_info->mfn_list)[pfn] = mfn;
}

/* Domain and what it has; the numbers themselves are the host's. */
static void
ask_size(u32 command, const char *name)
{
	static const u16 domids[] = { NOBODY, DOMID_XEN, DOMID_INVALID };
	u16 self = DOMID_SELF;
	u32 i;

	answer_with(name, memory(command, &self) > 0, "known", 0);
	for (i = 0; i < NELEM(domids); i++) {
		u32 domid = domids[i];

		answer(numbered(name, domids[i], ""),
		    memory(command, &domid));
	}
}

void
ask_memory_maps(void)
{
	static u32 zeros[64], list[8], buffer[64];
	u32 map_request[2] = { 0, (u32)buffer }, m2p_list[3] = { 0 };
	u32 mapping[3] = { 0 }, i;
	static const u8 others[] = { 16, 17, 18, 19, 23, 24, 25, 29, 30, 63 };

	ask_size(CURRENT, "memory_op current");
	ask_size(MAXIMUM, "memory_op maximum");
	ask_size(MAXIMUM_GPFN, "memory_op maximum_gpfn");
	answer("memory_op memory_map(no room)",
	    memory(MEMORY_MAP, map_request));
	map_request[0] = 8;
	answer("memory_op memory_map(room for 8)",
	    memory(MEMORY_MAP, map_request));
	answer_with("  entries", 0, "nr", map_request[0]);
	answer_with("  first: start", 0, "low", buffer[0]);
	answer_with("  first: bytes", 0, "low", buffer[2]);
	answer_with("  first: type", 0, "type", buffer[4]);
	map_request[1] = XEN_HOLE;
	answer("memory_op memory_map(buffer in the hole)",
	    memory(MEMORY_MAP, map_request));
	m2p_list[1] = (u32)list;
	answer("memory_op machphys_list(no room)",
	    memory(MACHPHYS_LIST, m2p_list));
	answer_with("  frames", 0, "nr", m2p_list[2]);
	m2p_list[0] = 1;
	m2p_list[1] = XEN_HOLE;
	answer("memory_op machphys_list(list in the hole)",
	    memory(MACHPHYS_LIST, m2p_list));
	answer("memory_op machphys_mapping",
	    memory(MACHPHYS_MAPPING, mapping));
	answer_with("  starts at the M2P", 0, "right",
	    mapping[0] == (u32)m2p());
	for (i = 0; i < NELEM(others); i++)
		answer(numbered("memory_op", others[i], "zeros"),
		    memory(others[i], zeros));
	zeros[0] = DOMID_SELF;
	answer("memory_op add_to_physmap(self)",
	    memory(ADD_TO_PHYSMAP, zeros));
	answer("memory_op remove_from_physmap(self)",
	    memory(REMOVE_FROM_PHYSMAP, zeros));
	zeros[0] = NOBODY;
	answer("memory_op add_to_physmap(55)", memory(ADD_TO_PHYSMAP, zeros));
	answer("memory_op remove_from_physmap(55)",
	    memory(REMOVE_FROM_PHYSMAP, zeros));
}

static void
ask_exchange(const char *name, struct exchange exchange)
{
	answer(name, memory(EXCHANGE, &exchange));
	answer_with("  done", 0, "nr", exchange.done);
}

void
ask_exchanges(void)
{
	u32 in[2] = { mfn_of(page_b), NO_SUCH_FRAME };
	u32 out[2] = { ((u32)page_b - (u32)virt_base) >> PAGE_SHIFT, 0 };
	u32 before = in[0];
	struct exchange one = {
		{ in, 1, 0, 0, DOMID_SELF, 0 },
		{ out, 1, 0, 0, DOMID_SELF, 0 }, 0, 0
	}, other;

	other = one, other.in.domid = other.out.domid = NOBODY;
	ask_exchange("memory_op exchange(domain 55)", other);
	other = one, other.out.domid = NOBODY;
	ask_exchange("memory_op exchange(two domains)", other);
	other = one, other.in.count = 0;
	ask_exchange("memory_op exchange(none in)", other);
	other = one, other.out.order = 1;
	ask_exchange("memory_op exchange(unequal orders)", other);
	other = one, other.in.order = other.out.order = 20;
	ask_exchange("memory_op exchange(order 20)", other);
	other = one, other.in.extents = &in[1];
	ask_exchange("memory_op exchange(no such frame)", other);
	other = one, other.in.extents = &foreign_frame;
	ask_exchange("memory_op exchange(frame not mine)", other);
	other = one, other.in.extents = (u32 *)UNMAPPED;
	ask_exchange("memory_op exchange(list unmapped)", other);
	other = one, other.done = 1;
	ask_exchange("memory_op exchange(done before)", other);
	other = one, other.done = 2;
	ask_exchange("memory_op exchange(more than all done)", other);
	ask_exchange("memory_op exchange(frame still mapped)", one);
	map(page_b, 0);
	ask_exchange("memory_op exchange(good)", one);
	answer_with("  another frame", 0, "right", out[0] != before);
	answer("update_va_mapping(the new frame)",
	    map(page_b, PTE(out[0], READ_WRITE)));
	((u32 *)start_info->mfn_list)[((u32)page_b - (u32)virt_base) >>
	    PAGE_SHIFT] = out[0];
}
