/* The bare machine's devices, as far as small kernels use them: interrupt controllers, timer, serial port, clock. */
#include "machine.h"

enum { PIC1 = 0x20, PIC2 = 0xa0, PIT = 0x40, COM1 = 0x3f8 };

__asm__("timer_stub: pushal\n incl %ss:ticks_seen\n movb $0x20, %al\n outb %al, $0x20\n popal\n iret");
__asm__("serial_stub: pushal\n incl %ss:serials_seen\n movw $0x3fa, %dx\n inb %dx, %al\n movb $0x20, %al\n outb %al, $0x20\n popal\n iret");
extern char timer_stub[], serial_stub[];
volatile u32 ticks_seen, serials_seen;

static void initialise_pics(void) {
  outb(PIC1, 0x11);
  outb(PIC2, 0x11);
  outb(PIC1 + 1, 0x20);
  outb(PIC2 + 1, 0x28);
  outb(PIC1 + 1, 4);
  outb(PIC2 + 1, 2);
  outb(PIC1 + 1, 1);
  outb(PIC2 + 1, 1);
  outb(PIC1 + 1, 0xff);
  outb(PIC2 + 1, 0xff);
}

static void pic_registers(void) {
  outb(PIC1 + 1, 0xa5);
  print("mask %x", inb(PIC1 + 1));
  outb(PIC1 + 1, 0xff);
  outb(PIC1, 0x0b);
  print(" in service %x\n", inb(PIC1));
  outb(PIC1, 0x0a);
}

/* Ten timer interrupts at 100 Hz, waited for with HLT. */
static void timer_interrupts(void) {
  idt[0x20] = gate_descriptor(KERNEL_CODE, (u32)timer_stub, 0x8e, 0);
  outb(PIT + 3, 0x34);
  outb(PIT, 11932 & 255);
  outb(PIT, 11932 >> 8);
  outb(PIC1 + 1, 0xfe);
  ticks_seen = 0;
  while (ticks_seen < 10) __asm__ volatile("sti\n hlt\n cli");
  print("ten ticks\n");
  outb(PIC1 + 1, 0xff);
}

/* Counters count down, and latch. */
static void counters(void) {
  outb(PIT + 3, 0x00);
  u32 low = inb(PIT), high = inb(PIT);
  outb(PIT + 3, 0x00);
  u32 later = inb(PIT);
  later |= (u32)inb(PIT) << 8;
  print("counts down %d\n", (low | high << 8) <= 11932 && later <= 11932);
  outb(PIT + 3, 0xb0); /* channel 2, mode 0 */
  outb(PIT + 2, 100);
  outb(PIT + 2, 0);
  outb(0x61, 1);
  while (!(inb(0x61) & 0x20)) {
  }
  print("channel 2 ends\n");
  outb(PIT + 3, 0xe8); /* read back the status of channel 2 */
  print("status %x\n", inb(PIT + 2) & 0xbf);
}

static void serial(void) {
  outb(COM1 + 7, 0x5a);
  print("scratch %x\n", inb(COM1 + 7));
  outb(COM1 + 4, 0x1e); /* loopback, RTS, OUT1, OUT2 */
  print("looped lines %x\n", inb(COM1 + 6) & 0xf0);
  outb(COM1, 'x');
  while (!(inb(COM1 + 5) & 1)) {
  }
  u8 byte = inb(COM1);
  outb(COM1 + 4, 0x0b);
  print("looped byte %c, lines %x\n", byte, inb(COM1 + 6) & 0xf0);
  outb(COM1 + 3, 0x83);
  outb(COM1, 1);
  outb(COM1 + 1, 0);
  u32 low = inb(COM1), high = inb(COM1 + 1);
  outb(COM1 + 3, 0x03);
  print("divisor %x %x line control %x\n", low, high, inb(COM1 + 3));
  idt[0x24] = gate_descriptor(KERNEL_CODE, (u32)serial_stub, 0x8e, 0);
  outb(PIC1 + 1, 0xef);
  serials_seen = 0;
  outb(COM1 + 1, 2); /* the transmitter is empty: an interrupt at once */
  __asm__ volatile("sti\n nop\n nop\n nop\n cli");
  outb(COM1 + 1, 0);
  outb(PIC1 + 1, 0xff);
  print("transmitter interrupts %d\n", serials_seen != 0);
}

/* The date differs from run to run elsewhere: only its shape is looked at. */
static void clock(void) {
  static const u8 registers[] = {0, 2, 4, 6, 7, 8, 9, 0x32};
  static const u8 most[] = {0x59, 0x59, 0x23, 7, 0x31, 0x12, 0x99, 0x20};
  u32 good = 1;
  for (u32 i = 0; i < sizeof registers; i++) {
    outb(0x70, registers[i]);
    u8 value = inb(0x71);
    if ((value & 15) > 9 || value > most[i]) good = 0;
  }
  outb(0x70, 0x0d);
  print("clock %d valid %x\n", good, inb(0x71));
  outb(0x70, 0x40);
  outb(0x71, 0x5c);
  print("remembers %x\n", inb(0x71));
}

void test(void) {
  initialise_pics();
  pic_registers();
  timer_interrupts();
  counters();
  serial();
  clock();
  u32 word;
  __asm__ volatile("inl %%dx, %0" : "=a"(word) : "d"(0x5000));
  print("no device %x\n", word);
}
