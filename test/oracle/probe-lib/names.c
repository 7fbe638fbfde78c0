/*
 * Names of questions that are asked many times.
 */
#include "probe.h"

#define QUESTION_SIZE   96

static char text[QUESTION_SIZE];

static char *
append(char *to, const char *from)
{
	while (*from != '\0' && to < text + QUESTION_SIZE - 1)
		*to++ = *from++;
	*to = '\0';
	return to;
}

const char *
question(const char *what, const char *detail)
{
	append(append(append(append(text, what), "("), detail), ")");
	return text;
}

/* A question about one of a row of numbers: "xen_version(3, null)". */
const char *
numbered(const char *what, u32 number, const char *detail)
{
	char digits[11], *digit = &digits[sizeof(digits) - 1];
	char *end = append(append(text, what), "(");

	*digit = '\0';
	do
		*--digit = '0' + number % 10;
	while ((number /= 10) != 0);
	end = append(end, digit);
	if (*detail != '\0')
		end = append(append(end, ", "), detail);
	append(end, ")");
	return text;
}
