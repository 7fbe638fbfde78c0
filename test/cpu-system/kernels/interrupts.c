/* INT n, exceptions and what goes wrong on the way to their handlers. */
#include "machine.h"


static void do_int(void) {
  __asm__ volatile("int $0x90");
}

static char letter(u32 code) {
  static const char letters[] = "................tnsgp";
  if (fault.vector == NO_FAULT) return '.';
  char c = fault.vector < 16 ? letters[fault.vector + 6] : '?';
  return fault.error == code ? c : (char)(c - 32);
}

/* Every descriptor type in the IDT. A usable gate leads to the usual stub of vector 0x82. */
static void gate_matrix(u32 ring) {
  print("int 0x90 from ring %d; lines: type; columns: P, DPL\n", ring);
  for (u32 type = 0; type < 32; type++) {
    if (type == 5) continue; /* task gate */
    print("%b ", type);
    for (u32 rest = 0; rest < 8; rest++) {
      idt[0x90] = gate_descriptor(KERNEL_CODE, (u32)stubs + 16 * 0x82, (rest >> 2) << 7 | (rest & 3) << 5 | type, 0);
      if ((type == 6 || type == 7) && rest >= 4) {
        put(' '); /* a 16-bit frame, which the stub cannot read */
        continue;
      }
      fault.vector = NO_FAULT;
      leave_on_fault = 1;
      run_in_ring(ring, do_int);
      leave_on_fault = 0;
      put(letter(0x90 * 8 + 2));
    }
    put('\n');
  }
}

static void report(const char *what) {
  print("%s: ", what);
  if (fault.vector == NO_FAULT) print("cs %x ss %x flags %x", landed.cs & 0xffff, landed.cs & 3 ? landed.ss & 0xffff : 0, landed.eflags & ~0x8d5u);
  else print_fault();
  print("\n");
}

static void attempt_int(u32 ring, const char *what) {
  fault.vector = NO_FAULT;
  leave_on_fault = 1;
  run_in_ring(ring, do_int);
  leave_on_fault = 0;
  report(what);
}

/* Code segments and stacks that a gate may not lead to. */
static void bad_targets(void) {
  u32 offset = (u32)stubs + 16 * 0x82;
  static const u16 codes[] = {0, 3, KERNEL_DATA, FLAT_CODE(3), FLAT_CODE(1), 0xfff8, TEST, TSS_SELECTOR, KERNEL_CODE | 3};
  gdt[TEST / 8] = segment_descriptor(0, 0xfffff, 0x1b, 0xc);
  for (u32 i = 0; i < sizeof codes / 2; i++) {
    idt[0x90] = gate_descriptor(codes[i], offset, 0xee, 0);
    print("gate to %x ", codes[i]);
    attempt_int(0, "from ring 0");
    print("gate to %x ", codes[i]);
    attempt_int(3, "from ring 3");
  }
  static const u16 stacks[] = {0, 3, KERNEL_DATA | 3, FLAT_DATA(1), KERNEL_CODE, 0xfff8, TEST, TEST2, KERNEL_DATA};
  gdt[TEST / 8] = segment_descriptor(0, 0xfffff, 0x13, 0xc);
  gdt[TEST2 / 8] = segment_descriptor(0, 0xfffff, 0x91, 0xc);
  gdt[TEST3 / 8] = segment_descriptor(0, 0xfffff, 0xfb, 0xc);
  u32 usual = tss.ss1;
  idt[0x90] = gate_descriptor(FLAT_CODE(1), offset, 0xee, 0);
  for (u32 i = 0; i < sizeof stacks / 2; i++) {
    tss.ss1 = stacks[i];
    print("ss1 %x ", stacks[i]);
    attempt_int(3, "from ring 3");
  }
  tss.ss1 = usual;
}

/* The table ends before the vector. */
static void short_table(void) {
  struct {
    u16 limit;
    u32 base;
  } __attribute__((packed)) table = {0x90 * 8 + 6, (u32)idt};
  idt[0x90] = gate_descriptor(KERNEL_CODE, (u32)stubs + 16 * 0x82, 0xee, 0);
  __asm__ volatile("lidt %0" : : "m"(table));
  attempt_int(0, "limit one short");
  table.limit++;
  __asm__ volatile("lidt %0" : : "m"(table));
  attempt_int(0, "limit just enough");
  table.limit = sizeof idt - 1;
  __asm__ volatile("lidt %0" : : "m"(table));
}

static void do_divide(void) {
  __asm__ volatile("xorl %%edx, %%edx\n xorl %%ecx, %%ecx\n divl %%ecx" : : : "eax", "ecx", "edx");
}
static void do_ud(void) { __asm__ volatile("ud2"); }
static void do_bound(void) {
  static const int bounds[2] = {3, 7};
  for (int i = 2; i < 9; i++) {
    ATTEMPT("bound %0, %1\n9:" : : "r"(i), "m"(bounds));
    print(" %d ", i);
    print_fault();
  }
  print("\n");
}
static void do_int3(void) { ATTEMPT("int3\n9:"); }
static void do_into(void) { ATTEMPT("movb $0x7f, %%al\n addb $1, %%al\n into\n9:" : : : "eax"); }
static void do_into_clear(void) { ATTEMPT("xorl %%eax, %%eax\n into\n9:" : : : "eax"); }

static void exception(const char *what, void (*code)(void), u32 ring) {
  fault.vector = NO_FAULT;
  leave_on_fault = 1;
  run_in_ring(ring, code);
  leave_on_fault = 0;
  fault.error &= ~1u; /* EXT: see manual.c */
  print("%s ring %d: ", what, ring);
  print_fault();
  if (fault.vector != NO_FAULT) print(" cs %x flags %x", fault.cs, fault.eflags & ~0x108d5u); /* RF: see manual.c */
  print("\n");
}

/* Faults while a fault is delivered. Each handler gate is broken in turn. */
static void double_faults(void) {
  u64 divide = idt[0], ud = idt[6], protection = idt[13], missing = idt[11];
  idt[0] &= ~(1ull << 47);
  exception("#DE with its gate missing", do_divide, 0);
  idt[0] = gate_descriptor(KERNEL_DATA, 0, 0x8e, 0);
  exception("#DE with its gate to data", do_divide, 3);
  idt[0] = divide;
  idt[6] &= ~(1ull << 47);
  exception("#UD with its gate missing", do_ud, 0);
  idt[6] = ud;
  idt[0] &= ~(1ull << 47);
  idt[11] &= ~(1ull << 47);
  exception("#DE and #NP with their gates missing", do_divide, 0);
  idt[0] = divide;
  idt[6] &= ~(1ull << 47);
  exception("#UD and #NP with their gates missing", do_ud, 0);
  idt[6] = ud;
  idt[11] = missing;
  idt[13] &= ~(1ull << 47);
  idt[0x90] = 0;
  attempt_int(3, "INT 0x90 without a gate, and #GP without one");
  idt[13] = protection;
}

void test(void) {
  gate_matrix(0);
  gate_matrix(3);
  bad_targets();
  short_table();
  for (u32 ring = 0; ring < 4; ring += 3) {
    exception("divide", do_divide, ring);
    exception("ud2", do_ud, ring);
    exception("int3", do_int3, ring);
    exception("into", do_into, ring);
    exception("into without overflow", do_into_clear, ring);
  }
  do_bound();
  double_faults();
}
