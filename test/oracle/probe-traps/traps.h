/*
 * Experiments: some code is entered in a given state, and what Xen makes of the
 * trap that ends it is shown word for word.
 */
#ifndef TRAPS_H
#define TRAPS_H

#include "probe.h"

/* A state to enter. enter.S knows the order. */
struct state {
	u32 eip, cs, eflags, esp, ss;
	u32 ds, es, fs, gs;
	u32 eax, ecx, edx, ebx, ebp, esi, edi;
};

/* What the handler found; the frame lies at esp. enter.S knows the order. */
struct caught {
	u32 vector, esp, eflags;
	u32 ds, es, fs, gs;
	u32 eax, ebx, ecx, edx;
	u32 frame[12];                  /* the words at esp, copied */
};
extern volatile struct caught caught;

/* Piece of code to enter: it ends in a trap, at the latest in `int $0x80`. */
struct snippet {
	const char *name;
	u32 start;
};

#define TRAP_END        0x80            /* a snippet ran to its end */
#define TRAP_SOFTWARE   0x20            /* by int $0x20, which rings may */
#define TRAP_CALLBACK   0x100           /* event, failsafe and so on */

#define FLAGS           0x202u          /* interrupts on, nothing else */
#define FLAG_TRAP       0x100u

/* enter.S: by the iret instruction, or by the hypercall. */
void enter_by_iret(const struct state *state);
void enter_by_hypercall(const struct state *state);
void enter_by_multicall(const struct state *state);
extern const u32 catchers[];            /* handlers of vectors 0 to 19 */
extern char catch_end[], catch_software[], catch_event[], catch_failsafe[];

/* experiment.c */
void experiments_init(void);
struct state state_in(u32 ring, u32 start);
void show_trap(const char *name, const struct state *state);
void show_stack(u32 words);
void try(const char *name, struct state state);
const char *in_ring(u32 ring, const char *what);
void try_in_both_rings(const struct snippet *snippet);
void make_user(void *page, u64 access);
extern u32 data[1024];                  /* what the snippets work on */
extern char gdt_page[];                 /* our own descriptors */

/* The questions, by chapter. */
void ask_privileged(void);
void ask_faults(void);
void ask_iret(void);
void ask_single_steps(void);
void ask_breakpoints(void);
void ask_ports(void);
void ask_selectors(void);
void ask_gates(void);
void ask_ldt(void);

#endif
