/*
 * Loads of the selector in EAX, and calls through the far pointer at EBX. The
 * segments are not used: QEMU holds nobody to limits and types of data.
 */
#include "snippet.h"

TABLE(load_snippets)
	snippet "mov to ds", "movl %eax, %ds", "xorl %eax, %eax"
	snippet "mov to fs", "movl %eax, %fs", "xorl %eax, %eax"
	snippet "les", "movw %ax, 4(%ebx)", "lesl (%ebx), %eax", "xorl %eax, %eax"
	snippet "mov to ss", "movl %eax, %ss", "xorl %eax, %eax"
	snippet "lret to it", "pushl %eax", "pushl %ecx", "addl $5, (%esp)", "lretl", "xorl %eax, %eax"
TABLE_END

TABLE(gate_snippets)
	snippet "target", "xorl %eax, %eax"
	snippet "lcall", "pushl $0x1111", "pushl $0x2222", "lcall *(%ebx)"
	snippet "ljmp", "ljmp *(%ebx)"
TABLE_END
