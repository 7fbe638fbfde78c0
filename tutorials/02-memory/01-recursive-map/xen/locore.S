/*
 * The first instruction under Xen, the notes that say what we are, and the
 * hypercall page. Paging is on; ESI points at start_info.
 */
#include <xen/elfnote.h>

#define KERNBASE        0xc0000000

.macro note type, body:vararg
	.pushsection .note.Xen, "a", @note
	.balign 4
	.long 2f - 1f, 4f - 3f, \type
1:	.asciz "Xen"
2:	.balign 4
3:	\body
4:	.balign 4
	.popsection
.endm

	note XEN_ELFNOTE_GUEST_OS,       .asciz "Ringside"
	note XEN_ELFNOTE_GUEST_VERSION,  .asciz "1"
	note XEN_ELFNOTE_XEN_VERSION,    .asciz "xen-3.0"
	note XEN_ELFNOTE_LOADER,         .asciz "generic"
	note XEN_ELFNOTE_ENTRY,          .long start
	note XEN_ELFNOTE_HYPERCALL_PAGE, .long hypercall_page
	note XEN_ELFNOTE_VIRT_BASE,      .long KERNBASE
	note XEN_ELFNOTE_PADDR_OFFSET,   .long 0
#ifdef PAE
	note XEN_ELFNOTE_HV_START_LOW,   .long 0xf5800000
	note XEN_ELFNOTE_FEATURES,       .asciz "pae_pgdir_above_4gb"
	note XEN_ELFNOTE_PAE_MODE,       .asciz "yes"
#else
	note XEN_ELFNOTE_PAE_MODE,       .asciz "no"
#endif

	.section .text.start, "ax", @progbits
	.globl start
start:
	cld
	movl	$stack_top, %esp
	xorl	%ebp, %ebp              /* end of the chain of frames */
	pushl	%esi
	call	init386                 /* does not return */

/* Events come by the same door as the clock; see vector.S. */
	.globl event_callback
event_callback:
	jmp	vector_interrupt

/* Below EIP lie the four selectors that would not load: DS ES FS GS. */
	.globl failsafe_callback
failsafe_callback:
	addl	$16, %esp
	pushl	$0
	pushl	$13                     /* as the fault that it is */
	jmp	alltraps

/* Xen's builder writes the stubs over this page. */
	.section .text.hypercalls, "ax", @progbits
	.balign 4096
	.globl hypercall_page
hypercall_page:
	.fill 4096, 1, 0xcc

	.bss
	.balign 16
	.skip	8192
	.globl stack_top
stack_top:
