/* How a trap is left: the iret hypercall also opens the door to events. */
#include <xen/hypercall.h>

#define TRAP_EXIT       jmp hypercall_page + HYPERVISOR_IRET * HYPERCALL_STUB_SIZE
