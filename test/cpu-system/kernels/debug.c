/* Single-stepping and breakpoints of the debug registers. Each #DB is noted by the offset of its EIP. */
#include "machine.h"

struct hit {
  u32 offset, dr6, flags;
};
static struct hit hits[32];
static u32 count, base, stop;
static u32 frames_flags_or, frames_flags_and;

/* Called by trap() of this kernel's own gate: notes where, clears DR6, goes on. */
void note(struct frame *f);
void note(struct frame *f) {
  u32 dr6;
  __asm__ volatile("movl %%dr6, %0\n movl %1, %%dr6" : "=&r"(dr6) : "r"(0));
  if (count < 32) {
    hits[count].offset = f->eip - base;
    hits[count].dr6 = dr6 & 0xe00f;
    hits[count].flags = f->eflags & 0x100;
    count++;
  }
  f->eflags |= frames_flags_or;
  f->eflags &= frames_flags_and;
  if (f->eip >= stop || count == 32) f->eflags &= ~0x100u;
}

__asm__(".balign 16\n debug_stub: pushl $0\n pushl $1\n pushal\n pushl %ds\n pushl %es\n"
        "movl $0x10, %eax\n movl %eax, %ds\n movl %eax, %es\n pushl %esp\n call note\n addl $4, %esp\n"
        "popl %es\n popl %ds\n popal\n addl $8, %esp\n iret");
extern char debug_stub[];

static void show(const char *what) {
  print("%s:", what);
  for (u32 i = 0; i < count; i++) print(" %d/%x", hits[i].offset, hits[i].dr6);
  print("\n");
  count = 0;
  frames_flags_or = 0;
  frames_flags_and = ~0u;
}

#define SET_DR(n, value) __asm__ volatile("movl %0, %%dr" #n : : "r"(value))

extern char step_begin[], step_end[], bp_begin[], bp_1[], bp_2[], bp_end[];
u32 word_before, word, word_after;

static void single_step(void) {
  base = (u32)step_begin;
  stop = (u32)step_end;
  __asm__ volatile("pushfl\n orl $0x100, (%%esp)\n popfl\n"
                   "step_begin: nop\n"            /* 0: the trap of POPF comes behind this */
                   "movl $2, %%ecx\n"             /* 1 */
                   "movl $word, %%edi\n"          /* 6 */
                   "cld\n"                        /* 11 */
                   "xorl %%eax, %%eax\n"          /* 12 */
                   "rep stosb\n"                  /* 14: once an iteration */
                   "movw %%ss, %%ax\n"            /* 16 */
                   "movw %%ax, %%ss\n"            /* 19: no trap behind it */
                   "nop\n"                        /* 21 */
                   "pushfl\n"                     /* 22 */
                   "popl %%eax\n"                 /* 23 */
                   "int $0x83\n"                  /* 24: no trap in the handler, and none behind its IRET */
                   "loop 1f\n"                    /* 26 */
                   "1: nop\n"
                   "inb $0x80, %%al\n"           /* 29 */
                   "outb %%al, $0x80\n"          /* 31 */
                   "step_end: nop\n nop\n"
                   :
                   :
                   : "eax", "ecx", "edi", "memory");
  show("single step");
}

static void breakpoints(void) {
  base = (u32)bp_begin;
  SET_DR(0, bp_1);
  SET_DR(1, &word);
  SET_DR(2, &word_after);
  SET_DR(3, bp_2);
  static const u32 controls[] = {
      0x00000001, /* execution of bp_1 */
      0x00000041, /* bp_1 and bp_2 */
      0x00d00004, /* write of 4 bytes */
      0x00f00008, /* read or write of 4 bytes, global */
      0x00100004, /* write of 1 byte */
      0x01000010, /* write of 1 byte, DR2 */
      0x0fd00014, /* DR1 writes, DR2 reads and writes */
      0x00d00000, /* nothing enabled */
  };
  for (u32 i = 0; i < sizeof controls / 4; i++) {
    frames_flags_or = 0x10000; /* RF: the breakpoint on the instruction is not met again */
    SET_DR(7, controls[i]);
    __asm__ volatile("bp_begin: movl word, %%eax\n"    /* 0 */
                     "bp_1: movl %%eax, word_before\n" /* 5 */
                     "movl %%eax, word\n"              /* 10 */
                     "movb %%al, word+3\n"             /* 15 */
                     "bp_2: movb %%al, word_after\n"   /* 20 */
                     "movl %%eax, word-2\n"            /* 25 */
                     "pushl word\n"                    /* 30 */
                     "popl %%eax\n"                    /* 36 */
                     "movl $word, %%edi\n"             /* 37 */
                     "movl $2, %%ecx\n"                /* 42 */
                     "rep stosb\n"                     /* 47 */
                     "bp_end: nop\n"                   /* 49 */
                     :
                     :
                     : "eax", "ecx", "edi", "memory");
    SET_DR(7, 0);
    print("dr7 %x ", controls[i]);
    u32 enabled = controls[i];
    enabled = (enabled & 3 ? 1 : 0) | (enabled & 0xc ? 2 : 0) | (enabled & 0x30 ? 4 : 0) | (enabled & 0xc0 ? 8 : 0);
    for (u32 j = 0; j < count; j++) hits[j].dr6 &= enabled | 0xe000; /* the others are undefined */
    show("hits");
  }
}

/* What the registers read. */
static void registers(void) {
  u32 value;
  SET_DR(7, 0);
  __asm__ volatile("movl %%dr7, %0" : "=r"(value));
  print("dr7 %x", value);
  SET_DR(6, 0);
  __asm__ volatile("movl %%dr6, %0" : "=r"(value));
  print(" dr6 %x\n", value);
  SET_DR(3, 0x12345678);
  __asm__ volatile("movl %%dr3, %0" : "=r"(value));
  print("dr3 %x\n", value);
  __asm__ volatile("movl $8, %%eax\n movl %%eax, %%cr4" : : : "eax");
  ATTEMPT("movl %%dr4, %%eax\n9:" : : : "eax");
  print("dr4 with DE ");
  print_fault();
  ATTEMPT("movl %%eax, %%dr5\n9:" : :);
  print(", dr5 ");
  print_fault();
  print("\n");
  __asm__ volatile("xorl %%eax, %%eax\n movl %%eax, %%cr4\n movl %%dr4, %%eax\n movl %%eax, %0" : "=r"(value) : : "eax");
  print("dr4 %x\n", value);
}

void test(void) {
  u64 usual = idt[1];
  frames_flags_and = ~0u;
  registers();
  idt[1] = gate_descriptor(KERNEL_CODE, (u32)debug_stub, 0x8e, 0);
  extern char empty_stub[];
  idt[0x83] = gate_descriptor(KERNEL_CODE, (u32)empty_stub, 0xee, 0);
  single_step();
  breakpoints();
  idt[1] = usual;
}

__asm__("empty_stub: nop\n nop\n iret");
