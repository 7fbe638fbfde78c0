/*
 * The first instruction on the bare machine: a multiboot loader has put us a
 * megabyte into memory, without paging. Large pages bring us to KERNBASE.
 *
 * Source: Multiboot Specification 0.6.96, 3.1; Intel SDM Vol. 3A, 4.1.1.
 */
#define KERNBASE        0xc0000000
#define CR0_PG_WP       0x80010000
#define CR4_PSE         0x10
#define CR4_PAE         0x20
#define LARGE           0x83            /* present, writable, large */

	.section .text.start, "ax", @progbits
	.long	0x1badb002, 3, -(0x1badb002 + 3)

	.globl start
start:
	cli
	cld
	movl	$(boot_root - KERNBASE), %eax
	movl	%eax, %cr3
	movl	%cr4, %eax
#ifdef PAE
	orl	$(CR4_PSE | CR4_PAE), %eax
#else
	orl	$CR4_PSE, %eax
#endif
	movl	%eax, %cr4
	movl	%cr0, %eax
	orl	$CR0_PG_WP, %eax
	movl	%eax, %cr0
	movl	$1f, %eax
	jmp	*%eax
1:	movl	$stack_top, %esp
	xorl	%ebp, %ebp              /* end of the chain of frames */
	call	init386                 /* does not return */

/* Maps the first megabytes where they are, and again at KERNBASE. */
	.section .data.boot, "aw", @progbits
	.balign 4096
#ifdef PAE
boot_directory:
	.quad	LARGE, 0x200000 + LARGE
	.fill	510, 8, 0
boot_root:
	.long	boot_directory - KERNBASE + 1, 0, 0, 0, 0, 0
	.long	boot_directory - KERNBASE + 1, 0
#else
boot_root:
	.long	LARGE
	.fill	767, 4, 0
	.long	LARGE
	.fill	255, 4, 0
#endif

	.bss
	.balign 16
	.skip	8192
	.globl stack_top
stack_top:
