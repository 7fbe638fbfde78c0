/*
 * Who are you? And numbers that are no hypercall.
 */
#include "chapters.h"

#define XENVER_EXTRAVERSION     1
#define XENVER_CAPABILITIES     3
#define XENVER_GET_FEATURES     6

/* Any number at all, past the hypercall page. */
static s32
raw_call(u32 number)
{
	s32 result;
	u32 a1 = 0, a2 = 0;

	__asm__ volatile("int $0x82" : "=a"(result), "+b"(a1), "+c"(a2)
	    : "0"(number) : "edx", "esi", "edi", "memory");
	return result;
}

static s32
version(u32 what, u32 where)
{
	return HYPERCALL2(HYPERVISOR_XEN_VERSION, what, where);
}

void
ask_version(void)
{
	u32 features[2] = { 0, 0 }, start = 0;
	s32 result;

	result = version(XENVER_VERSION, 0);
	answer_with("xen_version(version)", result, "ver", result);
	result = version(XENVER_EXTRAVERSION, (u32)page_a);
	answer_text("xen_version(extraversion)", result, (char *)page_a);
	result = version(XENVER_CAPABILITIES, (u32)page_a);
	answer_text("xen_version(capabilities)", result, (char *)page_a);
	clear(page_a);
	result = version(XENVER_PLATFORM_PARAMETERS, (u32)&start);
	answer_with("xen_version(platform_parameters)", result, "virt_start",
	    start);
	result = version(XENVER_GET_FEATURES, (u32)features);
	answer_with("xen_version(get_features,0)", result, "map", features[1]);
	answer("xen_version(unknown 99)", version(99, (u32)page_a));
	answer("xen_version(extraversion, bad pointer)",
	    version(XENVER_EXTRAVERSION, XEN_HOLE));

	answer("hypercall 39 (xc_reserved/argo)", raw_call(39));
	answer("hypercall 45 (unused)", raw_call(45));
	answer("hypercall 63", raw_call(63));
	answer("hypercall 64", raw_call(64));
	answer("hypercall 200", raw_call(200));
	answer("hypercall 11 (unused)", raw_call(11));
	answer("hypercall 16 (event_channel_op_compat)", raw_call(16));
	answer("hypercall 6 (sched_op_compat yield)", raw_call(6));
}

static s32
console_io(u32 command, u32 count, u32 where)
{
	return HYPERCALL3(HYPERVISOR_CONSOLE_IO, command, count, where);
}

void
ask_console(void)
{
	answer("console_io(write, 3 bytes)",
	    console_io(CONSOLEIO_WRITE, 3, (u32)"ok\n"));
	answer("console_io(unknown 9)", console_io(9, 0, 0));
	answer("console_io(write, bad pointer)",
	    console_io(CONSOLEIO_WRITE, 3, XEN_HOLE));
	answer("console_io(write, unmapped pointer)",
	    console_io(CONSOLEIO_WRITE, 3, 0x1000));
	answer("console_io(read)", console_io(CONSOLEIO_READ, 8, (u32)page_a));
}
