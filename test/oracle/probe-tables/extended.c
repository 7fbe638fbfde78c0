/*
 * mmuext_op: every command on every kind of frame; mappings of frames that are
 * not ordinary memory; flags of update_va_mapping.
 */
#include "tables.h"

#define CLEAR_PAGE      16
#define COPY_PAGE       17
#define LAST_COMMAND    21

static char text[64];

/* "4, a data page" */
static const char *
command_on(u32 command, const char *frame)
{
	char *to = text;

	if (command >= 10)
		*to++ = '0' + command / 10;
	*to++ = '0' + command % 10;
	*to++ = ',';
	*to++ = ' ';
	memcpy(to, frame, string_length(frame) + 1);
	return text;
}

/* Undoes a pin that was not refused. */
static void
ask_command(u32 command, const char *frame, u32 mfn)
{
	s32 result = extended(command, mfn, 0);

	answer(command_on(command, frame), result);
	if (command < UNPIN && result == 0)
		extended(UNPIN, mfn, 0);
}

static void
ask_frames(u32 command)
{
	static pte empty[ENTRIES] PAGE_ALIGNED;
	const u32 va = (u32)page_a;

	make_read_only(empty);
	ask_command(command, "no such frame", NO_SUCH_FRAME);
	ask_command(command, "frame -1", ~0u);
	ask_command(command, "frame not mine", foreign_frame);
	ask_command(command, "a page mapped writable", mfn_of(page_b));
	ask_command(command, "an empty page", mfn_of(empty));
	ask_command(command, "a live L1", mfn_of(table_for(va, 1)));
	ask_command(command, "a live L2", mfn_of(table_for(va, 2)));
	ask_command(command, "shared_info",
	    start_info->shared_info >> PAGE_SHIFT);
	make_read_write(empty);
}

static s32
extended_for(u32 command, u32 domid)
{
	struct mmuext_op operation = { command, mfn_of(page_b), 0 };

	return HYPERCALL4(HYPERVISOR_MMUEXT_OP, &operation, 1, NULL, domid);
}

static void
ask_domains(u32 command)
{
	answer(command_on(command, "domain 55"),
	    extended_for(command, NOBODY));
	answer(command_on(command, "DOMID_IO"), extended_for(command, DOMID_IO));
	answer(command_on(command, "DOMID_XEN"),
	    extended_for(command, DOMID_XEN));
	answer(command_on(command, "DOMID_INVALID"),
	    extended_for(command, DOMID_INVALID));
}

static void
ask_flushes(void)
{
	u32 mask = 1, command;

	for (command = 6; command <= 12; command++) {
		answer(command_on(command, "good"),
		    extended(command, (u32)page_a, (u32)&mask));
		answer(command_on(command, "Xen's address"),
		    extended(command, XEN_HOLE, (u32)&mask));
		answer(command_on(command, "bitmap null"),
		    extended(command, (u32)page_a, 0));
		answer(command_on(command, "bitmap in Xen's hole"),
		    extended(command, (u32)page_a, XEN_HOLE));
	}
}

void
ask_extended(void)
{
	u32 command;

	heading("mmuext_op");
	for (command = 0; command < 6; command++)
		ask_frames(command);
	ask_frames(CLEAR_PAGE);
	ask_frames(18);
	ask_frames(19);
	ask_frames(20);
	ask_frames(LAST_COMMAND);
	ask_domains(0);
	ask_domains(UNPIN);
	ask_domains(NEW_BASEPTR);
	ask_domains(6);
	ask_domains(CLEAR_PAGE);
	ask_flushes();
	answer("copy_page(no such source)",
	    extended(COPY_PAGE, mfn_of(page_a), NO_SUCH_FRAME));
	answer("copy_page(frame not mine)",
	    extended(COPY_PAGE, mfn_of(page_a), foreign_frame));
	answer("copy_page(onto itself)",
	    extended(COPY_PAGE, mfn_of(page_a), mfn_of(page_a)));
	answer("copy_page(a table)", extended(COPY_PAGE, mfn_of(page_a),
	    mfn_of(table_for((u32)page_a, 1))));
	answer("copy_page(over a table)", extended(COPY_PAGE,
	    mfn_of(table_for((u32)page_a, 1)), mfn_of(page_a)));
}

static void
ask_mapping(const char *what, u64 entry)
{
	s32 result = map(page_a, entry);

	answer(what, result);
	if (result == 0)
		map(page_a, naming(page_a, READ_WRITE | USED));
}

static s32
map_for(u32 domid, u64 entry)
{
	return HYPERCALL5(HYPERVISOR_VA_MAPPING_OTHERDOMAIN, page_a,
	    LOW(entry), HIGH(entry), UVMF_INVLPG, domid);
}

void
ask_mappings(void)
{
	u64 shared = start_info->shared_info, own = naming(page_a, READ_WRITE);
	u32 flags;

	heading("update_va_mapping");
	ask_mapping("shared_info, read-only", shared | READ_ONLY);
	ask_mapping("shared_info, writable", shared | READ_WRITE);
	ask_mapping("frame not mine, read-only",
	    PTE(foreign_frame, READ_ONLY));
	ask_mapping("no such frame, read-only", PTE(NO_SUCH_FRAME, READ_ONLY));
	ask_mapping("frame 2^39", PTE(1ull << 39, READ_ONLY));
	ask_mapping("live L1, read-only, no user",
	    naming(table_for((u32)page_a, 1), PTE_PRESENT));
	ask_mapping("live L2, read-only",
	    naming(table_for((u32)page_a, 2), READ_ONLY));
	ask_mapping("not present, frame not mine",
	    PTE(foreign_frame, PTE_WRITE));
	for (flags = 0; flags < 16; flags++)
		answer(command_on(flags, "flags"),
		    update_va_mapping((u32)page_a, own, flags));
	answer("flags: a bitmap, flush",
	    update_va_mapping((u32)page_a, own, ((u32)&flags & ~3u) | 1));
	answer("flags: a bitmap in Xen's hole",
	    update_va_mapping((u32)page_a, own, 0xfffffff0u | 1));
	answer("flags: a bitmap that is not mapped, invlpg",
	    update_va_mapping((u32)page_a, own, UNMAPPED | 2));
	heading("update_va_mapping_otherdomain");
	answer("self", map_for(DOMID_SELF, own));
	answer("domain 55", map_for(NOBODY, own));
	answer("DOMID_IO", map_for(DOMID_IO, own));
	answer("DOMID_XEN", map_for(DOMID_XEN, own));
	answer("DOMID_INVALID", map_for(DOMID_INVALID, own));
	answer("DOMID_IO, not present", map_for(DOMID_IO, 0));
	map(page_a, own | USED);
}
