/*
 * The calls of toolstacks: a structure of a command and the version of the
 * interface comes first.
 */
#include "chapters.h"

#define PLATFORM_OP             7
#define SYSCTL                  35
#define DOMCTL                  36
#define PAGING_DOMCTL_CONT      49
#define SHADOW_OP               10
#define PLATFORM_VERSION        0x03000001u
#define SYSCTL_VERSION          0x15u
#define DOMCTL_VERSION          0x15u

#define PLATFORM_LAST           66
#define SYSCTL_LAST             32
#define DOMCTL_LAST             92
#define DOMCTL_UNKNOWN          2000

static struct operation {
	u32 command, version;
	u32 domid, padding;             /* of a domctl */
	u32 arguments[60];
} operation;

static s32
operate(u32 number, u32 command, u32 version, u32 domid)
{
	memset(&operation, 0, sizeof(operation));
	operation.command = command;
	operation.version = version;
	operation.domid = domid;
	return hypercall(number, (u32)&operation, 0, 0, 0, 0);
}

/* A domctl on domain 0 with arguments. */
static s32
domctl(u32 command, u32 a0, u32 a1, u32 a2, u32 a4)
{
	memset(&operation, 0, sizeof(operation));
	operation.command = command;
	operation.version = DOMCTL_VERSION;
	operation.arguments[0] = a0;
	operation.arguments[1] = a1;
	operation.arguments[2] = a2;
	operation.arguments[4] = a4;
	return hypercall(DOMCTL, (u32)&operation, 0, 0, 0, 0);
}

/* Those that look at their arguments before they ask who calls. */
static void
ask_arguments(void)
{
	answer("domctl irq_permission(1)", domctl(19, 1, 0, 0, 0));
	answer("domctl irq_permission(100000)", domctl(19, 100000, 0, 0, 0));
	answer("domctl iomem_permission(1, none)", domctl(20, 1, 0, 0, 0));
	answer("domctl iomem_permission(1, 1)", domctl(20, 1, 0, 1, 0));
	answer("domctl ioport_permission(0x60, 1)",
	    domctl(21, 0x60, 1, 0, 0));
	answer("domctl ioport_permission(0xffff, 1)",
	    domctl(21, 0xffff, 1, 0, 0));
	answer("domctl ioport_permission(0xffff, 2)",
	    domctl(21, 0xffff, 2, 0, 0));
	answer("domctl ioport_permission(wraps)",
	    domctl(21, 0x60, ~0u, 0, 0));
	answer("domctl memory_mapping(1, 1, 1)", domctl(39, 1, 0, 1, 1));
	answer("domctl memory_mapping(0, 0, 1)", domctl(39, 0, 0, 0, 1));
	answer("domctl memory_mapping(1, 1, none)", domctl(39, 1, 0, 1, 0));
	answer("domctl set_target(55)", domctl(46, NOBODY, 0, 0, 0));
	answer("domctl set_target(DOMID_XEN)", domctl(46, DOMID_XEN, 0, 0, 0));
}

static void
ask_continued(void)
{
	answer("paging_domctl_cont(null)",
	    hypercall(PAGING_DOMCTL_CONT, 0, 0, 0, 0, 0));
	answer("paging_domctl_cont(version 0)",
	    operate(PAGING_DOMCTL_CONT, SHADOW_OP, 0, 0));
	answer("paging_domctl_cont(another command)",
	    operate(PAGING_DOMCTL_CONT, 1, DOMCTL_VERSION, 0));
	answer("paging_domctl_cont(domain 0)",
	    operate(PAGING_DOMCTL_CONT, SHADOW_OP, DOMCTL_VERSION, 0));
	answer("paging_domctl_cont(domain 55)",
	    operate(PAGING_DOMCTL_CONT, SHADOW_OP, DOMCTL_VERSION, NOBODY));
}

static void
ask_versions(const char *call, u32 number, u32 version)
{
	answer(question(call, "null"), hypercall(number, 0, 0, 0, 0, 0));
	answer(question(call, "Xen's hole"),
	    hypercall(number, XEN_HOLE, 0, 0, 0, 0));
	answer(question(call, "version 0"), operate(number, 1, 0, 0));
	answer(question(call, "the version before"),
	    operate(number, 1, version - 1, 0));
	answer(question(call, "the version after"),
	    operate(number, 1, version + 1, 0));
}

static void
ask_commands(const char *call, u32 number, u32 version, u32 last, u32 domid)
{
	u32 command;

	for (command = 0; command <= last; command++)
		answer(numbered(call, command, ""),
		    operate(number, command, version, domid));
}

void
ask_toolstack(void)
{
	ask_versions("platform_op", PLATFORM_OP, PLATFORM_VERSION);
	ask_versions("sysctl", SYSCTL, SYSCTL_VERSION);
	ask_versions("domctl", DOMCTL, DOMCTL_VERSION);
	ask_commands("platform_op", PLATFORM_OP, PLATFORM_VERSION,
	    PLATFORM_LAST, 0);
	ask_commands("sysctl", SYSCTL, SYSCTL_VERSION, SYSCTL_LAST, 0);
	answer("sysctl(unknown)",
	    operate(SYSCTL, DOMCTL_UNKNOWN, SYSCTL_VERSION, 0));
	answer("platform_op(unknown)",
	    operate(PLATFORM_OP, DOMCTL_UNKNOWN, PLATFORM_VERSION, 0));
	ask_continued();
	heading("of domain 0");
	ask_arguments();
	ask_commands("domctl", DOMCTL, DOMCTL_VERSION, DOMCTL_LAST, 0);
	heading("of nobody");
	ask_commands("domctl", DOMCTL, DOMCTL_VERSION, DOMCTL_LAST, NOBODY);
	heading("of itself");
	ask_commands("domctl", DOMCTL, DOMCTL_VERSION, DOMCTL_LAST,
	    DOMID_SELF);
	answer("domctl(unknown)",
	    operate(DOMCTL, DOMCTL_UNKNOWN, DOMCTL_VERSION, 0));
}
