/*
 * Code to step through, to break into, and to show flags with.
 */
#include "snippet.h"

TABLE(step_snippets)
	snippet "nop", "nop"
	snippet "emulated mov %cr0", "movl %cr0, %ecx"
	snippet "forced cpuid", "ud2", ".byte 0x78, 0x65, 0x6e", "cpuid"
	snippet "popf without TF", "pushl $0x202", "popfl"
	snippet "rep movsb", "rep movsb"
	snippet "hlt", "hlt"
	snippet "read unmapped", "movl 0x40000000, %eax"
	snippet "int3", "int3"
	snippet "into, none", "into"
TABLE_END

TABLE(data_snippets)
	snippet "store", "nop", "movl %eax, (%ebx)"
	snippet "load", "nop", "movl (%ebx), %eax"
TABLE_END

TABLE(flag_snippets)
	snippet "flags", "pushfl", "popl %eax", "pushl $0x202", "popfl"
	snippet "EAX as it was", "nop"
TABLE_END
