/*
 * The benchmark kernel. Its command line ends with a workload's name and a number of rounds. It turns on 4 KB paging, runs one round, then
 * as many as asked, and says over COM1 what came out and how many cycles of the time-stamp counter it took.
 */
#include "workloads.h"

static const struct {
	const char *name;
	u32 (*run)(u32 n);
} WORKLOADS[] = {
	{"sieve", sieve},
	{"quicksort", quicksort},
	{"sha256", sha256},
	{"matmul", matmul},
	{"memory-string", memory_string},
	{"fibonacci", fibonacci},
	{"indirect-call", indirect_call},
	{"byte-loop", byte_loop},
	{"paging", paging},
	{"address-space", address_space},
	{"rep-string", rep_string},
	{"faults", faults},
	{"system-calls", system_calls},
	{"cold-code", cold_code},
};

#define IDENTITY_TABLES 8
u32 page_directory[1024] __attribute__((aligned(4096)));
u32 window_table[1024] __attribute__((aligned(4096)));
static u32 identity[IDENTITY_TABLES][1024] __attribute__((aligned(4096)));

static void put(char c)
{
	__asm__ volatile("outb %0, %1" : : "a"(c), "d"((u16)0x3f8));
}

static void print(const char *text)
{
	while (*text)
		put(*text++);
}

static void print_hex(u32 value)
{
	for (int shift = 28; shift >= 0; shift -= 4)
		put("0123456789abcdef"[(value >> shift) & 15]);
}

static u64 cycles(void)
{
	u64 count;
	__asm__ volatile("rdtsc" : "=A"(count));
	return count;
}

static void start_paging(void)
{
	for (u32 t = 0; t < IDENTITY_TABLES; t++) {
		for (u32 i = 0; i < 1024; i++)
			identity[t][i] = ((t * 1024 + i) << 12) | PTE_PRESENT_WRITE;
		page_directory[t] = (u32)identity[t] | PTE_PRESENT_WRITE;
	}
	page_directory[WINDOW >> 22] = (u32)window_table | PTE_PRESENT_WRITE;
	__asm__ volatile("mov %0, %%cr3; mov %%cr0, %%eax; or $0x80010000, %%eax; mov %%eax, %%cr0"
			 :
			 : "r"(page_directory)
			 : "eax", "memory");
}

static u64 gdt[3] = {0, 0x00cf9b000000ffff, 0x00cf93000000ffff};
static u64 idt[256];

struct __attribute__((packed)) table {
	u16 limit;
	void *base;
};

static void set_gate(u32 vector, void (*handler)(void))
{
	u32 address = (u32)handler;
	idt[vector] = ((u64)(address & 0xffff0000) << 32) | 0x00008f0000000000 | 0x00080000 | (address & 0xffff);
}

void page_fault(void);
void system_call(void);

static void start_traps(void)
{
	struct table gdtr = {sizeof gdt - 1, gdt}, idtr = {sizeof idt - 1, idt};
	set_gate(14, page_fault);
	set_gate(0x80, system_call);
	__asm__ volatile("lgdt %0; ljmp $8, $1f; 1: mov %1, %%ds; mov %1, %%es; mov %1, %%ss; lidt %2"
			 :
			 : "m"(gdtr), "r"(16), "m"(idtr));
}

/* Where the last but `skip` word of the text begins. */
static const char *word_from_end(const char *text, int skip)
{
	const char *at = text;
	while (*at)
		at++;
	while (skip-- >= 0) {
		while (at > text && at[-1] == ' ')
			at--;
		while (at > text && at[-1] != ' ')
			at--;
	}
	return at;
}

static int is_word(const char *text, const char *word)
{
	while (*word)
		if (*text++ != *word++)
			return 0;
	return *text == ' ';
}

static u32 number(const char *text)
{
	u32 value = 0;
	while (*text >= '0' && *text <= '9')
		value = value * 10 + (u32)(*text++ - '0');
	return value;
}

void kernel_main(const u32 *multiboot)
{
	const char *command_line = (const char *)multiboot[4];
	const char *name = word_from_end(command_line, 1);
	u32 n = number(word_from_end(command_line, 0));
	start_paging();
	start_traps();
	for (u32 i = 0; i < sizeof WORKLOADS / sizeof *WORKLOADS; i++) {
		if (!is_word(name, WORKLOADS[i].name))
			continue;
		WORKLOADS[i].run(1);
		print("START\n");
		u64 before = cycles();
		u32 result = WORKLOADS[i].run(n);
		u64 taken = cycles() - before;
		print("DONE ");
		print_hex(result);
		put(' ');
		print_hex((u32)(taken >> 32));
		print_hex((u32)taken);
		put('\n');
		return;
	}
	print("NO SUCH WORKLOAD\n");
}
