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

# INT 0x80 from ring 3: EAX is the call, EBX its buffer. DS and ES stay ring 3's, which are as wide.
	.globl system_call
system_call:
	push %eax
	push %ebx
	push %ecx
	push %edx
	push %ebp
	push %esi
	push %edi
	push %esp
	call on_system_call
	add $4, %esp
	.globl return_to_user
return_to_user:
	pop %edi
	pop %esi
	pop %ebp
	pop %edx
	pop %ecx
	pop %ebx
	pop %eax
	iret

# switch_stacks(u32 *save, u32 load): goes on where the other stack was left.
	.globl switch_stacks
switch_stacks:
	mov 4(%esp), %eax
	mov 8(%esp), %edx
	push %ebp
	push %ebx
	push %esi
	push %edi
	mov %esp, (%eax)
	mov %edx, %esp
	pop %edi
	pop %esi
	pop %ebx
	pop %ebp
	ret

# What both processes do in ring 3: a little work, then a system call.
	.globl user_program
user_program:
	mov $20, %ecx
	xor %edx, %edx
1:	add (%ebx), %edx
	rol $3, %edx
	dec %ecx
	jnz 1b
	add %edx, 4(%ebx)
	mov %ecx, %eax
	int $0x80
	add %eax, (%ebx)
	jmp user_program

	.section .note.GNU-stack, "", @progbits
	.bss
	.align 16
	.skip 65536
stack_top:
