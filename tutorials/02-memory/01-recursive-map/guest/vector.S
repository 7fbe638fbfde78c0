/*
 * The ways into the kernel, and out of it again; the switch between kernel
 * stacks.
 */
#include <frameasm.h>
#include <segments.h>
#include <trapframe.h>

/* Traps 8, 10 to 14 and 17 push an error code; the rest get a zero. */
.macro stub vector, has_error=0
vector_\vector:
	.if \has_error == 0
	pushl	$0
	.endif
	pushl	$\vector
	jmp	alltraps
.endm

	.text
	stub 0
	stub 1
	stub 2
	stub 3
	stub 4
	stub 5
	stub 6
	stub 7
	stub 8, 1
	stub 9
	stub 10, 1
	stub 11, 1
	stub 12, 1
	stub 13, 1
	stub 14, 1
	stub 15
	stub 16
	stub 17, 1
	stub 18
	stub 19

	.globl vector_syscall
vector_syscall:
	pushl	$0
	pushl	$T_SYSCALL
	jmp	alltraps

	.globl vector_interrupt
vector_interrupt:
	pushl	$0
	pushl	$T_INTERRUPT

/* Completes the struct trapframe and calls trap(tf). */
	.globl alltraps
alltraps:
	pushal
	pushl	%ds
	pushl	%es
	movl	$KDATA_SEL, %eax
	movl	%eax, %ds
	movl	%eax, %es
	cld
	pushl	%esp
	call	trap
	addl	$4, %esp

	.globl trap_return
trap_return:
	popl	%es
	popl	%ds
	popal
	addl	$8, %esp                /* vector and error */
	TRAP_EXIT

/* trap_return_to(tf): leaves by a frame that no trap has made. */
	.globl trap_return_to
trap_return_to:
	movl	4(%esp), %esp
	jmp	trap_return

/* cpu_switch(save, sp): sleeps here; another continues where it slept. */
	.globl cpu_switch
cpu_switch:
	movl	4(%esp), %eax
	movl	8(%esp), %edx
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	movl	%esp, (%eax)
	movl	%edx, %esp
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	ret

	.section .rodata
	.balign 4
	.globl vectors
vectors:
	.long vector_0, vector_1, vector_2, vector_3, vector_4, vector_5
	.long vector_6, vector_7, vector_8, vector_9, vector_10, vector_11
	.long vector_12, vector_13, vector_14, vector_15, vector_16
	.long vector_17, vector_18, vector_19
