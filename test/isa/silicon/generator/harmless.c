/*
 * Which questions may be asked: those that touch no memory but the vector's and
 * load no selector that the file does not describe.
 */
#include "silicon.h"

/* Is a stack pointer, and what an instruction may move from there, harmless? */
static bool
stack_is_harmless(const struct question *q, u32 reg)
{
	u16 selector = worlds[q->world][SS];
	u32 at = q->reg[reg];

	if (selector == 0x3f)
		at &= 0xffff;
	return offset_is_harmless(selector, at, 64) &&
	    (at < 160 || offset_is_harmless(selector, at - 160, 160));
}

/*
 * The selector that an instruction takes from the stack. RETF n to an inner
 * ring, which is refused, looks for a stack pointer first on some processors.
 */
static bool
frame_is_harmless(const struct form *f, const struct question *q)
{
	u16 selector;
	u8 n = f->opcode->number;
	bool pops = !f->opcode->two_bytes && (n == 0xca || n == 0xcb || n == 0xcf);
	u32 at = q->reg[ESP] + (pops ? f->small ? 2 : 4 : 0);

	if (worlds[q->world][SS] == 0x07)
		at += DATA_BASE;
	selector = (u16)memory_word(at);
	return selector_is_harmless(selector) &&
	    (n != 0xca || (selector & 3) == 3);
}

/* The selector that an instruction takes from an operand. */
static bool
operand_is_harmless(const struct form *f, const struct draft *d,
    const struct question *q)
{
	u16 segment = place_selector(d, q);
	u32 at = place_offset(d, q);

	if (f->where == WHERE_REGISTER)
		return f->opcode->need == NEED_FAR_POINTER ||
		    selector_is_harmless((u16)q->reg[d->modrm & 7]);
	if (f->opcode->need == NEED_FAR_POINTER)
		at += f->small ? 2 : 4;
	if (segment == 0x07 || segment == 0x1f)
		at += DATA_BASE;
	return selector_is_harmless((u16)memory_word(at));
}

static bool
implicit_is_harmless(const struct form *f, const struct draft *d,
    const struct question *q)
{
	const u16 *w = worlds[q->world];
	u16 source = w[d->override < 0 ? DS : d->override];
	u32 mask = d->short_address ? 0xffff : 0xffffffff, at;

	switch (f->opcode->need) {
	case NEED_STRING:
		return offset_is_harmless(source, q->reg[ESI] & mask, 4) &&
		    offset_is_harmless(w[ES], q->reg[EDI] & mask, 4);
	case NEED_XLAT:
		at = q->reg[EBX] + (q->reg[EAX] & 0xff);
		return offset_is_harmless(source, at & mask, 1);
	case NEED_FRAME:
		return stack_is_harmless(q, ESP) && frame_is_harmless(f, q);
	case NEED_ENTER:
	case NEED_LEAVE:
		return stack_is_harmless(q, ESP) && stack_is_harmless(q, EBP);
	case NEED_STACK:
		return stack_is_harmless(q, ESP);
	case NEED_FAR_POINTER:
		return stack_is_harmless(q, ESP) && operand_is_harmless(f, d, q);
	case NEED_SELECTOR:
		return operand_is_harmless(f, d, q);
	default:
		return true;
	}
}

/* LEA and the hints make no access. */
static bool
makes_access(const struct opcode *o)
{
	if (o->two_bytes)
		return !(o->number == 0x0d || (o->number & 0xf8) == 0x18);
	return o->number != 0x8d;
}

/* May a question about a form be asked? */
bool
form_is_harmless(const struct form *f, const struct draft *d,
    const struct question *q)
{
	bool explicit = f->opcode->modrm && f->where != WHERE_REGISTER;

	if (explicit && makes_access(f->opcode) && !place_is_harmless(f, d, q))
		return false;
	return implicit_is_harmless(f, d, q);
}
