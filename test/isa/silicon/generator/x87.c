/*
 * The floating-point unit: the values its registers begin with, and the image
 * of it in a signal frame, which is FNSAVE's with FXSAVE's behind it.
 */
#include <string.h>
#include "silicon.h"

u8 x87_pool[X87_POOL_SIZE][X87_BYTES];

/* Sign and exponent, significand: what a format cannot hold or barely can. */
static const struct {
	u16 exponent;
	u64 significand;
} corners[] = {
	{ 0, 0 }, { 0x8000, 0 },				/* zeros */
	{ 0x3fff, 1ull << 63 }, { 0xbfff, 1ull << 63 },		/* ones */
	{ 0x7fff, 1ull << 63 }, { 0xffff, 1ull << 63 },		/* infinities */
	{ 0x7fff, 3ull << 62 }, { 0xffff, 3ull << 62 },		/* quiet NaNs */
	{ 0x7fff, 0x8000000000000001 }, { 0xffff, 0xa5a5a5a5a5a5a5a5 },
	{ 0x7fff, 0xc123456789abcdef }, { 0x7fff, 0x8000010000000000 },
	{ 0, 1 }, { 0x8000, 0x7fffffffffffffff },		/* denormal */
	{ 0, 1ull << 63 }, { 0x3fff, 1 },			/* pseudo, unnormal */
	{ 0x7fff, 0x123 }, { 0x7fff, 0 },			/* pseudo NaN, infinity */
	{ 0x3ffe, 1ull << 63 }, { 0x4000, 0xa000000000000000 },	/* 0.5, 2.5 */
	{ 0x400d, 0xfffe000000000000 }, { 0xc00e, 1ull << 63 },	/* 16 bits */
	{ 0x400d, 0xffff000000000000 }, { 0xc00e, 0x8000800000000000 },
	{ 0x401d, 0xfffffffe00000000 }, { 0xc01e, 1ull << 63 },	/* 32 bits */
	{ 0x403d, 0xfffffffffffffffe }, { 0xc03e, 1ull << 63 },	/* 64 bits */
	{ 0x407e, 0xffffff0000000000 }, { 0x407e, 0xffffff8000000000 },
	{ 0x3f81, 1ull << 63 }, { 0x3f80, 0xffffffffffffffff },	/* single's ends */
	{ 0x3f6a, 1ull << 63 }, { 0x3f69, 1ull << 63 },
	{ 0x43fe, 0xfffffffffffff800 }, { 0x43fe, 0xfffffffffffffc00 },
	{ 0x3c01, 1ull << 63 }, { 0x3c00, 0xffffffffffffffff },	/* double's ends */
	{ 0x3bcd, 1ull << 63 }, { 0x3bcc, 1ull << 63 },
};

static void
put(u32 i, u16 exponent, u64 significand)
{
	memcpy(x87_pool[i], &significand, 8);
	memcpy(x87_pool[i] + 8, &exponent, 2);
}

/* Behind the corners: normal numbers near the ranges of other formats. */
void
x87_fill(void)
{
	static const u16 centres[] = {
		0x3fff, 0x400e, 0x401e, 0x403e, 0x3f81, 0x407e, 0x3c01, 0x43fe
	};
	u64 significand;
	u32 i, exponent;

	for (i = 0; i < NELEM(corners); i++)
		put(i, corners[i].exponent, corners[i].significand);
	for (; i < X87_POOL_SIZE; i++) {
		significand = (u64)random_u32() << 32 | random_u32();
		if (one_in(3))
			significand &= ~0ull << random_below(64);
		exponent = centres[i % NELEM(centres)] + random_below(8) - 4;
		put(i, (u16)(exponent | (one_in(2) ? 0x8000 : 0)),
		    significand | 1ull << 63);
	}
}

/* All exceptions masked, or some; any rounding and precision. */
void
x87_draw(struct x87_question *x)
{
	u32 i;

	x->control = (u16)(0x7f | (random_u32() & 0xf00));
	if (one_in(4))
		x->control &= (u16)~random_below(0x40);
	x->status = (u16)((random_u32() & 0x7f00) | (one_in(4) ?
	    random_u32() & 0x7f : 0));
	if (x->status & ~x->control & 0x3f)
		x->status |= 0x8080;
	x->tags = (u8)(one_in(3) ? 0xff : random_u32());
	for (i = 0; i < 8; i++)
		x->value[i] = (u8)random_below(X87_POOL_SIZE);
}

/* What the kernel lays out; only what is used here. */
struct image {
	u32 control, status, tags, pointers[4];
	u8 reg[8][X87_BYTES];
	u16 status_again, magic;
	u16 fx_control, fx_status;
	u8 fx_tags, fx_rest[27];
	struct {
		u8 value[X87_BYTES], padding[6];
	} fx_reg[8];
};

/* Two bits a register, of which only 3, empty, matters. */
static u16
full_tags(u8 tags)
{
	u16 full = 0;
	u32 i;

	for (i = 0; i < 8; i++)
		if (!(tags >> i & 1))
			full |= (u16)(3 << 2 * i);
	return full;
}

void
x87_load(void *at, const struct question *q)
{
	static const struct x87_question at_rest = { .control = 0x37f };
	const struct x87_question *x = q->has_x87 ? &q->x87 : &at_rest;
	struct image *image = at;
	u32 i;

	image->control = image->fx_control = x->control;
	image->status = image->fx_status = x->status;
	image->tags = full_tags(x->tags);
	image->fx_tags = x->tags;
	for (i = 0; i < 8; i++) {
		memcpy(image->reg[i], x87_pool[x->value[i]], X87_BYTES);
		memcpy(image->fx_reg[i].value, x87_pool[x->value[i]], X87_BYTES);
	}
}

void
x87_store(const void *at, struct x87_answer *x)
{
	const struct image *image = at;
	u32 i;

	x->control = image->fx_control;
	x->status = image->fx_status;
	x->tags = image->fx_tags;
	for (i = 0; i < 8; i++)
		memcpy(x->reg[i], image->fx_reg[i].value, X87_BYTES);
}
