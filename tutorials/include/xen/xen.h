/*
 * What Xen and a 32-bit guest share in memory, and the segments Xen provides.
 * Source: xen/include/public/xen.h, xen/include/public/arch-x86/xen.h.
 */
#ifndef XEN_XEN_H
#define XEN_XEN_H

/* Flat segments of Xen's own GDT. A PV kernel runs in ring 1, users in 3. */
#define FLAT_RING1_CS   0xe019
#define FLAT_RING1_DS   0xe021
#define FLAT_RING3_CS   0xe02b
#define FLAT_RING3_DS   0xe033

#ifndef __ASSEMBLER__

#include "types.h"

#define DOMID_SELF      0x7ff0u

/* start_info.flags */
#define SIF_PRIVILEGED  1u              /* may control the machine */
#define SIF_INITDOMAIN  2u              /* is domain 0 */

#define CMD_LINE_SIZE   1024

/* What the domain builder tells a new kernel; ESI points here at entry. */
struct start_info {
	char magic[32];                 /* "xen-3.0-x86_32p" */
	u32 nr_pages;                   /* size of the domain, in pages */
	u32 shared_info;                /* machine address, not yet mapped */
	u32 flags;                      /* SIF_... */
	u32 store_mfn;                  /* xenstore ring */
	u32 store_evtchn;
	u32 console_mfn;                /* console ring; 0 in domain 0 */
	u32 console_evtchn;
	u32 pt_base;                    /* virtual address of the top table */
	u32 nr_pt_frames;               /* frames of all boot page tables */
	u32 mfn_list;                   /* virtual address: p2m[nr_pages] */
	u32 mod_start;                  /* ramdisk, virtual address; 0 if none */
	u32 mod_len;                    /* its length in bytes */
	char cmd_line[CMD_LINE_SIZE];
	u32 first_p2m_pfn;
	u32 nr_p2m_frames;
};
ASSERT_SIZE(struct start_info, 1112);
ASSERT_OFFSET(struct start_info, nr_pages, 32);
ASSERT_OFFSET(struct start_info, console_mfn, 52);
ASSERT_OFFSET(struct start_info, pt_base, 60);
ASSERT_OFFSET(struct start_info, mod_start, 72);
ASSERT_OFFSET(struct start_info, cmd_line, 80);

/* One vCPU's clock record. Odd versions mean that Xen is writing it. */
struct vcpu_time_info {
	u32 version;
	u32 pad0;
	u64 tsc_timestamp;              /* TSC when system_time was right */
	u64 system_time;                /* ns since the domain's epoch */
	u32 tsc_to_system_mul;          /* 32.32 fixed point */
	s8 tsc_shift;
	u8 flags;
	u8 pad1[2];
};
ASSERT_SIZE(struct vcpu_time_info, 32);
ASSERT_OFFSET(struct vcpu_time_info, tsc_to_system_mul, 24);

struct vcpu_info {
	u8 evtchn_upcall_pending;       /* some event waits */
	u8 evtchn_upcall_mask;          /* no upcalls now: the guest's "cli" */
	u8 pad0[2];
	u32 evtchn_pending_sel;         /* which words of evtchn_pending */
	u32 cr2;                        /* address of the last page fault */
	u32 pad1[5];
	struct vcpu_time_info time;
};
ASSERT_SIZE(struct vcpu_info, 64);
ASSERT_OFFSET(struct vcpu_info, cr2, 8);
ASSERT_OFFSET(struct vcpu_info, time, 32);

#define MAX_VCPUS       32
#define NR_EVENT_WORDS  32              /* 32 words of 32 ports */

/* One page shared by the domain and Xen. */
struct shared_info {
	struct vcpu_info vcpu_info[MAX_VCPUS];
	u32 evtchn_pending[NR_EVENT_WORDS];
	u32 evtchn_mask[NR_EVENT_WORDS];
	u32 wc_version;
	u32 wc_sec;
	u32 wc_nsec;
	u32 max_pfn;
	u32 pfn_to_mfn_frame_list_list;
	u32 nmi_reason;
	u32 p2m_cr3;
	u32 p2m_vaddr;
	u32 p2m_generation;
	u32 wc_sec_hi;
};
ASSERT_SIZE(struct shared_info, 2344);
ASSERT_OFFSET(struct shared_info, evtchn_pending, 2048);
ASSERT_OFFSET(struct shared_info, evtchn_mask, 2176);
ASSERT_OFFSET(struct shared_info, wc_version, 2304);

/* set_trap_table: one entry per vector; address 0 ends the list. */
#define TRAP_DPL(ring)          (ring)  /* rings that may raise it with int n */
#define TRAP_MASKS_EVENTS       4u      /* enter with upcalls masked */

struct trap_info {
	u8 vector;
	u8 flags;
	u16 cs;
	u32 address;
};
ASSERT_SIZE(struct trap_info, 8);
ASSERT_OFFSET(struct trap_info, address, 4);

/* callback_op */
#define CALLBACKOP_REGISTER     0
#define CALLBACKTYPE_EVENT      0
#define CALLBACKTYPE_FAILSAFE   1

struct callback_register {
	u16 type;
	u16 flags;
	u32 cs;
	u32 eip;
};
ASSERT_SIZE(struct callback_register, 12);

/* sched_op */
#define SCHEDOP_YIELD           0
#define SCHEDOP_BLOCK           1
#define SCHEDOP_SHUTDOWN        2
#define SCHEDOP_POLL            3

#define SHUTDOWN_POWEROFF       0
#define SHUTDOWN_REBOOT         1
#define SHUTDOWN_CRASH          3

struct sched_poll {
	const u32 *ports;
	u32 nr_ports;
	u64 timeout;                    /* system time in ns; 0: for ever */
};
ASSERT_SIZE(struct sched_poll, 16);
ASSERT_OFFSET(struct sched_poll, timeout, 8);

/* event_channel_op */
#define EVTCHNOP_BIND_VIRQ      1
#define EVTCHNOP_CLOSE          3
#define EVTCHNOP_SEND           4

#define VIRQ_TIMER              0
#define VIRQ_CONSOLE            2

struct evtchn_bind_virq {
	u32 virq;
	u32 vcpu;
	u32 port;                       /* out */
};
ASSERT_SIZE(struct evtchn_bind_virq, 12);

/* console_io: domain 0 only */
#define CONSOLEIO_WRITE         0
#define CONSOLEIO_READ          1

/* xen_version */
#define XENVER_VERSION                  0
#define XENVER_PLATFORM_PARAMETERS      5

#endif /* !__ASSEMBLER__ */
#endif
