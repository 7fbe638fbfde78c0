/*
 * Port instructions under every I/O privilege that a guest can have.
 */
#include "traps.h"

#define SET_IOPL                6
#define SET_IOBITMAP            7
#define ARCHITECTURAL_IOPL      4
#define BITMAP_PORTS            1024

extern const struct snippet port_snippets[];

static void
ask_all(const char *privilege)
{
	const struct snippet *snippet;

	heading(privilege);
	for (snippet = port_snippets; snippet->name != NULL; snippet++)
		try_in_both_rings(snippet);
}

static void
set_iopl(u32 level)
{
	HYPERCALL2(HYPERVISOR_PHYSDEV_OP, SET_IOPL, &level);
}

static void
set_bitmap(const u8 *bitmap, u32 ports)
{
	u32 argument[2] = { (u32)bitmap, ports };

	HYPERCALL2(HYPERVISOR_PHYSDEV_OP, SET_IOBITMAP, argument);
}

void
ask_ports(void)
{
	static u8 bitmap[8192];

	ask_all("I/O privilege 0");
	set_iopl(1);
	ask_all("I/O privilege 1");
	set_iopl(3);
	ask_all("I/O privilege 3");
	HYPERCALL2(HYPERVISOR_VM_ASSIST, 0, ARCHITECTURAL_IOPL);
	set_iopl(0);
	ask_all("architectural I/O privilege 0");
	HYPERCALL2(HYPERVISOR_VM_ASSIST, 1, ARCHITECTURAL_IOPL);

	/* Bit 0 of the word at 0x80 only: wider accesses reach further. */
	memset(bitmap, 0xff, sizeof(bitmap));
	bitmap[0x80 / 8] = 0xfe;
	set_bitmap(bitmap, BITMAP_PORTS);
	ask_all("a bitmap that allows port 0x80");
	set_bitmap(bitmap, 0x80);
	ask_all("a bitmap that ends before port 0x80");
	set_bitmap(NULL, 0);
}
