/* A console as kernels have one: bytes arrive by interrupt, the CPU sleeps in between, the timer ticks meanwhile. Asks for two lines. */
#include "machine.h"

enum { PIC1 = 0x20, PIC2 = 0xa0, PIT = 0x40, COM1 = 0x3f8, LINE = 80 };

__asm__("timer_stub: pushal\n incl %ss:ticks_seen\n movb $0x20, %al\n outb %al, $0x20\n popal\n iret");
__asm__("serial_stub: pushal\n call receive\n movb $0x20, %al\n outb %al, $0x20\n popal\n iret");
extern char timer_stub[], serial_stub[];
volatile u32 ticks_seen;

/* Bytes received and read: positions in a ring. */
static volatile char received[8192];
static volatile u32 arrived;
static u32 taken;

void receive(void);
void receive(void) {
  while (inb(COM1 + 5) & 1) received[arrived++ % sizeof received] = (char)inb(COM1);
}

static void initialise(void) {
  outb(PIC1, 0x11);
  outb(PIC2, 0x11);
  outb(PIC1 + 1, 0x20);
  outb(PIC2 + 1, 0x28);
  outb(PIC1 + 1, 4);
  outb(PIC2 + 1, 2);
  outb(PIC1 + 1, 1);
  outb(PIC2 + 1, 1);
  idt[0x20] = gate_descriptor(KERNEL_CODE, (u32)timer_stub, 0x8e, 0);
  idt[0x24] = gate_descriptor(KERNEL_CODE, (u32)serial_stub, 0x8e, 0);
  outb(PIT + 3, 0x34);
  outb(PIT, 11932 & 255);
  outb(PIT, 11932 >> 8);
  outb(COM1 + 4, 0x0b);
  outb(COM1 + 1, 1);
  outb(PIC1 + 1, 0xee);
  outb(PIC2 + 1, 0xff);
}

/* Sleeps until a byte arrives. */
static char read_byte(void) {
  for (;;) {
    __asm__ volatile("cli");
    if (taken != arrived) break;
    __asm__ volatile("sti\n hlt");
  }
  __asm__ volatile("sti");
  return received[taken++ % sizeof received];
}

/* Reads a line with echo. */
static void read_line(char *line) {
  u32 length = 0;
  for (char byte; (byte = read_byte()) != '\r' && byte != '\n';) {
    if (length < LINE - 1) line[length++] = byte;
    put(byte);
  }
  line[length] = 0;
  put('\n');
}

static void wait_ticks(u32 count) {
  for (u32 end = ticks_seen + count; ticks_seen != end;) __asm__ volatile("hlt");
}

void test(void) {
  static char name[LINE], word[LINE];
  initialise();
  print("name? ");
  read_line(name);
  wait_ticks(3);
  print("hello, %s\nhow shall we end? ", name);
  read_line(word);
  switch (word[0]) {
  case 'r':
    outb(0x64, 0xfe);
    break;
  case 'f':
    __asm__ volatile("lidt %0; int3" : : "m"(*(u64 *)"\0\0\0\0\0\0\0"));
    break;
  case 'h':
    __asm__ volatile("cli; hlt");
    break;
  case 'm':
    outb(PIC1 + 1, 0xff);
    for (;;) __asm__ volatile("sti; hlt");
  case 'x':
    outb(0xf4, 21);
    break;
  default:
    print("in order\n");
  }
}
