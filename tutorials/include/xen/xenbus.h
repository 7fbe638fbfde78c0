/*
 * How the two halves of a split driver tell one another in xenstore how far
 * they are. Source: xen/include/public/io/xenbus.h.
 */
#ifndef XEN_XENBUS_H
#define XEN_XENBUS_H

enum xenbus_state {
	XENBUS_UNKNOWN = 0,
	XENBUS_INITIALISING = 1,
	XENBUS_INIT_WAIT = 2,
	XENBUS_INITIALISED = 3,         /* what the other half needs is there */
	XENBUS_CONNECTED = 4,
	XENBUS_CLOSING = 5,
	XENBUS_CLOSED = 6,
};

#endif
