/* The x87's control words, environments, images, loads and stores in all formats and roundings. Also runs natively: native.c. */
#include "machine.h"

u8 image[512] __attribute__((aligned(16)));
u32 word;

static void init(u32 control) {
  u16 value = (u16)control;
  __asm__ volatile("fninit\n fldcw %0" : : "m"(value));
}

static u32 status(void) {
  u16 value;
  __asm__ volatile("fnstsw %0" : "=am"(value));
  return value;
}

static void dump(const char *what, u32 bytes) {
  print("%s:", what);
  for (u32 i = 0; i < bytes; i++) {
    if (i % 16 == 0) put(' ');
    print("%b", image[i]);
  }
  print("\n");
}

static void controls(void) {
  u16 value;
  __asm__ volatile("fninit\n fnstcw %0" : "=m"(value));
  print("after fninit: control %x status %x\n", value, status());
  static const u16 words[] = {0x037f, 0x0f7f, 0x007f, 0x1f40, 0x0040};
  for (u32 i = 0; i < sizeof words / 2; i++) {
    __asm__ volatile("fldcw %1\n fnstcw %0" : "=m"(value) : "m"(words[i]));
    print("fldcw %x reads %x\n", words[i], value);
  }
}

static u32 singles[] = {0,          0x80000000, 0x3f800000, 0xc0490fdb, 0x00000001, 0x007fffff, 0x80400000, 0x00800000,
                        0x7f7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 0xffbfffff, 0x3eaaaaab};
static u64 doubles[] = {0,
                        0x8000000000000000,
                        0x3ff0000000000000,
                        0xc00921fb54442d18,
                        0x0000000000000001,
                        0x000fffffffffffff,
                        0x8010000000000000,
                        0x7fefffffffffffff,
                        0x7ff0000000000000,
                        0xfff0000000000000,
                        0x7ff8000000000000,
                        0x7ff0000000000001,
                        0x36a0000000000000, /* smallest single, halved */
                        0x380fffffffffffff, /* just below the smallest normal single */
                        0x47efffffe0000000, /* largest single */
                        0x47efffffefffffff,
                        0x47eff00000000000 + 0xff0000000,
                        0x3ff0000010000000, /* half a unit of a single above 1 */
                        0x3ff0000030000000,
                        0x41dfffffffe00000, /* 2147483647.5 */
                        0xc1e0000000000000, /* -2^31 */
                        0xc1e0000000100000,
                        0x40dfffe000000000, /* 32767.5 */
                        0xc0e0000000000000, /* -32768 */
                        0xc0e0001000000000,
                        0x3fe0000000000000, /* 0.5 */
                        0x3ff8000000000000, /* 1.5 */
                        0xc004000000000000, /* -2.5 */
                        0x43dfffffffffffff,
                        0x43e0000000000000,
                        0xc3e0000000000000};

static void show_register(void) {
  __asm__ volatile("fstpt %0" : "=m"(image[0]) : : "memory");
  u16 *parts = (u16 *)image;
  print("%x:%x:%x", parts[4], *(u32 *)&image[4], *(u32 *)&image[0]);
}

static void loads(void) {
  for (u32 i = 0; i < sizeof singles / 4; i++) {
    init(0x037f);
    __asm__ volatile("flds %0" : : "m"(singles[i]));
    u32 after = status();
    print("flds %x ", singles[i]);
    show_register();
    print(" status %x\n", after);
  }
  for (u32 i = 0; i < sizeof doubles / 8; i++) {
    init(0x037f);
    __asm__ volatile("fldl %0" : : "m"(doubles[i]));
    u32 after = status();
    print("fldl %x:%x ", (u32)(doubles[i] >> 32), (u32)doubles[i]);
    show_register();
    print(" status %x\n", after);
  }
  static const long long integers[] = {0, 1, -1, 32767, -32768, 123456789, -2147483647 - 1, 0x7fffffffffffffff, -0x7fffffffffffffff - 1};
  for (u32 i = 0; i < sizeof integers / 8; i++) {
    init(0x037f);
    print("fild %x:%x ", (u32)(integers[i] >> 32), (u32)integers[i]);
    __asm__ volatile("filds %0" : : "m"(*(short *)&integers[i]));
    show_register();
    __asm__ volatile("fildl %0" : : "m"(*(int *)&integers[i]));
    put(' ');
    show_register();
    __asm__ volatile("fildll %0" : : "m"(integers[i]));
    put(' ');
    show_register();
    put('\n');
  }
}

/* Each double in each format, in each direction of rounding. */
static void stores(void) {
  for (u32 mode = 0; mode < 4; mode++) {
    u32 control = 0x037f | mode << 10;
    print("rounding %d\n", mode);
    for (u32 i = 0; i < sizeof doubles / 8; i++) {
      u32 single;
      u64 wide;
      u16 small;
      print("%x:%x", (u32)(doubles[i] >> 32), (u32)doubles[i]);
      init(control);
      __asm__ volatile("fldl %1\n fnclex\n fstps %0" : "=m"(single) : "m"(doubles[i]));
      print(" single %x/%x", single, status());
      init(control);
      __asm__ volatile("fldl %1\n fnclex\n fistps %0" : "=m"(small) : "m"(doubles[i]));
      print(" %x/%x", small, status());
      init(control);
      __asm__ volatile("fldl %1\n fnclex\n fistpl %0" : "=m"(single) : "m"(doubles[i]));
      print(" %x/%x", single, status());
      init(control);
      __asm__ volatile("fldl %1\n fnclex\n fistpll %0" : "=m"(wide) : "m"(doubles[i]));
      print(" %x:%x/%x\n", (u32)(wide >> 32), (u32)wide, status());
    }
    /* Extended numbers that a double cannot hold exactly. */
    static const u16 extended[][5] = {{1, 0, 0, 0x8000, 0x3fff},      {0x400, 0, 0, 0x8000, 0x3fff}, {0xc00, 0, 0, 0x8000, 0x3fff},
                                      {0xffff, 0xffff, 0xffff, 0xffff, 0x43fe}, {0, 0, 0, 0x8000, 0x43ff}, {0, 0, 0, 0x8000, 0x3c00},
                                      {0, 0, 0, 0x8000, 0x3bcd},      {1, 0, 0, 0x8000, 0xbbcc},     {0, 0, 0, 0x8000, 0x0001},
                                      {0, 0, 0, 0x8000, 0xffff},      {5, 0, 0, 0xc000, 0x7fff}};
    for (u32 i = 0; i < sizeof extended / 10; i++) {
      u64 wide;
      init(control);
      __asm__ volatile("fldt %1\n fnclex\n fstpl %0" : "=m"(wide) : "m"(extended[i]));
      print("double %x:%x/%x\n", (u32)(wide >> 32), (u32)wide, status());
    }
  }
}

/* The register stack: overflow, underflow, exchange, free, turning. */
static void stack(void) {
  init(0x037f);
  for (u32 i = 0; i < 10; i++) {
    __asm__ volatile("fld1");
    print(" %x", status());
  }
  print("\n");
  for (u32 i = 0; i < 10; i++) {
    __asm__ volatile("fstps %0" : "=m"(word));
    print(" %x/%x", word, status());
  }
  print("\n");
  init(0x037f);
  __asm__ volatile("fldz\n fld1\n fldpi\n fxch %st(2)\n fincstp\n ffree %st(0)\n fdecstp\n fdecstp\n fnsave image");
  for (u32 i = 12; i < 28; i++) image[i] = 0; /* where the last instruction stood */
  dump("turned", 108);
  __asm__ volatile("frstor image\n fnstenv image");
  dump("restored", 12);
  __asm__ volatile("fninit\n fldl2t\n fldl2e\n fldpi\n fldlg2\n fldln2\n fldz\n fchs\n fld1\n fabs\n fxsave image");
  for (u32 i = 8; i < 24; i++) image[i] = 0; /* where the last instruction stood */
  dump("fxsave", 24);
  for (u32 i = 0; i < 8; i++) {
    print("st%d", i);
    for (u32 j = 0; j < 10; j++) print(" %b", image[32 + i * 16 + j]);
    print("\n");
  }
  __asm__ volatile("fxsave image\n fninit\n fxrstor image\n fnstenv image");
  for (u32 i = 12; i < 28; i++) image[i] = 0;
  dump("after fxrstor", 12);
  init(0x0340);
  __asm__ volatile("fnstenv image\n fnstcw word");
  print("fnstenv masks: control %x\n", word & 0xffff);
}

void test(void) {
  controls();
  loads();
  stores();
  stack();
}
