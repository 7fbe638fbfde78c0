/*
 * Where Xen enters the guest: one stub per exception, the event upcall and
 * the failsafe callback. All lead to trap_entry, which builds a struct
 * trap_frame, and all leave through the iret hypercall.
 *
 * Why not the plain iret instruction: it cannot reopen upcalls. A guest that
 * clears its mask and then executes iret can be entered again in between, and
 * again, until the stack is full. The hypercall does both at once: it loads
 * EIP, CS and EFLAGS from the stack and sets the upcall mask to !EFLAGS.IF.
 */
#include "xen/hypercall.h"

#define TRAP_EVENT      0x100
#define TRAP_FAILSAFE   0x101

/* Exceptions 8, 10 to 14 and 17 push an error code; the rest get a zero. */
.macro trap_stub vector, has_error=0
trap_\vector:
	.if \has_error == 0
	pushl	$0
	.endif
	pushl	$\vector
	jmp	trap_entry
.endm

	.text
	trap_stub 0
	trap_stub 1
	trap_stub 2
	trap_stub 3
	trap_stub 4
	trap_stub 5
	trap_stub 6
	trap_stub 7
	trap_stub 8, 1
	trap_stub 9
	trap_stub 10, 1
	trap_stub 11, 1
	trap_stub 12, 1
	trap_stub 13, 1
	trap_stub 14, 1
	trap_stub 15
	trap_stub 16
	trap_stub 17, 1
	trap_stub 18
	trap_stub 19

	.globl event_callback
event_callback:
	pushl	$0
	pushl	$TRAP_EVENT
	jmp	trap_entry

/* Below EIP lie the four selectors that would not load: DS ES FS GS. */
	.globl failsafe_callback
failsafe_callback:
	addl	$16, %esp
	pushl	$0
	pushl	$TRAP_FAILSAFE

trap_entry:
	pushal
	cld
	pushl	%esp                    /* struct trap_frame * */
	call	trap_dispatch
	addl	$4, %esp
	popal
	addl	$8, %esp                /* vector and error */
	jmp	hypercall_page + HYPERVISOR_IRET * HYPERCALL_STUB_SIZE

/* The stubs' addresses, by vector. */
	.section .rodata
	.balign 4
	.globl trap_stubs
trap_stubs:
	.long trap_0, trap_1, trap_2, trap_3, trap_4, trap_5, trap_6, trap_7
	.long trap_8, trap_9, trap_10, trap_11, trap_12, trap_13, trap_14, trap_15
	.long trap_16, trap_17, trap_18, trap_19
