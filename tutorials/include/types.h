/*
 * The few types and macros that every guest needs. There is no C library.
 */
#ifndef TYPES_H
#define TYPES_H

typedef unsigned char u8;
typedef signed char s8;
typedef unsigned short u16;
typedef signed short s16;
typedef unsigned int u32;
typedef signed int s32;
typedef unsigned long long u64;
typedef signed long long s64;
typedef u32 uintptr;                    /* an address of this 32-bit kernel */
typedef u32 size;                       /* a number of bytes */

#define NULL            ((void *)0)
#define bool            _Bool
#define true            1
#define false           0
#define PAGE_SHIFT      12
#define PAGE_SIZE       4096u
#define NELEM(array)    (sizeof(array) / sizeof((array)[0]))
#define PAGE_ALIGNED    __attribute__((aligned(4096)))
#define NORETURN        __attribute__((noreturn))
#define PRINTF_LIKE(n)  __attribute__((format(printf, n, n + 1)))

/* The compiler checks every layout that Xen shares with us. */
#define ASSERT_SIZE(type, bytes) \
	_Static_assert(sizeof(type) == (bytes), "size of " #type)
#define ASSERT_OFFSET(type, field, bytes) \
	_Static_assert(__builtin_offsetof(type, field) == (bytes), \
	    "offset of " #type "." #field)

/*
 * Keeps the compiler from moving memory accesses across this line. The
 * processor itself keeps stores in order and loads in order, which is all
 * that a ring with one producer and one consumer asks for.
 */
#define barrier()       __asm__ volatile("" ::: "memory")

/* A full fence: a store before it is seen before a load after it is done. */
#define full_barrier() \
	__asm__ volatile("lock; addl $0, (%%esp)" ::: "memory", "cc")

#endif
