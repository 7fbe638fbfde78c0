/* The benchmark kernel's workloads: each does `n` rounds and answers a number that depends on all of them. */
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define PAGE_SIZE 4096u
/* Present, writable, for ring 3 too. */
#define PTE_USER 7u

/* user.c: what programs do */
u32 sieve(u32 n);
u32 quicksort(u32 n);
u32 sha256(u32 n);
u32 matmul(u32 n);
u32 memory_string(u32 n);
u32 fibonacci(u32 n);
u32 indirect_call(u32 n);
u32 byte_loop(u32 n);

/* kernel.c: what kernels do */
u32 paging(u32 n);
u32 address_space(u32 n);
u32 rep_string(u32 n);
u32 faults(u32 n);
u32 no_faults(u32 n);

/* process.c */
u32 system_calls(u32 n);

/* cold.c */
void prepare_cold_code(u32 n);
u32 cold_code(u32 n);

/* main.c */
/* Where the stack of ring 0 begins when ring 3 traps. */
void kernel_stack_top(u32 esp);
extern u32 page_directory[1024], window_table[1024];
/* Linear address that window_table maps. */
#define WINDOW 0x40000000u
