/*
 * The values a vector starts from. 256 of them fill the registers and, over and
 * over, the memory; a block of vectors shares one pool.
 */
#include <asm/ldt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "silicon.h"

u32 pool[POOL_SIZE];

static const struct {
	u8 first, count;
} parts[POOL_PARTS] = {
	[POOL_CORNERS] = { 0, 24 },
	[POOL_SMALL] = { 24, 24 },
	[POOL_RANDOM] = { 48, 48 },
	[POOL_ADDRESSES] = { 96, 64 },
	[POOL_BORDERS] = { 160, 16 },
	[POOL_OFFSETS] = { 176, 16 },
	[POOL_FRAMES] = { 192, 64 },
};

static const u32 corners[24] = {
	0, 1, 2, 0x7f, 0x80, 0x81, 0xff, 0x100, 0x7fff, 0x8000, 0x8001, 0xffff,
	0x10000, 0x55555555, 0xaaaaaaaa, 0x41414141, 0x7ffffffe, 0x7fffffff,
	0x80000000, 0x80000001, 0xffff7fff, 0xffffff80, 0xfffffffe, 0xffffffff
};

/* Where memory ends and begins, and where 16-bit offsets do. */
static const u32 borders[16] = {
	0x1ffc, 0x1fff, 0x2000, 0x2001, 0x3ffd, 0x3ffe, 0x3fff, 0x4000,
	0x4ffd, 0x4fff, 0x5000, 0x27fe, 0x2ffe, 0x8000, 0xfffe, 0xffff
};

/* Selectors that a vector may load: they are in the file, or refused. */
static const u16 selectors[16] = {
	0x23, 0x2b, 0x0f, 0x07, 0x23, 0x17, 0x1f, 0x27,
	0x20, 0x2f, 0x03, 0x37, 0x10, 0x3f, 0xfffb, 0x8f
};

/* ES CS SS DS FS GS. The first is the usual one. */
const u16 worlds[WORLDS][SEGMENTS] = {
	{ 0x2b, 0x23, 0x2b, 0x2b, 0x07, 0x17 },
	{ 0x1f, 0x23, 0x2b, 0x07, 0x00, 0x37 },
	{ 0x17, 0x23, 0x07, 0x2b, 0x0f, 0x1f },
	{ 0x00, 0x23, 0x2b, 0x00, 0x2b, 0x00 },
	{ 0x2b, 0x23, 0x2b, 0x0f, 0x37, 0x3f },
	{ 0x2b, 0x23, 0x3f, 0x2b, 0x07, 0x07 },
};

/* What a vector can tell of the kernel's table. Indices 2 and 3 are ring 0's. */
const u64 gdt_descriptors[GDT_COUNT] = {
	0, 0, 0x00af9b000000ffff, 0x00cf93000000ffff,
	0x00cffb000000ffff, 0x00cff3000000ffff
};

/*
 * 07 data, base 2000, limit fff. 0f code, flat. 17 expand-down from 3000.
 * 1f read-only, base 2000, limit 1fff. 27 not present. 2f execute-only.
 * 37 16-bit, expand-down from 2800. 3f 16-bit data.
 */
const u64 ldt_descriptors[LDT_COUNT] = {
	0x0040f30020000fff, 0x00cffb000000ffff, 0x0040f70000002fff,
	0x0040f10020001fff, 0x00cf73000000ffff, 0x00cff9000000ffff,
	0x0000f700000027ff, 0x0000f3000000ffff
};

/* Gives this process the descriptors above. */
void
segments_open(void)
{
	struct user_desc d;
	u64 raw;
	u32 i, limit, type;

	for (i = 0; i < LDT_COUNT; i++) {
		raw = ldt_descriptors[i];
		type = (u32)(raw >> 40);
		limit = (u32)(raw & 0xffff) | (u32)(raw >> 32 & 0xf0000);
		memset(&d, 0, sizeof(d));
		d.entry_number = i;
		d.base_addr = (u32)(raw >> 16 & 0xffffff);
		d.limit = limit;
		d.seg_32bit = raw >> 54 & 1;
		d.contents = type >> 2 & 3;
		d.read_exec_only = !(type >> 1 & 1);
		d.limit_in_pages = raw >> 55 & 1;
		d.seg_not_present = !(type >> 7 & 1);
		if (syscall(SYS_modify_ldt, 1, &d, sizeof(d)) != 0) {
			perror("modify_ldt");
			exit(1);
		}
	}
}

/* A data address; half of them where the pool has corners. */
static u32
draw_address(void)
{
	u32 at = DATA_BASE + 0x200 + random_below(0x2c00);

	if (one_in(2))
		at = (at & ~0x3ffu) | random_below(0x80);
	if (!one_in(4))
		at &= ~3u;
	return at;
}

static u32
draw_small(u32 i)
{
	if (i < 16)
		return random_below(35);
	if (i < 19)
		return (u32)-(s32)random_below(40);
	return random_u32() << 16 | random_below(i < 22 ? 9 : 35);
}

/* Frames of four words: offset, selector, flags, stack pointer. */
static void
fill_frames(void)
{
	u32 first = parts[POOL_FRAMES].first, address = parts[POOL_ADDRESSES].first;
	u32 i;

	for (i = 0; i < 16; i++) {
		pool[first + 4 * i] = random_u32();
		pool[first + 4 * i + 1] = selectors[i] | random_u32() << 16;
		pool[first + 4 * i + 2] = random_u32() & 0x3f7fd7;
		pool[first + 4 * i + 3] = pool[address + i];
	}
	/* The upper half of the addresses points to frames, or into one. */
	for (i = 0; i < 32; i++)
		pool[address + 32 + i] = DATA_BASE + 0x400 * (1 + random_below(7)) +
		    4 * first + 16 * (i % 16) + 2 * (random_below(3));
}

void
pool_fill(void)
{
	u32 i;

	memcpy(pool + parts[POOL_CORNERS].first, corners, sizeof(corners));
	memcpy(pool + parts[POOL_BORDERS].first, borders, sizeof(borders));
	for (i = 0; i < parts[POOL_SMALL].count; i++)
		pool[parts[POOL_SMALL].first + i] = draw_small(i);
	for (i = 0; i < parts[POOL_RANDOM].count; i++)
		pool[parts[POOL_RANDOM].first + i] = random_u32();
	for (i = 0; i < parts[POOL_ADDRESSES].count; i++)
		pool[parts[POOL_ADDRESSES].first + i] = draw_address();
	for (i = 0; i < parts[POOL_OFFSETS].count; i++)
		pool[parts[POOL_OFFSETS].first + i] =
		    i < 12 ? random_below(0xff8) : 0xffa + random_below(12);
	fill_frames();
}

/* The index of a value of one kind. */
u8
pool_draw(enum pool_part part)
{
	return (u8)(parts[part].first + random_below(parts[part].count));
}

/* The index of a value of any kind, as often as it is interesting. */
u8
pool_any(void)
{
	static const u8 kinds[8] = {
		POOL_CORNERS, POOL_CORNERS, POOL_CORNERS, POOL_SMALL, POOL_SMALL,
		POOL_RANDOM, POOL_RANDOM, POOL_ADDRESSES
	};

	return pool_draw(kinds[random_below(NELEM(kinds))]);
}

/*
 * No offset into a small segment or a null one does harm. In the others it must
 * keep away from the instruction itself and from this program.
 */
bool
offset_is_harmless(u16 selector, u32 offset, u32 bytes)
{
	if (selector <= 3 || selector == 0x07 || selector == 0x1f)
		return true;
	if (offset < 0x1000000 && offset >= CODE_BASE + CODE_BYTES)
		return true;
	return offset < CODE_BASE && offset + bytes <= CODE_BASE - 32;
}

bool
selector_is_harmless(u16 selector)
{
	u32 i;

	for (i = 0; i < NELEM(selectors); i++)
		if ((selector & ~3) == (selectors[i] & ~3))
			return true;
	return false;
}
