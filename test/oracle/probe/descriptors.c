/*
 * set_gdt and update_descriptor: which descriptors Xen takes, and how it
 * changes those it takes.
 */
#include "chapters.h"

#define DATA_DPL3       0x00cff3000000ffffull
#define CODE_DPL0       0x00cf9b000000ffffull
#define CODE_DPL1       0x00cfbb000000ffffull
#define CALL_GATE       0x0000ec0000190000ull
#define TASK_STATE      0x0000890000000067ull

static s32
set_gdt(u32 mfn, u32 entries)
{
	return HYPERCALL2(HYPERVISOR_SET_GDT, &mfn, entries);
}

static s32
descriptor(u64 target, u64 value)
{
	return HYPERCALL4(HYPERVISOR_UPDATE_DESCRIPTOR, LOW(target),
	    HIGH(target), LOW(value), HIGH(value));
}

/* Writes entry 2 and shows what stands there. */
static void
ask_code(const char *question, u64 value)
{
	answer(question, descriptor(maddr_of(&descriptor_page[2]), value));
	barrier();
	answer_with("  stored", 0, "desc", descriptor_page[2]);
}

void
ask_descriptors(void)
{
	u32 mfn = mfn_of(descriptor_page);
	u64 gdt = maddr_of(descriptor_page);

	clear(descriptor_page);
	answer("set_gdt(frame mapped rw)", set_gdt(mfn, 16));
	make_read_only(descriptor_page);
	answer("set_gdt(8191 entries)", set_gdt(mfn, 8191));
	answer("set_gdt(no such frame)", set_gdt(NO_SUCH_FRAME, 16));
	answer("set_gdt(good, 16 entries)", set_gdt(mfn, 16));
	answer("update_va_mapping(GDT frame rw)",
	    map(descriptor_page, gdt | READ_WRITE));

	answer("update_descriptor(good: dpl3 data)",
	    descriptor(gdt + 8, DATA_DPL3));
	barrier();
	answer_with("  stored", 0, "desc", descriptor_page[1]);
	ask_code("update_descriptor(dpl0 code)", CODE_DPL0);
	ask_code("update_descriptor(dpl1 code)", CODE_DPL1);
	answer("update_descriptor(call gate)", descriptor(gdt + 24, CALL_GATE));
	answer("update_descriptor(TSS)", descriptor(gdt + 24, TASK_STATE));
	answer("update_descriptor(zero)", descriptor(gdt + 8, 0));
	answer("update_descriptor(unaligned)", descriptor(gdt + 4, 0));
	answer("update_descriptor(data page)",
	    descriptor(maddr_of(page_b) + 8, DATA_DPL3));
	answer("update_descriptor(L1 page)", descriptor(
	    maddr_of(table_for((uintptr)table_page, 1)), 0));
}
