/*
 * Asks the processor of this machine what its instructions do, and writes down
 * question and answer. ../README.md describes the file that is written.
 *
 *	host.c		runs one instruction natively and catches what happens
 *	memory.c	the memory a vector sees, and what changed in it
 *	pool.c		the values registers and memory are filled with
 *	x87.c		floating-point registers: values, and the kernel's image
 *	opcodes.c	which opcodes there are, and what each needs
 *	forms.c		every form of every opcode, in order
 *	harmless.c	which questions may be asked
 *	encode.c	the bytes of one instruction
 *	place.c		registers and displacements that make an address
 *	writer.c	the file
 *	main.c		the command line
 */
#ifndef SILICON_H
#define SILICON_H

#include <stdbool.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;

#define NELEM(a) ((u32)(sizeof(a) / sizeof((a)[0])))

enum { EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI };
enum { ES, CS, SS, DS, FS, GS, SEGMENTS };

#define FLAG_CF 0x1u
#define FLAG_PF 0x4u
#define FLAG_AF 0x10u
#define FLAG_ZF 0x40u
#define FLAG_SF 0x80u
#define FLAG_TF 0x100u
#define FLAG_IF 0x200u
#define FLAG_DF 0x400u
#define FLAG_OF 0x800u
#define FLAG_RF 0x10000u
#define FLAG_AC 0x40000u

/* Longest instruction a vector holds; 16 bytes are one too many. */
#define MAX_LENGTH 16

/*
 * The first 64 KB, so that 16-bit addresses reach it. Everything else in them
 * is not present.
 */
#define DATA_BASE 0x2000u
#define DATA_BYTES 0x2000u
#define READ_ONLY_BASE 0x4000u
#define READ_ONLY_BYTES 0x1000u
#define CODE_BASE 0x6000u
#define CODE_BYTES 0x2000u
/* Where an instruction stands if nothing is said. */
#define USUAL_IP 0x6400u

/* A register of the x87: significand, then sign and exponent. */
#define X87_BYTES 10

/* What a vector begins with in the x87, if it uses it. */
struct x87_question {
	u16 control, status;
	u8 tags;		/* bit n: register n is not empty */
	u8 value[8];		/* of the x87 pool, from the top of the stack */
};

struct x87_answer {
	u16 control, status;
	u8 tags;
	u8 reg[8][X87_BYTES];
};

/* What a vector begins with. */
struct question {
	u8 code[MAX_LENGTH];
	u32 length;
	u32 ip;
	u8 pool_index[8];	/* where the registers' values come from */
	u32 reg[8];
	u32 flags;
	u8 world;		/* which selectors: pool.c */
	bool repeats;		/* a string instruction with REP */
	bool has_x87;
	struct x87_question x87;
};

/* What it ends with. */
struct answer {
	u32 reg[8];
	u32 ip;
	u32 flags;
	u16 selector[SEGMENTS];
	u32 iterations;		/* instructions that were completed */
	bool faulted;
	u8 vector;
	u16 error;
	u32 address;
	struct x87_answer x87;
};

/* host.c */
void host_open(void);
/* False if the instruction repeats more often than `limit`. */
bool host_ask(const struct question *, u32 limit, struct answer *);

/* memory.c */
struct change {
	u16 at;
	u8 length;
	u8 bytes[255];
};
#define MAX_CHANGES 64
void memory_open(void);
void memory_fill(const u32 pool[256]);
void memory_place_code(const struct question *);
u32 memory_changes(struct change changes[MAX_CHANGES]);
void memory_restore(void);
bool memory_is_mapped(u32 address);
u32 memory_word(u32 address);

/* pool.c */
#define POOL_SIZE 256
enum pool_part {
	POOL_CORNERS, POOL_SMALL, POOL_RANDOM, POOL_ADDRESSES, POOL_BORDERS,
	POOL_OFFSETS, POOL_FRAMES, POOL_PARTS
};
extern u32 pool[POOL_SIZE];
#define WORLDS 6
extern const u16 worlds[WORLDS][SEGMENTS];
#define GDT_COUNT 6
#define LDT_COUNT 8
extern const u64 gdt_descriptors[GDT_COUNT];
extern const u64 ldt_descriptors[LDT_COUNT];
void pool_fill(void);
u8 pool_draw(enum pool_part);
u8 pool_any(void);
/* Is there nothing but this program's own 64 KB, or a hole, at an offset? */
bool offset_is_harmless(u16 selector, u32 offset, u32 bytes);
bool selector_is_harmless(u16 selector);
void segments_open(void);

/* x87.c */
#define X87_POOL_SIZE 64
extern u8 x87_pool[X87_POOL_SIZE][X87_BYTES];
void x87_fill(void);
void x87_draw(struct x87_question *);
/* To and from the image that a signal frame holds. */
void x87_load(void *image, const struct question *);
void x87_store(const void *image, struct x87_answer *);

/* random.c */
void random_seed(u64);
u32 random_u32(void);
u32 random_below(u32 limit);
bool one_in(u32 n);

/* opcodes.c */
enum immediate {
	IMM_NONE, IMM_BYTE, IMM_WORD, IMM_FULL, IMM_ENTER, IMM_FAR, IMM_OFFSET
};
enum need {
	NEED_NOTHING, NEED_STACK, NEED_FRAME, NEED_STRING, NEED_BITS, NEED_XLAT,
	NEED_ENTER, NEED_LEAVE, NEED_FAR_POINTER, NEED_SELECTOR, NEED_COUNT,
	NEED_BRANCH_TO, NEED_DIVISION
};
struct opcode {
	bool two_bytes;
	u8 number;
	s8 digit;		/* the reg field if it is part of the opcode */
	s8 rm;			/* the rm field likewise, or -1 */
	bool modrm, memory, registers;
	bool by_size;		/* 66 changes something */
	bool no_repeat;		/* F2 and F3 would make another of it */
	bool no_lock;
	bool x87;
	enum immediate immediate;
	enum need need;
	u32 reg_mask;		/* reg fields that may be asked */
};
#define MAX_OPCODES 1200
extern struct opcode opcodes[MAX_OPCODES];
u32 opcodes_list(void);

/* forms.c */
enum where { WHERE_REGISTER, WHERE_PLAIN, WHERE_SIB, WHERE_16, WHERES };
struct form {
	const struct opcode *opcode;
	bool small;		/* 66 */
	enum where where;
};
/* How many forms an opcode has, and the n-th of them. */
u32 forms_of(const struct opcode *);
struct form form_at(const struct opcode *, u32 n);
/* A question about a form. False if the dice fell badly: ask again. */
bool form_question(const struct form *, struct question *);

/* encode.c */
struct draft {
	u8 prefixes[MAX_LENGTH];
	u32 prefix_count;
	bool small, short_address;
	s8 override;		/* segment, or -1 */
	u8 modrm, sib;
	bool has_sib;
	u32 displacement, displacement_bytes;
	u8 immediate[6];
	u32 immediate_bytes;
};
bool encode(const struct draft *, const struct opcode *, struct question *);

/* place.c */
void place_draw(const struct form *, struct draft *, struct question *);
bool place_is_harmless(const struct form *, const struct draft *,
    const struct question *);
u32 place_offset(const struct draft *, const struct question *);
u16 place_selector(const struct draft *, const struct question *);

/* harmless.c */
bool form_is_harmless(const struct form *, const struct draft *,
    const struct question *);

/* writer.c */
void writer_open(const char *name, u64 seed);
void writer_block(u32 vectors);
void writer_vector(const struct question *, const struct answer *);
void writer_close(void);

#endif
