/*
 * For the assembler: pieces of code to be entered. They lie in pages of their
 * own, which user code may use, and a table has them with their names.
 */
#define TABLE(table)                                            \
	.section .rodata, "a", @progbits ;                      \
	.balign 4 ;                                             \
	.globl table ;                                          \
table:

#define TABLE_END                                               \
	.section .rodata, "a", @progbits ;                      \
	.long 0, 0

/* A name and up to five instructions. */
.macro snippet name, a, b, c, d, e
	.section .rodata.str, "a", @progbits
8:	.asciz "\name"
	.section .text.snippets, "ax", @progbits
9:	\a
	\b
	\c
	\d
	\e
	int	$0x80
	.section .rodata, "a", @progbits
	.long	8b, 9b
.endm
