/* Runs a kernel that needs no privilege as a Linux program, so that the processor itself says what is right. */
#include "machine.h"
#include <stdarg.h>

static void write_out(const char *text, u32 length) {
  u32 result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(4), "b"(1), "c"(text), "d"(length) : "memory");
}

void put(char c) { write_out(&c, 1); }

static void put_hex(u32 value, int digits) {
  for (int shift = digits * 4 - 4; shift >= 0; shift -= 4) put("0123456789abcdef"[(value >> shift) & 15]);
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
    int digits = 1;
    for (u32 rest = value; rest >>= 4;) digits++;
    switch (*++at) {
      case 's':
        for (const char *s = (const char *)value; *s; s++) put(*s);
        break;
      case 'd':
        put((char)('0' + value % 10)); /* only single digits are printed so */
        break;
      case 'b':
        put_hex(value & 255, 2);
        break;
      default:
        put_hex(value, digits);
    }
  }
  va_end(args);
}

void _start(void);
void _start(void) {
  print("boot 2badb002\n");
  test();
  print("done\n");
  __asm__ volatile("int $0x80" : : "a"(1), "b"(0));
}
