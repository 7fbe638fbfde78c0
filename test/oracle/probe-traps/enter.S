/*
 * Into an experiment and back. The way in loads a struct state; the way back
 * is whichever trap comes first: its handler notes everything in `caught` and
 * returns from enter_by_...() to C.
 */
#include "xen/hypercall.h"
#include "xen/xen.h"

#define STATE_EIP       0
#define STATE_CS        4
#define STATE_EFLAGS    8
#define STATE_ESP       12
#define STATE_SS        16
#define STATE_DS        20
#define STATE_ES        24
#define STATE_FS        28
#define STATE_GS        32
#define STATE_EAX       36
#define STATE_ECX       40
#define STATE_EDX       44
#define STATE_EBX       48
#define STATE_EBP       52
#define STATE_ESI       56
#define STATE_EDI       60

#define CAUGHT_VECTOR   0
#define CAUGHT_ESP      4
#define CAUGHT_EFLAGS   8
#define CAUGHT_DS       12
#define CAUGHT_ES       16
#define CAUGHT_FS       20
#define CAUGHT_GS       24
#define CAUGHT_EAX      28
#define CAUGHT_EBX      32
#define CAUGHT_ECX      36
#define CAUGHT_EDX      40
#define CAUGHT_FRAME    44
#define FRAME_WORDS     12

/* Keeps what C wants back, and where to go on. EBP becomes the state. */
.macro leave_c
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	pushl	%ebp
	movl	20(%esp), %ebp
	movl	%esp, return_pointer
.endm

/*
 * A same-ring iret keeps the stack: the frame goes where the experiment's
 * stack is. One to an outer ring takes SS and ESP from the frame as well.
 */
.macro push_frame
	testl	$2, STATE_CS(%ebp)
	jnz	1f
	movl	STATE_ESP(%ebp), %esp
	jmp	2f
1:	pushl	STATE_SS(%ebp)
	pushl	STATE_ESP(%ebp)
2:	pushl	STATE_EFLAGS(%ebp)
	pushl	STATE_CS(%ebp)
	pushl	STATE_EIP(%ebp)
.endm

/* DS and EBP come last, since they lead to the rest. */
.macro load_state
	movw	STATE_ES(%ebp), %es
	movw	STATE_FS(%ebp), %fs
	movw	STATE_GS(%ebp), %gs
	movl	STATE_EAX(%ebp), %eax
	movl	STATE_ECX(%ebp), %ecx
	movl	STATE_EDX(%ebp), %edx
	movl	STATE_EBX(%ebp), %ebx
	movl	STATE_ESI(%ebp), %esi
	movl	STATE_EDI(%ebp), %edi
	movw	STATE_DS(%ebp), %ds
	movl	%ss:STATE_EBP(%ebp), %ebp
.endm

	.text
	.globl enter_by_iret
enter_by_iret:
	leave_c
	push_frame
	load_state
	iretl

	.globl enter_by_hypercall
enter_by_hypercall:
	leave_c
	push_frame
	load_state
	jmp	hypercall_page + HYPERVISOR_IRET * HYPERCALL_STUB_SIZE

/* The same as the only entry of a multicall; EAX, EBX and ECX are its own. */
	.globl enter_by_multicall
enter_by_multicall:
	leave_c
	push_frame
	load_state
	pushl	$0x1234                 /* for EAX */
	movl	$multicall_list, %ebx
	movl	$1, %ecx
	movl	$HYPERVISOR_MULTICALL, %eax
	int	$0x82

/* A handler for each vector; only SS can be relied on. */
.macro catcher name, vector
\name:
	movl	$\vector, %ss:caught + CAUGHT_VECTOR
	jmp	catch
.endm

	catcher catch_0, 0
	catcher catch_1, 1
	catcher catch_2, 2
	catcher catch_3, 3
	catcher catch_4, 4
	catcher catch_5, 5
	catcher catch_6, 6
	catcher catch_7, 7
	catcher catch_8, 8
	catcher catch_9, 9
	catcher catch_10, 10
	catcher catch_11, 11
	catcher catch_12, 12
	catcher catch_13, 13
	catcher catch_14, 14
	catcher catch_15, 15
	catcher catch_16, 16
	catcher catch_17, 17
	catcher catch_18, 18
	catcher catch_19, 19
	.globl catch_end, catch_software, catch_event, catch_failsafe
	catcher catch_end, 0x80
	catcher catch_software, 0x20
	catcher catch_event, 0x100
	catcher catch_failsafe, 0x101

catch:
	movl	%eax, %ss:caught + CAUGHT_EAX
	movl	%esp, %ss:caught + CAUGHT_ESP
	pushfl
	popl	%ss:caught + CAUGHT_EFLAGS
	movl	%ds, %eax
	movl	%eax, %ss:caught + CAUGHT_DS
	movl	%es, %eax
	movl	%eax, %ss:caught + CAUGHT_ES
	movl	$FLAT_RING1_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%fs, %eax
	movl	%eax, caught + CAUGHT_FS
	movl	%gs, %eax
	movl	%eax, caught + CAUGHT_GS
	movl	%ebx, caught + CAUGHT_EBX
	movl	%ecx, caught + CAUGHT_ECX
	movl	%edx, caught + CAUGHT_EDX
	cld
	movl	%esp, %esi
	movl	$caught + CAUGHT_FRAME, %edi
	movl	$FRAME_WORDS, %ecx
	rep movsl %ss:(%esi), %es:(%edi)
	lss	return_pointer, %esp
	popl	%ebp
	popl	%edi
	popl	%esi
	popl	%ebx
	ret

	.section .rodata
	.balign 4
	.globl catchers
catchers:
	.long catch_0, catch_1, catch_2, catch_3, catch_4, catch_5, catch_6
	.long catch_7, catch_8, catch_9, catch_10, catch_11, catch_12, catch_13
	.long catch_14, catch_15, catch_16, catch_17, catch_18, catch_19

	.data
	.balign 4
multicall_list:
	.long HYPERVISOR_IRET, 0, 0, 0, 0, 0, 0, 0
return_pointer:
	.long 0, FLAT_RING1_DS
