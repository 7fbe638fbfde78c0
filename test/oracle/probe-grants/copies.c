/*
 * Copies, transfers and swaps.
 */
#include "grants.h"

#define FROM_REFERENCE  1
#define TO_REFERENCE    2

static u32 source[1024] PAGE_ALIGNED;
static u32 target[1024] PAGE_ALIGNED;

static void
ask_copy(const char *question, struct copy_grant operation)
{
	s32 result;

	target[0] = 0;
	operation.status = UNSET;
	result = grant_op(COPY, &operation, 1);
	status(question, result, operation.status);
	barrier();
	answer_with("  copied", 0, "word", target[0]);
}

/* Twelve bytes within one frame, whose source and target share eight. */
static void
ask_overlap(const char *question, u32 from, u32 to)
{
	u32 frame = mfn_of(source), i;
	struct copy_grant operation = {
		{ frame, DOMID_SELF, from }, { frame, DOMID_SELF, to }, 12, 0,
		UNSET, 0
	};

	for (i = 0; i < 4; i++)
		source[i] = 0x11111111 * (i + 1);
	ask_copy(question, operation);
	for (i = 0; i < 4; i++)
		answer_with("  word", 0, "word", source[i]);
}

void
ask_copies(void)
{
	struct copy_grant good = {
		{ mfn_of(source), DOMID_SELF, 0 },
		{ mfn_of(target), DOMID_SELF, 0 }, 64, 0, UNSET, 0
	}, other;

	heading("copy");
	source[0] = 0x5678;
	ask_copy("frame to frame", good);
	ask_overlap("onto itself", 0, 0);
	ask_overlap("upwards over its own end", 0, 4);
	ask_overlap("downwards over its own start", 4, 0);
	source[0] = 0x5678;
	other = good, other.length = 0;
	ask_copy("nothing", other);
	other = good, other.length = 4097;
	ask_copy("4097 bytes", other);
	other = good, other.length = 100, other.from.offset = 4000;
	ask_copy("across the source's end", other);
	other = good, other.length = 100, other.to.offset = 4000;
	ask_copy("across the target's end", other);
	other = good, other.flags = 4;
	ask_copy("unknown flags", other);
	other = good, other.from.frame = NO_SUCH_FRAME;
	ask_copy("from no such frame", other);
	other = good, other.from.frame = foreign_frame;
	ask_copy("from a frame not ours", other);
	other = good, other.to.frame = foreign_frame;
	ask_copy("to a frame not ours", other);
	other = good, other.to.frame = mfn_of(table_for((u32)target, 1));
	ask_copy("to a live table", other);
	other = good, other.from.domid = NOBODY;
	ask_copy("from a frame of domain 55", other);
	other = good, other.from.domid = own_domid;
	ask_copy("from a frame, own number", other);

	grant(FREE, PERMIT, own_domid, mfn_of(source));
	other = good, other.from.frame = FREE, other.flags = FROM_REFERENCE;
	ask_copy("from a reference of DOMID_SELF", other);
	other.from.domid = own_domid;
	ask_copy("from a reference", other);
	answer_with("  entry's flags", 0, "flags", grants[FREE].flags);
	other.from.frame = 511;
	ask_copy("from an unused reference", other);
	other.from.frame = 1u << 20;
	ask_copy("from a reference beyond the table", other);
	grant(FREE + 1, PERMIT | GRANT_READ_ONLY, own_domid, mfn_of(target));
	other = good, other.to.frame = FREE + 1, other.to.domid = own_domid;
	other.flags = TO_REFERENCE;
	ask_copy("to a read-only reference", other);
	grant(FREE + 1, PERMIT, own_domid, mfn_of(target));
	ask_copy("to a reference", other);
	other.from.frame = FREE, other.from.domid = own_domid;
	other.flags = FROM_REFERENCE | TO_REFERENCE;
	ask_copy("reference to reference", other);
	grant(FREE, PERMIT, NOBODY, mfn_of(source));
	ask_copy("from a reference of another's", other);
}

static void
ask_transfer(const char *question, u32 frame, u32 domid)
{
	struct transfer_grant operation = { frame, domid, 0, FREE, UNSET, 0 };
	s32 result = grant_op(TRANSFER, &operation, 1);

	status(question, result, operation.status);
}

static void
ask_swap(const char *question, u32 one, u32 two)
{
	struct { u32 one, two; s16 status, pad; } operation =
	    { one, two, UNSET, 0 };
	s32 result = grant_op(SWAP, &operation, 1);

	status(question, result, operation.status);
}

void
ask_transfers(void)
{
	heading("transfer");
	grant(FREE, ACCEPT, own_domid, 0);
	ask_transfer("no such frame", NO_SUCH_FRAME, own_domid);
	ask_transfer("frame not ours", foreign_frame, own_domid);
	ask_transfer("to ourselves", mfn_of(source), own_domid);
	ask_transfer("to domain 55, still mapped", mfn_of(source), NOBODY);
	ask_transfer("a live table", mfn_of(table_for((u32)source, 1)),
	    NOBODY);
	map(source, 0);
	ask_transfer("to domain 55", mfn_of(source), NOBODY);
	answer("map it again",
	    map(source, maddr_of(source) | READ_WRITE));

	heading("swap");
	grant(FREE, PERMIT, 7, 8);
	grant(FREE + 1, PERMIT | GRANT_READ_ONLY, 9, 10);
	ask_swap("two entries", FREE, FREE + 1);
	answer_with("  flags", 0, "flags", grants[FREE].flags);
	answer_with("  domain", 0, "domid", grants[FREE].domid);
	answer_with("  frame", 0, "frame", grants[FREE].frame);
	ask_swap("an entry with itself", FREE, FREE);
	ask_swap("beyond the table", FREE, 100000);
	ask_swap("with an unused one", FREE, 30);
}
