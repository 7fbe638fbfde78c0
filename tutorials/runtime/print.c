/*
 * A small printf: %s %c %d %u %x %llu %llx and %%, with 0 and width for the
 * numbers. A line goes to the console in one piece.
 */
#include "guest.h"

#define BUFFER_SIZE     128
#define DIGITS_MAX      20              /* of 2^64 - 1 in decimal */

struct output {
	char bytes[BUFFER_SIZE];
	size length;
};

static void
flush(struct output *out)
{
	if (out->length > 0)
		console_write(out->bytes, out->length);
	out->length = 0;
}

static void
put(struct output *out, char c)
{
	if (out->length > BUFFER_SIZE - 2)
		flush(out);
	if (c == '\n')
		out->bytes[out->length++] = '\r';
	out->bytes[out->length++] = c;
}

/*
 * Divides in place and returns the remainder; the 64-bit division that the
 * compiler would call for lives in a library we do not have.
 */
static u32
divide(u64 *value, u32 divisor)
{
	u32 high = (u32)(*value >> 32), low = (u32)*value;
	u32 quotient = high / divisor, remainder = high % divisor;

	__asm__("divl %2" : "+a"(low), "+d"(remainder) : "r"(divisor) : "cc");
	*value = (u64)quotient << 32 | low;
	return remainder;
}

static void
put_number(struct output *out, u64 value, u32 base, u32 width, char fill)
{
	char digits[DIGITS_MAX];
	u32 count = 0;

	do
		digits[count++] = "0123456789abcdef"[divide(&value, base)];
	while (value != 0);
	for (; width > count; width--)
		put(out, fill);
	while (count > 0)
		put(out, digits[--count]);
}

static void
put_string(struct output *out, const char *string)
{
	while (*string != '\0')
		put(out, *string++);
}

/* Prints as printf does, from a list of arguments. */
void
vprintf(const char *format, __builtin_va_list arguments)
{
	struct output out = { .length = 0 };
	bool is_long;
	char fill, c;
	u32 width;
	s32 number;

	while ((c = *format++) != '\0') {
		if (c != '%') {
			put(&out, c);
			continue;
		}
		fill = *format == '0' ? '0' : ' ';
		for (width = 0; *format >= '0' && *format <= '9'; format++)
			width = width * 10 + (*format - '0');
		is_long = format[0] == 'l' && format[1] == 'l';
		if (is_long)
			format += 2;
		switch (c = *format++) {
		case 's':
			put_string(&out, __builtin_va_arg(arguments, char *));
			break;
		case 'c':
			put(&out, (char)__builtin_va_arg(arguments, int));
			break;
		case 'd':
			number = __builtin_va_arg(arguments, s32);
			if (number < 0)
				put(&out, '-');
			put_number(&out, number < 0 ? -(u32)number : (u32)number,
			    10, width, fill);
			break;
		case 'u':
		case 'x':
			put_number(&out, is_long ?
			    __builtin_va_arg(arguments, u64) :
			    __builtin_va_arg(arguments, u32),
			    c == 'u' ? 10 : 16, width, fill);
			break;
		default:
			put(&out, c);
		}
	}
	flush(&out);
}

void
printf(const char *format, ...)
{
	__builtin_va_list arguments;

	__builtin_va_start(arguments, format);
	vprintf(format, arguments);
	__builtin_va_end(arguments);
}
