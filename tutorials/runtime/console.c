/*
 * The console: a ring shared with the host, or, in domain 0 which has none,
 * the console_io hypercall.
 */
#include "guest.h"
#include "xen/console.h"

static union {
	struct xencons_interface ring;
	char page[PAGE_SIZE];
} console PAGE_ALIGNED;

static volatile struct xencons_interface *const ring = &console.ring;
static u32 console_port;                /* 0: console_io instead of a ring */

/* Maps the ring and opens its event channel. */
void
console_init(void)
{
	if (start_info->flags & SIF_INITDOMAIN)
		return;
	map_frame(&console, start_info->console_mfn);
	console_port = start_info->console_evtchn;
	event_set_handler(console_port, NULL);
}

/*
 * Sleeps until the host has taken something from a full ring. Polls rather
 * than blocks, so that it works wherever printf does.
 */
static void
wait_for_room(void)
{
	while (ring->out_prod - ring->out_cons == CONSOLE_OUT_SIZE) {
		event_clear(console_port);
		event_notify(console_port);
		if (ring->out_prod - ring->out_cons == CONSOLE_OUT_SIZE)
			event_poll(console_port, 0);
	}
}

/* Queues bytes as they are and tells the host once. */
void
console_write(const char *bytes, size length)
{
	if (console_port == 0) {
		HYPERCALL3(HYPERVISOR_CONSOLE_IO, CONSOLEIO_WRITE, length,
		    bytes);
		return;
	}
	while (length-- > 0) {
		wait_for_room();
		ring->out[ring->out_prod % CONSOLE_OUT_SIZE] = *bytes++;
		barrier();              /* the byte before the index */
		ring->out_prod++;
	}
	event_notify(console_port);
}

/* Sleeps until the host has taken everything. */
void
console_flush(void)
{
	if (console_port == 0)
		return;
	while (ring->out_cons != ring->out_prod) {
		event_clear(console_port);
		if (ring->out_cons != ring->out_prod)
			event_poll(console_port, 0);
	}
}

/* Takes a waiting byte; false if there is none. */
static bool
take_byte(char *byte)
{
	if (console_port == 0)
		return HYPERCALL3(HYPERVISOR_CONSOLE_IO, CONSOLEIO_READ, 1,
		    byte) == 1;
	if (ring->in_cons == ring->in_prod)
		return false;
	barrier();                      /* the index before the byte */
	*byte = ring->in[ring->in_cons % CONSOLE_IN_SIZE];
	barrier();
	ring->in_cons++;
	event_notify(console_port);     /* there is room again */
	return true;
}

/* Waits for a key. Domain 0 hears of keys by a virtual interrupt. */
char
console_read_byte(void)
{
	static bool has_virq;
	char byte;

	if (console_port == 0 && !has_virq) {
		event_bind_virq(VIRQ_CONSOLE, NULL);
		has_virq = true;
	}
	WAIT_UNTIL(take_byte(&byte));
	return byte;
}

/*
 * Reads a line with echo and backspace, to '\r' or '\n', which is not kept.
 * Bytes beyond capacity - 1 are dropped. Returns the length.
 */
size
console_read_line(char *line, size capacity)
{
	size length = 0;
	char byte;

	while ((byte = console_read_byte()) != '\r' && byte != '\n') {
		if ((byte == '\b' || byte == 0x7f) && length > 0) {
			length--;
			console_write("\b \b", 3);
		} else if (byte >= ' ' && byte < 0x7f && length + 1 < capacity) {
			line[length++] = byte;
			console_write(&byte, 1);
		}
	}
	console_write("\r\n", 2);
	line[length] = '\0';
	return length;
}
