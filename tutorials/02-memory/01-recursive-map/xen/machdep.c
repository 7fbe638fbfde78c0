/*
 * Start of day under Xen, and the end.
 */
#include <cpufunc.h>
#include <kernel.h>
#include <segments.h>
#include <xenpmap.h>

#define MAX_FOREIGN     4               /* pages that are not what they seem */

extern const u32 vectors[NTRAPS];
extern char vector_syscall[];

NORETURN void init386(struct start_info *info);

struct start_info *start_info;
volatile struct shared_page shared_page;

static struct {
	paddr_t pa;
	u32 mfn;
} foreign[MAX_FOREIGN];

/*
 * Maps a machine frame that Xen gave us over a page of our own, and keeps in
 * mind that it did: the tables to come must do the same.
 */
void
map_frame(void *page, u32 mfn)
{
	u32 i = 0;

	while (foreign[i].mfn != 0)
		i++;
	foreign[i].pa = PA(page);
	foreign[i].mfn = mfn;
	xen_set_entry((u32)page, PTE(mfn, PTE_PRESENT | PTE_WRITE));
}

/* The machine frame behind a page of the kernel's map. */
u32
frame_at(paddr_t pa)
{
	u32 i;

	for (i = 0; i < MAX_FOREIGN; i++)
		if (foreign[i].mfn != 0 && foreign[i].pa == pa)
			return foreign[i].mfn;
	return ((const u32 *)start_info->mfn_list)[pa >> PAGE_SHIFT];
}

static void
traps_register(void)
{
	struct trap_info table[NTRAPS + 2];
	u32 vector;

	for (vector = 0; vector < NTRAPS; vector++) {
		table[vector].vector = vector;
		table[vector].flags = TRAP_MASKS_EVENTS;
		table[vector].cs = KCODE_SEL;
		table[vector].address = vectors[vector];
	}
	table[NTRAPS].vector = T_SYSCALL;
	table[NTRAPS].flags = TRAP_MASKS_EVENTS | TRAP_DPL(3);
	table[NTRAPS].cs = KCODE_SEL;
	table[NTRAPS].address = (u32)vector_syscall;
	table[NTRAPS + 1].address = 0;
	HYPERCALL1(HYPERVISOR_SET_TRAP_TABLE, table);
}

/* Called by locore.S. */
NORETURN void
init386(struct start_info *info)
{
	start_info = info;
	traps_register();
	map_frame((void *)&shared_page, info->shared_info >> PAGE_SHIFT);
	events_init();
	console_init();
	printf("kernel in a domain of Xen\n");
	pmap_bootstrap(PA(info->pt_base) +
	    (info->nr_pt_frames + 1) * PAGE_SIZE);      /* tables, then stack */
	xen_mmuext(MMUEXT_UNPIN_TABLE, frame_at(PA(info->pt_base)),
	    "unpin of the boot tables");
	printf("pmap: running on our own tables\n");
	main();
}

/* Where traps from ring 3 find a stack. */
void
cpu_setstack(void *top)
{
	HYPERCALL2(HYPERVISOR_STACK_SWITCH, KDATA_SEL, top);
}

/* Ends the domain; the console is drained first. */
NORETURN void
shutdown(u32 reason)
{
	console_flush();
	for (;;)
		HYPERCALL2(HYPERVISOR_SCHED_OP, SCHEDOP_SHUTDOWN, &reason);
}

NORETURN void
cpu_reboot(bool orderly)
{
	shutdown(orderly ? SHUTDOWN_POWEROFF : SHUTDOWN_CRASH);
}

/* Says why and crashes the domain. */
NORETURN void
panic(const char *format, ...)
{
	__builtin_va_list arguments;

	events_disable();
	printf("panic: ");
	__builtin_va_start(arguments, format);
	vprintf(format, arguments);
	__builtin_va_end(arguments);
	printf("\n");
	cpu_reboot(false);
}
