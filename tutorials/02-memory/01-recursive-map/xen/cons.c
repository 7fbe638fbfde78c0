/*
 * The console: a ring shared with the host.
 */
#include <cpufunc.h>
#include <kernel.h>
#include <xen/console.h>

static union {
	struct xencons_interface ring;
	char page[PAGE_SIZE];
} console PAGE_ALIGNED;

static volatile struct xencons_interface *const ring = &console.ring;

/* Maps the ring. */
void
console_init(void)
{
	map_frame(&console, start_info->console_mfn);
}

/* Sleeps until the host has taken something. */
static void
wait_for_host(void)
{
	u32 cons = ring->out_cons;

	event_clear(start_info->console_evtchn);
	event_notify(start_info->console_evtchn);
	if (ring->out_cons == cons)
		event_poll(start_info->console_evtchn, 0);
}

void
console_write(const char *bytes, size length)
{
	while (length-- > 0) {
		while (ring->out_prod - ring->out_cons == CONSOLE_OUT_SIZE)
			wait_for_host();
		ring->out[ring->out_prod % CONSOLE_OUT_SIZE] = *bytes++;
		barrier();              /* the byte before the index */
		ring->out_prod++;
	}
	event_notify(start_info->console_evtchn);
}

/* Sleeps until the host has taken everything. */
void
console_flush(void)
{
	while (ring->out_cons != ring->out_prod)
		wait_for_host();
}
