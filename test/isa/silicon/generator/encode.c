/* The bytes of an instruction, from its parts. */
#include <string.h>
#include "silicon.h"

static void
put(struct question *q, u32 value, u32 bytes)
{
	u32 i;

	for (i = 0; i < bytes; i++)
		if (q->length < MAX_LENGTH)
			q->code[q->length++] = (u8)(value >> 8 * i);
		else
			q->length = MAX_LENGTH + 1;
}

/* False if the instruction is longer than a vector can hold. */
bool
encode(const struct draft *d, const struct opcode *o, struct question *q)
{
	u32 i;

	q->length = 0;
	for (i = 0; i < d->prefix_count; i++)
		put(q, d->prefixes[i], 1);
	if (o->two_bytes)
		put(q, 0x0f, 1);
	put(q, o->number, 1);
	if (o->modrm) {
		put(q, d->modrm, 1);
		if (d->has_sib)
			put(q, d->sib, 1);
	}
	put(q, d->displacement, d->displacement_bytes);
	for (i = 0; i < d->immediate_bytes; i++)
		put(q, d->immediate[i], 1);
	return q->length <= MAX_LENGTH;
}
