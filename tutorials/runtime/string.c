/*
 * Bytes and strings. The compiler may call memcpy and memset on its own.
 */
#include "guest.h"

void *
memcpy(void *to, const void *from, size length)
{
	void *destination = to;

	__asm__ volatile("rep movsb" : "+D"(destination), "+S"(from),
	    "+c"(length) : : "memory");
	return to;
}

void *
memset(void *to, int byte, size length)
{
	void *destination = to;

	__asm__ volatile("rep stosb" : "+D"(destination), "+c"(length)
	    : "a"(byte) : "memory");
	return to;
}

size
string_length(const char *string)
{
	size length = 0;

	while (string[length] != '\0')
		length++;
	return length;
}

bool
string_equal(const char *left, const char *right)
{
	while (*left != '\0' && *left == *right)
		left++, right++;
	return *left == *right;
}

/* Whether `word` is one of the blank-separated words of `string`. */
bool
string_has_word(const char *string, const char *word)
{
	size length = string_length(word), i;

	while (*string != '\0') {
		for (i = 0; i < length && string[i] == word[i]; i++)
			;
		if (i == length && (string[i] == ' ' || string[i] == '\0'))
			return true;
		while (*string != ' ' && *string != '\0')
			string++;
		while (*string == ' ')
			string++;
	}
	return false;
}

/* Whether `string` is one or more decimal digits and nothing else. */
bool
is_decimal(const char *string)
{
	const char *end = string;

	while (*end >= '0' && *end <= '9')
		end++;
	return end != string && *end == '\0';
}

u32
parse_decimal(const char *string)
{
	u32 value = 0;

	while (*string >= '0' && *string <= '9')
		value = value * 10 + (*string++ - '0');
	return value;
}

/* Adler-32 (RFC 1950, 8.2) of `length` bytes. */
u32
checksum_adler32(const void *bytes, size length)
{
	const u8 *next = bytes;
	u32 low = 1, high = 0;

	while (length-- > 0) {
		low = (low + *next++) % 65521;
		high = (high + low) % 65521;
	}
	return high << 16 | low;
}
