/*
 * What an ordinary domain is refused: the calls of tools, of devices and of
 * hardware-assisted guests. Not for domain 0, for which Xen would do it all.
 */
#include "chapters.h"

#define WORDS           256

static const char *const content_names[NR_CONTENTS] = {
	[ZEROS] = "zeros", [SELF] = "self", [HOLE] = "Xen's hole",
	[NOWHERE] = "null",
};

static u32
structure(enum content content)
{
	static u32 words[WORDS];

	memset(words, 0, sizeof(words));
	if (content == HOLE)
		return XEN_HOLE;
	if (content == NOWHERE)
		return 0;
	words[0] = content == SELF ? DOMID_SELF : 0;
	return (u32)words;
}

void
sweep(const char *call, u32 number, u32 first, u32 last)
{
	enum content content;
	u32 command;

	for (content = ZEROS; content < NR_CONTENTS; content++)
		for (command = first; command <= last; command++)
			answer(numbered(call, command, content_names[content]),
			    hypercall(number, command, structure(content),
			    0, 0, 0));
}

NORETURN void
guest_main(void)
{
	events_disable();
	find_foreign_frame();
	catch_traps();

	ask_toolstack();
	ask_hardware();
	ask_devices();
	ask_old_numbers();

	fact("the end", 1);
	shutdown(SHUTDOWN_POWEROFF);
}
