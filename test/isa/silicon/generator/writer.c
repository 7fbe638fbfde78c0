/* The file of vectors; ../README.md says what each byte means. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "silicon.h"

#define MAGIC "RSV1"

/* Bits of a vector's first byte; the lower half is length - 1. */
#define HAS_IP 0x10
#define HAS_WORLD 0x20
#define HAS_X87 0x40
/* Bits of an answer's first byte. */
#define FAULTED 0x01
#define HAS_TARGET 0x02
#define HAS_CHANGES 0x04
#define HAS_SELECTORS 0x08
#define HAS_ITERATIONS 0x10
#define HAS_FLAGS 0x20
#define PAGE_FAULT 14

static FILE *file;

static void
put(u32 value, u32 bytes)
{
	u32 i;

	for (i = 0; i < bytes; i++)
		if (putc((int)(value >> 8 * i & 0xff), file) == EOF) {
			perror("silicon");
			exit(1);
		}
}

static void
put_bytes(const u8 *bytes, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++)
		put(bytes[i], 1);
}

static void
put_u64(u64 value)
{
	put((u32)value, 4);
	put((u32)(value >> 32), 4);
}

void
writer_open(const char *name, u64 seed)
{
	u32 i, j;

	file = fopen(name, "wb");
	if (file == NULL) {
		perror(name);
		exit(1);
	}
	for (i = 0; i < 4; i++)
		put((u8)MAGIC[i], 1);
	put_u64(seed);
	put(WORLDS, 1);
	for (i = 0; i < WORLDS; i++)
		for (j = 0; j < SEGMENTS; j++)
			put(worlds[i][j], 2);
	put(GDT_COUNT, 1);
	for (i = 0; i < GDT_COUNT; i++)
		put_u64(gdt_descriptors[i]);
	put(LDT_COUNT, 1);
	for (i = 0; i < LDT_COUNT; i++)
		put_u64(ldt_descriptors[i]);
	put(DATA_BASE, 4);
	put(DATA_BYTES, 4);
	put(READ_ONLY_BASE, 4);
	put(READ_ONLY_BYTES, 4);
	put(CODE_BASE, 4);
	put(CODE_BYTES, 4);
	put(USUAL_IP, 4);
}

/* Begins a block of vectors, which share the pool. */
void
writer_block(u32 vectors)
{
	u32 i;

	put(vectors, 4);
	for (i = 0; i < POOL_SIZE; i++)
		put(pool[i], 4);
	for (i = 0; i < X87_POOL_SIZE; i++)
		put_bytes(x87_pool[i], X87_BYTES);
}

/* CF PF AF ZF SF DF OF AC in one byte. */
static u8
packed(u32 flags)
{
	return (u8)((flags & 1) | (flags >> 1 & 2) | (flags >> 2 & 4) |
	    (flags >> 3 & 0x18) | (flags >> 5 & 0x20) | (flags >> 5 & 0x40) |
	    (flags >> 11 & 0x80));
}

#define PACKED_FLAGS 0x40cd5u
/* What every vector has besides: IF and the bit that is always 1. */
#define USUAL_FLAGS 0x202u

static void
put_changes(const struct change *changes, u32 count)
{
	u32 i;

	put(count, 1);
	for (i = 0; i < count; i++) {
		put(changes[i].at, 2);
		put(changes[i].length, 1);
		put_bytes(changes[i].bytes, changes[i].length);
	}
}

static void
put_question(const struct question *q)
{
	put((q->length - 1) | (q->ip != USUAL_IP ? HAS_IP : 0) |
	    (q->world ? HAS_WORLD : 0) | (q->has_x87 ? HAS_X87 : 0), 1);
	put_bytes(q->code, q->length);
	if (q->ip != USUAL_IP)
		put(q->ip, 4);
	if (q->world)
		put(q->world, 1);
	put_bytes(q->pool_index, 8);
	put(packed(q->flags), 1);
	if (q->has_x87) {
		put(q->x87.control, 2);
		put(q->x87.status, 2);
		put(q->x87.tags, 1);
		put_bytes(q->x87.value, 8);
	}
}

static void
put_x87(const struct question *q, const struct x87_answer *x)
{
	u32 i, mask = 0;

	for (i = 0; i < 8; i++)
		if (memcmp(x->reg[i], x87_pool[q->x87.value[i]], X87_BYTES) != 0)
			mask |= 1u << i;
	put(x->control, 2);
	put(x->status, 2);
	put(x->tags, 1);
	put(mask, 1);
	for (i = 0; i < 8; i++)
		if (mask >> i & 1)
			put_bytes(x->reg[i], X87_BYTES);
}

static void
put_registers(const struct question *q, const struct answer *a)
{
	u32 i, mask = 0;

	for (i = 0; i < 8; i++)
		if (a->reg[i] != q->reg[i])
			mask |= 1u << i;
	put(mask, 1);
	for (i = 0; i < 8; i++)
		if (mask >> i & 1)
			put(a->reg[i], 4);
}

static void
put_selectors(const u16 selectors[SEGMENTS])
{
	u32 i;

	for (i = 0; i < SEGMENTS; i++)
		put(selectors[i], 2);
}

static void
put_flags(u32 flags, bool odd)
{
	if (odd)
		put(flags, 4);
	else
		put(packed(flags), 1);
}

static void
put_fault(const struct answer *a)
{
	put(a->vector, 1);
	put(a->error, 2);
	if (a->vector == PAGE_FAULT)
		put(a->address, 4);
}

void
writer_vector(const struct question *q, const struct answer *a)
{
	static struct change changes[MAX_CHANGES];
	u32 changed = memory_changes(changes);
	u32 rest = a->flags & ~(PACKED_FLAGS | FLAG_RF);
	bool odd = rest != USUAL_FLAGS;
	bool target = a->ip != (a->faulted ? q->ip : q->ip + q->length);
	bool selectors = memcmp(a->selector, worlds[q->world],
	    sizeof(a->selector)) != 0;

	put_question(q);
	put((a->faulted ? FAULTED : 0) | (target ? HAS_TARGET : 0) |
	    (changed ? HAS_CHANGES : 0) | (selectors ? HAS_SELECTORS : 0) |
	    (a->iterations != !a->faulted ? HAS_ITERATIONS : 0) |
	    (odd ? HAS_FLAGS : 0), 1);
	put_registers(q, a);
	put_flags(a->flags & ~FLAG_RF, odd);
	if (a->faulted)
		put_fault(a);
	if (target)
		put(a->ip, 4);
	if (a->iterations != !a->faulted)
		put(a->iterations, 2);
	if (selectors)
		put_selectors(a->selector);
	if (changed)
		put_changes(changes, changed);
	if (q->has_x87)
		put_x87(q, &a->x87);
}

void
writer_close(void)
{
	put(0, 4);
	if (fclose(file) != 0) {
		perror("silicon");
		exit(1);
	}
}
