/*
 * One hundred requests. What the store answers depends on its rules alone,
 * never on the host: only nodes under data/, which a toolstack lets its guest
 * write, and a few that every store has.
 */
#include "script.h"

const struct request script[] = {
	/* Reading. */
	REQUEST(XS_READ, "domid\0"),
	REQUEST(XS_READ, "/local/domain/" OWN_DOMID "/domid\0"),
	REQUEST(XS_READ, "no/such/node\0"),
	REQUEST(XS_READ, "/local/domain/0/name\0"),
	REQUEST(XS_READ, "/nobody/here\0"),
	REQUEST(XS_READ, "\0"),

	/*
	 * Payloads that are not one string. Debian's store answers these with
	 * its last error, whatever it was: here the EINVAL of the line above.
	 */
	REQUEST(XS_READ, ""),
	REQUEST(XS_READ, "domid"),
	REQUEST(XS_READ, "domid\0domid\0"),

	/* Paths that are not. */
	REQUEST(XS_READ, "data/\0"),
	REQUEST(XS_READ, "data//a\0"),
	REQUEST(XS_WRITE, "data/a b\0value"),
	REQUEST(XS_WRITE, "data/a!\0value"),
	REQUEST(XS_WRITE, "data/\xc3\xa9\0value"),
	REQUEST(XS_READ, "@releaseDomain\0"),
	LONG(XS_READ, "/", 2047, "\0"),
	LONG(XS_READ, "/", 2048, "\0"),
	LONG(XS_READ, "data/", 2043, "\0"),
	LONG(XS_READ, "data/", 2044, "\0"),

	/* Writing; a value is any bytes, and has no NUL of its own. */
	REQUEST(XS_WRITE, "data/a\0hello"),
	REQUEST(XS_READ, "data/a\0"),
	REQUEST(XS_WRITE, "data/a\0\0\1\177\200\377"),
	REQUEST(XS_READ, "data/a\0"),
	REQUEST(XS_WRITE, "data/a\0"),
	REQUEST(XS_READ, "data/a\0"),
	REQUEST(XS_WRITE, "data/a"),
	REQUEST(XS_WRITE, "data/p/q/r\0deep"),
	REQUEST(XS_READ, "data/p/q\0"),
	REQUEST(XS_WRITE, "domid\0" "7"),
	REQUEST(XS_WRITE, "/local/domain/0/data/a\0value"),
	LONG(XS_WRITE, "data/long\0", 1900, ""),
	LONG(XS_READ, "data/long\0", 0, ""),
	LONG(XS_WRITE, "data/long\0", 2100, ""),

	/* Directories. */
	REQUEST(XS_DIRECTORY, "data\0"),
	REQUEST(XS_DIRECTORY, "data/p\0"),
	REQUEST(XS_DIRECTORY, "data/p/q/r\0"),
	REQUEST(XS_DIRECTORY, "data/none\0"),
	REQUEST(XS_MKDIR, "data/d\0"),
	REQUEST(XS_MKDIR, "data/d\0"),
	REQUEST(XS_MKDIR, "mine\0"),
	REQUEST(XS_READ, "data/d\0"),
	REQUEST(XS_RM, "data/d\0"),
	REQUEST(XS_RM, "data/d\0"),
	REQUEST(XS_RM, "data/none/below\0"),
	REQUEST(XS_RM, "data/p\0"),
	REQUEST(XS_READ, "data/p/q/r\0"),
	REQUEST(XS_RM, "/\0"),
	REQUEST(XS_RM, "domid\0"),

	/* Transactions: seen inside at once, outside after the commit. */
	IN(TX_A, XS_TRANSACTION_START, "\0"),
	IN(TX_A, XS_WRITE, "data/t\0inside"),
	IN(TX_A, XS_READ, "data/t\0"),
	REQUEST(XS_READ, "data/t\0"),
	IN(TX_A, XS_TRANSACTION_END, "T\0"),
	REQUEST(XS_READ, "data/t\0"),
	IN(TX_A, XS_TRANSACTION_END, "T\0"),
	IN(TX_A, XS_TRANSACTION_START, "\0"),
	IN(TX_A, XS_RM, "data/t\0"),
	IN(TX_A, XS_TRANSACTION_END, "F\0"),
	REQUEST(XS_READ, "data/t\0"),

	/* Two at once: what one has read, the other must not have changed. */
	IN(TX_A, XS_TRANSACTION_START, "\0"),
	IN(TX_B, XS_TRANSACTION_START, "\0"),
	IN(TX_A, XS_READ, "data/t\0"),
	IN(TX_A, XS_WRITE, "data/u\0from A"),
	IN(TX_B, XS_WRITE, "data/t\0from B"),
	IN(TX_B, XS_TRANSACTION_END, "T\0"),
	IN(TX_A, XS_TRANSACTION_END, "T\0"),
	REQUEST(XS_READ, "data/u\0"),
	IN(TX_A, XS_TRANSACTION_START, "\0"),
	IN(TX_A, XS_TRANSACTION_END, "X\0"),
	IN(TX_UNKNOWN, XS_READ, "data/t\0"),

	/* Watches: each fires once when it is set. */
	REQUEST(XS_WATCH, "data/w\0token\0"),
	REQUEST(XS_WATCH, "data/w\0token\0"),
	REQUEST(XS_WATCH, "data/w\0"),
	REQUEST(XS_WRITE, "data/w/child\0" "1"),
	REQUEST(XS_WATCH, "/local/domain/" OWN_DOMID "/data/w\0absolute\0"),
	REQUEST(XS_RM, "data/w\0"),
	IN(TX_B, XS_TRANSACTION_START, "\0"),
	IN(TX_B, XS_WRITE, "data/w\0in a transaction"),
	IN(TX_B, XS_TRANSACTION_END, "T\0"),
	REQUEST(XS_UNWATCH, "data/w\0wrong\0"),
	REQUEST(XS_UNWATCH, "data/w\0token\0"),
	REQUEST(XS_RESET_WATCHES, "\0"),
	REQUEST(XS_WRITE, "data/w\0unseen"),

	/* Permissions: the owner first, then the others. */
	REQUEST(XS_GET_PERMS, "data/a\0"),
	REQUEST(XS_SET_PERMS, "data/a\0n" OWN_DOMID "\0r0\0"),
	REQUEST(XS_GET_PERMS, "data/a\0"),
	REQUEST(XS_SET_PERMS, "data/a\0n0\0"),
	REQUEST(XS_SET_PERMS, "data/a\0x" OWN_DOMID "\0"),
	REQUEST(XS_SET_PERMS, "data/none\0n" OWN_DOMID "\0"),

	/* Domains, and what a guest may not ask. */
	REQUEST(XS_GET_DOMAIN_PATH, OWN_DOMID "\0"),
	REQUEST(XS_GET_DOMAIN_PATH, "0\0"),
	REQUEST(XS_IS_DOMAIN_INTRODUCED, OWN_DOMID "\0"),
	REQUEST(XS_IS_DOMAIN_INTRODUCED, "999\0"),
	REQUEST(XS_INTRODUCE, "9\0" "1\0" "2\0"),
	REQUEST(XS_RELEASE, OWN_DOMID "\0"),
	REQUEST(XS_SET_TARGET, "0\0" OWN_DOMID "\0"),
	REQUEST(XS_CONTROL, "help\0"),
	REQUEST(XS_WATCH_EVENT, "data/a\0token\0"),
	REQUEST(20, "\0"),
	REQUEST(99, "\0"),
};

const u32 script_length = NELEM(script);
