/*
 * Start of day on the bare machine: descriptor tables, and the end.
 *
 * Source: Intel SDM Vol. 3A, 3.4.5 (descriptors), 6.11 (gates), 7.2.1 (TSS).
 */
#include <cpufunc.h>
#include <kernel.h>
#include <segments.h>

#define NGDT            6
#define CLOCK_VECTOR    0x20            /* IRQ 0, see clock.c */
#define DEBUG_EXIT      0xf4            /* a port that ends the machine */

struct tss {
	u32 link, esp0, ss0;
	u32 rest[22];
	u16 trap, iomap;
};

struct region {
	u16 limit;
	u32 base;
} __attribute__((packed));

extern const u32 vectors[NTRAPS];
extern char vector_syscall[], vector_interrupt[];
extern char image_end[];

NORETURN void init386(void);

static struct tss tss;
static u64 idt[256];
static u64 gdt[NGDT] = {
	0,
	0x00cf9b000000ffff,             /* kernel code */
	0x00cf93000000ffff,             /* kernel data */
	0x00cffb000000ffff,             /* user code */
	0x00cff3000000ffff,             /* user data */
};

/* An interrupt gate: the kernel runs with interrupts off. */
static void
set_gate(u32 vector, u32 address, u32 dpl)
{
	idt[vector] = (u64)((address & 0xffff0000) | 0x8e00 | dpl << 13) << 32 |
	    KCODE_SEL << 16 | (address & 0xffff);
}

static void
tables_init(void)
{
	struct region gdt_region = { sizeof(gdt) - 1, (u32)gdt };
	struct region idt_region = { sizeof(idt) - 1, (u32)idt };
	u32 base = (u32)&tss, vector;

	gdt[TSS_SEL / 8] = (u64)(base >> 24 << 24 | 0x8900 |
	    (base >> 16 & 0xff)) << 32 | (base & 0xffff) << 16 |
	    (sizeof(tss) - 1);
	tss.ss0 = KDATA_SEL;
	tss.iomap = sizeof(tss);
	for (vector = 0; vector < NTRAPS; vector++)
		set_gate(vector, vectors[vector], 0);
	set_gate(T_SYSCALL, (u32)vector_syscall, 3);
	set_gate(CLOCK_VECTOR, (u32)vector_interrupt, 0);
	__asm__ volatile("lgdt %0; lidt %1; ljmp %2, $1f; 1:\n\t"
	    "movl %3, %%ds; movl %3, %%es; movl %3, %%ss; ltr %w4"
	    : : "m"(gdt_region), "m"(idt_region), "i"(KCODE_SEL),
	    "r"(KDATA_SEL), "r"(TSS_SEL) : "memory");
}

/* Called by locore.S. */
NORETURN void
init386(void)
{
	tables_init();
	printf("kernel on the bare machine\n");
	pmap_bootstrap(PA(image_end));
	printf("pmap: running on our own tables\n");
	main();
}

/* Where traps from ring 3 find a stack. */
void
cpu_setstack(void *top)
{
	tss.esp0 = (u32)top;
}

NORETURN void
cpu_reboot(bool orderly)
{
	for (;;)
		outb(DEBUG_EXIT, orderly ? 0 : 1);
}

/* Says why and ends the machine. */
NORETURN void
panic(const char *format, ...)
{
	__builtin_va_list arguments;

	printf("panic: ");
	__builtin_va_start(arguments, format);
	vprintf(format, arguments);
	__builtin_va_end(arguments);
	printf("\n");
	cpu_reboot(false);
}
