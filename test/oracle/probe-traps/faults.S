/*
 * Exceptions, each with the frame that it leaves. The same registers as for
 * the privileged instructions.
 */
#include "snippet.h"

TABLE(fault_snippets)
	snippet "div by 0", "xorl %ecx, %ecx", "divl %ecx"
	snippet "int3", "int3"
	snippet "int $3", ".byte 0xcd, 3"
	snippet "into, overflow", "movl $0x7fffffff, %eax", "incl %eax", "into"
	snippet "into, none", "xorl %eax, %eax", "into"
	snippet "bound", "movl $0, (%ebx)", "movl $1, 4(%ebx)", "movl $5, %eax", ".byte 0x62, 0x03"
	snippet "ud2", "ud2"
	snippet "ud1", ".byte 0x0f, 0xb9, 0xc0"
	snippet "lock nop", ".byte 0xf0, 0x90"
	snippet "mov to cs", ".byte 0x8e, 0xc8"
	snippet "16 bytes of prefixes", ".fill 15, 1, 0x66", "nop"
	snippet "int 0x20", "int $0x20"
	snippet "int 0x21", "int $0x21"
	snippet "read unmapped", "movl 0x40000000, %eax"
	snippet "write unmapped", "movl %eax, 0x40000000"
	snippet "run unmapped", "movl $0x40000000, %eax", "jmpl *%eax"
	snippet "read Xen's hole", "movl 0xfffff000, %eax"
	snippet "write Xen's hole", "movl %eax, 0xfffff000"
	snippet "run Xen's hole", "movl $0xfffff000, %eax", "jmpl *%eax"
	snippet "read kernel", "movl start_info, %ecx", "xorl %eax, %eax", "xorl %ecx, %ecx"
	snippet "write kernel", "movl %eax, kernel_word"
	snippet "run kernel", "movl $kernel_code, %eax", "jmpl *%eax"
	snippet "write code", "movl %eax, code_word"
	snippet "run data", "jmpl *%ebx"
	snippet "movsl across pages", "movl $0x3ffffffe, %esi", "movsl"
	snippet "rep movsb into unmapped", "movl $data + 4094, %edi", "movl $5, %ecx", "rep movsb"
	snippet "lcall Xen", "lcall $0xe008, $0"
	snippet "ljmp Xen", "ljmp $0xe008, $0"
	snippet "ljmp null", "ljmp $0, $0"
	snippet "ljmp beyond the GDT", "ljmp $0xfff8, $0"
	snippet "ljmp data", "ljmp $0xe033, $0"
	snippet "ljmp ring 1 code", "ljmp $0xe019, $kernel_code"
	snippet "lret to Xen", "pushl $0xe008", "pushl $0", "lret"
	snippet "iret to Xen", "pushl $0x202", "pushl $0xe008", "pushl $0", "iretl"
	snippet "iret to null", "pushl $0x202", "pushl $0", "pushl $0", "iretl"
	snippet "iret with NT", "pushl $0x4202", "popfl", "iretl"
	snippet "mov null to ss", "movl %eax, %ss"
	snippet "mov Xen's data to ss", "movl $0xe010, %eax", "movl %eax, %ss"
	snippet "mov ring 1 data to ss", "movl $0xe021, %eax", "movl %eax, %ss"
	snippet "mov ring 3 data to ss", "movl $0xe033, %eax", "movl %eax, %ss"
	snippet "mov code to ss", "movl $0xe02b, %eax", "movl %eax, %ss"
	snippet "mov Xen's data to ds", "movl $0xe010, %eax", "movl %eax, %ds"
	snippet "mov ring 1 data to fs", "movl $0xe021, %eax", "movl %eax, %fs", "movl %fs, %eax"
	snippet "mov ring 3 data to fs", "movl $0xe033, %eax", "movl %eax, %fs", "movl %fs, %eax"
	snippet "mov beyond the GDT to fs", "movl $0xfff0, %eax", "movl %eax, %fs"
	snippet "mov 0x50 to fs", "movl $0x50, %eax", "movl %eax, %fs"
	snippet "mov 0x57 to fs", "movl $0x57, %eax", "movl %eax, %fs"
TABLE_END

	.section .text.snippets, "ax", @progbits
code_word:
	.long 0

	.section .text.kernel, "ax", @progbits
kernel_code:
	int	$0x80

	.section .data.kernel, "aw", @progbits
	.balign 4096
kernel_word:
	.long 0
	.balign 4096
