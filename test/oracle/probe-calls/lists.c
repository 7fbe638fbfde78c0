/*
 * Multicalls, and console_io.
 */
#include "chapters.h"

struct entry {
	u32 op;
	s32 result;
	u32 args[6];
};

static s32
multicall(void *list, u32 count)
{
	return HYPERCALL2(HYPERVISOR_MULTICALL, list, count);
}

static void
ask_entry(const char *name, struct entry entry)
{
	answer(name, multicall(&entry, 1));
	answer_with("  result", entry.result, "op", entry.op & 0xff);
}

void
ask_lists(void)
{
	static struct entry many[40];
	u32 zero = 0, i;

	ask_entry("multicall(number -1)", (struct entry){ .op = ~0u });
	ask_entry("multicall(yield)", (struct entry){ .op = 29 });
	ask_entry("multicall(iopl)", (struct entry){
	    .op = HYPERVISOR_PHYSDEV_OP, .args = { 6, (u32)&zero } });
	ask_entry("multicall(pin the top table again)", (struct entry){
	    .op = HYPERVISOR_UPDATE_VA_MAPPING, .args = { XEN_HOLE } });
	ask_entry("multicall(in itself, empty)", (struct entry){
	    .op = HYPERVISOR_MULTICALL, .args = { (u32)many, 0 } });
	answer("multicall(no entry)", multicall(many, 0));
	answer("multicall(no entry, Xen's hole)",
	    multicall((void *)XEN_HOLE, 0));
	for (i = 0; i < NELEM(many); i++)
		many[i] = (struct entry){ .op = i % 2 == 0 ? 17 : 63 };
	answer("multicall(40 entries)", multicall(many, NELEM(many)));
	answer_with("  result 38", many[38].result, "op", many[38].op);
	answer_with("  result 39", many[39].result, "op", many[39].op);
}

static s32
console(u32 command, u32 count, const char *buffer)
{
	return HYPERCALL3(HYPERVISOR_CONSOLE_IO, command, count, buffer);
}

void
ask_consoles(void)
{
	static char buffer[16];

	answer("console_io(write, 0 bytes)", console(0, 0, buffer));
	answer("console_io(read, 0 bytes)", console(1, 0, buffer));
	answer("console_io(read, Xen's hole)",
	    console(1, 16, (char *)XEN_HOLE));
	answer("console_io(2)", console(2, 0, buffer));
}
