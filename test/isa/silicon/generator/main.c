/*
 * silicon FILE SEED VECTORS: asks this machine's processor about every form of
 * every opcode in turn, until there are so many vectors, and writes the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "silicon.h"

#define BLOCK 4096
/* A string instruction that repeats more often is not a vector. */
#define MOST_ITERATIONS 40
/* Questions per form that may be bad ones before we call it impossible. */
#define PATIENCE 20000

static u32 form_count;
static struct form forms[MAX_OPCODES * 8];

/*
 * PUSHF stores the trap flag, which is ours and not the vector's. No other
 * instruction does.
 */
static void
hide_trap_flag(const struct opcode *o, const struct answer *a)
{
	u32 at = a->reg[ESP];

	if (o->two_bytes || o->number != 0x9c || a->faulted)
		return;
	if (a->selector[SS] == 0x07)
		at += DATA_BASE;
	if (a->selector[SS] == 0x3f)
		at &= 0xffff;
	*(volatile u8 *)(at + 1) &= (u8)~(FLAG_TF >> 8);
}

/* Asks about a form until the answer makes a vector. */
static void
ask(const struct form *f)
{
	static struct change unused[MAX_CHANGES];
	struct question q;
	struct answer a;
	u32 tries;

	for (tries = 0; tries < PATIENCE; tries++) {
		if (!form_question(f, &q))
			continue;
		memory_place_code(&q);
		if (!host_ask(&q, MOST_ITERATIONS, &a) ||
		    memory_changes(unused) > MAX_CHANGES) {
			memory_restore();
			continue;
		}
		hide_trap_flag(f->opcode, &a);
		writer_vector(&q, &a);
		memory_restore();
		return;
	}
	fprintf(stderr, "silicon: no question about %s%02x /%d, place %d\n",
	    f->opcode->two_bytes ? "0f " : "", f->opcode->number,
	    f->opcode->digit, f->where);
	exit(1);
}

static void
list_forms(void)
{
	u32 opcode_count = opcodes_list(), i, n;

	for (i = 0; i < opcode_count; i++)
		for (n = 0; n < forms_of(&opcodes[i]); n++)
			forms[form_count++] = form_at(&opcodes[i], n);
}

int
main(int argc, char **argv)
{
	u64 seed;
	u32 vectors, done;

	if (argc != 4) {
		fprintf(stderr, "usage: silicon FILE SEED VECTORS\n");
		return 2;
	}
	seed = strtoull(argv[2], NULL, 0);
	vectors = (u32)strtoul(argv[3], NULL, 0);
	random_seed(seed);
	list_forms();
	segments_open();
	memory_open();
	host_open();
	writer_open(argv[1], seed);
	for (done = 0; done < vectors; done++) {
		if (done % BLOCK == 0) {
			pool_fill();
			x87_fill();
			memory_fill(pool);
			writer_block(vectors - done < BLOCK ?
			    vectors - done : BLOCK);
		}
		ask(&forms[done % form_count]);
	}
	writer_close();
	printf("%u vectors of %u forms\n", vectors, form_count);
	return 0;
}
