/* What a kernel does for programs: system calls from ring 3, copies in and out, switches between two processes. */
#include "workloads.h"

#define USER_CODE 0x1b
#define USER_DATA 0x23
#define USER_FLAGS 0x202
#define PROCESSES 2u
#define BUFFER_WORDS 16u
/* Calls after which the other process runs. */
#define QUANTUM 8u

/* What start.S pushes, from the stack pointer up. */
struct trap_frame {
	u32 edi, esi, ebp, edx, ecx, ebx, eax;
	u32 ip, cs, flags, sp, ss;
};

/* start.S */
void switch_stacks(u32 *save, u32 load);
void return_to_user(void);
void user_program(void);

static struct process {
	u32 saved_esp;
	u32 directory[1024] __attribute__((aligned(4096)));
	u8 kernel_stack[4096] __attribute__((aligned(16)));
	u8 user_stack[4096] __attribute__((aligned(16)));
	u32 buffer[BUFFER_WORDS];
} processes[PROCESSES];

static u32 current, calls, calls_wanted, sum, kernel_esp;
static u32 kernel_buffer[BUFFER_WORDS];

static void copy(u32 *to, const u32 *from)
{
	for (u32 i = 0; i < BUFFER_WORDS; i++)
		to[i] = from[i];
}

static void load_directory(const u32 *directory)
{
	__asm__ volatile("mov %0, %%cr3" : : "r"(directory) : "memory");
}

/* A process that has yet to run: its stack looks as if it had been switched away from, inside a system call. */
static void make_process(struct process *p)
{
	struct trap_frame *frame = (struct trap_frame *)(p->kernel_stack + sizeof p->kernel_stack) - 1;
	u32 *stack = (u32 *)frame;
	for (u32 i = 0; i < 1024; i++)
		p->directory[i] = page_directory[i];
	for (u32 i = 0; i < BUFFER_WORDS; i++)
		p->buffer[i] = (i + 1) * 2654435761u;
	*frame = (struct trap_frame){.ebx = (u32)p->buffer, .ip = (u32)user_program, .cs = USER_CODE, .flags = USER_FLAGS & ~0x200u};
	frame->sp = (u32)(p->user_stack + sizeof p->user_stack);
	frame->ss = USER_DATA;
	*--stack = (u32)return_to_user;
	for (int i = 0; i < 4; i++)
		*--stack = 0;
	p->saved_esp = (u32)stack;
}

static void switch_to(u32 number, u32 *save)
{
	struct process *p = &processes[number];
	current = number;
	kernel_stack_top((u32)(p->kernel_stack + sizeof p->kernel_stack));
	load_directory(p->directory);
	switch_stacks(save, p->saved_esp);
}

/* Called by start.S with the process's registers: EAX is the call, EBX its buffer. */
void on_system_call(struct trap_frame *frame)
{
	struct process *p = &processes[current];
	copy(kernel_buffer, (const u32 *)frame->ebx);
	for (u32 i = 0; i < BUFFER_WORDS; i++)
		sum = (sum << 3 | sum >> 29) + kernel_buffer[i];
	kernel_buffer[calls % BUFFER_WORDS] += frame->eax + sum;
	copy((u32 *)frame->ebx, kernel_buffer);
	frame->eax = sum;
	if (++calls == calls_wanted) {
		load_directory(page_directory);
		switch_stacks(&p->saved_esp, kernel_esp);
	} else if (calls % QUANTUM == 0) {
		switch_to((current + 1) % PROCESSES, &p->saved_esp);
	}
}

u32 system_calls(u32 n)
{
	calls = 0;
	calls_wanted = n;
	for (u32 i = 0; i < PROCESSES; i++)
		make_process(&processes[i]);
	switch_to(0, &kernel_esp);
	return sum;
}
