/*
 * Grant operations. Source: xen/include/public/grant_table.h.
 */
#ifndef GRANTS_H
#define GRANTS_H

#include "probe.h"

#define MAP             0
#define UNMAP           1
#define SETUP_TABLE     2
#define TRANSFER        4
#define COPY            5
#define QUERY_SIZE      6
#define UNMAP_REPLACE   7
#define SET_VERSION     8
#define STATUS_FRAMES   9
#define GET_VERSION     10
#define SWAP            11

/* grant_entry.flags */
#define PERMIT          1
#define ACCEPT          2
#define GRANT_READ_ONLY 4

/* map_grant.flags */
#define DEVICE          1
#define HOST            2
#define MAP_READ_ONLY   4
#define APPLICATION     8
#define CONTAINS_PTE    16

#define FREE            20              /* references that we use */
#define UNSET           99              /* a status that nobody gives */

struct grant_entry {
	u16 flags, domid;
	u32 frame;
};

struct setup_table {
	u16 domid, pad0;
	u32 frames;
	s16 status, pad1;
	u32 *list;
};

struct map_grant {
	u64 host;
	u32 flags, reference;
	u16 domid;
	s16 status;
	u32 handle;
	u64 device;
};

struct unmap_grant {
	u64 host, device;
	u32 handle;
	s16 status, pad;
};

struct copy_end {
	u32 frame;                      /* or the reference */
	u16 domid, offset;
};

struct copy_grant {
	struct copy_end from, to;
	u16 length, flags;
	s16 status, pad;
};

struct transfer_grant {
	u32 frame;
	u16 domid, pad0;
	u32 reference;
	s16 status, pad1;
};

extern volatile struct grant_entry *grants;
extern u32 own_domid;

void grant(u32 reference, u32 flags, u32 domid, u32 frame);
s32 grant_op(u32 command, void *operation, u32 count);
void status(const char *question, s32 result, s32 value);

/* The questions, by chapter. */
void ask_tables(void);
void ask_maps(void);
void ask_copies(void);
void ask_transfers(void);

#endif
