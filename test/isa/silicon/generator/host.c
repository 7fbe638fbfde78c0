/*
 * One instruction, natively: rt_sigreturn(2) loads every register and the trap
 * flag, the instruction runs, and the next signal brings every register back.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>
#include "silicon.h"

#define VECTOR_DEBUG 1
#define VECTOR_BREAKPOINT 3
/* What the kernel keeps between the stack pointer at its call and the context. */
#define FRAME_TO_CONTEXT 0x90
#define FLAGS_OF_THIS_PROGRAM 0x202

static u8 signal_stack[1 << 16] __attribute__((aligned(4096)));
/* Left on the signal stack by the last signal; the next one overwrites it. */
static ucontext_t *context;
static volatile bool asking;
static u16 own_gs;

/* Leaves by rt_sigreturn with a frame, and comes back with the next signal. */
void resume(void *frame);
__asm__(
    ".globl resume\n"
    "resume:\n"
    "	pushl %ebp\n"
    "	pushl %ebx\n"
    "	pushl %esi\n"
    "	pushl %edi\n"
    "	movl %esp, own_stack\n"
    "	movl 20(%esp), %esp\n"
    "	movl $173, %eax\n"	/* rt_sigreturn */
    "	int $0x80\n"
    "resumed:\n"
    "	movl own_stack, %esp\n"
    "	popl %edi\n"
    "	popl %esi\n"
    "	popl %ebx\n"
    "	popl %ebp\n"
    "	ret\n"
    "	.local own_stack\n"
    "	.comm own_stack, 4, 4\n");

/* A vector has done this program harm, or the program is wrong. */
static void
own_fault(void)
{
	greg_t *g = context->uc_mcontext.gregs;

	fprintf(stderr, "silicon: trap %d at %#x, address %#lx\n",
	    g[REG_TRAPNO], (u32)g[REG_EIP], context->uc_mcontext.cr2);
	_exit(1);
}

/*
 * Every signal ends here. The instruction may have left any GS and any flags,
 * so nothing that needs them comes before these two lines.
 */
static void
on_signal(int number, siginfo_t *info, void *frame)
{
	__asm__ volatile("movw %0, %%gs" : : "m"(own_gs));
	__asm__ volatile("pushl %0; popfl" : : "i"(FLAGS_OF_THIS_PROGRAM));
	(void)info;
	context = frame;
	if (asking)
		__asm__ volatile("jmp resumed");
	if (number != SIGTRAP)
		own_fault();
}

static void
catch(int number)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = on_signal;
	action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
	if (sigaction(number, &action, NULL) != 0) {
		perror("sigaction");
		exit(1);
	}
}

/* Catches signals, and makes one to have a context to fill in. */
void
host_open(void)
{
	static const int numbers[] = {
		SIGTRAP, SIGSEGV, SIGFPE, SIGILL, SIGBUS
	};
	stack_t stack = { .ss_sp = signal_stack,
		.ss_size = sizeof(signal_stack) };
	u32 i;

	__asm__("movw %%gs, %0" : "=m"(own_gs));
	sigaltstack(&stack, NULL);
	for (i = 0; i < NELEM(numbers); i++)
		catch(numbers[i]);
	raise(SIGTRAP);
}

/* REG_* of <sys/ucontext.h> in encoding order. */
static const u8 general[8] = {
	REG_EAX, REG_ECX, REG_EDX, REG_EBX, REG_ESP, REG_EBP, REG_ESI, REG_EDI
};
static const u8 segments[SEGMENTS] = {
	REG_ES, REG_CS, REG_SS, REG_DS, REG_FS, REG_GS
};

static void
load(const struct question *q)
{
	greg_t *g = context->uc_mcontext.gregs;
	u32 i;

	for (i = 0; i < 8; i++)
		g[general[i]] = (greg_t)q->reg[i];
	for (i = 0; i < SEGMENTS; i++)
		g[segments[i]] = worlds[q->world][i];
	g[REG_EIP] = (greg_t)q->ip;
	g[REG_EFL] = (greg_t)(q->flags | FLAG_TF);
	x87_load(context->uc_mcontext.fpregs, q);
}

static void
store(struct answer *a)
{
	const greg_t *g = context->uc_mcontext.gregs;
	u32 i;

	for (i = 0; i < 8; i++)
		a->reg[i] = (u32)g[general[i]];
	for (i = 0; i < SEGMENTS; i++)
		a->selector[i] = (u16)g[segments[i]];
	a->ip = (u32)g[REG_EIP];
	a->flags = (u32)g[REG_EFL] & ~FLAG_TF;
	a->vector = (u8)g[REG_TRAPNO];
	a->error = (u16)g[REG_ERR];
	a->address = (u32)context->uc_mcontext.cr2;
	x87_store(context->uc_mcontext.fpregs, &a->x87);
}

/*
 * The breakpoint behind the instruction was hit: the processor does not trap
 * right after a load of SS (SDM Vol. 3A, 6.8.3).
 */
static bool
ran_into_breakpoint(const struct question *q, const struct answer *a)
{
	return a->vector == VECTOR_BREAKPOINT &&
	    a->ip == q->ip + q->length + 1;
}

bool
host_ask(const struct question *q, u32 limit, struct answer *a)
{
	load(q);
	for (a->iterations = 0;;) {
		asking = true;
		resume((u8 *)context - FRAME_TO_CONTEXT + 4);
		asking = false;
		store(a);
		if (ran_into_breakpoint(q, a)) {
			a->ip--;
			a->vector = VECTOR_DEBUG;
		}
		a->faulted = a->vector != VECTOR_DEBUG;
		if (a->faulted)
			return true;
		a->iterations++;
		if (!q->repeats || a->ip != q->ip)
			return true;
		if (a->iterations >= limit)
			return false;
	}
}
