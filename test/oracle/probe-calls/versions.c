/*
 * Hypercall numbers that nobody has, or that only some may use; xen_version
 * and its pointers.
 */
#include "chapters.h"

#define XENVER_GET_FEATURES     6
#define XENVER_PAGESIZE         7
#define XENVER_BUILD_ID         10
#define XENVER_LAST             11

/*
 * Not asked: the interfaces of tools and of hardware-assisted guests, and what
 * a build may leave out (31, 34, 37, 41, 42, 48, 49).
 */
static const u8 unusual[] = {
	11, 25, 27, 38, 39, 40, 43, 44, 46, 47, 50, 51, 52, 53, 54, 55, 56, 62,
};

void
ask_numbers(void)
{
	static u32 zeros[64];
	u32 i;

	for (i = 0; i < NELEM(unusual); i++)
		answer(numbered("hypercall", unusual[i], "zeros"),
		    hypercall(unusual[i], 0, (u32)zeros, 0, 0, 0));
	answer("hypercall(-1)", hypercall(~0u, 0, 0, 0, 0, 0));
}

static s32
version(u32 command, void *argument)
{
	return HYPERCALL2(HYPERVISOR_XEN_VERSION, command, argument);
}

void
ask_versions(void)
{
	static u8 buffer[1024];
	u32 features[2] = { 1, 0 }, command;
	bool is_dom0 = start_info->flags & SIF_INITDOMAIN;

	for (command = 0; command <= XENVER_LAST; command++) {
		/* Domain 0 is told the build's number, if it has one. */
		if (command == XENVER_BUILD_ID && is_dom0)
			continue;
		answer(numbered("xen_version", command, "null"),
		    version(command, NULL));
		answer(numbered("xen_version", command, "Xen's hole"),
		    version(command, (void *)XEN_HOLE));
		if (command != XENVER_GET_FEATURES &&
		    command < XENVER_BUILD_ID)
			answer(numbered("xen_version", command, "good"),
			    version(command, buffer));
	}
	answer("xen_version(get_features, 1)",
	    version(XENVER_GET_FEATURES, features));
	features[0] = ~0u;
	answer("xen_version(get_features, -1)",
	    version(XENVER_GET_FEATURES, features));
}
