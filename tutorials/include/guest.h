/*
 * Everything the runtime offers to a guest, grouped by the file it lives in.
 */
#ifndef GUEST_H
#define GUEST_H

#include "types.h"
#include "xen/mmu.h"
#include "xen/xen.h"
#include "xen/xs-wire.h"

/* The guest itself: called once, with everything set up. Must not return. */
NORETURN void guest_main(void);

/* start.S, guest.ld.S */
extern char virt_base[];                /* where pseudo-physical page 0 is */
extern char image_end[];                /* first address after the kernel */

/* machine.c: start of day, memory and the end */
extern struct start_info *start_info;

/* Xen's shared page. The padding keeps other data out of the page. */
struct shared_page {
	struct shared_info info;
} PAGE_ALIGNED;
extern volatile struct shared_page shared_page;

void map_frame(void *page, u32 mfn);
NORETURN void shutdown(u32 reason);
NORETURN void panic(const char *format, ...) PRINTF_LIKE(1);

static inline volatile struct vcpu_info *
this_vcpu(void)
{
	return &shared_page.info.vcpu_info[0];
}

/* traps.c, entry.S: exceptions */
enum trap_vector {
	TRAP_BREAKPOINT = 3,
	TRAP_INVALID_OPCODE = 6,
	TRAP_PROTECTION = 13,
	TRAP_PAGE_FAULT = 14,
	NR_TRAPS = 20,
	TRAP_EVENT = 0x100,             /* not the processor's: an upcall */
	TRAP_FAILSAFE = 0x101,          /* Xen could not load our segments */
};

/* What entry.S leaves on the stack, lowest address first. */
struct trap_frame {
	u32 edi, esi, ebp, esp_unused, ebx, edx, ecx, eax;
	u32 vector;
	u32 error;                      /* 0 where the processor has none */
	u32 eip;
	u32 cs;                         /* high half: the upcall mask before */
	u32 eflags;                     /* IF = upcalls were open */
};

typedef void trap_handler(struct trap_frame *frame);

s32 traps_init(void);
void trap_set_handler(u32 vector, trap_handler *handler);

/* events.c: event channels and waiting for them */
typedef void event_handler(u32 port);

void events_init(void);
void events_enable(void);
void events_disable(void);
void event_set_handler(u32 port, event_handler *handler);
u32 event_bind_virq(u32 virq, event_handler *handler);
void event_notify(u32 port);
void event_clear(u32 port);
void event_poll(u32 port, u64 timeout);
void event_block(void);

/*
 * Sleeps until `condition` holds, and wakes for every event to look again.
 * Events are masked between the look and the sleep, and Xen unmasks them as
 * part of SCHEDOP_block, so no wake-up can slip through the gap.
 */
#define WAIT_UNTIL(condition) do {      \
	events_disable();               \
	while (!(condition)) {          \
		event_block();          \
		events_disable();       \
	}                               \
	events_enable();                \
} while (0)

/* console.c */
void console_init(void);
void console_write(const char *bytes, size length);
void console_flush(void);
char console_read_byte(void);
size console_read_line(char *line, size capacity);

/* print.c */
void printf(const char *format, ...) PRINTF_LIKE(1);
void vprintf(const char *format, __builtin_va_list arguments);

/* time.c */
u64 system_time(void);
void timer_init(void);
void timer_set(u64 deadline);
bool timer_fired(void);

/* xenstore.c */
#define XS_OK           0
#define XS_FAILED       1               /* the reply is the error's name */

void xenstore_init(void);
void xenstore_send(const void *bytes, size length);
void xenstore_receive(struct xsd_sockmsg *header, char *payload, size capacity);
int xenstore_read(const char *path, char *value, size capacity);

/* string.c */
size string_length(const char *string);
bool string_equal(const char *left, const char *right);
bool string_has_word(const char *string, const char *word);
bool is_decimal(const char *string);
u32 parse_decimal(const char *string);
u32 checksum_adler32(const void *bytes, size length);
void *memcpy(void *to, const void *from, size length);
void *memset(void *to, int byte, size length);

#endif
