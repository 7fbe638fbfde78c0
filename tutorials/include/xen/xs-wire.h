/*
 * The xenstore protocol: a header, then a payload of at most 4096 bytes, over
 * a page with one byte queue each way.
 * Source: xen/include/public/io/xs_wire.h, docs/misc/xenstore.txt.
 */
#ifndef XEN_XS_WIRE_H
#define XEN_XS_WIRE_H

#include "types.h"

#define XS_RING_SIZE    1024u
#define XS_PAYLOAD_MAX  4096u

enum xs_type {
	XS_CONTROL = 0,
	XS_DIRECTORY = 1,
	XS_READ = 2,
	XS_GET_PERMS = 3,
	XS_WATCH = 4,
	XS_UNWATCH = 5,
	XS_TRANSACTION_START = 6,
	XS_TRANSACTION_END = 7,
	XS_INTRODUCE = 8,
	XS_RELEASE = 9,
	XS_GET_DOMAIN_PATH = 10,
	XS_WRITE = 11,
	XS_MKDIR = 12,
	XS_RM = 13,
	XS_SET_PERMS = 14,
	XS_WATCH_EVENT = 15,            /* from the store, unasked */
	XS_ERROR = 16,                  /* reply: the name of an error */
	XS_IS_DOMAIN_INTRODUCED = 17,
	XS_RESUME = 18,
	XS_SET_TARGET = 19,
	XS_RESET_WATCHES = 21,
	XS_DIRECTORY_PART = 22,
};

struct xsd_sockmsg {
	u32 type;
	u32 req_id;                     /* comes back in the reply */
	u32 tx_id;                      /* transaction, or 0 */
	u32 len;                        /* payload bytes that follow */
};
ASSERT_SIZE(struct xsd_sockmsg, 16);

struct xenstore_domain_interface {
	char req[XS_RING_SIZE];         /* requests to the store */
	char rsp[XS_RING_SIZE];         /* replies and watch events */
	u32 req_cons, req_prod;
	u32 rsp_cons, rsp_prod;
	u32 server_features;
	u32 connection;
	u32 error;
};
ASSERT_OFFSET(struct xenstore_domain_interface, rsp, 1024);
ASSERT_OFFSET(struct xenstore_domain_interface, req_cons, 2048);
ASSERT_OFFSET(struct xenstore_domain_interface, rsp_prod, 2060);

#endif
