/* What every test kernel stands on: output on COM1, descriptor tables, and faults that can be looked at. */
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

/* What common in start.S builds. */
struct frame {
  u32 es, ds;
  u32 edi, esi, ebp, frame_esp, ebx, edx, ecx, eax;
  u32 vector, error, eip, cs, eflags;
  u32 esp, ss; /* only from an outer ring */
};

/* Selectors. Code and data of each ring follow one another: FLAT_DATA(ring), FLAT_CODE(ring). */
enum {
  KERNEL_CODE = 0x08,
  KERNEL_DATA = 0x10,
  TSS_SELECTOR = 0x18,
  TEST = 0x20,  /* free for tests: 0x20 and 0x28 */
  TEST2 = 0x28,
  LDT_SELECTOR = 0x78,
  TEST3 = 0x80, /* three more */
  TEST4 = 0x88,
  TEST5 = 0x90,
  GDT_ENTRIES = 20,
};
#define FLAT_DATA(ring) ((0x30 + 8 * (ring)) | (ring))
#define FLAT_CODE(ring) ((0x50 + 8 * (ring)) | (ring))

struct tss {
  u32 link, esp0, ss0, esp1, ss1, esp2, ss2, cr3, eip, eflags, eax, ecx, edx, ebx, esp, ebp, esi, edi;
  u32 es, cs, ss, ds, fs, gs, ldt;
  u16 trap, bitmap;
  u8 ports[132];
};

/* The last exception that attempt() met. vector is NO_FAULT when there was none. */
enum { NO_FAULT = 0xffff };
struct fault {
  u32 vector, error, eip, cs, eflags, esp, ss, cr2;
};

extern u64 gdt[GDT_ENTRIES];
extern u64 idt[256];
extern struct tss tss;
extern volatile struct fault fault;
extern volatile u32 recover;           /* where the next exception resumes; 0: it is unexpected */
extern volatile u32 leave_on_fault;    /* 1: an exception ends run_in_ring, as INT 0x82 does */
extern struct frame landed;            /* what INT 0x82 found */
extern char stubs[];

void kernel_main(u32 magic, void *info);
void test(void); /* each kernel's own */

void put(char c);
void print(const char *format, ...); /* %s %d %x (hex without leading zeros) %b (byte, two digits) %c */
void print_fault(void);              /* "ok", or vector, error code and, for #PF, the address */
void finish(int status);
void run_in_ring(u32 ring, void (*code)(void));
void leave_ring(void);
u64 segment_descriptor(u32 base, u32 limit, u32 access, u32 flags);
u64 gate_descriptor(u32 selector, u32 offset, u32 access, u32 parameters);

/* Runs an instruction that may fault. Afterwards `fault` says what happened. */
#define ATTEMPT(...)                                                                                                  \
  (fault.vector = NO_FAULT, ({                                                                                         \
     __asm__ volatile("movl $9f, recover\n" __VA_ARGS__);                                                             \
     recover = 0;                                                                                                     \
   }))

static inline void outb(u16 port, u8 value) { __asm__ volatile("outb %0, %1" : : "a"(value), "d"(port)); }
static inline u8 inb(u16 port) {
  u8 value;
  __asm__ volatile("inb %1, %0" : "=a"(value) : "d"(port));
  return value;
}
