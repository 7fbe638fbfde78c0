/*
 * What becomes of privileged instructions in ring 1: trapped and handed to
 * us, trapped and done by Xen, or not noticed at all.
 */
#include "chapters.h"

#define MSR_EFER        0xc0000080
#define CPUID_XEN       0x40000000

static void
ask_flags_and_control(void)
{
	u32 value = 0;

	TRY("cli", : : : "memory");
	trap_answer("cli", 0);
	TRY("sti", : : : "memory");
	trap_answer("sti", 0);
	__asm__ volatile("pushfl; popl %0" : "=r"(value));
	fact("eflags after sti", value);
	TRY("movl %%cr0, %0", : "=r"(value));
	trap_answer("mov %cr0,r", value);
	TRY("movl %%cr2, %0", : "=r"(value));
	trap_answer("mov %cr2,r", value);
	TRY("movl %%cr3, %0", : "=r"(value));
	trap_answer("mov %cr3,r", value);
	answer_with("  top mfn", 0, "mfn", mfn_of((void *)start_info->pt_base));
	TRY("movl %%cr4, %0", : "=r"(value));
	trap_answer("mov %cr4,r", value);
	TRY("movl %0, %%cr0", : : "r"(~0u));
	trap_answer("mov ~0,%cr0", 0);
	TRY("clts", : : : "memory");
	trap_answer("clts", 0);
	TRY("wbinvd", : : : "memory");
	trap_answer("wbinvd", 0);
	TRY("hlt", : : : "memory");
	trap_answer("hlt", 0);
	TRY("invlpg (%0)", : : "r"(page_a));
	trap_answer("invlpg", 0);
	TRY("movl %%dr7, %0", : "=r"(value));
	trap_answer("mov %dr7,r", value);
}

static void
ask_ports_and_registers(void)
{
	u32 value = 0;

	TRY("inb $0x80, %%al", : "+a"(value));
	trap_answer("inb 0x80", value);
	TRY("rdtsc", : "=a"(value) : : "edx");
	trap_answer("rdtsc", 1);
	value = 0;
	TRY("rdmsr", : "+a"(value) : "c"(MSR_EFER) : "edx");
	trap_answer("rdmsr EFER", value);
	value = 0;
	TRY("rdmsr", : "+a"(value) : "c"(0x12345) : "edx");
	trap_answer("rdmsr 0x12345", value);
}

static void
ask_traps(void)
{
	TRY("int $0x21", : : : "memory");
	trap_answer("int 0x21 (no handler)", 0);
	TRY("int3", : : : "memory");
	trap_answer("int3", 0);
	TRY("ud2", : : : "memory");
	trap_answer("ud2", 0);
}

static void
ask_tables(void)
{
	char pointer[16] = { 0 };

	TRY("sgdt %0", : "=m"(pointer));
	trap_answer("sgdt", 0);
	TRY("lgdt %0", : : "m"(pointer));
	trap_answer("lgdt", 0);
	TRY("lidt %0", : : "m"(pointer));
	trap_answer("lidt", 0);
	TRY("ltr %%ax", : : "a"(0));
	trap_answer("ltr 0", 0);
	TRY("movw %%ax, %%fs", : : "a"(0x40));
	trap_answer("mov 0x40(null slot)->fs", 0);
}

/* cpuid as the processor gives it, and through Xen by the prefix it knows. */
static void
ask_cpuid(void)
{
	u32 a, b, c, d;

	__asm__ volatile("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d)
	    : "0"(CPUID_XEN), "2"(0));
	fact("native cpuid 0x40000000 ebx", b);
	__asm__ volatile("ud2a; .ascii \"xen\"; cpuid"
	    : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "0"(CPUID_XEN), "2"(0));
	fact("xen-prefixed cpuid 0x40000000 ebx", b);
	fact("  max leaf", a);
	__asm__ volatile("ud2a; .ascii \"xen\"; cpuid"
	    : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "0"(1), "2"(0));
	fact("xen cpuid 1 edx", d);
	fact("xen cpuid 1 ecx", c);
}

static void
ask_segments(void)
{
	u32 value = 0;

	__asm__ volatile("movl %%cs, %0" : "=r"(value));
	fact("cs", value & 0xffff);
	__asm__ volatile("movl %%ss, %0" : "=r"(value));
	fact("ss", value & 0xffff);
	__asm__ volatile("movl %%ds, %0" : "=r"(value));
	fact("ds", value & 0xffff);
}

static void
ask_forbidden_memory(void)
{
	u32 value;

	TRY("movl $1, %0", : "=m"(*(u32 *)XEN_HOLE));
	trap_answer("store into Xen's hole", 0);
	TRY("movl %1, %0", : "=r"(value) : "m"(*m2p()));
	trap_answer("read M2P", 1);
	TRY("movl $1, %0", : "=m"(*(u32 *)m2p()));
	trap_answer("store into M2P", 0);
	TRY("movl %1, %0", : "=r"(value) : "m"(*(u32 *)UNMAPPED));
	trap_answer("read unmapped 0x40000000", 0);
}

void
ask_instructions(void)
{
	ask_flags_and_control();
	ask_ports_and_registers();
	ask_traps();
	ask_tables();
	ask_cpuid();
	ask_segments();
	ask_forbidden_memory();
}
