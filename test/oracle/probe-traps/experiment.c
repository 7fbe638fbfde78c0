/*
 * Enters experiments and shows how they ended.
 */
#include "traps.h"

#define FRAME_ROOM      1024
#define SNIPPET_ROOM    64
#define PREFIX          8               /* of "ring 3: " */
#define ERROR_CODES     0x27d00u        /* vectors that push one, a bit each */

volatile struct caught caught;
u32 data[1024] PAGE_ALIGNED;
char gdt_page[PAGE_SIZE] PAGE_ALIGNED;

/* Stacks: of experiments, and for traps from ring 3. */
static u8 stack[PAGE_SIZE] PAGE_ALIGNED;
static u8 kernel_stack[PAGE_SIZE] PAGE_ALIGNED;
#define STACK_TOP       ((u32)stack + PAGE_SIZE - FRAME_ROOM)
#define KERNEL_TOP      ((u32)kernel_stack + PAGE_SIZE - FRAME_ROOM)

extern char snippets_start[], snippets_end[];

/* User code may use the page, in the way that `access` says. */
void
make_user(void *page, u64 access)
{
	s32 error = map(page, (u64)mfn_of(page) << PAGE_SHIFT | access);

	if (error != 0)
		panic("a page cannot be given to user code: %d", error);
}

static void
set_handler(struct trap_info *entry, u32 vector, u32 flags, u32 address)
{
	*entry = (struct trap_info){ vector, flags, FLAT_RING1_CS, address };
}

/*
 * Rings 1 and 3 may end an experiment and raise 3, 4 and 0x20; 0x21 and the
 * exceptions are for ring 1 alone. QEMU 7.2 makes 0x20 arrive as 0x40: both
 * lead to the same handler.
 */
static void
set_handlers(void)
{
	struct trap_info table[NR_TRAPS + 5];
	u32 vector;

	for (vector = 0; vector < NR_TRAPS; vector++)
		set_handler(&table[vector], vector,
		    vector == 3 || vector == 4 ? 3 : 1, catchers[vector]);
	set_handler(&table[NR_TRAPS], TRAP_END, 3, (u32)catch_end);
	set_handler(&table[NR_TRAPS + 1], TRAP_SOFTWARE, 3,
	    (u32)catch_software);
	set_handler(&table[NR_TRAPS + 2], 2 * TRAP_SOFTWARE, 3,
	    (u32)catch_software);
	set_handler(&table[NR_TRAPS + 3], 0x21, 0, (u32)catch_software);
	table[NR_TRAPS + 4].address = 0;
	HYPERCALL1(HYPERVISOR_SET_TRAP_TABLE, table);
}

void
experiments_init(void)
{
	char *page;

	for (page = snippets_start; page < snippets_end; page += PAGE_SIZE)
		make_user(page, READ_ONLY);
	make_user(stack, READ_WRITE);
	make_user(data, READ_WRITE | PTE_NX);
	set_handlers();
	HYPERCALL2(HYPERVISOR_STACK_SWITCH, FLAT_RING1_DS, KERNEL_TOP);
}

/* The usual state in a ring. */
struct state
state_in(u32 ring, u32 start)
{
	u32 segment = ring == 1 ? FLAT_RING1_DS : FLAT_RING3_DS;

	return (struct state){
		.eip = start, .eflags = FLAGS, .esp = STACK_TOP,
		.cs = ring == 1 ? FLAT_RING1_CS : FLAT_RING3_CS,
		.ss = segment, .ds = segment, .es = segment,
		.fs = segment, .gs = segment,
		.ecx = 3, .edx = 0x80, .ebx = (u32)data, .esi = (u32)data,
		.edi = (u32)data + 64,
	};
}

static void
show_changed(const char *name, u32 was, u32 is)
{
	if ((was & 0xffff) != (is & 0xffff))
		printf(" %s=0x%x", name, is & 0xffff);
}

/* Where in the snippet; elsewhere, addresses depend on the image's layout. */
static void
show_place(u32 eip, u32 start)
{
	if (eip - start < SNIPPET_ROOM)
		printf("eip+%u", eip - start);
	else
		printf("eip elsewhere");
}

/* The words of the frame, from the error code up. */
void
show_trap(const char *name, const struct state *state)
{
	volatile u32 *word = caught.frame;
	bool has_error = caught.vector < 32 &&
	    (ERROR_CODES >> caught.vector & 1) != 0;
	bool is_outer;

	printf("T|%s|", name);
	if (caught.vector == TRAP_END)
		printf("no trap|eax=0x%x edx=0x%x", caught.eax, caught.edx);
	else
		printf("trap %u|", caught.vector);
	if (has_error)
		printf("err=0x%x ", *word++);
	if (caught.vector != TRAP_END)
		show_place(word[0], state->eip);
	is_outer = (word[1] & 2) != 0;
	printf(" cs=0x%x flags=0x%x", word[1], word[2]);
	if (is_outer)
		printf(" esp%d ss=0x%x frame-%u", word[3] - state->esp,
		    word[4], KERNEL_TOP - caught.esp);
	else
		printf(" esp%d", (s32)(caught.esp + 12 + (has_error ? 4 : 0) -
		    state->esp));
	show_changed("ds", state->ds, caught.ds);
	show_changed("es", state->es, caught.es);
	show_changed("fs", state->fs, caught.fs);
	show_changed("gs", state->gs, caught.gs);
	if (caught.vector == TRAP_PAGE_FAULT)
		printf(" cr2=0x%x", this_vcpu()->cr2);
	printf("\n");
}

/* The words above the frame, as a call gate leaves them. */
void
show_stack(u32 words)
{
	u32 i;

	printf("F|  stack|");
	for (i = 0; i < words; i++)
		printf(" 0x%x", caught.frame[3 + i]);
	printf("\n");
}

void
try(const char *name, struct state state)
{
	enter_by_iret(&state);
	show_trap(name, &state);
}

/* "ring 3: hlt", in a buffer that the next call uses again. */
const char *
in_ring(u32 ring, const char *what)
{
	static char name[64] = "ring 0: ";
	u32 length = string_length(what);

	if (length > sizeof(name) - PREFIX - 1)
		length = sizeof(name) - PREFIX - 1;
	name[PREFIX - 3] = '0' + ring;
	memcpy(name + PREFIX, what, length);
	name[PREFIX + length] = '\0';
	return name;
}

void
try_in_both_rings(const struct snippet *snippet)
{
	u32 ring;

	for (ring = 1; ring <= 3; ring += 2)
		try(in_ring(ring, snippet->name),
		    state_in(ring, snippet->start));
}
