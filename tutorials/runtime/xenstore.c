/*
 * A xenstore client over the ring that the domain builder set up.
 */
#include "guest.h"

static union {
	struct xenstore_domain_interface ring;
	char page[PAGE_SIZE];
} store PAGE_ALIGNED;

static volatile struct xenstore_domain_interface *const ring = &store.ring;
static u32 store_port;

/* Maps the ring and opens its event channel. */
void
xenstore_init(void)
{
	map_frame(&store, start_info->store_mfn);
	store_port = start_info->store_evtchn;
	event_set_handler(store_port, NULL);
}

/* Sends raw bytes, sleeping while the ring is full. */
void
xenstore_send(const void *bytes, size length)
{
	const char *next = bytes;

	while (length-- > 0) {
		if (ring->req_prod - ring->req_cons == XS_RING_SIZE) {
			event_notify(store_port);
			WAIT_UNTIL(ring->req_prod - ring->req_cons <
			    XS_RING_SIZE);
		}
		ring->req[ring->req_prod % XS_RING_SIZE] = *next++;
		barrier();              /* the byte before the index */
		ring->req_prod++;
	}
	event_notify(store_port);
}

/* Takes exactly `length` bytes; those beyond `capacity` are dropped. */
static void
receive(char *bytes, size length, size capacity)
{
	size i;

	for (i = 0; i < length; i++) {
		if (ring->rsp_cons == ring->rsp_prod) {
			event_notify(store_port);
			WAIT_UNTIL(ring->rsp_cons != ring->rsp_prod);
		}
		barrier();              /* the index before the byte */
		if (i < capacity)
			bytes[i] = ring->rsp[ring->rsp_cons % XS_RING_SIZE];
		barrier();
		ring->rsp_cons++;
	}
	event_notify(store_port);       /* there is room again */
}

/* Waits for the next reply or watch event. */
void
xenstore_receive(struct xsd_sockmsg *header, char *payload, size capacity)
{
	receive((char *)header, sizeof(*header), sizeof(*header));
	receive(payload, header->len, capacity);
}

/*
 * Reads the value of a node; a relative path starts at our own directory.
 * Returns XS_OK, or XS_FAILED with the error's name in `value`.
 */
int
xenstore_read(const char *path, char *value, size capacity)
{
	struct xsd_sockmsg header = {
		XS_READ, 0, 0, string_length(path) + 1
	};

	xenstore_send(&header, sizeof(header));
	xenstore_send(path, header.len);
	xenstore_receive(&header, value, capacity - 1);
	value[header.len < capacity ? header.len : capacity - 1] = '\0';
	return header.type == XS_ERROR ? XS_FAILED : XS_OK;
}
