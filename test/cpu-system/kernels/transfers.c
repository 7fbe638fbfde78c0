/* Far jumps, calls and returns to every kind of descriptor, call gates, IRET: what is allowed, and where it leads. */
#include "machine.h"

static u32 kind; /* 0 jump, 1 call */
static char results[32 * 32];
static u16 seen_cs;

struct far {
  u32 offset;
  u16 selector;
} __attribute__((packed));
static struct far target, home;

static u32 ring_now(void) {
  u16 cs;
  __asm__ volatile("movw %%cs, %0" : "=r"(cs));
  return cs & 3;
}

static char letter(u32 selector) {
  static const char letters[] = "................tnsgp";
  if (fault.vector == NO_FAULT) return (char)('0' + (seen_cs & 3));
  char c = fault.vector < 16 ? letters[fault.vector + 6] : '?';
  return fault.error == (selector & 0xfffc) ? c : fault.error == 0 ? (char)(c - 32) : (char)(c - 32 == 'G' ? '*' : '+');
}

/* The way back is another far jump: CS then holds what it held before. */
static char attempt(u32 selector) {
  target.selector = (u16)selector;
  home.selector = (u16)(ring_now() ? FLAT_CODE(ring_now()) : KERNEL_CODE);
  if (kind == 0) {
    ATTEMPT("movl $8f, %0\n movl $9f, %1\n ljmpl *%0\n8: movw %%cs, %2\n ljmpl *%1\n9:"
            : "+m"(target), "+m"(home), "+m"(seen_cs));
  } else {
    ATTEMPT("movl $8f, %0\n lcalll *%0\n jmp 9f\n8: movw %%cs, %1\n lret\n9:" : "+m"(target), "+m"(seen_cs));
  }
  return letter(selector);
}

/* TSSs and task gates switch tasks on other processors: left out. Call gates have tests of their own. */
static u32 is_left_out(u32 type) { return type < 16 && (0x1a3a >> type & 1); }

static void code_matrix(void) {
  u32 n = 0;
  for (u32 type = 0; type < 32; type++) {
    for (u32 rest = 0; rest < 32; rest++) {
      u32 present = rest >> 4, dpl = rest >> 2 & 3, rpl = rest & 3;
      gdt[TEST / 8] = segment_descriptor(0, 0xfffff, present << 7 | dpl << 5 | type, 0xc);
      results[n++] = is_left_out(type) ? ' ' : attempt(TEST | rpl);
    }
  }
}

static void print_matrix(u32 ring, const char *name) {
  print("%s from ring %d; lines: S and type; columns: P, DPL, RPL\n", name, ring);
  for (u32 type = 0; type < 32; type++) {
    if (is_left_out(type)) continue;
    print("%b ", type);
    for (u32 i = 0; i < 32; i++) put(results[type * 32 + i]);
    put('\n');
  }
}

static char gates[2][4][32];

/* Present or not, DPL and RPL of the gate; conforming or not and DPL of the code segment. */
static void gate_matrix(void) {
  for (u32 conforming = 0; conforming < 2; conforming++) {
    for (u32 code_dpl = 0; code_dpl < 4; code_dpl++) {
      gdt[TEST2 / 8] = segment_descriptor(0, 0xfffff, 0x9a | code_dpl << 5 | conforming << 2, 0xc);
      for (u32 rest = 0; rest < 32; rest++) {
        u32 present = rest >> 4, dpl = rest >> 2 & 3, rpl = rest & 3;
        extern char gate_target[];
        extern char jump_target[];
        u32 offset = kind ? (u32)gate_target : (u32)jump_target;
        gdt[TEST / 8] = gate_descriptor(TEST2, offset, present << 7 | dpl << 5 | 0x0c, 0);
        target.selector = (u16)(TEST | rpl);
        home.selector = (u16)(ring_now() ? FLAT_CODE(ring_now()) : KERNEL_CODE);
        if (kind == 0) {
          ATTEMPT("movl $9f, %1\n ljmpl *%0\n jump_target: movw %%cs, %2\n ljmpl *%1\n9:"
                  : "+m"(target), "+m"(home), "+m"(seen_cs));
        } else {
          ATTEMPT("lcalll *%0\n jmp 9f\n gate_target: movw %%cs, %1\n lret\n9:" : "+m"(target), "+m"(seen_cs));
        }
        /* Conforming code of an inner level keeps the caller's: manual.c. */
        gates[conforming][code_dpl][rest] = kind && conforming && code_dpl < ring_now() ? ' ' : letter(TEST);
      }
    }
  }
}

static void print_gates(u32 ring, const char *name) {
  print("%s through a gate from ring %d; lines: conforming, DPL; columns: the gate's P, DPL, RPL\n", name, ring);
  for (u32 i = 0; i < 8; i++) {
    print("%d%d ", i >> 2, i & 3);
    for (u32 rest = 0; rest < 32; rest++) put(gates[i >> 2][i & 3][rest]);
    put('\n');
  }
}

/* A gate to ring 0 with two parameters, called from ring 3: what the handler finds on its stack. */
u32 stack_seen[6];

static void call_with_parameters(void) {
  extern char parameter_target[];
  gdt[TEST / 8] = gate_descriptor(KERNEL_CODE, (u32)parameter_target, 0xec, 2);
  target.selector = TEST;
  u32 before, after;
  ATTEMPT("movl %%esp, %1\n pushl $0x2222\n pushl $0x1111\n lcalll *%0\n movl %%esp, %2\n jmp 9f\n"
          "parameter_target: popl stack_seen\n popl stack_seen+4\n popl stack_seen+8\n popl stack_seen+12\n"
          "popl stack_seen+16\n popl stack_seen+20\n subl $24, %%esp\n lret $8\n9:"
          : "+m"(target), "=&r"(before), "=&r"(after));
  print_fault();
  print(" cs %x, parameters %x %x, esp %d below, ss %x, after the return esp differs by %d\n", stack_seen[1],
        stack_seen[2], stack_seen[3], before - stack_seen[4], stack_seen[5], after - before);
}

/* The image that IRET or RET takes from the stack. */
u32 image[5];

static void do_iret(void) {
  __asm__ volatile("pushl image+16\n pushl image+12\n pushl image+8\n pushl image+4\n pushl image\n iret");
}
static void do_lret(void) {
  __asm__ volatile("pushl image+16\n pushl image+12\n pushl image+4\n pushl image\n lret");
}

static void print_landing(void) {
  if (fault.vector != NO_FAULT) {
    print_fault();
  } else {
    print("cs %x ss %x flags %x ds %x es %x", landed.cs & 0xffff, landed.cs & 3 ? landed.ss & 0xffff : 0,
          landed.eflags & ~0x8d5u, landed.ds & 0xffff, landed.es & 0xffff);
  }
  print("\n");
}

static void come_back(u32 from, void (*code)(void), u32 cs, u32 ss, u32 flags) {
  extern char landing[];
  image[0] = (u32)landing;
  image[1] = cs;
  image[2] = flags;
  image[3] = image[4] = 0;
  static u8 outer_stack[256];
  image[3] = (u32)outer_stack + sizeof outer_stack;
  image[4] = ss;
  fault.vector = NO_FAULT;
  leave_on_fault = 1;
  run_in_ring(from, code);
  leave_on_fault = 0;
  print("from %d to %x:%x ", from, cs, ss);
  print_landing();
}

static void returns(void) {
  static const u16 stacks[] = {0, KERNEL_DATA, FLAT_DATA(1), FLAT_DATA(2), FLAT_DATA(3), FLAT_DATA(3) & ~3, TEST, 0xfff8};
  gdt[TEST / 8] = segment_descriptor(0, 0xfffff, 0x9b | 3 << 5, 0xc);
  gdt[TEST3 / 8] = segment_descriptor(0, 0xfffff, 0x1b | 3 << 5, 0xc);
  gdt[TEST4 / 8] = segment_descriptor(0, 0xfffff, 0x9f, 0xc);
  static const u16 codes[] = {0, 3, KERNEL_CODE, FLAT_CODE(1), FLAT_CODE(2), FLAT_CODE(3), FLAT_CODE(3) & ~3,
                              KERNEL_CODE | 3, TEST3 | 3, TEST4, TEST4 | 2, KERNEL_DATA, TSS_SELECTOR, 0xfff8, 0x0c};
  for (u32 far = 0; far < 2; far++) {
    print(far ? "lret\n" : "iret\n");
    for (u32 i = 0; i < sizeof codes / 2; i++) come_back(0, far ? do_lret : do_iret, codes[i], FLAT_DATA(codes[i] & 3), 0x202);
    for (u32 i = 0; i < sizeof stacks / 2; i++) come_back(0, far ? do_lret : do_iret, FLAT_CODE(3), stacks[i], 0x202);
    for (u32 from = 1; from < 4; from++) {
      for (u32 to = 0; to < 4; to++) come_back(from, far ? do_lret : do_iret, to ? FLAT_CODE(to) : KERNEL_CODE, FLAT_DATA(to), 0x202);
    }
  }
}

/* Which flags IRET takes, by ring and IOPL. */
static void flags(void) {
  for (u32 ring = 0; ring < 4; ring++) {
    for (u32 iopl = 0; iopl < 4; iopl += 3) {
      __asm__ volatile("pushl %0\n popfl" : : "r"(iopl << 12 | 2));
      print("iopl %d ", iopl);
      come_back(ring, do_iret, ring ? FLAT_CODE(ring) : KERNEL_CODE, FLAT_DATA(ring), 0x003caed7);
      print("iopl %d ", iopl);
      come_back(ring, do_iret, ring ? FLAT_CODE(ring) : KERNEL_CODE, FLAT_DATA(ring), 0x2);
    }
  }
  __asm__ volatile("pushl $2\n popfl");
}

/* Segment registers that an outer ring may not use become null. */
static u16 data_selectors[4];
static void return_with_segments(void) {
  __asm__ volatile("movw %0, %%ds\n movw %1, %%es\n movw %2, %%fs\n movw %3, %%gs\n"
                   "pushl %%cs:image+16\n pushl %%cs:image+12\n pushl %%cs:image+8\n pushl %%cs:image+4\n"
                   "pushl %%cs:image\n iret"
                   :
                   : "r"(data_selectors[0]), "r"(data_selectors[1]), "r"(data_selectors[2]), "r"(data_selectors[3]));
}

static void nulling(void) {
  gdt[TEST / 8] = segment_descriptor(0, 0xfffff, 0x9f, 0xc); /* conforming code of ring 0 stays */
  data_selectors[0] = FLAT_DATA(2) & ~3;
  data_selectors[1] = FLAT_DATA(3);
  data_selectors[2] = TEST;
  data_selectors[3] = KERNEL_DATA;
  come_back(0, return_with_segments, FLAT_CODE(3), FLAT_DATA(3), 2);
  u32 fs, gs;
  __asm__ volatile("movl %%fs, %0\n movl %%gs, %1" : "=r"(fs), "=r"(gs));
  print("fs %x gs %x\n", fs & 0xffff, gs & 0xffff);
}

void test(void) {
  static const char *const names[] = {"jmp", "call"};
  for (kind = 0; kind < 2; kind++) {
    for (u32 ring = 0; ring < 4; ring += 3) {
      run_in_ring(ring, code_matrix);
      print_matrix(ring, names[kind]);
    }
    for (u32 ring = 0; ring < 4; ring++) {
      run_in_ring(ring, gate_matrix);
      print_gates(ring, names[kind]);
    }
  }
  __asm__ volatile("pushl $0x3002\n popfl");
  run_in_ring(3, call_with_parameters);
  __asm__ volatile("pushl $2\n popfl");
  returns();
  flags();
  nulling();
}

__asm__("landing: int $0x82");
