/*
 * pong: maps the page and binds the port that the domain beside it offers,
 * and answers every event: writes the number it finds in the page beside it,
 * sends an event back. When ping closes, it gives everything back.
 *
 * Command line: peer=N, the other's number; noshare: events alone.
 * Two words make it an ill neighbour, for tests: flood sends events without
 * end as soon as it is bound; hold keeps the page and never wakes again.
 */
#include "peer.h"
#include "xen/event-channel.h"
#include "xen/grant-table.h"

#define STATE           "data/pong/state"

static struct ball ball PAGE_ALIGNED;   /* the peer's page takes its place */
static u32 handle;

static void
map_page(void)
{
	struct gnttab_map_grant_ref map = {
		(uintptr)&ball, GNTMAP_HOST_MAP, 0, peer_domid, 0, 0, 0
	};
	s32 error;

	if (!store_read_number(peer_path("data/ping/ring-ref"), &map.ref))
		panic("no grant reference in xenstore");
	error = HYPERCALL3(HYPERVISOR_GRANT_TABLE_OP, GNTTABOP_MAP_GRANT_REF,
	    &map, 1);
	if (error != 0 || map.status != 0)
		panic("map_grant_ref: error %d, status %d", error, map.status);
	handle = map.handle;
}

static void
unmap_page(void)
{
	struct gnttab_unmap_grant_ref unmap = {
		(uintptr)&ball, 0, handle, 0, 0
	};

	HYPERCALL3(HYPERVISOR_GRANT_TABLE_OP, GNTTABOP_UNMAP_GRANT_REF, &unmap,
	    1);
	printf("pong: unmapped, status %d\n", unmap.status);
}

static u32
bind_port(void)
{
	struct evtchn_bind_interdomain bind = { peer_domid, 0, 0, 0 };
	s32 error;

	if (!store_read_number(peer_path("data/ping/event-channel"),
	    &bind.remote_port))
		panic("no port in xenstore");
	events_disable();               /* what comes at once is counted, too */
	error = HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP,
	    EVTCHNOP_BIND_INTERDOMAIN, &bind);
	if (error != 0)
		panic("bind_interdomain: error %d", error);
	peer_listen(bind.local_port);
	events_enable();
	return bind.local_port;
}

/* Answers until every round is played. Returns how many there were. */
static u32
play(u32 port, u32 rounds)
{
	u32 round;

	for (round = 1; round <= rounds; round++) {
		WAIT_UNTIL(ball.ping == round);
		ball.pong = round;
		event_notify(port);
	}
	return ball.ping;
}

/*
 * Answers events with events. The first one that comes is Xen's own: binding
 * tells the new end once, in case something was sent before.
 */
static u32
play_blind(u32 port, u32 rounds)
{
	u32 round;

	for (round = 1; round <= rounds; round++) {
		WAIT_UNTIL(peer_events() >= round + 1);
		event_notify(port);
	}
	return peer_events() - 1;
}

static NORETURN void
flood(u32 port)
{
	printf("pong: sending without end\n");
	console_flush();
	for (;;)
		event_notify(port);
}

static NORETURN void
hold(void)
{
	printf("pong: keeps the page\n");
	console_flush();
	for (;;)
		event_block();
}

NORETURN void
guest_main(void)
{
	bool share = !peer_option("noshare");
	u32 rounds = peer_number("rounds", 1000);
	u32 port, answered;

	peer_init();
	printf("pong: domain %u looks for domain %u\n", own_domid, peer_domid);
	store_await_state(peer_path("data/ping/state"), XENBUS_INITIALISED);
	if (share)
		map_page();
	port = bind_port();
	peer_publish(STATE, XENBUS_CONNECTED);
	printf("pong: connected\n");
	if (peer_option("flood"))
		flood(port);
	if (peer_option("hold"))
		hold();
	answered = share ? play(port, rounds) : play_blind(port, rounds);
	printf("pong: %u rounds\n", answered);
	store_await_end(peer_path("data/ping/state"), XENBUS_CLOSING);
	if (share)
		unmap_page();
	peer_publish(STATE, XENBUS_CLOSED);
	printf("pong: done\n");
	shutdown(SHUTDOWN_POWEROFF);
}
