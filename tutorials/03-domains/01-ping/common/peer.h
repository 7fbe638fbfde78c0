/*
 * The two halves of the ping driver: what they share in memory, and where in
 * xenstore they meet.
 *
 * ping is the front half. It grants a page and offers a port, as a network or
 * block driver does with its ring, and says so below data/ping in its own
 * directory. pong is the back half: it maps the page and binds the port, and
 * keeps its state in data/pong in its own directory.
 */
#ifndef PEER_H
#define PEER_H

#include "guest.h"
#include "store.h"

/* The granted page. Each half writes its own number and reads the other's. */
struct ball {
	volatile u32 ping;              /* rounds begun */
	volatile u32 pong;              /* rounds answered */
	char rest[PAGE_SIZE - 8];
};
ASSERT_SIZE(struct ball, PAGE_SIZE);

#define HOME_MAX        48u             /* of a path below /local/domain */

extern u32 own_domid, peer_domid;

void peer_init(void);
bool peer_option(const char *word);
u32 peer_number(const char *name, u32 otherwise);
const char *peer_path(const char *node);
void peer_publish(const char *path, enum xenbus_state state);
u32 mfn_of(const void *page);

/* events that the peer has sent */
u32 peer_events(void);
void peer_listen(u32 port);

#endif
