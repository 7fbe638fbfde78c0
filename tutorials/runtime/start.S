/*
 * The first instruction of a guest, its Xen notes and its hypercall page.
 *
 * Xen starts us in ring 1 with paging on, flat segments, a small stack,
 * upcalls masked, and ESI pointing at start_info.
 */
#include "xen/elfnote.h"
#include "xen/hypercall.h"

/* One ELF note of the owner "Xen". */
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

/* PADDR_OFFSET: the linker gives our segments p_paddr = p_vaddr. */
	note XEN_ELFNOTE_GUEST_OS,       .asciz "Ringside"
	note XEN_ELFNOTE_GUEST_VERSION,  .asciz "1"
	note XEN_ELFNOTE_XEN_VERSION,    .asciz "xen-3.0"
	note XEN_ELFNOTE_LOADER,         .asciz "generic"
	note XEN_ELFNOTE_ENTRY,          .long _start
	note XEN_ELFNOTE_HYPERCALL_PAGE, .long hypercall_page
	note XEN_ELFNOTE_VIRT_BASE,      .long virt_base
	note XEN_ELFNOTE_PADDR_OFFSET,   .long virt_base
	note XEN_ELFNOTE_HV_START_LOW,   .long 0xf5800000
	note XEN_ELFNOTE_FEATURES,       .asciz "pae_pgdir_above_4gb"
	note XEN_ELFNOTE_PAE_MODE,       .asciz "yes"

	.section .text.start, "ax", @progbits
	.globl _start
_start:
	cld
	movl	$stack_top, %esp
	xorl	%ebp, %ebp              /* end of the chain of frames */
	pushl	%esi
	call	start_of_day            /* does not return */

/*
 * The domain builder writes the stubs over this page. Until then every byte
 * is int3, so a call made too early is noticed.
 */
	.section .text.hypercalls, "ax", @progbits
	.balign 4096
	.globl hypercall_page
hypercall_page:
	.fill 4096, 1, 0xcc

	.section .bss
	.balign 16
	.skip 16384
	.globl stack_top
stack_top:
