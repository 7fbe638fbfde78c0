/*
 * Event channels between two domains: one allocates a port for the other,
 * which binds one of its own to it.
 * Source: xen/include/public/event_channel.h.
 */
#ifndef XEN_EVENT_CHANNEL_H
#define XEN_EVENT_CHANNEL_H

#include "types.h"

#define EVTCHNOP_BIND_INTERDOMAIN       0
#define EVTCHNOP_ALLOC_UNBOUND          6

struct evtchn_alloc_unbound {
	u16 dom;                        /* whose port; DOMID_SELF */
	u16 remote_dom;                 /* who may bind to it */
	u32 port;                       /* out */
};
ASSERT_SIZE(struct evtchn_alloc_unbound, 8);

struct evtchn_bind_interdomain {
	u16 remote_dom;
	u16 pad;
	u32 remote_port;
	u32 local_port;                 /* out */
};
ASSERT_SIZE(struct evtchn_bind_interdomain, 12);

#endif
