/*
 * The kernel's own declarations, by the file they live in.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <pmap.h>
#include <trapframe.h>
#include <types.h>

#define HZ              100             /* clock ticks in a second */

#define EAGAIN          35
#define EFAULT          14
#define EBADF           9
#define ENOSYS          78
#define ECHILD          10

#define USPACE          8192            /* bytes of a kernel stack */

enum proc_state { SUNUSED, SRUN, SZOMB };

struct proc {
	enum proc_state p_stat;
	u32 p_pid;
	struct pmap p_pmap;
	u32 p_sp;                       /* its stack pointer while it waits */
	struct proc *p_parent;
	u32 p_xstat;                    /* what it gave to exit */
	char p_kstack[USPACE] __attribute__((aligned(16)));
};

/* locore.S */
extern char user_start[], user_end[];   /* the user program, as loaded */

/* machdep.c */
NORETURN void cpu_reboot(bool orderly);
NORETURN void panic(const char *format, ...) PRINTF_LIKE(1);
void cpu_setstack(void *top);

/* vector.S */
NORETURN void trap_return_to(struct trapframe *tf);
void cpu_switch(u32 *save, u32 sp);
extern char trap_return[];

/* init_main.c */
NORETURN void main(void);

/* kern_proc.c */
extern struct proc *curproc;

struct trapframe *proc_frame(struct proc *p);
struct proc *proc_alloc(struct proc *parent);
s32 fork1(struct trapframe *tf);
NORETURN void exit1(u32 status);
s32 wait1(u32 *status);

/* trap.c, syscall.c */
void trap(struct trapframe *tf);
void syscall(struct trapframe *tf);

/* clock.c */
extern volatile u32 hardclock_ticks;

void clock_init(void);
void interrupt(struct trapframe *tf);
void tsleep(u32 ticks);

/* cons.c, and the runtime's print.c and string.c */
void console_write(const char *bytes, size length);
void printf(const char *format, ...) PRINTF_LIKE(1);
void vprintf(const char *format, __builtin_va_list arguments);
void *memcpy(void *to, const void *from, size length);
void *memset(void *to, int byte, size length);

#endif
