/* Workloads of the kind kernels have: page tables, address spaces, strings, faults, system calls, code run once. */
#include "workloads.h"

#define POOL_PAGES 64u
static u8 pool[POOL_PAGES * PAGE_SIZE] __attribute__((aligned(4096)));

static u32 pool_entry(u32 page)
{
	return ((u32)pool + (page % POOL_PAGES) * PAGE_SIZE) | PTE_USER;
}

static void invalidate(u32 va)
{
	__asm__ volatile("invlpg (%0)" : : "r"(va) : "memory");
}

/* Maps, touches and unmaps pages one by one. */
u32 paging(u32 n)
{
	u32 sum = 0;
	for (u32 round = 0; round < n; round++)
		for (u32 i = 0; i < POOL_PAGES; i++) {
			u32 va = WINDOW + i * PAGE_SIZE;
			volatile u32 *page = (volatile u32 *)va;
			window_table[i] = pool_entry(i + round);
			invalidate(va);
			for (u32 k = 0; k < 16; k++) {
				page[k * 64] = sum + k;
				sum += page[k * 64 + 1] + page[k * 64];
			}
			window_table[i] = 0;
			invalidate(va);
		}
	return sum;
}

static void map_window(void)
{
	for (u32 i = 0; i < POOL_PAGES; i++)
		window_table[i] = pool_entry(i);
}

static void load_address_space(void)
{
	__asm__ volatile("mov %0, %%cr3" : : "r"(page_directory) : "memory");
}

/* Loads CR3, then touches 64 pages. */
u32 address_space(u32 n)
{
	u32 sum = 0;
	map_window();
	for (u32 round = 0; round < n; round++) {
		load_address_space();
		for (u32 i = 0; i < POOL_PAGES; i++) {
			volatile u32 *page = (volatile u32 *)(WINDOW + i * PAGE_SIZE);
			page[0] += round;
			sum += page[4];
		}
	}
	return sum;
}

/* Copies, fills and searches with repeated string instructions. */
u32 rep_string(u32 n)
{
	u8 *from = pool, *to = pool + 32 * PAGE_SIZE;
	u32 sum = 0;
	for (u32 round = 0; round < n; round++) {
		void *di = from, *si;
		u32 cx = 4096;
		__asm__ volatile("rep stosl" : "+D"(di), "+c"(cx) : "a"(round | 0x01010101u) : "memory");
		from[16000] = 0;
		di = to;
		si = from;
		cx = 4096;
		__asm__ volatile("rep movsl" : "+D"(di), "+S"(si), "+c"(cx) : : "memory");
		di = to + 1;
		si = from + 1;
		cx = 1000;
		__asm__ volatile("rep movsb" : "+D"(di), "+S"(si), "+c"(cx) : : "memory");
		di = to;
		cx = 20000;
		__asm__ volatile("repne scasb" : "+D"(di), "+c"(cx) : "a"(0) : "memory");
		sum += cx;
	}
	return sum;
}

static volatile u32 faulted;

/* Called by start.S: maps the page that was missing. */
void on_page_fault(void)
{
	u32 va;
	__asm__ volatile("mov %%cr2, %0" : "=r"(va));
	window_table[(va - WINDOW) / PAGE_SIZE % 1024] = pool_entry(va / PAGE_SIZE);
	faulted++;
}

/* About a thousand instructions of work; their page is mapped before them unless it is to be missing. */
static u32 work_on_page(u32 round, u32 sum, int missing)
{
	volatile u32 *page = (volatile u32 *)(WINDOW + (round & 63) * PAGE_SIZE);
	window_table[round & 63] = missing ? 0 : pool_entry(round & 63);
	invalidate((u32)page);
	page[1] = round;
	for (u32 i = 0; i < 160; i++)
		sum = (sum << 1 | sum >> 31) ^ (page[1] + i);
	return sum;
}

/* A page fault every thousand instructions. */
u32 faults(u32 n)
{
	u32 sum = 0;
	for (u32 round = 0; round < n; round++)
		sum = work_on_page(round, sum, 1);
	return sum + faulted;
}

/* The same work without the faults, to tell what they cost. */
u32 no_faults(u32 n)
{
	u32 sum = 0;
	for (u32 round = 0; round < n; round++)
		sum = work_on_page(round, sum, 0);
	return sum;
}
