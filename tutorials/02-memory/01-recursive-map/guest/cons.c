/*
 * The console: the first serial port, a byte at a time.
 */
#include <cpufunc.h>
#include <kernel.h>

#define COM1            0x3f8
#define COM_LSR         (COM1 + 5)
#define LSR_TXRDY       0x20

void
console_write(const char *bytes, size length)
{
	while (length-- > 0) {
		while (!(inb(COM_LSR) & LSR_TXRDY))
			;
		outb(COM1, *bytes++);
	}
}
