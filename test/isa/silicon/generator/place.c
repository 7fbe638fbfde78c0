/*
 * Addresses: which registers and displacements a memory operand is made of, so
 * that it lies where a vector may look. Intel SDM Vol. 2A, tables 2-1 to 2-3.
 */
#include "silicon.h"

#define NOBODY 8

/* Base and index registers of 16-bit addresses by the rm field. */
static const u8 base16[8] = {
	EBX, EBX, EBP, EBP, ESI, EDI, EBP, EBX
};
static const u8 index16[8] = {
	ESI, EDI, ESI, EDI, NOBODY, NOBODY, NOBODY, NOBODY
};

struct parts {
	u32 base, index, scale;
};

static struct parts
parts_of(const struct draft *d)
{
	struct parts p = { NOBODY, NOBODY, 0 };
	u32 mod = d->modrm >> 6, rm = d->modrm & 7;

	if (d->short_address) {
		if (mod != 0 || rm != 6) {
			p.base = base16[rm];
			p.index = index16[rm];
		}
	} else if (d->has_sib) {
		p.scale = d->sib >> 6;
		if ((d->sib >> 3 & 7) != ESP)
			p.index = d->sib >> 3 & 7;
		if (mod != 0 || (d->sib & 7) != EBP)
			p.base = d->sib & 7;
	} else if (mod != 0 || rm != EBP) {
		p.base = rm;
	}
	return p;
}

static u32
displacement_bytes(const struct draft *d)
{
	u32 mod = d->modrm >> 6, rm = d->modrm & 7;

	if (d->short_address)
		return mod == 1 ? 1 : mod == 2 || rm == 6 ? 2 : 0;
	if (mod == 0)
		return rm == EBP || (d->has_sib && (d->sib & 7) == EBP) ? 4 : 0;
	return mod == 1 ? 1 : 4;
}

static u32
sum(const struct draft *d, const struct question *q)
{
	struct parts p = parts_of(d);

	return (p.base == NOBODY ? 0 : q->reg[p.base]) +
	    (p.index == NOBODY ? 0 : q->reg[p.index] << p.scale);
}

/* The operand's offset in its segment. */
u32
place_offset(const struct draft *d, const struct question *q)
{
	u32 offset = sum(d, q);

	if (d->displacement_bytes == 1)
		offset += (u32)(s8)d->displacement;
	else
		offset += d->displacement;
	return d->short_address ? offset & 0xffff : offset;
}

/* The selector of the operand's segment. */
u16
place_selector(const struct draft *d, const struct question *q)
{
	u32 base = parts_of(d).base;
	bool stack = base == EBP || (base == ESP && !d->short_address);

	if (d->override >= 0)
		return worlds[q->world][d->override];
	return worlds[q->world][stack ? SS : DS];
}

static bool
is_small_segment(u16 selector)
{
	return selector == 0x07 || selector == 0x1f;
}

/* A value for a register that alone is an address. */
static u8
draw_pointer(const struct form *f, u16 selector)
{
	enum need need = f->opcode->need;

	if (is_small_segment(selector))
		return pool_draw(POOL_OFFSETS);
	if (need == NEED_FAR_POINTER || need == NEED_SELECTOR)
		return (u8)(96 + 32 + random_below(32));
	return pool_draw(one_in(6) ? POOL_BORDERS : POOL_ADDRESSES);
}

static void
set(struct question *q, u32 reg, u8 index)
{
	q->pool_index[reg] = index;
	q->reg[reg] = pool[index];
}

static void
draw_modrm(const struct form *f, struct draft *d)
{
	u32 reg = f->opcode->digit < 0 ? random_below(8) : (u32)f->opcode->digit;
	u32 rm = random_below(8), mod = random_below(3);

	while (!(f->opcode->reg_mask >> reg & 1))
		reg = random_below(8);
	if (f->where == WHERE_REGISTER) {
		mod = 3;
		if (f->opcode->rm >= 0)
			rm = (u32)f->opcode->rm;
	}
	if (f->where == WHERE_PLAIN && rm == ESP)
		rm = one_in(2) ? EBP : EAX;
	if (f->where == WHERE_SIB)
		rm = ESP;
	d->has_sib = f->where == WHERE_SIB;
	d->sib = (u8)random_u32();
	d->modrm = (u8)(mod << 6 | reg << 3 | rm);
}

/* Chooses the operand's form, and what makes its address. */
void
place_draw(const struct form *f, struct draft *d, struct question *q)
{
	struct parts p;
	u16 selector;
	u32 target;

	draw_modrm(f, d);
	if (f->where == WHERE_REGISTER)
		return;
	p = parts_of(d);
	selector = place_selector(d, q);
	d->displacement_bytes = displacement_bytes(d);
	target = pool[draw_pointer(f, selector)];
	if (d->displacement_bytes > 1) {
		d->displacement = target - sum(d, q);
		if (d->displacement_bytes == 2)
			d->displacement &= 0xffff;
		return;
	}
	d->displacement = d->displacement_bytes ? random_u32() & 0xff : 0;
	if (p.index != NOBODY)
		set(q, p.index, pool_draw(one_in(3) ? POOL_CORNERS : POOL_SMALL));
	if (p.base != NOBODY)
		set(q, p.base, draw_pointer(f, selector));
}

/* Bytes from the operand to those a bit offset in a register names. */
static u32
bit_distance(const struct form *f, const struct draft *d,
    const struct question *q)
{
	u32 offset = q->reg[d->modrm >> 3 & 7];

	if (f->opcode->need != NEED_BITS)
		return 0;
	if (f->small)
		return (u32)((s32)(s16)offset >> 4) * 2;
	return (u32)((s32)offset >> 5) * 4;
}

/* Where a memory operand lies, does it harm nobody? */
bool
place_is_harmless(const struct form *f, const struct draft *d,
    const struct question *q)
{
	u32 offset = place_offset(d, q) + bit_distance(f, d, q);

	if (d->short_address)
		offset &= 0xffff;
	return offset_is_harmless(place_selector(d, q), offset, 108);
}
