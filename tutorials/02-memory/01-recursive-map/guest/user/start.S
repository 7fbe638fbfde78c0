/*
 * The user program's first instruction, and how it calls the kernel.
 */
#include <syscall.h>

	.section .text.start, "ax", @progbits
	xorl	%ebp, %ebp
	call	user_main
	pushl	%eax
	call	exit

.macro syscall name, number
	.globl \name
\name:
	movl	$\number, %eax
	int	$0x80
	jc	failed
	ret
.endm

	.text
	syscall exit, SYS_exit
	syscall fork, SYS_fork
	syscall write, SYS_write
	syscall wait, SYS_wait
	syscall getpid, SYS_getpid
	syscall ticks, SYS_ticks
	syscall sleep, SYS_sleep

failed:
	negl	%eax
	ret
