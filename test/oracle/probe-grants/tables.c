/*
 * The table itself: its size, its version, its frames.
 */
#include "grants.h"

static void
ask_setup(const char *question, u32 domid, u32 frames, u32 *list)
{
	struct setup_table setup = { domid, 0, frames, UNSET, 0, list };
	s32 result = grant_op(SETUP_TABLE, &setup, 1);

	status(question, result, setup.status);
}

static void
ask_size(const char *question, u32 domid)
{
	struct { u16 domid, pad; u32 frames, most; s16 status, pad1; } query =
	    { domid, 0, 0, 0, UNSET, 0 };
	s32 result = grant_op(QUERY_SIZE, &query, 1);

	status(question, result, query.status);
	if (query.status == 0)
		answer_with("  frames", 0, "nr", query.frames);
}

static void
ask_version(const char *question, u32 version)
{
	answer(question, grant_op(SET_VERSION, &version, 1));
	answer_with("  set to", 0, "version", version);
}

static void
ask_versions(void)
{
	struct { u16 domid, pad; u32 version; } get = { DOMID_SELF, 0, 77 };
	struct { u32 frames; u16 domid; s16 status; u64 list; } frames =
	    { 1, DOMID_SELF, UNSET, 0 };

	answer("get_version(self)", grant_op(GET_VERSION, &get, 1));
	answer_with("  version", 0, "version", get.version);
	get.domid = NOBODY;
	answer("get_version(domain 55)", grant_op(GET_VERSION, &get, 1));
	ask_version("set_version(0)", 0);
	ask_version("set_version(3)", 3);
	ask_version("set_version(1)", 1);
	status("get_status_frames(version 1)",
	    grant_op(STATUS_FRAMES, &frames, 1), frames.status);
}

void
ask_tables(void)
{
	static u32 list[64];
	static u32 zeros[64];
	u32 command;

	heading("grant tables");
	ask_setup("setup_table(no frame)", DOMID_SELF, 0, list);
	ask_setup("setup_table(2 frames)", DOMID_SELF, 2, list);
	ask_setup("setup_table(65 frames)", DOMID_SELF, 65, list);
	ask_setup("setup_table(own number)", own_domid, 1, list);
	ask_setup("setup_table(domain 55)", NOBODY, 1, list);
	ask_setup("setup_table(DOMID_XEN)", DOMID_XEN, 1, list);
	ask_setup("setup_table(list in Xen's hole)", DOMID_SELF, 1,
	    (u32 *)XEN_HOLE);
	ask_size("query_size(self)", DOMID_SELF);
	ask_size("query_size(domain 55)", NOBODY);
	ask_size("query_size(DOMID_XEN)", DOMID_XEN);
	ask_versions();
	for (command = 0; command < 12; command++) {
		if (command == 3)
			continue;       /* dump_table: a log, not an answer */
		if (command != GET_VERSION)
			answer_with("no operation", grant_op(command, zeros,
			    0), "op", command);
		answer_with("Xen's hole", grant_op(command, (void *)XEN_HOLE,
		    1), "op", command);
		answer_with("2^31 operations", grant_op(command, zeros,
		    1u << 31), "op", command);
	}
	for (command = 13; command < 16; command++)
		answer_with("unknown", grant_op(command, zeros, 1), "op",
		    command);
}
