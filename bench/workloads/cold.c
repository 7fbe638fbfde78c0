/* Straight-line code that runs once: fetching and decoding it is most of the work. */
#include "workloads.h"

#define REGION_BYTES 65536u
#define REGIONS 256u
/* Behind everything else, so that a machine with little memory has the rest. */
static u8 regions[REGIONS][REGION_BYTES] __attribute__((section(".cold"), aligned(4096)));
static u32 data[64];
static u32 next;

/* What a compiler might make, with the register or constant to be filled in; the first byte is the length. */
static const u8 PATTERNS[][8] = {
	{5, 0x05, 0x78, 0x56, 0x34, 0x12},             /* add $x, %eax */
	{2, 0x31, 0xd0},                               /* xor %edx, %eax */
	{3, 0x8d, 0x54, 0x10},                         /* lea x(%eax,%edx), %edx: its last byte follows */
	{3, 0xc1, 0xc0, 0x05},                         /* rol $5, %eax */
	{3, 0x8b, 0x4e, 0x10},                         /* mov 16(%esi), %ecx */
	{3, 0x89, 0x46, 0x20},                         /* mov %eax, 32(%esi) */
	{3, 0x0f, 0xb6, 0xd0},                         /* movzbl %al, %edx */
	{2, 0x01, 0xca},                               /* add %ecx, %edx */
	{5, 0xa9, 0x00, 0x01, 0x00, 0x00},             /* test $0x100, %eax */
	{4, 0x75, 0x02, 0x01, 0xd0},                   /* jnz over an add %edx, %eax */
	{1, 0x50},                                     /* push %eax */
	{1, 0x59},                                     /* pop %ecx */
	{3, 0x29, 0xc1, 0x90},                         /* sub %eax, %ecx; nop */
	{6, 0x81, 0xf2, 0x21, 0x43, 0x65, 0x87},       /* xor $x, %edx */
	{7, 0xc7, 0x46, 0x30, 0x01, 0x02, 0x03, 0x04}, /* movl $x, 48(%esi) */
	{3, 0x0f, 0xaf, 0xc2},                         /* imul %edx, %eax */
};
#define PATTERN_COUNT (sizeof PATTERNS / sizeof *PATTERNS)

/* Fills a region with patterns in pseudo-random order; a push is followed by its pop. */
static void write_region(u32 number)
{
	u8 *code = regions[number % REGIONS];
	u32 seed = number * 2654435761u + 1, at = 0;
	while (at < REGION_BYTES - 16) {
		seed = seed * 1664525u + 1013904223u;
		u32 which = (seed >> 24) % PATTERN_COUNT;
		const u8 *pattern = PATTERNS[which == 11 ? 10 : which];
		for (u32 i = 1; i <= pattern[0]; i++)
			code[at++] = pattern[i];
		if (pattern[0] == 3 && pattern[1] == 0x8d)
			code[at++] = (u8)(seed >> 16) & 0x7f;
		if (pattern[0] == 1)
			code[at++] = PATTERNS[11][1];
	}
	code[at] = 0xc3; /* ret */
}

/* Writes what the next `n` rounds run. */
void prepare_cold_code(u32 n)
{
	for (u32 i = 0; i < n && i < REGIONS; i++)
		write_region(next + i);
}

/* Runs regions that never ran before, if there are not more rounds than regions. */
u32 cold_code(u32 n)
{
	u32 a = 1;
	for (u32 round = 0; round < n; round++) {
		u32 d = round, c = 0;
		__asm__ volatile("call *%3"
				 : "+a"(a), "+d"(d), "+c"(c)
				 : "r"(regions[next++ % REGIONS]), "S"(data)
				 : "memory", "cc");
		a ^= d + c;
	}
	return a;
}
