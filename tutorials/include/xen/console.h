/*
 * The console ring: one page, two byte queues. Indices run freely and are
 * masked on use; after moving one, kick the other side's event channel.
 * Source: xen/include/public/io/console.h.
 */
#ifndef XEN_CONSOLE_H
#define XEN_CONSOLE_H

#include "types.h"

#define CONSOLE_IN_SIZE         1024u
#define CONSOLE_OUT_SIZE        2048u

struct xencons_interface {
	char in[CONSOLE_IN_SIZE];       /* from the host to us */
	char out[CONSOLE_OUT_SIZE];     /* from us to the host */
	u32 in_cons, in_prod;
	u32 out_cons, out_prod;
};
ASSERT_OFFSET(struct xencons_interface, out, 1024);
ASSERT_OFFSET(struct xencons_interface, in_cons, 3072);
ASSERT_OFFSET(struct xencons_interface, out_cons, 3080);

#endif
