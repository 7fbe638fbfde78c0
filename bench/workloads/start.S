# Multiboot 1 entry of the benchmark kernel: a stack, then main.c.
	.section .multiboot, "a"
	.align 4
	.long 0x1badb002, 0, -0x1badb002

	.text
	.globl _start
_start:
	mov $stack_top, %esp
	push %ebx
	call kernel_main
1:	cli
	hlt
	jmp 1b

# Handler of the workloads that fault: the page is mapped, the instruction runs again.
	.globl page_fault
page_fault:
	push %eax
	push %ecx
	push %edx
	call on_page_fault
	pop %edx
	pop %ecx
	pop %eax
	add $4, %esp
	iret

# Handler of the workloads that call the system: EAX is the call.
	.globl system_call
system_call:
	push %ecx
	push %edx
	push %eax
	call on_system_call
	add $4, %esp
	pop %edx
	pop %ecx
	iret

	.section .note.GNU-stack, "", @progbits
	.bss
	.align 16
	.skip 65536
stack_top:
