/*
 * Port 0x80 in every width. EDX is 0x80, EDI points to data.
 */
#include "snippet.h"

TABLE(port_snippets)
	snippet "inb", "xorl %eax, %eax", "inb %dx, %al"
	snippet "inw", "xorl %eax, %eax", "inw %dx, %ax"
	snippet "inl", "xorl %eax, %eax", "inl %dx, %eax"
	snippet "inb immediate", "xorl %eax, %eax", "inb $0x80, %al"
	snippet "outb", "xorl %eax, %eax", "outb %al, %dx"
	snippet "outl", "xorl %eax, %eax", "outl %eax, %dx"
	snippet "insb", "insb", "movzbl -1(%edi), %eax"
	snippet "insl", "insl", "movl -4(%edi), %eax"
	snippet "rep insb", "rep insb", "movl -4(%edi), %eax", "andl $~0xff, %eax"
	snippet "outsb", "outsb", "movl %esi, %eax", "subl %ebx, %eax"
	snippet "rep outsw", "rep outsw", "movl %esi, %eax", "subl %ebx, %eax"
	snippet "insb to unmapped", "movl $0x40000000, %edi", "insb"
	snippet "outsb from unmapped", "movl $0x40000000, %esi", "outsb"
	snippet "cli", "cli"
	snippet "sti", "sti"
	snippet "popf IF off", "pushl $0x002", "popfl", "pushfl", "popl %eax"
TABLE_END
