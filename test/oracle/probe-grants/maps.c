/*
 * Mapping what was granted, and unmapping it.
 */
#include "grants.h"

static u8 place[PAGE_SIZE] PAGE_ALIGNED;
static u32 granted[1024] PAGE_ALIGNED;
static u32 handle;
static u64 device;               /* as whose the last one is mapped, or 0 */

/* Maps at `place`, unless the operation names another address. */
static s32
try_map(const char *question, struct map_grant operation)
{
	s32 result;

	operation.status = UNSET;
	result = grant_op(MAP, &operation, 1);
	status(question, result, operation.status);
	handle = operation.handle;
	device = operation.flags & DEVICE ? operation.device : 0;
	return operation.status;
}

static struct map_grant
mapping(u32 flags)
{
	return (struct map_grant){
		(u32)place, flags, FREE, own_domid, UNSET, 0, 0
	};
}

static void
try_unmap(const char *question, u64 host, u32 which)
{
	struct unmap_grant operation = { host, device, which, UNSET, 0 };
	s32 result = grant_op(UNMAP, &operation, 1);

	status(question, result, operation.status);
}

static void
show_entry(void)
{
	barrier();
	answer_with("  entry's flags", 0, "flags", grants[FREE].flags);
}

/* One mapping, good or not, and back. */
static void
ask_map(const char *question, struct map_grant operation)
{
	if (try_map(question, operation) != 0)
		return;
	show_entry();
	try_unmap("  unmap", operation.flags & HOST ? operation.host : 0,
	    handle);
	show_entry();
}

static void
ask_flags(void)
{
	heading("map");
	grant(FREE, PERMIT, own_domid, mfn_of(granted));
	ask_map("writable", mapping(HOST));
	ask_map("read-only", mapping(HOST | MAP_READ_ONLY));
	ask_map("for a device", mapping(DEVICE));
	ask_map("for both", mapping(HOST | DEVICE));
	ask_map("for neither", mapping(0));
	ask_map("for the application", mapping(HOST | APPLICATION));
	ask_map("with an unknown flag", mapping(HOST | 1u << 12));
	ask_map("with available bits", mapping(HOST | 7u << 16));
	grant(FREE, PERMIT | GRANT_READ_ONLY, own_domid, mfn_of(granted));
	ask_map("a read-only grant, writable", mapping(HOST));
	ask_map("a read-only grant, read-only",
	    mapping(HOST | MAP_READ_ONLY));
}

static void
ask_entries(void)
{
	struct map_grant other = mapping(HOST);

	heading("map");
	grant(FREE, 0, own_domid, mfn_of(granted));
	ask_map("an empty entry", mapping(HOST));
	grant(FREE, ACCEPT, own_domid, mfn_of(granted));
	ask_map("an entry for a transfer", mapping(HOST));
	grant(FREE, PERMIT, NOBODY, mfn_of(granted));
	ask_map("granted to another", mapping(HOST));
	grant(FREE, PERMIT, DOMID_SELF, mfn_of(granted));
	ask_map("granted to DOMID_SELF", mapping(HOST));
	grant(FREE, PERMIT, own_domid, NO_SUCH_FRAME);
	ask_map("no such frame", mapping(HOST));
	grant(FREE, PERMIT, own_domid, foreign_frame);
	ask_map("a frame not ours", mapping(HOST));
	grant(FREE, PERMIT, own_domid, mfn_of(table_for((u32)place, 1)));
	ask_map("a live table, writable", mapping(HOST));
	ask_map("a live table, read-only", mapping(HOST | MAP_READ_ONLY));
	grant(FREE, PERMIT, own_domid, mfn_of(granted));
	other.reference = 511;
	ask_map("an unused reference", other);
	other.reference = 100000;
	ask_map("a reference beyond the table", other);
	other = mapping(HOST);
	other.domid = NOBODY;
	ask_map("of domain 55", other);
	other.domid = DOMID_SELF;
	ask_map("of DOMID_SELF", other);
	other.domid = DOMID_XEN;
	ask_map("of DOMID_XEN", other);
}

static void
ask_places(void)
{
	struct map_grant other = mapping(HOST);

	heading("map");
	other.host = UNMAPPED;
	ask_map("where there is no table", other);
	other.host = XEN_HOLE;
	ask_map("in Xen's hole", other);
	other.host = (u32)place + 8;
	ask_map("inside a page", other);
	other.host = 1ull << 32;
	ask_map("beyond 4 GB", other);
	other.flags |= CONTAINS_PTE;
	other.host = maddr_of(entry_for((u32)place, 1));
	ask_map("by an entry", other);
	other.host += 1;
	ask_map("by an unaligned entry", other);
	other.host = maddr_of(granted);
	ask_map("by an entry that is data", other);
	other.host = (u64)foreign_frame << PAGE_SHIFT;
	ask_map("by an entry not ours", other);
	other.host = maddr_of(entry_for((u32)place, 2));
	ask_map("by an entry of an L2", other);
}

/* A page that is granted is used: it cannot become a table. */
static void
ask_uses(void)
{
	struct map_grant lost = mapping(HOST);
	u32 first;

	heading("a granted page in use");
	map(place, 0);
	granted[3] = 0x1234;
	/* Another reference: the use that is overwritten never ends. */
	lost.reference = FREE + 5;
	grant(lost.reference, PERMIT, own_domid, mfn_of(granted));
	try_map("map writable", lost);
	first = handle;
	answer_with("  read", 0, "word", ((u32 *)place)[3]);
	((u32 *)place)[3] = 0x4321;
	answer_with("  written", 0, "word", granted[3]);
	answer("its entry as an ordinary mapping",
	    map(place, maddr_of(granted) | READ_WRITE));
	try_unmap("unmap after that", (u32)place, first);
	answer_with("  entry's flags", 0, "flags",
	    grants[lost.reference].flags);
	grant(lost.reference, 0, NOBODY, NO_SUCH_FRAME);
	try_map("map once more, the entry emptied", lost);
	try_unmap("unmap", (u32)place, handle);
	try_map("map writable again", mapping(HOST));
	first = handle;
	map(granted, maddr_of(granted) | READ_ONLY);
	answer("pin it", extended(0, mfn_of(granted), 0));
	try_unmap("unmap at another address", (u32)granted, first);
	try_unmap("unmap another handle", (u32)place, first + 1);
	try_unmap("unmap handle -1", (u32)place, ~0u);
	try_unmap("unmap", (u32)place, first);
	try_unmap("unmap again", (u32)place, first);
	show_entry();
	TRY("movl %0, %%eax", : : "m"(*(u32 *)place) : "eax");
	trap_answer("read what was unmapped", 0);
	map(granted, maddr_of(granted) | READ_WRITE | USED);
}

/* While an entry is in use, what the granter writes into it counts little. */
static void
ask_changed_entry(void)
{
	u32 first;

	heading("an entry changed while in use");
	grant(FREE, PERMIT, own_domid, mfn_of(granted));
	try_map("map read-only", mapping(DEVICE | MAP_READ_ONLY));
	first = handle;
	show_entry();
	grant(FREE, 0, own_domid, NO_SUCH_FRAME);
	try_map("emptied: map read-only", mapping(DEVICE | MAP_READ_ONLY));
	try_unmap("  unmap", 0, handle);
	try_map("emptied: map writable", mapping(DEVICE));
	try_unmap("  unmap", 0, handle);
	grant(FREE, PERMIT, NOBODY, NO_SUCH_FRAME);
	try_map("given to another: map read-only",
	    mapping(DEVICE | MAP_READ_ONLY));
	show_entry();
	try_unmap("  unmap", 0, handle);
	device = maddr_of(granted);
	try_unmap("unmap the first", 0, first);
	show_entry();
}

static void
ask_replace(void)
{
	struct {
		u64 host, replacement;
		u32 handle;
		s16 status, pad;
	} operation = { (u32)place, 0, 0, UNSET, 0 };
	s32 result;

	heading("unmap and replace");
	try_map("map", mapping(HOST));
	operation.handle = handle;
	operation.replacement = UNMAPPED;
	result = grant_op(UNMAP_REPLACE, &operation, 1);
	status("by what is not mapped", result, operation.status);
	operation.replacement = (u32)page_b;
	operation.status = UNSET;
	result = grant_op(UNMAP_REPLACE, &operation, 1);
	status("by another page", result, operation.status);
	TRY("movl %0, %%eax", : : "m"(*(u32 *)page_b) : "eax");
	trap_answer("read the other page", 0);
}

void
ask_maps(void)
{
	ask_flags();
	ask_entries();
	ask_places();
	ask_uses();
	ask_changed_entry();
	grant(FREE, PERMIT, own_domid, mfn_of(granted));
	ask_replace();
}
