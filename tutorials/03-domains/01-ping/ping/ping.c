/*
 * ping: offers a page and a port to the domain beside it, and plays so many
 * rounds with it over them: writes a number into the page, sends an event,
 * waits until the other has written the same number.
 *
 * The other one must be there first: what xenstore is told of who may read a
 * node does not count for a domain that comes later, because numbers are used
 * again and a new domain must not find doors open that were meant for another.
 *
 * Command line: rounds=N (1000); peer=N, the other's number; noshare: play
 * with events alone, where Xen maps no grants.
 */
#include "peer.h"
#include "xen/event-channel.h"
#include "xen/grant-table.h"

#define STATE           "data/ping/state"
#define REF             GNTREF_FIRST_FREE

static struct ball ball PAGE_ALIGNED;

static union {
	volatile struct grant_entry entry[GRANTS_PER_PAGE];
	char page[PAGE_SIZE];
} grants PAGE_ALIGNED;

/* Lets the peer map the page. */
static void
offer_page(void)
{
	u32 frame;
	struct gnttab_setup_table setup = { DOMID_SELF, 0, 1, 0, 0, &frame };

	if (HYPERCALL3(HYPERVISOR_GRANT_TABLE_OP, GNTTABOP_SETUP_TABLE, &setup,
	    1) != 0 || setup.status != 0)
		panic("no grant table: status %d", setup.status);
	map_frame(&grants, frame);
	grants.entry[REF].domid = peer_domid;
	grants.entry[REF].frame = mfn_of(&ball);
	barrier();                      /* the flags say that the rest is valid */
	grants.entry[REF].flags = GTF_PERMIT_ACCESS;
	store_write_number("data/ping/ring-ref", REF);
	store_allow("data/ping/ring-ref", own_domid, peer_domid);
}

/* Takes the page back. Returns whether nobody has it mapped any more. */
static bool
withdraw_page(void)
{
	u16 idle = GTF_PERMIT_ACCESS;

	return __atomic_compare_exchange_n(&grants.entry[REF].flags, &idle, 0,
	    false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

/* Makes a port that the peer may bind to. */
static u32
offer_port(void)
{
	struct evtchn_alloc_unbound alloc = { DOMID_SELF, peer_domid, 0 };
	s32 error = HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP,
	    EVTCHNOP_ALLOC_UNBOUND, &alloc);

	if (error != 0)
		panic("alloc_unbound: error %d", error);
	peer_listen(alloc.port);
	store_write_number("data/ping/event-channel", alloc.port);
	store_allow("data/ping/event-channel", own_domid, peer_domid);
	return alloc.port;
}

/* Plays with page and port. Returns the rounds that were answered rightly. */
static u32
play(u32 port, u32 rounds)
{
	u32 round;

	for (round = 1; round <= rounds; round++) {
		ball.ping = round;
		event_notify(port);
		WAIT_UNTIL(ball.pong == round);
	}
	return ball.pong;
}

/* Plays with the port alone: an answer is an event, and there is no other. */
static u32
play_blind(u32 port, u32 rounds)
{
	u32 before = peer_events(), round;

	for (round = 1; round <= rounds; round++) {
		event_notify(port);
		WAIT_UNTIL(peer_events() - before >= round);
	}
	return peer_events() - before;
}

NORETURN void
guest_main(void)
{
	bool share = !peer_option("noshare");
	u32 rounds = peer_number("rounds", 1000);
	u32 port, answered;

	peer_init();
	printf("ping: domain %u offers %s to domain %u\n", own_domid,
	    share ? "a page and a port" : "a port", peer_domid);
	if (share)
		offer_page();
	port = offer_port();
	peer_publish(STATE, XENBUS_INITIALISED);
	store_await_state(peer_path("data/pong/state"), XENBUS_CONNECTED);
	printf("ping: connected\n");
	answered = share ? play(port, rounds) : play_blind(port, rounds);
	printf("ping: %u of %u rounds answered\n", answered, rounds);
	peer_publish(STATE, XENBUS_CLOSING);
	store_await_end(peer_path("data/pong/state"), XENBUS_CLOSED);
	if (share)
		printf("ping: the page is %s\n",
		    withdraw_page() ? "ours again" : "still mapped");
	printf("ping: done\n");
	shutdown(SHUTDOWN_POWEROFF);
}
