/*
 * The benchmark kernel. Its command line ends with a workload's name and a number of rounds. It turns on 4 KB paging, runs one round, then
 * as many as asked, and says over COM1 what came out and how many cycles of the time-stamp counter it took.
 */
#include "workloads.h"

static const struct {
	const char *name;
	u32 (*run)(u32 n);
	/* What has to be there before `n` rounds; their time does not count. */
	void (*prepare)(u32 n);
} WORKLOADS[] = {
	{"sieve", sieve, 0},
	{"quicksort", quicksort, 0},
	{"sha256", sha256, 0},
	{"matmul", matmul, 0},
	{"memory-string", memory_string, 0},
	{"fibonacci", fibonacci, 0},
	{"indirect-call", indirect_call, 0},
	{"byte-loop", byte_loop, 0},
	{"paging", paging, 0},
	{"address-space", address_space, 0},
	{"rep-string", rep_string, 0},
	{"faults", faults, 0},
	{"no-faults", no_faults, 0},
	{"system-calls", system_calls, 0},
	{"cold-code", cold_code, prepare_cold_code},
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
			identity[t][i] = ((t * 1024 + i) << 12) | PTE_USER;
		page_directory[t] = (u32)identity[t] | PTE_USER;
	}
	page_directory[WINDOW >> 22] = (u32)window_table | PTE_USER;
	__asm__ volatile("mov %0, %%cr3; mov %%cr0, %%eax; or $0x80010000, %%eax; mov %%eax, %%cr0"
			 :
			 : "r"(page_directory)
			 : "eax", "memory");
}

/* Ring 0's code and data, ring 3's, and the task state. */
static u64 gdt[6] = {0, 0x00cf9b000000ffff, 0x00cf93000000ffff, 0x00cffb000000ffff, 0x00cff3000000ffff};
static u32 task_state[26];
#define KERNEL_DATA 16u
/* Ring 0 uses it too: a return to ring 3 would clear DS if it were ring 0's. */
#define USER_DATA 0x23u
#define TASK_STATE 0x28u
#define TRAP_GATE 0x8f00u
/* One that ring 3 may call. */
#define CALL_GATE 0xef00u
static u64 idt[256];

struct __attribute__((packed)) table {
	u16 limit;
	void *base;
};

static void set_gate(u32 vector, void (*handler)(void), u32 kind)
{
	u32 address = (u32)handler;
	idt[vector] = (u64)((address & 0xffff0000) | kind) << 32 | 0x00080000 | (address & 0xffff);
}

void kernel_stack_top(u32 esp)
{
	task_state[1] = esp;
	task_state[2] = KERNEL_DATA;
}

static void set_task_state(void)
{
	u32 base = (u32)task_state;
	gdt[TASK_STATE / 8] = (u64)(base & 0xff000000) << 32 | (u64)(base >> 16 & 0xff) << 32 | 0x0000890000000000 |
			      (u64)(base & 0xffff) << 16 | (sizeof task_state - 1);
}

void page_fault(void);
void system_call(void);

static void start_traps(void)
{
	struct table gdtr = {sizeof gdt - 1, gdt}, idtr = {sizeof idt - 1, idt};
	set_gate(14, page_fault, TRAP_GATE);
	set_gate(0x80, system_call, CALL_GATE);
	set_task_state();
	__asm__ volatile("lgdt %0; ljmp $8, $1f; 1: mov %1, %%ss; mov %4, %%ds; mov %4, %%es; lidt %2; ltr %w3"
			 :
			 : "m"(gdtr), "r"(KERNEL_DATA), "m"(idtr), "r"(TASK_STATE), "r"(USER_DATA)
			 : "memory");
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
		if (WORKLOADS[i].prepare)
			WORKLOADS[i].prepare(1);
		WORKLOADS[i].run(1);
		if (WORKLOADS[i].prepare)
			WORKLOADS[i].prepare(n);
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
