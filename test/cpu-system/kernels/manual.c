/*
 * What the manual says and QEMU does not: the expected output is written by hand, with the section of the Intel SDM it follows.
 */
#include "machine.h"

static char line[64];
static u32 length;

static char letter(void) {
  static const char letters[] = "D...OBuN..tnsgp";
  return fault.vector == NO_FAULT ? '.' : fault.vector < 16 ? letters[fault.vector] : '?';
}

static void show(const char *what, const char *section) {
  print("%s: ", what);
  print_fault();
  print(" (%s)\n", section);
}

/* Segment limits of data, by every width at every edge. */
static void limit_row(u32 access, u32 flags, u32 limit, const char *what) {
  gdt[TEST / 8] = segment_descriptor(0x200000, limit, access, flags);
  static const u32 offsets[] = {0, 0xffc, 0xffd, 0xffe, 0xfff, 0x1000, 0xfffe, 0xffff, 0x10000, 0xfffffffc, 0xffffffff};
  print("%s:", what);
  for (u32 i = 0; i < sizeof offsets / 4; i++) {
    length = 0;
    ATTEMPT("movw %w0, %%fs\n movb %%fs:(%1), %%al\n9:" : : "r"(TEST), "r"(offsets[i]) : "eax");
    line[length++] = letter();
    ATTEMPT("movw %%fs:(%0), %%ax\n9:" : : "r"(offsets[i]) : "eax");
    line[length++] = letter();
    ATTEMPT("movl %%fs:(%0), %%eax\n9:" : : "r"(offsets[i]) : "eax");
    line[length++] = letter();
    ATTEMPT("movl %%fs:(%0), %%eax\n movl %%eax, %%fs:(%0)\n9:" : : "r"(offsets[i]) : "eax");
    line[length++] = letter();
    line[length] = 0;
    print(" %s", line);
  }
  print("\n");
}

static void limits(void) {
  print("offsets 0 ffc ffd ffe fff 1000 fffe ffff 10000 fffffffc ffffffff: byte, word, double word, write (Vol. 3A, 5.3)\n");
  limit_row(0x93, 0x4, 0xfff, "limit fff");
  limit_row(0x93, 0xc, 0x0, "limit 0 in pages");
  limit_row(0x93, 0x4, 0x0, "limit 0");
  limit_row(0x91, 0x4, 0xffff, "read-only, limit ffff");
  limit_row(0x97, 0x4, 0xfff, "expand-down above fff, 4 GB");
  limit_row(0x97, 0x0, 0xfff, "expand-down above fff, 64 KB");
  limit_row(0x9b, 0x4, 0xfff, "code, limit fff");
  ATTEMPT("movw %w0, %%fs\n movl %%fs:0, %%eax\n9:" : : "r"(0) : "eax");
  show("null segment read", "Vol. 3A, 3.4.2");
}

/* Fault in ring 3: the handler has a stack of its own. */
static void short_stack(void) {
  ATTEMPT("movl %%ss, %%ecx\n movl %%esp, %%edx\n movw %w0, %%ss\n movl $0x2, %%esp\n pushl %%eax\n"
          "9: movl %%ecx, %%ss\n movl %%edx, %%esp"
          :
          : "r"(TEST | 3)
          : "ecx", "edx");
}
static void beyond_code(void) {
  struct {
    u32 offset;
    u16 selector;
  } __attribute__((packed)) target = {0x100, TEST2 | 3};
  ATTEMPT("ljmpl *%0\n9:" : : "m"(target));
}
static void outside_stack_operand(void) { ATTEMPT("movw %%ss, %%cx\n movl %%esp, %%edx\n movw %w0, %%ss\n movl $0, %%ebp\n movl 0x10000000(%%ebp), %%eax\n9: movw %%cx, %%ss\n movl %%edx, %%esp" : : "r"(TEST | 3) : "eax", "ecx", "edx", "ebp"); }

static void rings(void) {
  gdt[TEST / 8] = segment_descriptor(0, 0xfffff, 0xf3, 0x4);
  run_in_ring(3, short_stack);
  show("push below 0 with a limit of fffff", "Vol. 3A, 5.3: #SS(0)");
  run_in_ring(3, outside_stack_operand);
  show("operand beyond the stack's limit", "Vol. 3A, 5.3: #SS(0)");
  gdt[TEST2 / 8] = segment_descriptor(0, 0xff, 0xfb, 0x4);
  run_in_ring(3, beyond_code);
  show("far jump beyond the limit", "Vol. 2A, JMP: #GP(0)");
  gdt[TEST / 8] = segment_descriptor(0, 0xfffff, 0xfb, 0xc);
  ATTEMPT("movw %w0, %%fs\n movl %%eax, %%fs:0x300000\n9:" : : "r"(TEST));
  show("write to a code segment", "Vol. 3A, 5.5.1: #GP(0)");
  ATTEMPT("movl %%eax, %%cs:0x300000\n9:" : :);
  show("write with a CS prefix", "Vol. 3A, 5.5.1: #GP(0)");
  gdt[TEST / 8] = segment_descriptor(0, 0xfffff, 0xf1, 0xc);
  ATTEMPT("movw %w0, %%fs\n movl %%eax, %%fs:0x300000\n9:" : : "r"(TEST));
  show("write to a read-only segment", "Vol. 3A, 5.5.1: #GP(0)");
}

/* Control registers and MSRs. */
static void registers(void) {
  static const u32 cr0[] = {0x80000000, 0x20000011, 0x80000010};
  for (u32 i = 0; i < sizeof cr0 / 4; i++) {
    ATTEMPT("movl %0, %%cr0\n9:" : : "r"(cr0[i]));
    print("cr0 %x ", cr0[i]);
    show("", "Vol. 2B, MOV to control registers");
  }
  for (u32 bit = 11; bit < 32; bit += 4) {
    ATTEMPT("movl %0, %%cr4\n9:" : : "r"(1u << bit));
    print("cr4 bit %d ", bit);
    show("", "Vol. 3A, 2.5: reserved");
  }
  ATTEMPT(".byte 0x0f, 0x20, 0xc8\n9:" : : : "eax");
  show("mov eax, cr1", "Vol. 2B, MOV: #UD");
  ATTEMPT(".byte 0x0f, 0x22, 0xe8\n9:" : : : "eax");
  show("mov cr5, eax", "Vol. 2B, MOV: #UD");
  ATTEMPT("rdmsr\n9:" : : "c"(0x12345678) : "eax", "edx");
  show("rdmsr 12345678", "Vol. 2B, RDMSR: #GP(0)");
  ATTEMPT("wrmsr\n9:" : : "c"(0xc0000080), "a"(0x400), "d"(0));
  show("EFER bit 10", "Vol. 4, 2.1: reserved");
  ATTEMPT("wrmsr\n9:" : : "c"(0x277), "a"(0x00070402), "d"(0));
  show("PAT with type 2", "Vol. 3A, 11.12.2: #GP(0)");
  ATTEMPT("rdpmc\n9:" : : "c"(0) : "eax", "edx");
  show("rdpmc", "no counters: #GP(0)");
  ATTEMPT("ltr %w0\n9:" : : "r"(0));
  show("ltr 0", "Vol. 2A, LTR: #GP(0)");
  ATTEMPT("ltr %w0\n9:" : : "r"(4));
  show("ltr 4", "Vol. 2A, LTR: #GP(4)");
  ATTEMPT("lldt %w0\n9:" : : "r"(TSS_SELECTOR));
  show("lldt of a TSS", "Vol. 2A, LLDT: #GP(18)");
}

static u64 pointers[4] __attribute__((aligned(32)));
static u64 directory[512] __attribute__((aligned(4096)));
static u64 table[512] __attribute__((aligned(4096)));

/* PAE: bad pointer entries are refused when CR3 is loaded, other reserved bits when they are met; P is always in the error code. */
static void pae(void) {
  for (u32 i = 0; i < 8; i++) directory[i] = i << 21 | 0x87;
  pointers[0] = ((u32)directory) | 1;
  ATTEMPT("movl %1, %%cr4\n movl %0, %%cr3\n movl %%cr0, %%eax\n orl $0x80000000, %%eax\n movl %%eax, %%cr0\n9:"
          :
          : "r"(pointers), "r"(0x20)
          : "eax");
  show("paging on", "Vol. 3A, 4.4.1");
  static const u64 bad[] = {1ull << 1, 1ull << 5, 1ull << 36, 1ull << 63, 0};
  for (u32 i = 0; i < sizeof bad / 8; i++) {
    pointers[1] = bad[i] | 1;
    ATTEMPT("movl %0, %%cr3\n9:" : : "r"(pointers));
    print("pointer entry with bit %d of 1, 5, 36, 63, none: ", i);
    show("", "Vol. 3A, 4.4.1: #GP(0)");
  }
  pointers[1] = 2; /* not present: the rest is not looked at */
  ATTEMPT("movl %0, %%cr3\n9:" : : "r"(pointers));
  show("pointer entry that is not present", "Vol. 3A, 4.4.1");
  static const u32 bits[] = {36, 51, 52, 62, 63};
  for (u32 i = 0; i < sizeof bits / 4; i++) {
    for (u32 level = 1; level < 3; level++) {
      directory[511] = ((u32)table) | 7 | (level == 2 ? 1ull << bits[i] : 0);
      table[0] = 0x200007 | (level == 1 ? 1ull << bits[i] : 0);
      ATTEMPT("movl %0, %%cr3\n movl 0x3fe00000, %%eax\n9:" : : "r"(pointers) : "eax");
      print("bit %d of level %d ", bits[i], level);
      show("", "Vol. 3A, 4.7: P and RSVD");
    }
  }
  directory[511] = 0x2087 | 0x400000;
  ATTEMPT("movl %0, %%cr3\n movl 0x3fe00000, %%eax\n9:" : : "r"(pointers) : "eax");
  show("2 MB page with bit 13", "Vol. 3A, table 4-9");
  __asm__ volatile("movl %%cr0, %%eax\n andl $0x7fffffff, %%eax\n movl %%eax, %%cr0" : : : "eax");
}

/* Images of EFLAGS, and the EXT bit. */
static u32 seen_flags;
static void do_ud(void) { __asm__ volatile("ud2"); }
static void images(void) {
  ATTEMPT("ud2\n9:" : :);
  seen_flags = fault.eflags;
  print("RF in the image of a fault %d (Vol. 3B, 17.3.1.1)\n", seen_flags >> 16 & 1);
  ATTEMPT("int3\n9:" : :);
  print("RF in the image of a trap %d (Vol. 3B, 17.3.1.1)\n", fault.eflags >> 16 & 1);
  ATTEMPT(".byte 0xf1\n9:" : :);
  show("int1", "Vol. 2A, INT1: #DB");
  u64 ud = idt[6];
  idt[6] &= ~(1ull << 47);
  fault.vector = NO_FAULT;
  leave_on_fault = 1;
  run_in_ring(0, do_ud);
  leave_on_fault = 0;
  idt[6] = ud;
  show("#UD whose gate is missing", "Vol. 3A, 6.13: EXT");
}

/* Conforming code runs at its caller's level, also through a gate. */
static u32 seen_cs;
static void call_conforming(void) {
  struct {
    u32 offset;
    u16 selector;
  } __attribute__((packed)) target = {0, TEST};
  ATTEMPT("lcalll *%1\n jmp 9f\n conforming_target: movl %%cs, %%eax\n movl %%eax, %0\n lret\n9:"
          : "=m"(seen_cs)
          : "m"(target)
          : "eax");
}
static void conforming(void) {
  extern char conforming_target[];
  gdt[TEST / 8] = gate_descriptor(TEST2, (u32)conforming_target, 0xec, 0);
  gdt[TEST2 / 8] = segment_descriptor(0, 0xfffff, 0x9f, 0xc);
  run_in_ring(3, call_conforming);
  print("cs %x ", seen_cs & 0xffff);
  show("in conforming code behind a gate", "Vol. 3A, 5.8.2: CPL stays");
}

/* Returns. */
u32 image[5];
static void do_iret(void) {
  __asm__ volatile("pushl image+16\n pushl image+12\n pushl image+8\n pushl image+4\n pushl image\n iret");
}
static void come_back(const char *what, u32 cs, u32 ss, u32 flags, const char *section) {
  extern char landing[];
  image[0] = (u32)landing;
  image[1] = cs;
  image[2] = flags;
  image[3] = 0x300000;
  image[4] = ss;
  fault.vector = NO_FAULT;
  leave_on_fault = 1;
  run_in_ring(0, do_iret);
  leave_on_fault = 0;
  show(what, section);
}

static void returns(void) {
  gdt[TEST / 8] = segment_descriptor(0, 0xfffff, 0x73, 0xc);
  come_back("iret to a stack that is not present", FLAT_CODE(3), TEST | 3, 2, "Vol. 2A, IRET: #SS(selector)");
  gdt[TEST / 8] = segment_descriptor(0, 0xff, 0xfb, 0x4);
  come_back("iret beyond the limit of the code", TEST | 3, FLAT_DATA(3), 2, "Vol. 2A, IRET: #GP(0)");
  come_back("iret to virtual-8086 mode", KERNEL_CODE, KERNEL_DATA, 0x20002, "a limit: #GP(0)");
  gdt[TEST / 8] = segment_descriptor(0, 0xffff, 0xfb, 0x0);
  come_back("iret to a 16-bit segment", TEST | 3, FLAT_DATA(3), 2, "a limit: #GP(selector)");
  tss.link = TSS_SELECTOR;
  __asm__ volatile("pushl $0x4002\n popfl");
  come_back("iret with NT", KERNEL_CODE, KERNEL_DATA, 2, "a limit: #TS(link)");
  __asm__ volatile("pushl $2\n popfl");
  struct {
    u32 offset;
    u16 selector;
  } __attribute__((packed)) target = {0, TEST};
  gdt[TEST / 8] = segment_descriptor((u32)&tss, 103, 0x89, 0);
  ATTEMPT("ljmpl *%0\n9:" : : "m"(target));
  show("jump to a TSS", "a limit: #GP(selector)");
  gdt[TEST / 8] = gate_descriptor(TSS_SELECTOR, 0, 0x85, 0);
  ATTEMPT("lcalll *%0\n9:" : : "m"(target));
  show("call of a task gate", "a limit: #GP(selector)");
}

/* Breakpoints behind MOV SS wait for nothing: they are not met. Both of two that match are told. */
u32 watched;
static void breakpoints(void) {
  extern char behind[];
  __asm__ volatile("movl %0, %%dr0\n movl %1, %%dr7\n" : : "r"(behind), "r"(1));
  ATTEMPT("movl %%ss, %%eax\n movl %%eax, %%ss\nbehind: nop\n9:" : : : "eax");
  show("breakpoint behind mov ss", "Vol. 3A, 6.8.3");
  u32 dr6;
  __asm__ volatile("movl %0, %%dr0\n movl %0, %%dr1\n movl %1, %%dr6\n movl %2, %%dr7\n"
                   :
                   : "r"(&watched), "r"(0), "r"(0x00fd0005));
  ATTEMPT("movl $1, watched\n9:" : :);
  __asm__ volatile("movl %%dr6, %0\n movl %1, %%dr7" : "=&r"(dr6) : "r"(0));
  show("two breakpoints on one word", "Vol. 3B, 17.2.4");
  print("dr6 %x\n", dr6 & 0xf);
  __asm__ volatile("movl $8, %%eax\n movl %%eax, %%cr4\n movl %0, %%dr0\n movl %1, %%dr6\n movl %2, %%dr7"
                   :
                   : "r"(0x80), "r"(0), "r"(0x00060001)
                   : "eax");
  ATTEMPT("inb $0x81, %%al\n inw $0x7f, %%ax\n9:" : : : "eax");
  __asm__ volatile("movl %%dr6, %0\n movl %1, %%dr7\n movl %1, %%cr4" : "=&r"(dr6) : "r"(0));
  show("port breakpoint", "Vol. 3B, 17.2.4");
  print("dr6 %x\n", dr6 & 0xf);
  __asm__ volatile("movl %0, %%dr6\n movl %1, %%dr7" : : "r"(0), "r"(0x2000));
  ATTEMPT("movl %%dr0, %%eax\n9:" : : : "eax");
  __asm__ volatile("movl %%dr6, %0" : "=r"(dr6));
  show("general detect", "Vol. 3B, 17.2.4");
  print("dr6 %x\n", dr6 & 0xe00f);
}

/* Alignment: ring 3 with AC and AM. */
static u8 bytes[32] __attribute__((aligned(16)));
static char alignment[2][64];
static void misaligned(void) {
  for (u32 ac = 0; ac < 2; ac++) {
    length = 0;
    for (u32 offset = 0; offset < 9; offset++) {
      __asm__ volatile("pushfl\n andl $~0x40000, (%%esp)\n orl %0, (%%esp)\n popfl" : : "r"(ac << 18));
      ATTEMPT("movb (%0), %%al\n9:" : : "r"(bytes + offset) : "eax");
      alignment[ac][length++] = fault.vector == 17 ? 'a' : letter();
      ATTEMPT("movw (%0), %%ax\n9:" : : "r"(bytes + offset) : "eax");
      alignment[ac][length++] = fault.vector == 17 ? 'a' : letter();
      ATTEMPT("addl $1, (%0)\n9:" : : "r"(bytes + offset));
      alignment[ac][length++] = fault.vector == 17 ? 'a' : letter();
      ATTEMPT("fldl (%0)\n9:" : : "r"(bytes + offset));
      alignment[ac][length++] = fault.vector == 17 ? 'a' : letter();
      alignment[ac][length++] = ' ';
    }
    __asm__ volatile("pushfl\n andl $~0x40000, (%%esp)\n popfl" : :);
    alignment[ac][length] = 0;
  }
}

static void alignments(void) {
  __asm__ volatile("movl %%cr0, %%eax\n orl $0x40000, %%eax\n andl $~0xe, %%eax\n movl %%eax, %%cr0\n fninit" : : : "eax");
  run_in_ring(3, misaligned);
  print("alignment at 0 to 8: byte, word, double word, double without AC %s (Vol. 3A, 6.15, #AC)\n", alignment[0]);
  print("alignment at 0 to 8: byte, word, double word, double with AC %s (Vol. 3A, 6.15, #AC)\n", alignment[1]);
}

void test(void) {
  alignments();
  limits();
  rings();
  registers();
  pae();
  images();
  conforming();
  returns();
  breakpoints();
}

__asm__("landing: int $0x82");
