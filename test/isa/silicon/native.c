/*
 * Runs single instructions on the real processor. Standard input: records of struct input; standard output: one struct output each.
 * Built with gcc -m32 -static -no-pie; the addresses are those of test/isa/silicon/layout.ts.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#define CODE 0x01000000u
#define DATA 0x02000000u
#define STACK 0x03000000u
#define TAKEN 64 /* where branches of the tests go, from CODE on */
#define WINDOW 64

struct input {
	uint8_t length, reserved[3];
	uint8_t code[16];
	uint32_t registers[8], flags;
	uint8_t data[WINDOW], stack[WINDOW];
};

struct output {
	uint32_t registers[8], flags;
	uint32_t taken;  /* 1: control arrived at TAKEN */
	uint32_t vector; /* exception, or 0xffffffff */
	uint32_t error, address;
	uint8_t data[WINDOW], stack[WINDOW];
};

uint32_t registers[8], flags, taken, host_stack;
static struct output result;


/* Loads the registers, runs the code, and comes back at `arrived` with the registers saved. */
void enter(void);
extern char arrived[];
__asm__(".globl enter\n"
	"enter: pusha\n"
	" mov %esp, host_stack\n"
	" pushl flags\n popfl\n"
	" mov registers+0, %eax\n mov registers+4, %ecx\n mov registers+8, %edx\n mov registers+12, %ebx\n"
	" mov registers+20, %ebp\n mov registers+24, %esi\n mov registers+28, %edi\n mov registers+16, %esp\n"
	" jmp *code_pointer\n"
	".globl arrived\n"
	"arrived: mov %esp, registers+16\n mov host_stack, %esp\n pushfl\n popl flags\n cld\n"
	" mov %eax, registers+0\n mov %ecx, registers+4\n mov %edx, registers+8\n mov %ebx, registers+12\n"
	" mov %ebp, registers+20\n mov %esi, registers+24\n mov %edi, registers+28\n"
	" popa\n ret\n"
	".data\ncode_pointer: .long 0x01000000\n.text\n");

static void on_signal(int number, siginfo_t *info, void *context)
{
	static const int order[8] = {REG_EAX, REG_ECX, REG_EDX, REG_EBX, REG_ESP, REG_EBP, REG_ESI, REG_EDI};
	ucontext_t *at = context;
	greg_t *r = at->uc_mcontext.gregs;
	(void)number;
	(void)info;
	result.vector = (uint32_t)r[REG_TRAPNO];
	result.error = (uint32_t)r[REG_ERR];
	result.address = (uint32_t)at->uc_mcontext.cr2;
	for (int i = 0; i < 8; i++)
		registers[i] = (uint32_t)r[order[i]];
	flags = (uint32_t)r[REG_EFL];
	/* goes on behind `enter`'s saving of registers */
	r[REG_ESP] = (greg_t)host_stack;
	r[REG_EIP] = (greg_t)(uintptr_t)arrived;
	r[REG_EFL] = 0x202;
	for (int i = 0; i < 8; i++)
		result.registers[i] = registers[i];
	result.flags = flags;
}

/* mov $n, taken; ljmp to `arrived` by a register-free near jump */
static void place_exit(uint8_t *at, uint32_t n)
{
	uint32_t from;
	at[0] = 0xc7;
	at[1] = 0x05;
	memcpy(at + 2, &(uint32_t){(uint32_t)(uintptr_t)&taken}, 4);
	memcpy(at + 6, &n, 4);
	at[10] = 0xe9;
	from = (uint32_t)(uintptr_t)arrived - (uint32_t)(uintptr_t)(at + 15);
	memcpy(at + 11, &from, 4);
}

static void *map(uint32_t address, int protection)
{
	void *at = mmap((void *)(uintptr_t)address, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (at != (void *)(uintptr_t)address) {
		perror("mmap");
		exit(1);
	}
	return at;
}

int main(void)
{
	static uint8_t alternate[65536];
	struct input in;
	stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
	struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
	uint8_t *code = map(CODE, PROT_READ | PROT_WRITE | PROT_EXEC);
	uint8_t *data = map(DATA, PROT_READ | PROT_WRITE);
	uint8_t *items = map(STACK, PROT_READ | PROT_WRITE);
	int signals[] = {SIGFPE, SIGSEGV, SIGILL, SIGTRAP, SIGBUS};

	sigaltstack(&stack, NULL);
	for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaction(signals[i], &action, NULL);
	while (fread(&in, sizeof in, 1, stdin) == 1) {
		memset(code, 0xcc, 128);
		memcpy(code, in.code, in.length);
		place_exit(code + in.length, 0);
		place_exit(code + TAKEN, 1);
		memcpy(data + 2048 - WINDOW / 2, in.data, WINDOW);
		memcpy(items + 2048 - WINDOW / 2, in.stack, WINDOW);
		memcpy(registers, in.registers, sizeof registers);
		flags = in.flags;
		taken = 0;
		memset(&result, 0, sizeof result);
		result.vector = 0xffffffff;
		enter();
		if (result.vector == 0xffffffff) {
			memcpy(result.registers, registers, sizeof registers);
			result.flags = flags;
		}
		result.taken = taken;
		memcpy(result.data, data + 2048 - WINDOW / 2, WINDOW);
		memcpy(result.stack, items + 2048 - WINDOW / 2, WINDOW);
		fwrite(&result, sizeof result, 1, stdout);
	}
	return 0;
}
