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

static void sha256_block(u32 *h, const u8 *p)
{
	u32 w[64], s[8];
	for (int i = 0; i < 16; i++)
		w[i] = ((u32)p[i * 4] << 24) | ((u32)p[i * 4 + 1] << 16) | ((u32)p[i * 4 + 2] << 8) | p[i * 4 + 3];
	for (int i = 16; i < 64; i++) {
		u32 a = w[i - 15], b = w[i - 2];
		w[i] = w[i - 16] + (ror(a, 7) ^ ror(a, 18) ^ (a >> 3)) + w[i - 7] + (ror(b, 17) ^ ror(b, 19) ^ (b >> 10));
	}
	for (int i = 0; i < 8; i++)
		s[i] = h[i];
	for (int i = 0; i < 64; i++) {
		u32 e = s[4], a = s[0];
		u32 t1 = s[7] + (ror(e, 6) ^ ror(e, 11) ^ ror(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + K[i] + w[i];
		u32 t2 = (ror(a, 2) ^ ror(a, 13) ^ ror(a, 22)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
		for (int j = 7; j > 0; j--)
			s[j] = s[j - 1];
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		h[i] += s[i];
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

static __attribute__((noinline, noipa)) u32 fib(u32 n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

/* Calls and returns. */
u32 fibonacci(u32 n)
{
	u32 total = 0;
	for (u32 i = 0; i < n; i++)
		total += fib(22);
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

/* CRC-32 by bits, and run-length packing: loops over bytes. */
u32 byte_loop(u32 n)
{
	static u8 in[4096], out[8192];
	u32 crc = 0;
	for (u32 i = 0; i < 4096; i++)
		in[i] = (u8)((i >> 4) * (i >> 7));
	for (u32 round = 0; round < n; round++) {
		u32 used = 0;
		for (u32 i = 0; i < 4096;) {
			u32 run = 1;
			while (i + run < 4096 && run < 255 && in[i + run] == in[i])
				run++;
			out[used++] = (u8)run;
			out[used++] = in[i];
			i += run;
		}
		for (u32 i = 0; i < used; i++) {
			crc ^= out[i];
			for (int bit = 0; bit < 8; bit++)
				crc = crc & 1 ? (crc >> 1) ^ 0xedb88320u : crc >> 1;
		}
		in[round & 4095]++;
	}
	return crc;
}
