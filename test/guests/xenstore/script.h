/*
 * A script of xenstore requests, run in order by main.c.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "types.h"
#include "xen/xs-wire.h"

/* In a payload this byte stands for our own domain number in decimal. */
#define OWN_DOMID       "\001"

/* Which transaction a request belongs to; a start fills the slot it names. */
enum slot {
	NO_TRANSACTION,
	TX_A,
	TX_B,
	TX_UNKNOWN,                     /* a number that nobody gave us */
	NR_SLOTS
};

/* Payload: `head`, then `fill` bytes 'x', then `tail`. */
struct request {
	u32 type;
	enum slot slot;
	const char *head;
	size head_length;
	size fill;
	const char *tail;
	size tail_length;
};

#define BYTES(text)     (text), sizeof(text) - 1

/* Strings are given without their last NUL, so write every "\0" that counts. */
#define REQUEST(type, payload) \
	{ type, NO_TRANSACTION, BYTES(payload), 0, BYTES("") }
#define IN(slot, type, payload) \
	{ type, slot, BYTES(payload), 0, BYTES("") }
#define LONG(type, head, fill, tail) \
	{ type, NO_TRANSACTION, BYTES(head), fill, BYTES(tail) }

extern const struct request script[];
extern const u32 script_length;

#endif
