#include "machine.h"
#include <stdarg.h>

enum { COM1 = 0x3f8, DEBUG_EXIT = 0xf4 };

u64 gdt[GDT_ENTRIES] __attribute__((aligned(16)));
u64 idt[256] __attribute__((aligned(16)));
struct tss tss __attribute__((aligned(256)));
volatile struct fault fault;
volatile u32 recover;
volatile u32 leave_on_fault;
struct frame landed;

void put(char c) {
  while (!(inb(COM1 + 5) & 0x20)) {
  }
  outb(COM1, (u8)c);
}

static void put_hex(u32 value, int digits) {
  for (int shift = digits * 4 - 4; shift >= 0; shift -= 4) put("0123456789abcdef"[(value >> shift) & 15]);
}

static int hex_digits(u32 value) {
  int digits = 1;
  while (value >>= 4) digits++;
  return digits;
}

static void put_decimal(u32 value) {
  if (value >= 10) put_decimal(value / 10);
  put((char)('0' + value % 10));
}

void print(const char *format, ...) {
  va_list args;
  va_start(args, format);
  for (const char *at = format; *at; at++) {
    if (*at != '%') {
      put(*at);
      continue;
    }
    u32 value = va_arg(args, u32);
    switch (*++at) {
      case 's':
        for (const char *s = (const char *)value; *s; s++) put(*s);
        break;
      case 'd':
        put_decimal(value);
        break;
      case 'b':
        put_hex(value & 255, 2);
        break;
      case 'c':
        put((char)value);
        break;
      default:
        put_hex(value, hex_digits(value));
    }
  }
  va_end(args);
}

void print_fault(void) {
  static const char *const names[] = {"DE", "DB", "NMI", "BP", "OF", "BR", "UD", "NM", "DF", "?9",
                                      "TS", "NP", "SS",  "GP", "PF", "?f", "MF", "AC"};
  if (fault.vector == NO_FAULT) {
    print("ok");
    return;
  }
  if (fault.vector < 18) print("#%s", names[fault.vector]);
  else print("int %x", fault.vector);
  if (fault.vector == 8 || (fault.vector >= 10 && fault.vector <= 14)) print("(%x)", fault.error);
  if (fault.vector == 14) print(" at %x", fault.cr2);
}

void finish(int status) {
  outb(DEBUG_EXIT, (u8)status);
  for (;;) __asm__ volatile("cli; hlt");
}

/* Called by common in start.S. */
void trap(struct frame *f);
void trap(struct frame *f) {
  u32 cr2;
  __asm__ volatile("movl %%cr2, %0" : "=r"(cr2));
  if (f->vector == 0x82) landed = *f;
  if (f->vector == 0x81 || f->vector == 0x82) leave_ring();
  fault.vector = f->vector;
  fault.error = f->error;
  fault.eip = f->eip;
  fault.cs = f->cs & 0xffff;
  fault.eflags = f->eflags;
  fault.esp = f->cs & 3 ? f->esp : (u32)&f->esp;
  fault.ss = f->cs & 3 ? f->ss & 0xffff : 0;
  fault.cr2 = cr2;
  if (leave_on_fault) leave_ring();
  if (recover) {
    f->eip = recover;
    f->eflags &= ~0x10100u; /* neither RF nor TF outlives an attempt */
    recover = 0;
    return;
  }
  print("unexpected ");
  print_fault();
  print(" at %x:%x\n", fault.cs, fault.eip);
  finish(1);
}

u64 segment_descriptor(u32 base, u32 limit, u32 access, u32 flags) {
  u32 low = (limit & 0xffff) | (base << 16);
  u32 high = ((base >> 16) & 0xff) | (access << 8) | (limit & 0xf0000) | (flags << 20) | (base & 0xff000000);
  return (u64)high << 32 | low;
}

u64 gate_descriptor(u32 selector, u32 offset, u32 access, u32 parameters) {
  u32 low = (offset & 0xffff) | (selector << 16);
  u32 high = parameters | (access << 8) | (offset & 0xffff0000);
  return (u64)high << 32 | low;
}

static void load_tables(void) {
  struct {
    u16 limit;
    u32 base;
  } __attribute__((packed)) table = {sizeof gdt - 1, (u32)gdt};
  __asm__ volatile("lgdt %0" : : "m"(table));
  table.limit = sizeof idt - 1;
  table.base = (u32)idt;
  __asm__ volatile("lidt %0" : : "m"(table));
  __asm__ volatile("ljmp %0, $1f\n1: movl %1, %%ds\n movl %1, %%es\n movl %1, %%ss\n movl %2, %%fs\n movl %2, %%gs"
                   :
                   : "i"(KERNEL_CODE), "r"(KERNEL_DATA), "r"(0));
  __asm__ volatile("lldt %w0" : : "r"(0));
  __asm__ volatile("ltr %w0" : : "r"(TSS_SELECTOR));
}

static void set_up_tables(void) {
  gdt[KERNEL_CODE / 8] = segment_descriptor(0, 0xfffff, 0x9b, 0xc);
  gdt[KERNEL_DATA / 8] = segment_descriptor(0, 0xfffff, 0x93, 0xc);
  for (u32 ring = 0; ring < 4; ring++) {
    gdt[FLAT_DATA(ring) / 8] = segment_descriptor(0, 0xfffff, 0x93 | ring << 5, 0xc);
    gdt[FLAT_CODE(ring) / 8] = segment_descriptor(0, 0xfffff, 0x9b | ring << 5, 0xc);
  }
  for (u32 vector = 0; vector < 256; vector++) {
    u32 dpl = vector >= 0x80 || vector == 3 || vector == 4 ? 3 : 0;
    idt[vector] = gate_descriptor(KERNEL_CODE, (u32)stubs + 16 * vector, 0x8e | dpl << 5, 0);
  }
  gdt[TSS_SELECTOR / 8] = segment_descriptor((u32)&tss, sizeof tss - 1, 0x89, 0);
  static u8 inner_stacks[3][4096] __attribute__((aligned(16)));
  tss.esp0 = (u32)inner_stacks[1];
  tss.ss0 = KERNEL_DATA;
  tss.esp1 = (u32)inner_stacks[2];
  tss.ss1 = FLAT_DATA(1);
  tss.esp2 = (u32)inner_stacks[2] + 4096;
  tss.ss2 = FLAT_DATA(2);
  tss.bitmap = sizeof tss;
}

void kernel_main(u32 magic, void *info) {
  (void)info;
  outb(0x21, 0xff); /* no interrupts: a BIOS may have left the timer's on */
  outb(0xa1, 0xff);
  set_up_tables();
  load_tables();
  print("boot %x\n", magic);
  test();
  print("done\n");
  finish(0);
}
