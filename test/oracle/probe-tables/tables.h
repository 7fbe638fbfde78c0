/*
 * Address spaces built by hand, to ask what Xen lets their tables name.
 */
#ifndef TABLES_H
#define TABLES_H

#include "probe.h"

#define ENTRIES         512
#define PIN(level)      ((level) - 1)   /* mmuext_op commands 0 to 2 */
#define UNPIN           4
#define NEW_BASEPTR     5

/* A space of its own: a top table and the four tables below it. */
struct space {
	pte *top;
	pte *l2[4];
};

/* spaces.c */
pte *new_table(void);
struct space new_space(void);
s32 set_entry(const pte *table, u32 slot, u64 entry);
u64 naming(const volatile void *page, u64 flags);
s32 pin(u32 level, const pte *table);
s32 unpin(const pte *table);
s32 make_ordinary(pte *table);

/* The questions, by chapter. */
void ask_windows(void);
void ask_sharing(void);
void ask_counts(void);
void ask_flags(void);
void ask_extended(void);
void ask_mappings(void);
void ask_native_stores(void);

#endif
