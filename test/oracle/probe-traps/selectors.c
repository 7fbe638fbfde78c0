/*
 * Our own descriptors, in the GDT and in the LDT: what can be loaded, what
 * faults, and call gates.
 */
#include "traps.h"

#define SET_LDT         13
#define CODE(dpl)       (0x00cf9b000000ffffull | (u64)(dpl) << 45)
#define DATA(dpl)       (0x00cf93000000ffffull | (u64)(dpl) << 45)
#define NOT_PRESENT     (1ull << 47)
#define CONFORMING      (1ull << 42)
#define SMALL           0x00409300000000ffull   /* 256 bytes at 0 */
#define EXPAND_DOWN     0x0040970000000fffull
#define GATE(dpl, selector, offset, words) \
	((u64)((offset) & 0xffff0000u) << 32 | 0x00008c0000000000ull | \
	(u64)(dpl) << 45 | (u64)(words) << 32 | (u64)(selector) << 16 | \
	((offset) & 0xffff))

enum slot {
	KERNEL_CODE = 1, KERNEL_DATA, USER_CODE, USER_DATA, ABSENT_CODE,
	ABSENT_DATA, CONFORMING_CODE, READ_ONLY_DATA, SMALL_DATA,
	EXPAND_DOWN_DATA, EXECUTE_ONLY, USER_GATE, KERNEL_GATE, WORDS_GATE,
	ABSENT_GATE, NULL_GATE, DATA_GATE, NR_SLOTS
};

static const char *const names[NR_SLOTS] = {
	"null", "ring 1 code", "ring 1 data", "ring 3 code", "ring 3 data",
	"absent code", "absent data", "conforming code", "read-only data",
	"small data", "expand-down data", "execute-only code", "user gate",
	"kernel gate", "gate with words", "absent gate", "gate to null",
	"gate to data",
};

extern const struct snippet load_snippets[], gate_snippets[];

static u64
descriptor_for(enum slot slot)
{
	u32 entry = gate_snippets[0].start;

	switch (slot) {
	case KERNEL_CODE:       return CODE(1);
	case KERNEL_DATA:       return DATA(1);
	case USER_CODE:         return CODE(3);
	case USER_DATA:         return DATA(3);
	case ABSENT_CODE:       return CODE(3) & ~NOT_PRESENT;
	case ABSENT_DATA:       return DATA(3) & ~NOT_PRESENT;
	case CONFORMING_CODE:   return CODE(1) | CONFORMING;
	case READ_ONLY_DATA:    return DATA(3) & ~(1ull << 41);
	case SMALL_DATA:        return SMALL | 3ull << 45;
	case EXPAND_DOWN_DATA:  return EXPAND_DOWN | 3ull << 45;
	case EXECUTE_ONLY:      return CODE(3) & ~(1ull << 41);
	case USER_GATE:         return GATE(3, FLAT_RING1_CS, entry, 0);
	case KERNEL_GATE:       return GATE(1, FLAT_RING1_CS, entry, 0);
	case WORDS_GATE:        return GATE(3, FLAT_RING1_CS, entry, 2);
	case ABSENT_GATE:
		return GATE(3, FLAT_RING1_CS, entry, 0) & ~NOT_PRESENT;
	case NULL_GATE:         return GATE(3, 0, entry, 0);
	case DATA_GATE:         return GATE(3, FLAT_RING1_DS, entry, 0);
	default:                return 0;
	}
}

static s32
set_descriptor(u64 *table, u32 slot, u64 value)
{
	u64 target = (u64)mfn_of(table) << PAGE_SHIFT | slot * 8;

	return HYPERCALL4(HYPERVISOR_UPDATE_DESCRIPTOR, LOW(target),
	    HIGH(target), LOW(value), HIGH(value));
}

/* Loads a selector in EAX with each snippet, from both rings. */
static void
ask_loads(u32 selector)
{
	const struct snippet *snippet;
	struct state state;
	u32 ring;

	for (snippet = load_snippets; snippet->name != NULL; snippet++)
		for (ring = 1; ring <= 3; ring += 2) {
			state = state_in(ring, snippet->start);
			state.eax = selector == 0 ? 0 : selector | ring;
			state.ecx = snippet[0].start;
			try(in_ring(ring, snippet->name), state);
		}
}

/* Through each gate by lcall; what it left on the stack comes after. */
static void
ask_gate(enum slot slot)
{
	const struct snippet *snippet;
	struct state state;
	u32 ring;

	heading(names[slot]);
	for (snippet = &gate_snippets[1]; snippet->name != NULL; snippet++)
		for (ring = 1; ring <= 3; ring += 2) {
			state = state_in(ring, snippet->start);
			((u32 *)data)[0] = 0;
			((u16 *)data)[2] = slot * 8 | ring;
			try(in_ring(ring, snippet->name), state);
			if (caught.vector == TRAP_END)
				show_stack(6);
		}
}

void
ask_selectors(void)
{
	u64 *table = (u64 *)gdt_page;
	u32 mfn = mfn_of(gdt_page), slot;

	make_read_only(gdt_page);
	answer("set_gdt(512 entries)",
	    HYPERCALL2(HYPERVISOR_SET_GDT, &mfn, 512));
	for (slot = 1; slot < NR_SLOTS; slot++) {
		heading(names[slot]);
		answer("update_descriptor",
		    set_descriptor(table, slot, descriptor_for(slot)));
		answer_with("  high word", 0, "word", HIGH(table[slot]));
	}
	for (slot = 0; slot <= EXECUTE_ONLY; slot++) {
		heading(names[slot]);
		ask_loads(slot * 8);
	}
}

void
ask_gates(void)
{
	u32 slot;

	for (slot = USER_GATE; slot < NR_SLOTS; slot++)
		ask_gate(slot);
}

static u64 ldt_page[512] PAGE_ALIGNED;

static s32
set_ldt(const void *table, u32 entries)
{
	return extended(SET_LDT, (u32)table, entries);
}

/* Xen takes LDT pages as they are first used. */
void
ask_ldt(void)
{
	u32 i;

	ldt_page[1] = DATA(3);
	ldt_page[2] = DATA(0);
	answer("set_ldt(a writable page)", set_ldt(ldt_page, 8));
	heading("a writable LDT");
	ask_loads(1 << 3 | 4);
	make_read_only(ldt_page);
	heading("a read-only LDT");
	ask_loads(1 << 3 | 4);
	heading("LDT entry of ring 0");
	ask_loads(2 << 3 | 4);
	heading("LDT entry beyond the limit");
	ask_loads(8 << 3 | 4);
	answer("update_va_mapping(LDT page rw)",
	    map(ldt_page, maddr_of(ldt_page) | READ_WRITE));
	answer("update_descriptor(LDT, ring 0 data)",
	    set_descriptor(ldt_page, 3, DATA(0)));
	answer_with("  high word", 0, "word", HIGH(ldt_page[3]));
	for (i = 0; i < 2; i++)
		answer("set_ldt(none)", set_ldt(NULL, 0));
	make_read_write(ldt_page);
	heading("no LDT");
	ask_loads(1 << 3 | 4);
}
