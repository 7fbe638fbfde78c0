/*
 * What the probes share. A probe asks Xen good and bad questions and prints
 * every answer:
 *
 *     P|question|result|detail     a hypercall; the result is signed decimal
 *     T|question|trap 14|err=0x3   an instruction and the trap it met, or
 *     T|question|no trap|value=... that it met none
 *     F|question|value             a fact
 *     C|text                       what the questions behind it have in common
 *
 * An indented question belongs to the one before it. The questions' names are
 * what the goldens are compared by; their order matters, since later ones
 * stand on what earlier ones did.
 */
#ifndef PROBE_H
#define PROBE_H

#include "guest.h"

/* Answers. */
void answer(const char *question, s32 result);
void answer_with(const char *question, s32 result, const char *what, u64 value);
void answer_text(const char *question, s32 result, const char *text);
void heading(const char *text);
void fact(const char *question, u32 value);
void trap_answer(const char *question, u32 value);

/* Names of questions, in a buffer that the next one uses again. */
const char *question(const char *what, const char *detail);
const char *numbered(const char *what, u32 number, const char *detail);

/* What TRY met last; resume is where to go on after a trap. */
extern volatile u32 trap_resume;
extern volatile s32 trap_met;
s32 catch_traps(void);

/*
 * Runs one instruction that may trap: TRY("hlt", : : : "memory"). The handler
 * goes on behind it, and trap_answer prints what happened.
 */
#define TRY(instruction, ...) do {                                          \
	trap_met = -1;                                                      \
	__asm__ volatile("movl $99f, trap_resume\n\t" instruction           \
	    "\n99:\tmovl $0, trap_resume" __VA_ARGS__);                     \
} while (0)

/* Page-table bits beyond those a kernel uses. */
#define PTE_PWT         0x008ull
#define PTE_PCD         0x010ull
#define PTE_PSE         0x080ull
#define PTE_GLOBAL      0x100ull
#define PTE_AVAIL_9     0x200ull
#define PTE_RESERVED    (1ull << 51)
#define PTE_NX          (1ull << 63)

#define READ_ONLY       (PTE_PRESENT | PTE_USER)
#define READ_WRITE      (PTE_PRESENT | PTE_WRITE | PTE_USER)
#define USED            (PTE_ACCESSED | PTE_DIRTY)

/* Hypercalls that our guests do not use. */
#define HYPERVISOR_SCHED_OP_COMPAT              6
#define HYPERVISOR_EVENT_CHANNEL_OP_COMPAT      16
#define HYPERVISOR_PHYSDEV_OP_COMPAT            19
#define HYPERVISOR_VA_MAPPING_OTHERDOMAIN       22
#define HYPERVISOR_NMI_OP                       28

/* Domains that are none. */
#define DOMID_IO        0x7ff1u
#define DOMID_XEN       0x7ff2u
#define DOMID_INVALID   0x7ff4u

#define NO_SUCH_FRAME   0xffffffu
#define XEN_HOLE        0xfffff000u     /* Xen's own, whatever it maps there */
#define UNMAPPED        0x40000000u
#define NOBODY          55              /* a domain that does not exist */

/* Pages to play with, and the frame of somebody else. */
extern pte page_a[512], page_b[512], table_page[512], spare_table[512];
extern pte given_page[512], descriptor_page[512];
extern u32 foreign_frame;

/* Memory. Addresses are virtual, machine addresses (maddr) are bytes. */
const u32 *m2p(void);
u32 mfn_of(const volatile void *page);
u64 maddr_of(const volatile void *where);
pte *table_for(uintptr va, u32 level);
pte *entry_for(uintptr va, u32 level);
void make_read_only(void *page);
void make_read_write(void *page);
void clear(pte *page);
void find_foreign_frame(void);

/* Hypercalls asked often. The first takes a number that is no constant. */
s32 hypercall(u32 number, u32 a1, u32 a2, u32 a3, u32 a4, u32 a5);
s32 map(volatile void *page, pte entry);
s32 update(u64 target, u64 value);
s32 extended(u32 command, u32 arg1, u32 arg2);
extern u32 updates_done;

#endif
