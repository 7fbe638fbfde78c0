/*
 * hello: the first guest. It looks at what Xen gave it, talks over the
 * console, asks xenstore who it is, checks the clock against the timer, and
 * shuts down.
 *
 * Everything it prints is equal on every Xen: numbers that depend on the host
 * are compared with each other instead of shown. The command line word
 * "noread" leaves out the question.
 */
#include "guest.h"

#define MILLISECONDS    1000000ull      /* in nanoseconds */

/* Bounds for a host that emulates the processor and shares it. */
#define TIMER_SLEEP     (20 * MILLISECONDS)
#define TIMER_LATE_MAX  (1000 * MILLISECONDS)
#define RECORD_AGE_MAX  (10000 * MILLISECONDS)

static volatile u32 breakpoints;

static void
check(const char *what, bool holds)
{
	printf("%s: %s\n", what, holds ? "agree" : "DISAGREE");
}

/* The table of machine frames to our pages, where this Xen keeps it. */
static const u32 *
machine_to_physical(void)
{
	u32 start = 0;

	HYPERCALL2(HYPERVISOR_XEN_VERSION, XENVER_PLATFORM_PARAMETERS, &start);
	return (const u32 *)start;
}

/*
 * Our pages are numbered without gaps (pfn), the machine's frames are not
 * (mfn). p2m, which the domain builder gave us, and m2p, which Xen maps for
 * everyone to read, must be each other's inverse.
 */
static void
check_frames(void)
{
	const u32 *p2m = (const u32 *)start_info->mfn_list;
	const u32 *m2p = machine_to_physical();
	u32 shared = ((u32)&shared_page - (u32)virt_base) >> PAGE_SHIFT;
	u32 pfn, wrong = 0;

	for (pfn = 0; pfn < start_info->nr_pages; pfn++)
		if (pfn != shared && m2p[p2m[pfn]] != pfn)
			wrong++;
	check("p2m and m2p", wrong == 0);
}

static void
on_breakpoint(struct trap_frame *frame)
{
	(void)frame;
	breakpoints++;
}

/* An exception must reach its handler, and come back with nothing changed. */
static void
check_trap(void)
{
	u32 before = 0x12345678, after = before;

	trap_set_handler(TRAP_BREAKPOINT, on_breakpoint);
	__asm__ volatile("int3" : "+r"(after) : : "memory");
	check("breakpoint and return", breakpoints == 1 && after == before);
}

static void
show_start_of_day(void)
{
	u32 version = HYPERCALL2(HYPERVISOR_XEN_VERSION, XENVER_VERSION, 0);

	printf("Hello from ring %u. This is a PV guest under Xen %u.%u.\n",
	    FLAT_RING1_CS & 3, version >> 16, version & 0xffff);
	printf("magic: %s\n", start_info->magic);
	printf("command line: \"%s\"\n", start_info->cmd_line);
	check("page table base and alignment",
	    start_info->pt_base >= (u32)image_end &&
	    start_info->pt_base % PAGE_SIZE == 0);
	check_frames();
	check_trap();
	if (start_info->mod_len == 0)
		printf("ramdisk: none\n");
	else
		printf("ramdisk: %u bytes, adler32 %08x\n", start_info->mod_len,
		    checksum_adler32((void *)start_info->mod_start,
		    start_info->mod_len));
}

/* What xenstore says about us must fit together. Domain 0 starts without it. */
static void
ask_xenstore(void)
{
	char domid[16], target[16], missing[16];
	int found;

	if (start_info->store_mfn == 0) {
		printf("xenstore: none\n");
		return;
	}
	xenstore_init();
	found = xenstore_read("domid", domid, sizeof(domid));
	check("xenstore domid and a number",
	    found == XS_OK && is_decimal(domid));
	found = xenstore_read("memory/target", target, sizeof(target));
	check("xenstore memory target and our size", found == XS_OK &&
	    is_decimal(target) &&
	    start_info->nr_pages <= parse_decimal(target) / 4);
	found = xenstore_read("no/such/node", missing, sizeof(missing));
	printf("xenstore no/such/node: %s\n",
	    found == XS_FAILED ? missing : "found?");
}

/* Three clocks: the TSC scaled by us, Xen's own record, and the timer. */
static void
check_time(void)
{
	u64 record, start, end, previous;
	bool forward = true;
	u32 i;

	timer_init();
	previous = system_time();
	for (i = 0; i < 1000; i++) {
		u64 now = system_time();

		forward = forward && now >= previous;
		previous = now;
	}
	check("time and its direction", forward);

	start = system_time();
	record = this_vcpu()->time.system_time;
	check("TSC and Xen's system time",
	    record <= system_time() && start < record + RECORD_AGE_MAX);

	timer_set(start + TIMER_SLEEP);
	WAIT_UNTIL(timer_fired());
	end = system_time();
	check("timer and system time", end >= start + TIMER_SLEEP &&
	    end < start + TIMER_SLEEP + TIMER_LATE_MAX);
}

static void
ask_name(void)
{
	char name[64];

	printf("What is your name? ");
	console_read_line(name, sizeof(name));
	printf("Pleased to meet you, %s.\n", name);
}

NORETURN void
guest_main(void)
{
	show_start_of_day();
	ask_xenstore();
	check_time();
	if (!string_has_word(start_info->cmd_line, "noread"))
		ask_name();
	printf("Goodbye.\n");
	shutdown(SHUTDOWN_POWEROFF);
}
