/* Numbers that look random and follow from the seed. */
#include "silicon.h"

static u64 state;

void
random_seed(u64 seed)
{
	state = seed;
}

/* SplitMix64 (Steele, Lea, Flood 2014), upper half. */
u32
random_u32(void)
{
	u64 z = state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (u32)((z ^ z >> 31) >> 32);
}

u32
random_below(u32 limit)
{
	return (u32)((u64)random_u32() * limit >> 32);
}

bool
one_in(u32 n)
{
	return random_below(n) == 0;
}
