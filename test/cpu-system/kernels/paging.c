/* Two-level and PAE paging: rights, error codes, accessed and dirty bits, page crossings, NX. */
#include "machine.h"

enum { P = 1, W = 2, U = 4, LARGE = 0x80, WINDOW = 0x40000000 };

static u32 directory[1024] __attribute__((aligned(4096)));
static u32 table[1024] __attribute__((aligned(4096)));
static u64 pointers[4] __attribute__((aligned(32)));
static u64 directories[4][512] __attribute__((aligned(4096)));
static u64 table64[512] __attribute__((aligned(4096)));
static u8 pages[4][4096] __attribute__((aligned(4096)));

static volatile u32 *const window = (u32 *)WINDOW;
static char line[600];
static u32 length;

static void flush(void) { __asm__ volatile("movl %%cr3, %%eax\n movl %%eax, %%cr3" : : : "eax", "memory"); }

static char letter(void) {
  if (fault.vector == NO_FAULT) return '.';
  if (fault.vector != 14) return '?';
  return "0123456789abcdefghijklmnopqrstuv"[fault.error & 31];
}

static void read_window(void) {
  ATTEMPT("movl (%0), %%eax\n9:" : : "r"(window) : "eax");
  line[length++] = letter();
}
static void write_window(void) {
  ATTEMPT("movl %1, (%0)\n9:" : : "r"(window), "r"(0));
  line[length++] = letter();
}
/* A page of RET instructions. */
static void fetch_window(void) {
  ATTEMPT("movl %%esp, %%ebx\n call *%0\n9: movl %%ebx, %%esp" : : "r"(window) : "ebx");
  line[length++] = letter();
}

static void set_wp(u32 on) {
  __asm__ volatile("movl %%cr0, %%eax\n andl $~0x10000, %%eax\n orl %0, %%eax\n movl %%eax, %%cr0"
                   :
                   : "r"(on << 16)
                   : "eax");
}

static void set_entries(u32 pae, u32 upper, u32 lower) {
  if (pae) {
    directories[1][0] = ((u32)table64) | upper;
    table64[0] = ((u32)pages[0]) | lower;
  } else {
    directory[WINDOW >> 22] = ((u32)table) | upper;
    table[0] = ((u32)pages[0]) | lower;
  }
  flush();
}

static u32 upper_entry(u32 pae) { return (pae ? (u32)directories[1][0] : directory[WINDOW >> 22]) & 0xfff; }
static u32 lower_entry(u32 pae) { return (pae ? (u32)table64[0] : table[0]) & 0xfff; }

/* All rights in both levels, for reads and writes of both levels of privilege, with and without WP. */
static void rights(u32 pae) {
  for (u32 wp = 0; wp < 2; wp++) {
    for (u32 user = 0; user < 2; user++) {
      for (u32 write = 0; write < 2; write++) {
        length = 0;
        set_wp(wp);
        for (u32 i = 0; i < 64; i++) {
          set_entries(pae, i >> 3, i & 7);
          run_in_ring(user * 3, write ? write_window : read_window);
        }
        line[length] = 0;
        print("wp %d ring %d %s %s\n", wp, user * 3, write ? "write" : "read", line);
      }
    }
  }
  set_wp(0);
}

/* Accessed and dirty bits, after an access that succeeds and one that does not. */
static void marks(u32 pae) {
  static const u8 lowers[] = {P | W | U, P | U, P | W, 0};
  for (u32 i = 0; i < sizeof lowers; i++) {
    for (u32 write = 0; write < 2; write++) {
      length = 0;
      set_entries(pae, P | W | U, lowers[i]);
      run_in_ring(3, write ? write_window : read_window);
      print("%s of %x: %c lower %x", write ? "write" : "read", lowers[i], line[0], lower_entry(pae));
      /* Whether a walk that fails marks the upper level is left to the processor. */
      if (fault.vector == NO_FAULT) print(" upper %x", upper_entry(pae));
      print("\n");
    }
  }
}

static void set_page(u32 pae, u32 index, u32 entry) {
  if (pae) table64[index] = entry;
  else table[index] = entry;
}

/* A read and write: whether the error code of a missing page says "write" is left to the processor. */
static void print_change(const char *what, u32 offset) {
  if (fault.vector == 14 && !(fault.error & P)) fault.error &= ~2u;
  print("%s %x ", what, offset);
  print_fault();
  print("\n");
}

/* Ring 3, so that the fault finds a stack. */
static u32 esp_after;
static void push_all(void) {
  u32 before;
  ATTEMPT("movl %%esp, %0\n movl %2, %%esp\n pushal\n9: movl %%esp, %1\n movl %0, %%esp"
          : "=&r"(before), "=&r"(esp_after)
          : "r"(WINDOW + 0x1004));
}

/* Accesses that cross into a page that is not there, or may not be written: nothing is written, CR2 names the second page. */
static void crossings(u32 pae) {
  set_entries(pae, P | W | U, P | W | U);
  for (u32 second = 0; second < 2; second++) {
    set_page(pae, 1, second ? ((u32)pages[1]) | P | U : 0);
    set_wp(1);
    flush();
    for (u32 offset = 0xffc; offset < 0x1001; offset++) {
      *(u32 *)&pages[0][0xffc] = 0x11111111;
      *(u32 *)&pages[1][0] = 0x11111111;
      ATTEMPT("movl %1, (%0)\n9:" : : "r"(WINDOW + offset), "r"(0x22222222));
      print("write at %x ", offset);
      print_fault();
      print(" leaves %x %x\n", *(u32 *)&pages[0][0xffc], *(u32 *)&pages[1][0]);
      ATTEMPT("movl (%0), %%eax\n9:" : : "r"(WINDOW + offset) : "eax");
      print("read at %x ", offset);
      print_fault();
      print("\n");
      ATTEMPT("addw $1, (%0)\n9:" : : "r"(WINDOW + offset + 2));
      print_change("add to word at", offset + 2);
      ATTEMPT("xchgl %%eax, (%0)\n9:" : : "r"(WINDOW + offset) : "eax");
      print_change("xchg at", offset);
    }
  }
  set_page(pae, 1, 0);
  run_in_ring(3, push_all);
  print("pusha across pages ");
  print_fault();
  print(" esp %x\n", esp_after);
  set_wp(0);
}

/* String instructions stop where the page ends, with registers that tell how far they came. */
static void strings(u32 pae) {
  set_entries(pae, P | W | U, P | W | U);
  u32 edi = WINDOW + 0xff0, ecx = 10;
  ATTEMPT("rep stosl\n9:" : "+D"(edi), "+c"(ecx) : "a"(0x33333333));
  print("rep stos ");
  print_fault();
  print(" edi %x ecx %d wrote %x\n", edi, ecx, *(u32 *)&pages[0][0xffc]);
  u32 esi = WINDOW + 0xffe;
  edi = (u32)pages[2];
  ecx = 10;
  ATTEMPT("rep movsw\n9:" : "+D"(edi), "+S"(esi), "+c"(ecx));
  print("rep movs ");
  print_fault();
  print(" esi %x edi %x ecx %d\n", esi, edi - (u32)pages[2], ecx);
}

static void use_two_level(void) {
  for (u32 i = 0; i < 8; i++) directory[i] = i << 22 | LARGE | P | W | U;
  __asm__ volatile("movl $0x10, %%eax\n movl %%eax, %%cr4\n movl %0, %%cr3\n movl %%cr0, %%eax\n orl $0x80000000, %%eax\n movl %%eax, %%cr0"
                   :
                   : "r"(directory)
                   : "eax", "memory");
}

static void leave_paging(void) {
  __asm__ volatile("movl %%cr0, %%eax\n andl $0x7fffffff, %%eax\n movl %%eax, %%cr0" : : : "eax", "memory");
}

static void use_pae(void) {
  for (u32 i = 0; i < 4; i++) pointers[i] = ((u32)directories[i]) | P;
  for (u32 i = 0; i < 16; i++) directories[0][i] = i << 21 | LARGE | P | W | U;
  __asm__ volatile("movl $0x20, %%eax\n movl %%eax, %%cr4\n movl %0, %%cr3\n movl %%cr0, %%eax\n orl $0x80000000, %%eax\n movl %%eax, %%cr0"
                   :
                   : "r"(pointers)
                   : "eax", "memory");
}

static void large_pages(void) {
  static const u32 entries[] = {LARGE | P | W | U, LARGE | P | U, LARGE | P | W, LARGE};
  for (u32 i = 0; i < sizeof entries / 4; i++) {
    length = 0;
    directory[WINDOW >> 22] = entries[i] | 0x400000;
    flush();
    run_in_ring(3, read_window);
    run_in_ring(3, write_window);
    print("4 MB page %x: %c%c entry %x\n", entries[i], line[0], line[1], directory[WINDOW >> 22] & 0xfff);
  }
}

static void no_execute(u32 nxe) {
  static const u64 nx = 1ull << 63;
  __asm__ volatile("wrmsr" : : "c"(0xc0000080), "a"(nxe ? 0x800 : 0), "d"(0));
  for (u32 i = 0; i < (nxe ? 4 : 1); i++) { /* without NXE, the bit is reserved: manual.c */
    directories[1][0] = ((u32)table64) | P | W | U | (i & 1 ? nx : 0);
    table64[0] = ((u32)pages[0]) | P | W | U | (i & 2 ? nx : 0);
    flush();
    for (u32 ring = 0; ring < 4; ring += 3) {
      length = 0;
      run_in_ring(ring, read_window);
      run_in_ring(ring, fetch_window);
      print("nxe %d upper %d lower %d ring %d: read %c fetch %c\n", nxe, i & 1, i >> 1, ring, line[0], line[1]);
    }
  }
  length = 0;
  directories[1][0] = ((u32)table64) | P | W | U;
  table64[0] = 0;
  flush();
  run_in_ring(0, fetch_window);
  table64[0] = ((u32)pages[0]) | P;
  flush();
  run_in_ring(3, fetch_window);
  print("nxe %d fetch from a missing page %c, from a supervisor page %c\n", nxe, line[0], line[1]);
}

void test(void) {
  for (u32 i = 0; i < 4096; i++) pages[0][i] = 0xc3;
  use_two_level();
  rights(0);
  marks(0);
  crossings(0);
  strings(0);
  large_pages();
  leave_paging();
  use_pae();
  for (u32 i = 0; i < 4096; i++) pages[0][i] = 0xc3;
  rights(1);
  marks(1);
  crossings(1);
  for (u32 i = 0; i < 4096; i++) pages[0][i] = 0xc3;
  no_execute(0);
  no_execute(1);
}
