/* The memory a vector sees: the pool, over and over; and one instruction. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "silicon.h"

#define BREAKPOINT 0xcc

/* The data pages, and what they hold before each vector. */
static u8 *data;
static u8 before[DATA_BYTES];
/* The read-only page, where this program may write it. */
static u8 *read_only;

static void *
map(u32 at, u32 bytes, int rights, int fd)
{
	int flags = MAP_POPULATE |
	    (fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED);
	void *p = mmap((void *)at, bytes, rights,
	    flags | (at ? MAP_FIXED_NOREPLACE : 0), fd, 0);

	if (p == MAP_FAILED || (at && p != (void *)at)) {
		fprintf(stderr, "silicon: no memory at %#x; become root, or set "
		    "the kernel's vm.mmap_min_addr to 8192 or less\n", at);
		exit(1);
	}
	return p;
}

static void
write_code(u32 at, const u8 *bytes, u32 length)
{
	u32 i;

	for (i = 0; i < length; i++)
		if (at + i < CODE_BASE + CODE_BYTES)
			*(volatile u8 *)(at + i) = bytes ? bytes[i] : BREAKPOINT;
}

void
memory_open(void)
{
	int fd = memfd_create("read-only", 0);

	if (fd < 0 || ftruncate(fd, READ_ONLY_BYTES) != 0) {
		perror("memfd_create");
		exit(1);
	}
	data = map(DATA_BASE, DATA_BYTES, PROT_READ | PROT_WRITE, -1);
	map(READ_ONLY_BASE, READ_ONLY_BYTES, PROT_READ, fd);
	read_only = map(0, READ_ONLY_BYTES, PROT_READ | PROT_WRITE, fd);
	map(CODE_BASE, CODE_BYTES, PROT_READ | PROT_WRITE | PROT_EXEC, -1);
	write_code(CODE_BASE, NULL, CODE_BYTES);
}

/* Fills data and read-only pages: word n holds pool[n mod 256]. */
void
memory_fill(const u32 values[POOL_SIZE])
{
	u32 i;

	for (i = 0; i < DATA_BYTES / 4; i++)
		((u32 *)before)[i] = values[i % POOL_SIZE];
	memcpy(read_only, before, READ_ONLY_BYTES);
	memcpy(data, before, DATA_BYTES);
}

/* Breakpoints everywhere but where the instruction stands. */
void
memory_place_code(const struct question *q)
{
	static u32 last = USUAL_IP;

	write_code(last, NULL, MAX_LENGTH);
	write_code(q->ip, q->code, q->length);
	last = q->ip;
}

/* The runs of bytes that differ from what was there, in order. */
u32
memory_changes(struct change changes[MAX_CHANGES])
{
	const u8 *now = data;
	u32 count = 0, i, n;

	if (memcmp(now, before, DATA_BYTES) == 0)
		return 0;
	for (i = 0; i < DATA_BYTES; i++) {
		if (now[i] == before[i])
			continue;
		for (n = 1; n < 255 && i + n < DATA_BYTES; n++)
			if (now[i + n] == before[i + n])
				break;
		if (count == MAX_CHANGES)
			return MAX_CHANGES + 1;
		changes[count].at = (u16)(DATA_BASE + i);
		changes[count].length = (u8)n;
		memcpy(changes[count++].bytes, now + i, n);
		i += n - 1;
	}
	return count;
}

void
memory_restore(void)
{
	memcpy(data, before, DATA_BYTES);
}

bool
memory_is_mapped(u32 address)
{
	return address >= DATA_BASE &&
	    address < READ_ONLY_BASE + READ_ONLY_BYTES;
}

/* The four bytes at an address; those that are not mapped read 0. */
u32
memory_word(u32 address)
{
	u32 value = 0, i;

	for (i = 0; i < 4; i++)
		if (memory_is_mapped(address + i))
			value |= (u32)*(volatile u8 *)(address + i) << 8 * i;
	return value;
}
