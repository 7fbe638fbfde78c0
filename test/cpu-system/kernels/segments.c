/* Loads every kind of descriptor into every segment register from every ring: one character an attempt. */
#include "machine.h"

enum { ES, CS, SS, DS, FS, GS };
static const char *const names[] = {"es", "cs", "ss", "ds", "fs", "gs"};

static u32 chosen;
static char results[32 * 32];

/* '.' if it loads, else the vector's letter: g #GP, n #NP, s #SS; upper case when the error code is not the selector. */
static char letter(u32 selector) {
  static const char letters[] = "................tnsgp";
  if (fault.vector == NO_FAULT) return '.';
  char c = fault.vector < 16 ? letters[fault.vector + 6] : '?';
  return fault.error == (selector & 0xfffc) ? c : (char)(c - 32);
}

static char load(u32 selector, u32 ring) {
  u32 flat = FLAT_DATA(ring);
  switch (chosen) {
    case ES:
      ATTEMPT("movw %w0, %%es\n9: movw %w1, %%es" : : "r"(selector), "r"(flat));
      break;
    case SS:
      ATTEMPT("movw %w0, %%ss\n9: movw %w1, %%ss" : : "r"(selector), "r"(flat));
      break;
    case DS:
      ATTEMPT("movw %w0, %%ds\n9: movw %w1, %%ds" : : "r"(selector), "r"(flat));
      break;
    case FS:
      ATTEMPT("movw %w0, %%fs\n9: movw %w1, %%fs" : : "r"(selector), "r"(0));
      break;
    default:
      ATTEMPT("movw %w0, %%gs\n9: movw %w1, %%gs" : : "r"(selector), "r"(0));
  }
  return letter(selector);
}

/* All types, present or not, all DPLs and RPLs. */
static void matrix(void) {
  u16 cs;
  __asm__ volatile("movw %%cs, %0" : "=r"(cs));
  u32 n = 0;
  for (u32 type = 0; type < 32; type++) {
    for (u32 rest = 0; rest < 32; rest++) {
      u32 present = rest >> 4, dpl = rest >> 2 & 3, rpl = rest & 3;
      gdt[TEST / 8] = segment_descriptor(0, 0xfffff, present << 7 | dpl << 5 | type, 0xc);
      results[n++] = load(TEST | rpl, cs & 3);
    }
  }
}

static void print_matrix(u32 ring) {
  print("%s from ring %d; lines: S and type; columns: P, DPL, RPL\n", names[chosen], ring);
  for (u32 type = 0; type < 32; type++) {
    print("%b ", type);
    for (u32 i = 0; i < 32; i++) put(results[type * 32 + i]);
    put('\n');
  }
}

/* Null selectors, the end of the table, the LDT, accessed bits. */
static void edges(void) {
  static const u16 selectors[] = {0, 1, 2, 3, GDT_ENTRIES * 8 - 8, GDT_ENTRIES * 8, 0xfff8, 4, 0x0c, 7};
  for (u32 i = 0; i < sizeof selectors / 2; i++) {
    print("selector %x:", selectors[i]);
    for (chosen = ES; chosen <= GS; chosen++) {
      if (chosen == CS) continue;
      load(selectors[i], 0);
      print(" %s ", names[chosen]);
      print_fault();
    }
    print("\n");
  }
}

static u64 ldt[4];

static void local_table(void) {
  ldt[1] = segment_descriptor(0, 0xfffff, 0x92, 0xc);
  gdt[LDT_SELECTOR / 8] = segment_descriptor((u32)ldt, sizeof ldt - 1, 0x82, 0);
  ATTEMPT("lldt %w0\n9:" : : "r"(LDT_SELECTOR));
  print("lldt ");
  print_fault();
  print("\n");
  edges();
  print("accessed: %x\n", (u32)(ldt[1] >> 40) & 0xff);
  ATTEMPT("lldt %w0\n9:" : : "r"(0));
  print("lldt 0 ");
  print_fault();
  print("\n");
}

static void accessed(void) {
  for (u32 type = 0x10; type < 0x20; type++) {
    gdt[TEST / 8] = segment_descriptor(0, 0xfffff, 0x80 | type, 0xc);
    chosen = FS;
    load(TEST, 0);
    print("type %x ", type);
    print_fault();
    print(" becomes %x\n", (u32)(gdt[TEST / 8] >> 40) & 0x1f);
  }
}

/* POP and the pointer loads make the same checks; a refused one changes nothing. */
static void other_loads(void) {
  struct {
    u32 offset;
    u16 selector;
  } __attribute__((packed)) pointer = {0x12345678, TEST};
  for (u32 good = 0; good < 2; good++) {
    gdt[TEST / 8] = segment_descriptor(0, 0xfffff, good ? 0x93 : 0x13, 0xc);
    u32 before, after, value = 0xaaaaaaaa;
    __asm__ volatile("movl %%esp, %0" : "=r"(before));
    ATTEMPT("pushl %0\n popl %%fs\n9:" : : "r"((u32)TEST));
    __asm__ volatile("movl %%esp, %0" : "=r"(after));
    __asm__ volatile("addl %0, %%esp" : : "r"(before - after));
    print("pop fs ");
    print_fault();
    print(" esp %x\n", before - after);
    ATTEMPT("lfs %1, %0\n9:" : "+r"(value) : "m"(pointer));
    print("lfs ");
    print_fault();
    print(" %x\n", value);
    value = 0xaaaaaaaa;
    ATTEMPT("lgsw %1, %w0\n9:" : "+r"(value) : "m"(pointer.selector));
    print("lgs with 16 bits ");
    print_fault();
    print(" %x\n", value & 0xffff0000);
    u32 selector;
    __asm__ volatile("movl %%fs, %0\n movl %1, %%fs" : "=&r"(selector) : "r"(0));
    print("fs %x\n", selector);
  }
  ATTEMPT(".byte 0x8e, 0xc8\n9:");
  print("mov cs, ax ");
  print_fault();
  ATTEMPT(".byte 0x8e, 0xf0\n9:");
  print(", mov segment 6 ");
  print_fault();
  print("\n");
}

void test(void) {
  for (u32 ring = 0; ring < 4; ring++) {
    for (u32 i = 0; i < 3; i++) {
      static const u8 registers[] = {ES, SS, DS};
      chosen = registers[i];
      if (ring != 0 && ring != 3 && chosen != SS) continue;
      run_in_ring(ring, matrix);
      print_matrix(ring);
    }
  }
  edges();
  local_table();
  accessed();
  other_loads();
}
