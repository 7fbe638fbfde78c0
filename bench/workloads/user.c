/* Workloads of the kind programs have: integer only, no library. */
#include "workloads.h"

static u8 flags[1 << 16];

/* Primes below 65536. */
u32 sieve(u32 n)
{
	u32 count = 0;
	for (u32 round = 0; round < n; round++) {
		count = 0;
		for (u32 i = 2; i < 65536; i++)
			flags[i] = 1;
		for (u32 i = 2; i * i < 65536; i++)
			if (flags[i])
				for (u32 j = i * i; j < 65536; j += i)
					flags[j] = 0;
		for (u32 i = 2; i < 65536; i++)
			count += flags[i];
	}
	return count;
}

#define ITEMS 20000
static int items[ITEMS];

static void sort(int *a, int low, int high)
{
	while (low < high) {
		int pivot = a[(low + high) >> 1], i = low, j = high;
		while (i <= j) {
			while (a[i] < pivot)
				i++;
			while (a[j] > pivot)
				j--;
			if (i <= j) {
				int t = a[i];
				a[i++] = a[j];
				a[j--] = t;
			}
		}
		if (j - low < high - i) {
			sort(a, low, j);
			low = i;
		} else {
			sort(a, i, high);
			high = j;
		}
	}
}

/* Sorts pseudo-random numbers. */
u32 quicksort(u32 n)
{
	u32 hash = 0;
	for (u32 round = 0; round < n; round++) {
		u32 seed = 12345 + round;
		for (int i = 0; i < ITEMS; i++) {
			seed = seed * 1664525u + 1013904223u;
			items[i] = (int)(seed >> 1);
		}
		sort(items, 0, ITEMS - 1);
		hash = hash * 31u + (u32)items[777] + (u32)items[ITEMS - 1];
	}
	return hash;
}

/* FIPS 180-4, 4.2.2. */
static const u32 K[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static u32 ror(u32 x, int n)
{
	return (x >> n) | (x << (32 - n));
}

static void sha256_block(u32 *hash, const u8 *p)
{
	u32 w[64];
	for (int i = 0; i < 16; i++)
		w[i] = ((u32)p[i * 4] << 24) | ((u32)p[i * 4 + 1] << 16) | ((u32)p[i * 4 + 2] << 8) | p[i * 4 + 3];
	for (int i = 16; i < 64; i++) {
		u32 a = w[i - 15], b = w[i - 2];
		w[i] = w[i - 16] + (ror(a, 7) ^ ror(a, 18) ^ (a >> 3)) + w[i - 7] + (ror(b, 17) ^ ror(b, 19) ^ (b >> 10));
	}
	u32 a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4], f = hash[5], g = hash[6], h = hash[7];
	for (int i = 0; i < 64; i++) {
		u32 t1 = h + (ror(e, 6) ^ ror(e, 11) ^ ror(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i];
		u32 t2 = (ror(a, 2) ^ ror(a, 13) ^ ror(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
		h = g;
		g = f;
		f = e;
		e = d + t1;
		d = c;
		c = b;
		b = a;
		a = t1 + t2;
	}
	hash[0] += a;
	hash[1] += b;
	hash[2] += c;
	hash[3] += d;
	hash[4] += e;
	hash[5] += f;
	hash[6] += g;
	hash[7] += h;
}

/* Hashes a page. */
u32 sha256(u32 n)
{
	static u8 page[4096];
	u32 h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
	for (int i = 0; i < 4096; i++)
		page[i] = (u8)(i * 7 + 3);
	for (u32 round = 0; round < n; round++)
		for (int at = 0; at < 4096; at += 64)
			sha256_block(h, page + at);
	return h[0] ^ h[7];
}

/* Multiplies 64 by 64 matrices. */
u32 matmul(u32 n)
{
	static u32 a[64][64], b[64][64], c[64][64];
	u32 sum = 1;
	for (u32 i = 0; i < 64; i++)
		for (u32 j = 0; j < 64; j++) {
			a[i][j] = i * 3 + j;
			b[i][j] = i ^ j;
		}
	for (u32 round = 0; round < n; round++) {
		for (int i = 0; i < 64; i++)
			for (int j = 0; j < 64; j++) {
				u32 t = 0;
				for (int k = 0; k < 64; k++)
					t += a[i][k] * b[k][j];
				c[i][j] = t;
			}
		a[round & 63][0] += c[round & 63][1];
		sum = sum * 33 + c[5][round & 63];
	}
	return sum;
}

static __attribute__((noinline)) void copy_words(u32 *to, const u32 *from, u32 words)
{
	for (u32 i = 0; i < words; i++)
		to[i] = from[i];
}

static __attribute__((noinline)) u32 length_of(const u8 *text)
{
	const u8 *end = text;
	while (*end)
		end++;
	return (u32)(end - text);
}

/* Copies and measures strings, a word and a byte at a time. */
u32 memory_string(u32 n)
{
	static u8 from[8192] __attribute__((aligned(4))), to[8192] __attribute__((aligned(4)));
	u32 total = 0;
	for (int i = 0; i < 8191; i++)
		from[i] = (u8)(1 + i % 250);
	for (u32 round = 0; round < n; round++) {
		copy_words((u32 *)to, (u32 *)from, 2048);
		to[4096 + (round & 1023)] = 0;
		total += length_of(to);
	}
	return total;
}

static volatile u32 fibonacci_of = 22;

static __attribute__((noinline)) u32 fib(u32 n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

/* Calls and returns. */
u32 fibonacci(u32 n)
{
	u32 total = 0;
	for (u32 i = 0; i < n; i++)
		total += fib(fibonacci_of);
	return total;
}

static __attribute__((noinline)) u32 add_one(u32 a)
{
	return a + 1;
}
static __attribute__((noinline)) u32 flip(u32 a)
{
	return a ^ 0x55aa;
}
static __attribute__((noinline)) u32 triple(u32 a)
{
	return a * 3;
}
static __attribute__((noinline)) u32 turn(u32 a)
{
	return (a >> 7) | (a << 3);
}
static u32 (*const volatile operations[4])(u32) = {add_one, flip, triple, turn};

/* A bytecode interpreter's pattern: calls and jumps through tables, at random. */
u32 indirect_call(u32 n)
{
	u32 a = 1, s = 7;
	for (u32 i = 0; i < n * 1000; i++) {
		s = s * 1103515245u + 12345u;
		a = operations[(s >> 16) & 3](a);
		switch ((s >> 20) & 7) {
		case 0: a += s; break;
		case 1: a ^= s >> 3; break;
		case 2: a -= i; break;
		case 3: a |= 1; break;
		case 4: a = ~a; break;
		case 5: a += a << 2; break;
		case 6: a ^= a >> 5; break;
		case 7: a += 77; break;
		}
	}
	return a;
}

/* CRC-32 with a table. */
static u32 crc32(const u8 *p, u32 bytes)
{
	static u32 table[256];
	u32 crc = 0xffffffff;
	if (!table[255])
		for (u32 i = 0; i < 256; i++) {
			u32 c = i;
			for (int bit = 0; bit < 8; bit++)
				c = c & 1 ? (c >> 1) ^ 0xedb88320u : c >> 1;
			table[i] = c;
		}
	for (u32 i = 0; i < bytes; i++)
		crc = table[(crc ^ p[i]) & 255] ^ (crc >> 8);
	return ~crc;
}

#define LZ_HASHES 1024u

/* Packs as literals (length - 1, bytes) and matches (0x80 | length - 3, distance): Lempel and Ziv's way in its plainest form. */
static u32 pack(const u8 *in, u32 bytes, u8 *out)
{
	static u16 last[LZ_HASHES];
	u32 used = 0, literals = 0;
	for (u32 i = 0; i < LZ_HASHES; i++)
		last[i] = 0;
	for (u32 i = 0; i < bytes;) {
		u32 length = 0, from = 0;
		if (i + 3 < bytes) {
			u32 hash = (in[i] * 33u + in[i + 1] * 7u + in[i + 2]) % LZ_HASHES;
			from = last[hash];
			last[hash] = (u16)i;
			if (from < i && i - from < 256)
				while (i + length < bytes && length < 130 && in[from + length] == in[i + length])
					length++;
		}
		if (length >= 3) {
			out[used++] = (u8)(0x80 | (length - 3));
			out[used++] = (u8)(i - from);
			i += length;
			literals = 0;
			continue;
		}
		if (literals == 0 || out[used - literals - 1] == 0x7f) {
			literals = 0;
			out[used++] = 0xff;
		}
		out[used - literals - 1] = (u8)literals;
		out[used++] = in[i++];
		literals++;
	}
	return used;
}

/* The opposite of `pack`. */
static u32 unpack(const u8 *in, u32 bytes, u8 *out)
{
	u32 made = 0;
	for (u32 i = 0; i < bytes;) {
		u32 token = in[i++];
		if (token & 0x80) {
			u32 from = made - in[i++];
			for (u32 k = 0; k < (token & 0x7f) + 3; k++)
				out[made++] = out[from + k];
		} else {
			for (u32 k = 0; k <= token; k++)
				out[made++] = in[i++];
		}
	}
	return made;
}

/* Packs, unpacks and sums text-like bytes, one by one. */
u32 byte_loop(u32 n)
{
	static u8 in[4096], packed[8192], out[4096];
	u32 sum = 0, seed = 1;
	for (u32 i = 0; i < 4096; i++) {
		seed = seed * 1103515245u + 12345u;
		in[i] = i >= 64 && (seed >> 16) % 8 ? in[i - 64 + (i >> 6) % 3] : (u8)('a' + (seed >> 24) % 26);
	}
	for (u32 round = 0; round < n; round++) {
		u32 used = pack(in, 4096, packed);
		u32 made = unpack(packed, used, out);
		sum = sum * 31 + crc32(out, made) + used;
		in[round & 4095]++;
	}
	return sum;
}
