/* Every form of an opcode, and questions about it. */
#include <string.h>
#include "silicon.h"

#define PREFIX_SMALL 0x66
#define PREFIX_ADDRESS 0x67
#define PREFIX_LOCK 0xf0
#define PREFIX_REPNE 0xf2
#define PREFIX_REP 0xf3

static const u8 override_prefix[SEGMENTS] = {
	0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65
};

/* Does the address size matter although there is no ModR/M byte? */
static bool
has_implicit_address(const struct opcode *o)
{
	return o->need == NEED_STRING || o->need == NEED_XLAT ||
	    o->immediate == IMM_OFFSET ||
	    (!o->two_bytes && o->number >= 0xe0 && o->number <= 0xe3);
}

static u32
wheres_of(const struct opcode *o, enum where wheres[WHERES])
{
	u32 count = 0;

	if (!o->modrm) {
		wheres[count++] = WHERE_PLAIN;
		if (has_implicit_address(o))
			wheres[count++] = WHERE_16;
		return count;
	}
	if (o->registers || !o->memory)
		wheres[count++] = WHERE_REGISTER;
	if (o->memory) {
		wheres[count++] = WHERE_PLAIN;
		wheres[count++] = WHERE_SIB;
		wheres[count++] = WHERE_16;
	}
	return count;
}

u32
forms_of(const struct opcode *o)
{
	enum where wheres[WHERES];

	return wheres_of(o, wheres) * 2;
}

struct form
form_at(const struct opcode *o, u32 n)
{
	enum where wheres[WHERES];
	u32 count = wheres_of(o, wheres);

	return (struct form){ o, n / count != 0, wheres[n % count] };
}

static void
draw_prefixes(const struct form *f, struct draft *d, struct question *q)
{
	const struct opcode *o = f->opcode;
	bool string = o->need == NEED_STRING;
	u32 i, at;
	u8 swap;

	d->small = f->small;
	d->short_address = f->where == WHERE_16;
	d->override = one_in(o->memory || has_implicit_address(o) ? 6 : 24) ?
	    (s8)random_below(SEGMENTS) : -1;
	if (d->small)
		d->prefixes[d->prefix_count++] = PREFIX_SMALL;
	if (d->short_address)
		d->prefixes[d->prefix_count++] = PREFIX_ADDRESS;
	if (d->override >= 0)
		d->prefixes[d->prefix_count++] = override_prefix[d->override];
	if (!o->no_lock && one_in(12))
		d->prefixes[d->prefix_count++] = PREFIX_LOCK;
	/* REP INS and OUTS of nothing check the port on some processors only. */
	q->repeats = !o->no_repeat && (string ? !one_in(3) : one_in(24)) &&
	    (o->number & 0xfc) != 0x6c;
	if (q->repeats)
		d->prefixes[d->prefix_count++] =
		    one_in(2) ? PREFIX_REP : PREFIX_REPNE;
	q->repeats = q->repeats && string;
	for (i = 0; i < d->prefix_count; i++) {
		at = i + random_below(d->prefix_count - i);
		swap = d->prefixes[i];
		d->prefixes[i] = d->prefixes[at];
		d->prefixes[at] = swap;
	}
}

/* Do processors agree how long it is? Not about some that are undefined. */
static bool
has_a_length(const struct opcode *o)
{
	if (o->two_bytes)
		return o->number != 0xb9 && o->number != 0xff;
	return (o->number & 0xfe) != 0xc6 || o->digit == 0;
}

/* Now and then, as many prefixes as make 15 bytes, or 16. */
static bool
lengthen(struct draft *d, const struct opcode *o, struct question *q)
{
	u32 wanted = one_in(2) ? 15 : 16, more;

	if (!encode(d, o, q))
		return false;
	if (d->prefix_count == 0 || !one_in(100) || !has_a_length(o))
		return true;
	more = wanted - q->length;
	if (d->prefix_count + more > MAX_LENGTH)
		return true;
	memset(d->prefixes + d->prefix_count, d->prefixes[0], more);
	d->prefix_count += more;
	return encode(d, o, q);
}

static void
put_immediate(struct draft *d, u32 value, u32 bytes)
{
	u32 i;

	for (i = 0; i < bytes; i++)
		d->immediate[d->immediate_bytes++] = (u8)(value >> 8 * i);
}

static void
draw_immediate(const struct form *f, struct draft *d, struct question *q)
{
	u32 size = f->small ? 2 : 4, value = pool[pool_any()];
	u16 selector = worlds[q->world][d->override < 0 ? DS : d->override];
	bool two = f->opcode->two_bytes;
	u8 n = f->opcode->number;

	switch (f->opcode->immediate) {
	case IMM_NONE:
		return;
	case IMM_BYTE:
		if (!two && n == 0xcd && (value & 0xff) == 0x80)
			value = 0x81;
		put_immediate(d, value, 1);
		return;
	case IMM_WORD:
		put_immediate(d, value, 2);
		return;
	case IMM_FULL:
		put_immediate(d, value, size);
		return;
	case IMM_ENTER:
		put_immediate(d, one_in(4) ? value : random_below(64), 2);
		put_immediate(d, one_in(4) ? value : random_below(4), 1);
		return;
	case IMM_FAR:
		put_immediate(d, value, size);
		put_immediate(d, pool[193 + 4 * random_below(16)], 2);
		return;
	case IMM_OFFSET:
		value = selector == 0x07 || selector == 0x1f ?
		    pool[pool_draw(POOL_OFFSETS)] :
		    pool[pool_draw(one_in(6) ? POOL_BORDERS : POOL_ADDRESSES)];
		put_immediate(d, value, f->where == WHERE_16 ? 2 : 4);
	}
}

static void
set(struct question *q, u32 reg, u8 index)
{
	q->pool_index[reg] = index;
	q->reg[reg] = pool[index];
}

/* A pointer into a segment. */
static void
set_pointer(struct question *q, u32 reg, u32 segment)
{
	u16 selector = worlds[q->world][segment];

	if (selector == 0x07 || selector == 0x1f)
		set(q, reg, pool_draw(POOL_OFFSETS));
	else
		set(q, reg, pool_draw(one_in(6) ? POOL_BORDERS : POOL_ADDRESSES));
}

static u8
frame_address(void)
{
	return (u8)(128 + random_below(32));
}

static u8
selector_value(void)
{
	return (u8)(193 + 4 * random_below(16));
}

static void
draw_registers(const struct form *f, struct draft *d, struct question *q)
{
	u32 source = d->override < 0 ? DS : (u32)d->override;
	u32 i;

	for (i = 0; i < 8; i++)
		set(q, i, pool_any());
	switch (f->opcode->need) {
	case NEED_ENTER:
	case NEED_LEAVE:
		set_pointer(q, EBP, SS);
		/* fall through */
	case NEED_STACK:
	case NEED_FAR_POINTER:
		set_pointer(q, ESP, SS);
		break;
	case NEED_FRAME:
		set(q, ESP, frame_address());
		break;
	case NEED_STRING:
		set(q, ECX, pool_draw(one_in(9) ? POOL_CORNERS : POOL_SMALL));
		set_pointer(q, ESI, source);
		set_pointer(q, EDI, ES);
		break;
	case NEED_XLAT:
		set_pointer(q, EBX, source);
		break;
	case NEED_COUNT:
		set(q, ECX, pool_draw(one_in(4) ? POOL_RANDOM : POOL_SMALL));
		break;
	case NEED_SELECTOR:
		set(q, random_below(8), selector_value());
		break;
	case NEED_DIVISION:
		set(q, EDX, pool_draw(one_in(4) ? POOL_CORNERS : POOL_SMALL));
		if (one_in(2))
			set(q, EAX, pool_draw(POOL_SMALL));
		break;
	default:
		break;
	}
}

static void
draw_flags(const struct form *f, struct question *q)
{
	static const u32 bits[] = {
		FLAG_CF, FLAG_PF, FLAG_AF, FLAG_ZF, FLAG_SF, FLAG_OF
	};
	u32 dice = random_u32(), i;

	q->flags = FLAG_IF | 2;
	for (i = 0; i < NELEM(bits); i++)
		if (dice >> i & 1)
			q->flags |= bits[i];
	if (f->opcode->need == NEED_STRING ? dice >> 8 & 1 : (dice >> 8 & 15) == 0)
		q->flags |= FLAG_DF;
	if ((dice >> 16 & 31) == 0)
		q->flags |= FLAG_AC;
}

bool
form_question(const struct form *f, struct question *q)
{
	struct draft d;

	memset(&d, 0, sizeof(d));
	memset(q, 0, sizeof(*q));
	q->ip = one_in(24) ? 0x6ff9 + random_below(7) : USUAL_IP;
	q->world = one_in(5) ? (u8)random_below(WORLDS) : 0;
	draw_prefixes(f, &d, q);
	draw_registers(f, &d, q);
	if (f->opcode->modrm)
		place_draw(f, &d, q);
	draw_immediate(f, &d, q);
	draw_flags(f, q);
	q->has_x87 = f->opcode->x87;
	if (q->has_x87)
		x87_draw(&q->x87);
	return form_is_harmless(f, &d, q) && lengthen(&d, f->opcode, q);
}
