/*
 * Grant tables, version 1: which of its pages a domain lets others use.
 * Source: xen/include/public/grant_table.h.
 */
#ifndef XEN_GRANT_TABLE_H
#define XEN_GRANT_TABLE_H

#include "types.h"

/* References 0 and 1 are the console's and xenstore's; drivers begin here. */
#define GNTREF_FIRST_FREE       8u

#define GTF_PERMIT_ACCESS       1u      /* the frame may be mapped */
#define GTF_READING             8u      /* Xen: somebody has it mapped */
#define GTF_WRITING             16u     /* Xen: somebody may write to it */

/* One entry of the table: the granter writes it, Xen marks its use. */
struct grant_entry {
	u16 flags;                      /* written last */
	u16 domid;                      /* who may use it */
	u32 frame;
};
ASSERT_SIZE(struct grant_entry, 8);

#define GRANTS_PER_PAGE (PAGE_SIZE / sizeof(struct grant_entry))

/* grant_table_op */
#define GNTTABOP_MAP_GRANT_REF          0
#define GNTTABOP_UNMAP_GRANT_REF        1
#define GNTTABOP_SETUP_TABLE            2

#define GNTMAP_HOST_MAP         2u      /* for the processor's use */

struct gnttab_map_grant_ref {
	u64 host_addr;                  /* where to map it */
	u32 flags;                      /* GNTMAP_... */
	u32 ref;
	u16 dom;                        /* whose grant it is */
	s16 status;                     /* out: 0, or below 0 */
	u32 handle;                     /* out: names the mapping */
	u64 dev_bus_addr;               /* out: its machine address */
};
ASSERT_SIZE(struct gnttab_map_grant_ref, 32);
ASSERT_OFFSET(struct gnttab_map_grant_ref, handle, 20);

struct gnttab_unmap_grant_ref {
	u64 host_addr;
	u64 dev_bus_addr;               /* 0: there is no device mapping */
	u32 handle;
	s16 status;                     /* out */
	u16 pad;
};
ASSERT_SIZE(struct gnttab_unmap_grant_ref, 24);
ASSERT_OFFSET(struct gnttab_unmap_grant_ref, status, 20);

struct gnttab_setup_table {
	u16 dom;
	u16 pad;
	u32 nr_frames;
	s16 status;                     /* out */
	u16 pad2;
	u32 *frame_list;                /* out: their machine frames */
};
ASSERT_SIZE(struct gnttab_setup_table, 16);
ASSERT_OFFSET(struct gnttab_setup_table, frame_list, 12);

#endif
