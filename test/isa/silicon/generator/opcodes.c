/*
 * Which opcodes are asked: the two maps of Intel SDM Vol. 2D, tables A-2 and
 * A-3, two characters an opcode. What is not asked has its reason in
 * ../without-vector.ts.
 *
 * First:  M ModR/M    m memory only    . none    - not asked
 * Second: b byte    w word    z by operand size    e ENTER's    p far pointer
 *         o offset    . no immediate    ? TEST's in group 3    r register only
 */
#include <string.h>
#include "silicon.h"

static const char one_byte[] =
    "M.M.M.M..b.z....M.M.M.M..b.z..--"
    "M.M.M.M..b.z....M.M.M.M..b.z...."
    "M.M.M.M..b.z--..M.M.M.M..b.z--.."
    "M.M.M.M..b.z--..M.M.M.M..b.z--.."
    "................................"
    "................................"
    "....m.M.--------.zMz.bMb........"
    ".b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b"
    "MbMzMbMbM.M.M.M.M.M.M.M.M.M.M.M."
    ".....................p.........."
    ".o.o.o.o.........b.z............"
    ".b.b.b.b.b.b.b.b.z.z.z.z.z.z.z.z"
    "MbMb.w..m.m.MbMz.e...w.....b...."
    "M.M.M.M..b.b....----------------"
    ".b.b.b.b.b.b.b.b.z.z.p.b........"
    "--------....M?M?............M.M.";

static const char two_bytes[] =
    "M.M.M.M.----..--....--..--m.----"
    "----------------M.M.M.M.M.M.M.M."
    "MrMrMrMr------------------------"
    "..--....------------------------"
    "M.M.M.M.M.M.M.M.M.M.M.M.M.M.M.M."
    "--------------------------------"
    "--------------------------------"
    "--------------------------------"
    ".z.z.z.z.z.z.z.z.z.z.z.z.z.z.z.z"
    "M.M.M.M.M.M.M.M.M.M.M.M.M.M.M.M."
    "....--M.MbM.----....--M.MbM.M.M."
    "M.M.m.M.m.m.M.M.--M.MbM.M.M.M.M."
    "M.M.----------m................."
    "--------------------------------"
    "--------------------------------"
    "------------------------------M.";

struct opcode opcodes[MAX_OPCODES];

/* Opcodes whose ModR/M byte names the instruction, and which of the 8 to ask. */
static u32
digits_of(bool two, u8 n)
{
	static const struct {
		u8 number, digits;
	} one[] = {
		{ 0x80, 0xff }, { 0x81, 0xff }, { 0x82, 0xff }, { 0x83, 0xff },
		{ 0x8f, 0x01 }, { 0xc0, 0xff }, { 0xc1, 0xff }, { 0xc6, 0xff },
		{ 0xc7, 0xff }, { 0xd0, 0xff }, { 0xd1, 0xff }, { 0xd2, 0xff },
		{ 0xd3, 0xff }, { 0xf6, 0xff }, { 0xf7, 0xff }, { 0xfe, 0xff },
		{ 0xff, 0xff },
	}, second[] = {
		{ 0x00, 0xfc }, { 0x01, 0xcc }, { 0x18, 0xff }, { 0xae, 0xe0 },
		{ 0xba, 0xff }, { 0xc7, 0x02 },
	};
	u32 i;

	for (i = 0; !two && i < NELEM(one); i++)
		if (one[i].number == n)
			return one[i].digits;
	for (i = 0; two && i < NELEM(second); i++)
		if (second[i].number == n)
			return second[i].digits;
	return 0;
}

static enum need
need_of_group(u8 n, u8 digit)
{
	if (n == 0x8f)
		return NEED_STACK;
	if ((n & 0xfe) == 0xf6 && digit >= 6)
		return NEED_DIVISION;
	if (n == 0xd2 || n == 0xd3)
		return NEED_COUNT;
	if (n != 0xff)
		return NEED_NOTHING;
	if (digit == 3 || digit == 5)
		return NEED_FAR_POINTER;
	return digit == 2 || digit == 6 ? NEED_STACK : NEED_NOTHING;
}

static enum need
need_of_one_byte(u8 n)
{
	static const u8 stack[] = {
		0x06, 0x0e, 0x16, 0x1e, 0x60, 0x61, 0x68, 0x6a, 0x9a, 0x9c, 0x9d,
		0xc2, 0xc3, 0xe8
	};

	if (memchr(stack, n, sizeof(stack)) || (n & 0xf0) == 0x50)
		return NEED_STACK;
	if ((n & 0xe6) == 0x06 || n == 0xca || n == 0xcb || n == 0xcf)
		return NEED_FRAME;
	if ((n >= 0x6c && n <= 0x6f) || (n >= 0xa4 && n <= 0xaf &&
	    (n & 0xfe) != 0xa8))
		return NEED_STRING;
	switch (n) {
	case 0x8e:
		return NEED_SELECTOR;
	case 0xc4:
	case 0xc5:
		return NEED_FAR_POINTER;
	case 0xc8:
		return NEED_ENTER;
	case 0xc9:
		return NEED_LEAVE;
	case 0xd7:
		return NEED_XLAT;
	case 0xe0:
	case 0xe1:
	case 0xe2:
	case 0xe3:
		return NEED_COUNT;
	}
	return NEED_NOTHING;
}

static enum need
need_of_two_bytes(u8 n)
{
	switch (n) {
	case 0x00:
	case 0x02:
	case 0x03:
		return NEED_SELECTOR;
	case 0xa0:
	case 0xa8:
		return NEED_STACK;
	case 0xa1:
	case 0xa9:
		return NEED_FRAME;
	case 0xa3:
	case 0xab:
	case 0xb3:
	case 0xbb:
		return NEED_BITS;
	case 0xa5:
	case 0xad:
		return NEED_COUNT;
	case 0xb2:
	case 0xb4:
	case 0xb5:
		return NEED_FAR_POINTER;
	}
	return NEED_NOTHING;
}

/* The reg fields to ask where they name a special register. */
static u32
reg_mask_of(bool two, u8 n)
{
	if (!two || n < 0x20 || n > 0x23)
		return 0xff;
	return n & 1 ? 0xcf : 0x1d;
}

/*
 * F2 or F3 make another instruction of these on newer processors, or another
 * condition: AMD's take it for LOOPE's.
 */
static bool
is_other_with_repeat(bool two, u8 n)
{
	if (!two)
		return n == 0xe0 || n == 0xe1;
	static const u8 those[] = {
		0x01, 0x09, 0x0d, 0x1a, 0x1b, 0x1c, 0x1e, 0xae, 0xbc, 0xbd, 0xc7
	};

	return memchr(those, n, sizeof(those)) != NULL;
}

/*
 * AMD's processors read LOCK with a control register as another register, and
 * let it pass with what only looks at selectors.
 */
static bool
takes_lock_differently(bool two, u8 n)
{
	return two && (n == 0x00 || n == 0x02 || n == 0x03 ||
	    (n >= 0x20 && n <= 0x23));
}

static enum immediate
immediate_of(char c, s8 digit)
{
	switch (c) {
	case 'b':
		return IMM_BYTE;
	case 'w':
		return IMM_WORD;
	case 'z':
		return IMM_FULL;
	case 'e':
		return IMM_ENTER;
	case 'p':
		return IMM_FAR;
	case 'o':
		return IMM_OFFSET;
	}
	return c == '?' && digit < 2 ? IMM_FULL : IMM_NONE;
}

static struct opcode
describe(bool two, u8 n, s8 digit)
{
	const char *row = (two ? two_bytes : one_byte) + 2 * n;
	struct opcode o = { .two_bytes = two, .number = n, .digit = digit,
		.rm = -1 };

	o.modrm = row[0] != '.';
	o.memory = o.modrm && row[1] != 'r' && !(two && n == 0xae);
	o.registers = o.modrm && row[0] == 'M' &&
	    !(two && n == 0x01 && digit != 6);
	o.by_size = true;
	o.immediate = immediate_of(row[1], digit);
	if (n == 0xf6 && o.immediate == IMM_FULL && !two)
		o.immediate = IMM_BYTE;
	o.no_repeat = is_other_with_repeat(two, n);
	o.no_lock = takes_lock_differently(two, n);
	o.reg_mask = reg_mask_of(two, n);
	if (two)
		o.need = need_of_two_bytes(n);
	else
		o.need = digit >= 0 ? need_of_group(n, (u8)digit) :
		    need_of_one_byte(n);
	return o;
}

/*
 * The x87's instructions that move data and state. By reg field: memory forms,
 * register forms for any rm, and pairs of reg and rm for single ones.
 */
static const struct {
	u8 number, memory, registers;
	u8 singles[12];		/* reg << 3 | rm; 0 ends */
} x87_rows[] = {
	{ 0xd9, 0xfd, 0x03, { 020, 040, 041, 050, 051, 052, 053, 054, 055,
	    056, 066, 067 } },
	{ 0xdb, 0xad, 0x00, { 040, 041, 042, 043, 044 } },
	{ 0xdd, 0xdd, 0x0d, { 0 } },
	{ 0xdf, 0xad, 0x01, { 040 } },
};

static struct opcode
describe_x87(u8 n, u32 digit, s8 rm, bool memory)
{
	return (struct opcode){ .number = n, .digit = (s8)digit, .rm = rm,
		.modrm = true, .memory = memory, .registers = !memory,
		.by_size = true, .x87 = true, .reg_mask = 0xff };
}

static u32
list_x87(u32 count)
{
	u32 i, digit, k;

	for (i = 0; i < NELEM(x87_rows); i++) {
		u8 n = x87_rows[i].number;

		for (digit = 0; digit < 8; digit++) {
			if (x87_rows[i].memory >> digit & 1)
				opcodes[count++] = describe_x87(n, digit, -1, true);
			if (x87_rows[i].registers >> digit & 1)
				opcodes[count++] = describe_x87(n, digit, -1, false);
		}
		for (k = 0; k < 12 && x87_rows[i].singles[k]; k++)
			opcodes[count++] = describe_x87(n,
			    x87_rows[i].singles[k] >> 3u,
			    x87_rows[i].singles[k] & 7, false);
	}
	return count;
}

/* Fills `opcodes`, and says how many there are. */
u32
opcodes_list(void)
{
	u32 count = 0, i, digit, digits;
	bool two;

	for (i = 0; i < 512; i++) {
		two = i >= 256;
		if ((two ? two_bytes : one_byte)[2 * (i & 255)] == '-')
			continue;
		digits = digits_of(two, (u8)i);
		if (digits == 0)
			opcodes[count++] = describe(two, (u8)i, -1);
		for (digit = 0; digit < 8; digit++)
			if (digits >> digit & 1)
				opcodes[count++] = describe(two, (u8)i, (s8)digit);
	}
	return list_x87(count);
}
