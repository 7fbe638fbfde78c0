/* When x87 instructions may not run: #NM, #MF, and alignment. */
#include "machine.h"

u8 image[512] __attribute__((aligned(16)));
static u32 word;

static void init(u32 control) {
  u16 value = (u16)control;
  __asm__ volatile("fninit\n fldcw %0" : : "m"(value));
}

static u32 status(void) {
  u16 value;
  __asm__ volatile("fnstsw %0" : "=am"(value));
  return value;
}

/* #NM by EM, MP and TS. */
static void availability(void) {
  u32 usual;
  __asm__ volatile("movl %%cr0, %0" : "=r"(usual));
  for (u32 i = 0; i < 8; i++) {
    u32 cr0 = (usual & ~0xeu) | i << 1;
    __asm__ volatile("movl %0, %%cr0" : : "r"(cr0));
    print("ts %d em %d mp %d:", i >> 2, i >> 1 & 1, i & 1);
    ATTEMPT("fninit\n9:");
    print(" fninit ");
    print_fault();
    ATTEMPT("fnstsw %%ax\n9:" : : : "eax");
    print(" fnstsw ");
    print_fault();
    ATTEMPT("fwait\n9:");
    print(" wait ");
    print_fault();
    ATTEMPT("fldz\n9:");
    print(" fldz ");
    print_fault();
    print("\n");
  }
  __asm__ volatile("movl %0, %%cr0" : : "r"(usual));
}

/* Pending exceptions are reported by the next instruction that waits. */
static void pending(void) {
  u32 usual;
  __asm__ volatile("movl %%cr0, %0\n movl %0, %%eax\n orl $0x20, %%eax\n movl %%eax, %%cr0" : "=&r"(usual) : : "eax");
  init(0x037e); /* invalid operation is not masked */
  __asm__ volatile("fstps %0" : "=m"(word)); /* from an empty register */
  print("status %x", status());
  ATTEMPT("fldz\n9:");
  print(" fldz ");
  print_fault();
  ATTEMPT("fwait\n9:");
  print(" wait ");
  print_fault();
  ATTEMPT("fnstsw %%ax\n9:" : : : "eax");
  print(" fnstsw ");
  print_fault();
  __asm__ volatile("fnclex");
  ATTEMPT("fldz\n9:");
  print(" after fnclex ");
  print_fault();
  print("\n");
  __asm__ volatile("movl %0, %%cr0" : : "r"(usual));
}

void test(void) {
  __asm__ volatile("movl $0x200, %%eax\n movl %%eax, %%cr4\n movl %%cr0, %%eax\n andl $~0x2e, %%eax\n movl %%eax, %%cr0"
                   :
                   :
                   : "eax");
  availability();
  pending();
  ATTEMPT("fxsave image+8\n9:");
  print("fxsave unaligned ");
  print_fault();
  print("\n");
}
