/*
 * Native stores to a live table under vm_assist(writable_pagetables): every
 * width and kind.
 */
#include "tables.h"

#define WRITABLE_TABLES 2
#define SLOT            100
#define L2_SLOT         90

static volatile pte *table;

static void
show(const char *question)
{
	trap_answer(question, 0);
	answer_with("  flags", 0, "low12", table[SLOT] & 0xfff);
	answer_with("  the next one's", 0, "low12", table[SLOT + 1] & 0xfff);
	set_entry((pte *)table, SLOT, 0);
	set_entry((pte *)table, SLOT + 1, 0);
}

/* EAX is scratch, ECX a good entry's low word, EDI the place, ESI the good one's. */
#define STORE(question, instruction) do {                                   \
	u32 eax_ = 0, edi_ = (u32)at, esi_ = (u32)&good;                    \
	trap_met = -1;                                                      \
	__asm__ volatile("movl $99f, trap_resume\n\t" instruction           \
	    "\n99:\tmovl $0, trap_resume" : "+a"(eax_), "+D"(edi_),         \
	    "+S"(esi_) : "c"(good), "d"(bad) : "memory", "cc");             \
	show(question);                                                     \
} while (0)

static void
ask_widths(u8 *at)
{
	u32 good = (u32)naming(page_a, READ_WRITE);
	u32 bad = (u32)naming((pte *)table, READ_WRITE);

	STORE("movl a good entry", "movl %%ecx, (%%edi)");
	STORE("movl to the high word", "movl $0, 4(%%edi)");
	STORE("movl NX to the high word", "movl $0x80000000, 4(%%edi)");
	STORE("movl across two words", "movl $0, 2(%%edi)");
	STORE("movl across two entries", "movl $0, 6(%%edi)");
	STORE("movw", "movw $0, (%%edi)");
	STORE("movw at 2", "movw $0, 2(%%edi)");
	STORE("movw at 3", "movw $0, 3(%%edi)");
	STORE("movb", "movb $0, (%%edi)");
	STORE("movb the available bits", "movb $6, 1(%%edi)");
	STORE("movl a writable use of the table", "movl %%edx, (%%edi)");
	bad = (u32)naming((pte *)table, READ_ONLY);
	STORE("movl a read-only use of the table", "movl %%edx, (%%edi)");
	bad = foreign_frame << PAGE_SHIFT | 7;
	STORE("movl a frame that is not ours", "movl %%edx, (%%edi)");
	bad = 0x10 | good;
	STORE("movl with PCD", "movl %%edx, (%%edi)");
}

static void
ask_kinds(u8 *at)
{
	u32 good = (u32)naming(page_a, READ_WRITE), bad = 0;

	STORE("andl", "andl $~2, (%%edi)");
	STORE("orl", "orl $0x200, (%%edi)");
	STORE("addl", "addl $0x200, (%%edi)");
	STORE("incl", "incl (%%edi)");
	STORE("notl the high word", "notl 4(%%edi)");
	STORE("lock orl", "lock; orl $0x200, (%%edi)");
	STORE("lock btsl", "lock; btsl $9, (%%edi)");
	STORE("btrl, not set", "btrl $9, (%%edi)");
	STORE("xchgl", "movl %%ecx, %%eax; xchgl %%eax, (%%edi)");
	STORE("lock cmpxchgl, equal", "lock; cmpxchgl %%ecx, (%%edi)");
	STORE("lock cmpxchgl, unequal",
	    "incl %%eax; lock; cmpxchgl %%ecx, (%%edi)");
	STORE("lock xaddl", "movl $0x200, %%eax; lock; xaddl %%eax, (%%edi)");
	STORE("stosl", "movl %%ecx, %%eax; stosl");
	STORE("movsl", "movsl");
	STORE("popl", "pushl %%ecx; popl (%%edi)");
	STORE("sete", "sete (%%edi)");
}

static s32
assist(u32 command)
{
	return HYPERCALL2(HYPERVISOR_VM_ASSIST, command, WRITABLE_TABLES);
}

/* The table is hung into the live tree, or pinned only, or not typed at all. */
void
ask_native_stores(void)
{
	pte *l2 = table_for(0xc0000000u, 2);
	u8 *at;

	table = new_table();
	at = (u8 *)&table[SLOT];
	heading("native stores, the table hooked");
	answer("hook", set_entry(l2, L2_SLOT, naming((pte *)table,
	    READ_WRITE | PTE_ACCESSED)));
	answer("vm_assist on", assist(0));
	ask_widths(at);
	ask_kinds(at);
	heading("native stores, the table only pinned");
	answer("unhook", set_entry(l2, L2_SLOT, 0));
	answer("pin", pin(1, (pte *)table));
	ask_widths(at);
	answer("unpin", unpin((pte *)table));
	heading("native stores, an L2");
	answer("pin", pin(2, (pte *)table));
	ask_widths(at);
	answer("unpin", unpin((pte *)table));
	heading("native stores, no table");
	ask_widths(at);
	answer("vm_assist off", assist(1));
}
