/* What each ring may do: privileged and sensitive instructions, IOPL, the I/O bitmap, table registers. */
#include "machine.h"

static char line[128];
static u32 length;

static char letter(void) {
  if (fault.vector == NO_FAULT) return '.';
  if (fault.vector == 6) return 'u';
  if (fault.vector == 13) return fault.error ? 'G' : 'g';
  return '?';
}

#define TRY(...) (ATTEMPT(__VA_ARGS__), line[length++] = letter())

static u8 buffer[8] __attribute__((aligned(8)));

static void privileged(void) {
  length = 0;
  TRY("movl %%cr0, %%eax\n9:" : : : "eax");
  TRY("movl %%cr2, %%eax\n9:" : : : "eax");
  TRY("movl %%cr3, %%eax\n9:" : : : "eax");
  TRY("movl %%cr4, %%eax\n9:" : : : "eax");
  TRY("movl %0, %%cr2\n9:" : : "r"(0));
  TRY("movl %%dr0, %%eax\n9:" : : : "eax");
  TRY("movl %0, %%dr0\n9:" : : "r"(0));
  TRY("movl %%dr7, %%eax\n9:" : : : "eax");
  TRY("clts\n9:");
  TRY("invd\n9:");
  TRY("wbinvd\n9:");
  TRY("invlpg (%0)\n9:" : : "r"(0));
  TRY("lmsw %w0\n9:" : : "r"(1));
  TRY("lldt %w0\n9:" : : "r"(0));
  TRY("rdmsr\n9:" : : "c"(0x174) : "eax", "edx");
  TRY("movl $0, %%eax\n movl $0, %%edx\n wrmsr\n9:" : : "c"(0x175) : "eax", "edx");
  TRY("rdtsc\n9:" : : : "eax", "edx");
  TRY("sgdt %0\n9:" : "=m"(buffer));
  TRY("sidt %0\n9:" : "=m"(buffer));
  TRY("sldt %0\n9:" : "=m"(buffer));
  TRY("str %0\n9:" : "=m"(buffer));
  TRY("smsw %0\n9:" : "=m"(buffer));
  TRY("ltr %w0\n9:" : : "r"(KERNEL_DATA));
  TRY("lldt %w0\n9:" : : "r"(KERNEL_DATA));
  TRY(".byte 0x0f, 0x00, 0xf0\n9:");             /* 0f 00 /6 */
  line[length] = 0;
}

static void sensitive(void) {
  length = 0;
  TRY("cli\n9:");
  TRY("sti\n cli\n9:");
  TRY("inb $0x80, %%al\n9:" : : : "eax");
  TRY("outb %%al, $0x80\n9:" : : "a"(0));
  TRY("inl %%dx, %%eax\n9:" : : "d"(0x80) : "eax");
  TRY("pushfl\n orl $0x200, (%%esp)\n popfl\n pushfl\n andl $~0x200, (%%esp)\n popfl\n9:" : :);
  u32 before, after;
  __asm__ volatile("pushfl\n popl %0\n pushl %0\n xorl $0x203200, (%%esp)\n popfl\n pushfl\n popl %1\n pushl %0\n popfl"
                   : "=&r"(before), "=&r"(after));
  u32 changed = before ^ after;
  line[length++] = changed & 0x200 ? 'I' : '-';
  line[length++] = changed & 0x3000 ? 'P' : '-';
  line[length++] = changed & 0x200000 ? 'D' : '-';
  __asm__ volatile("pushfl\n popl %0\n pushl %0\n xorl $0x7000, (%%esp)\n popfw\n pushw %w0\n popfw\n popw %w0\n pushl %0\n popfl"
                   : "=&r"(before));
  line[length] = 0;
}

static void set_iopl(u32 iopl) { __asm__ volatile("pushl %0\n popfl" : : "r"(iopl << 12 | 2)); }

static void ports(void) {
  length = 0;
  static const u16 numbers[] = {0x80, 0x81, 0x87, 0x88, 0x8f, 0x90, 0x97};
  for (u32 i = 0; i < sizeof numbers / 2; i++) {
    TRY("inb %%dx, %%al\n9:" : : "d"((u32)numbers[i]) : "eax");
    TRY("inw %%dx, %%ax\n9:" : : "d"((u32)numbers[i]) : "eax");
    TRY("inl %%dx, %%eax\n9:" : : "d"((u32)numbers[i]) : "eax");
    line[length++] = ' ';
  }
  line[length] = 0;
}

/* The bitmap: ports 0x80 and 0x88 to 0x8f are allowed; its end is moved with the limit of the TSS. */
static void bitmap(void) {
  struct tss *t = &tss;
  t->bitmap = 104;
  for (u32 i = 0; i < sizeof t->ports; i++) t->ports[i] = 0xff;
  t->ports[0x80 / 8] = 0xfe;
  t->ports[0x88 / 8] = 0x00;
  static const u32 limits[] = {sizeof tss - 1, 104 + 0x90 / 8, 104 + 0x88 / 8, 104 + 0x80 / 8, 103, 102};
  for (u32 i = 0; i < sizeof limits / 4; i++) {
    gdt[TSS_SELECTOR / 8] = segment_descriptor((u32)&tss, limits[i], 0x89, 0);
    ATTEMPT("ltr %w0\n9:" : : "r"(TSS_SELECTOR));
    run_in_ring(3, ports);
    print("bitmap, limit %d: %s\n", limits[i] - 104, line);
  }
  gdt[TSS_SELECTOR / 8] = segment_descriptor((u32)&tss, sizeof tss - 1, 0x89, 0);
  ATTEMPT("ltr %w0\n9:" : : "r"(TSS_SELECTOR));
  print("busy %x, again ", (u32)(gdt[TSS_SELECTOR / 8] >> 40) & 0xff);
  ATTEMPT("ltr %w0\n9:" : : "r"(TSS_SELECTOR));
  print_fault();
  print("\n");
}

/* CR0 and CR4: what may be written. */
static void control(void) {
  static const u32 cr0[] = {0x60000001, 0x00000001, 0x0005003f};
  u32 usual, value;
  __asm__ volatile("movl %%cr0, %0" : "=r"(usual));
  for (u32 i = 0; i < sizeof cr0 / 4; i++) {
    ATTEMPT("movl %0, %%cr0\n9:" : : "r"(cr0[i]));
    __asm__ volatile("movl %%cr0, %0\n movl %1, %%cr0" : "=&r"(value) : "r"(usual));
    print("cr0 %x ", cr0[i]);
    print_fault();
    print(" reads %x\n", value);
  }
  static const u32 bits[] = {2, 3, 4, 5, 7};
  for (u32 i = 0; i < sizeof bits / 4; i++) {
    u32 bit = bits[i];
    ATTEMPT("movl %0, %%cr4\n9:" : : "r"(1u << bit));
    __asm__ volatile("movl %%cr4, %0\n movl %1, %%cr4" : "=&r"(value) : "r"(0));
    print("cr4 bit %d ", bit);
    print_fault();
    print(" reads %x\n", value);
  }
  ATTEMPT("movl %0, %%cr4\n9:" : : "r"(4));
  run_in_ring(3, privileged);
  print("with TSD %s\n", line);
  ATTEMPT("movl %0, %%cr4\n9:" : : "r"(0));
  u32 word;
  __asm__ volatile("smsw %0" : "=r"(word));
  print("smsw %x\n", word & 0xffff);
  ATTEMPT("lmsw %w0\n9:" : : "r"(0xe));
  __asm__ volatile("smsw %0" : "=r"(word));
  print("lmsw e %x\n", word & 0xf);
  ATTEMPT("clts\n9:");
  __asm__ volatile("smsw %0" : "=r"(word));
  print("clts %x\n", word & 0xf);
  ATTEMPT("movl %0, %%cr0\n9:" : : "r"(usual));
}

/* LAR, LSL, VERR, VERW for every type, and ARPL. */
static u32 rights[32], limits[32];
static u8 flags[32];
static u32 dpl_of_query;

static void queries(void) {
  for (u32 type = 0; type < 32; type++) {
    gdt[TEST / 8] = segment_descriptor(0x12345678, 0xabcde, 0x80 | dpl_of_query << 5 | type, type & 1 ? 0xd : 0x5);
    u32 zf1, zf2, zf3, zf4;
    rights[type] = limits[type] = 0;
    __asm__ volatile("larl %2, %0\n setz %b1" : "+r"(rights[type]), "=q"(zf1) : "r"((u32)TEST | 1));
    __asm__ volatile("lsll %2, %0\n setz %b1" : "+r"(limits[type]), "=q"(zf2) : "r"((u32)TEST | 1));
    __asm__ volatile("verr %w1\n setz %b0" : "=q"(zf3) : "r"((u32)TEST | 1));
    __asm__ volatile("verw %w1\n setz %b0" : "=q"(zf4) : "r"((u32)TEST | 1));
    flags[type] = (u8)((zf1 & 1) << 3 | (zf2 & 1) << 2 | (zf3 & 1) << 1 | (zf4 & 1));
  }
}

static void inspect(void) {
  for (u32 ring = 0; ring < 4; ring += 2) {
    for (dpl_of_query = 0; dpl_of_query < 4; dpl_of_query++) {
      run_in_ring(ring, queries);
      print("ring %d, dpl %d:", ring, dpl_of_query);
      for (u32 type = 0; type < 32; type++) print(" %x/%x/%x", flags[type], rights[type], limits[type]);
      print("\n");
    }
  }
  for (u32 i = 0; i < 16; i++) {
    u32 destination = 0xabcd0020 | i >> 2, zf;
    __asm__ volatile("arpl %w2, %w0\n setz %b1" : "+r"(destination), "=q"(zf) : "r"(i & 3));
    print("arpl %d %d: %x %d\n", i >> 2, i & 3, destination, zf & 1);
  }
}

void test(void) {
  for (u32 ring = 0; ring < 4; ring++) {
    run_in_ring(ring, privileged);
    print("ring %d privileged %s\n", ring, line);
  }
  for (u32 iopl = 0; iopl < 4; iopl++) {
    for (u32 ring = 0; ring < 4; ring++) {
      set_iopl(iopl);
      run_in_ring(ring, sensitive);
      print("iopl %d ring %d sensitive %s\n", iopl, ring, line);
    }
  }
  set_iopl(0);
  bitmap();
  control();
  inspect();
}
