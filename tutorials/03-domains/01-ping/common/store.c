/*
 * Requests to xenstore, and waiting for a node to change.
 *
 * A watch event may come before the reply that we wait for, so every message
 * is looked at, and events are remembered.
 */
#include "store.h"

#define PATH_MAX        96u
#define WATCH_TOKEN     "peer"

static char reply[XS_PAYLOAD_MAX];
static bool changed;                    /* the watch has fired */

/* Copies text with its NUL; returns the place of that NUL. */
static char *
append(char *to, const char *text)
{
	while ((*to = *text++) != '\0')
		to++;
	return to;
}

static char *
append_number(char *to, u32 number)
{
	if (number >= 10)
		to = append_number(to, number / 10);
	*to++ = '0' + number % 10;
	*to = '\0';
	return to;
}

/* Takes one message; returns its type. Its payload ends with a NUL. */
static u32
receive(void)
{
	struct xsd_sockmsg header;

	xenstore_receive(&header, reply, sizeof(reply) - 1);
	reply[header.len < sizeof(reply) ? header.len : sizeof(reply) - 1] =
	    '\0';
	if (header.type == XS_WATCH_EVENT)
		changed = true;
	return header.type;
}

/* Sends a request and waits for its reply, which is left in `reply`. */
static int
request(u32 type, const char *payload, size length)
{
	struct xsd_sockmsg header = { type, 0, 0, length };
	u32 answer;

	xenstore_send(&header, sizeof(header));
	xenstore_send(payload, length);
	do
		answer = receive();
	while (answer == XS_WATCH_EVENT);
	return answer == XS_ERROR ? XS_FAILED : XS_OK;
}

/* Reads a node. Returns XS_FAILED, and an empty value, if we cannot. */
int
store_read(const char *path, char *value)
{
	int outcome = request(XS_READ, path, string_length(path) + 1);

	value[0] = '\0';
	if (outcome == XS_OK && string_length(reply) < STORE_VALUE_MAX)
		append(value, reply);
	return outcome;
}

/* Reads a node that holds a number. Returns whether it does. */
bool
store_read_number(const char *path, u32 *number)
{
	char value[STORE_VALUE_MAX];

	if (store_read(path, value) != XS_OK || !is_decimal(value))
		return false;
	*number = parse_decimal(value);
	return true;
}

/* Writes a node; it is an error of ours if we may not. */
void
store_write(const char *path, const char *value)
{
	char payload[PATH_MAX + STORE_VALUE_MAX];
	char *end = append(append(payload, path) + 1, value);

	/* The path ends with a NUL, the value with the message. */
	if (request(XS_WRITE, payload, end - payload) != XS_OK)
		panic("xenstore: cannot write %s: %s", path, reply);
}

void
store_write_number(const char *path, u32 number)
{
	char value[12];

	append_number(value, number);
	store_write(path, value);
}

/* Lets domain `reader` read a node of ours; nobody else may. */
void
store_allow(const char *path, u32 own, u32 reader)
{
	char payload[PATH_MAX + 32];
	char *end = append(payload, path) + 1;

	*end++ = 'n';
	end = append_number(end, own) + 1;
	*end++ = 'r';
	end = append_number(end, reader) + 1;
	if (request(XS_SET_PERMS, payload, end - payload) != XS_OK)
		panic("xenstore: cannot share %s: %s", path, reply);
}

/* Sleeps until `path` holds at least `least`, or, if that will do, is gone. */
static void
await(const char *path, enum xenbus_state least, bool or_gone)
{
	char watch[PATH_MAX + sizeof(WATCH_TOKEN)];
	char *end = append(append(watch, path) + 1, WATCH_TOKEN) + 1;
	u32 state;

	if (request(XS_WATCH, watch, end - watch) != XS_OK)
		panic("xenstore: cannot watch %s: %s", path, reply);
	for (;;) {
		changed = false;
		if (store_read_number(path, &state) ? state >= least : or_gone)
			break;
		while (!changed)
			receive();
	}
	request(XS_UNWATCH, watch, end - watch);
}

/* Sleeps until the other half has come as far as `least`. */
void
store_await_state(const char *path, enum xenbus_state least)
{
	await(path, least, false);
}

/*
 * The same for a half that was connected: if its domain is gone, and its
 * directory with it, that is an end as well.
 */
void
store_await_end(const char *path, enum xenbus_state least)
{
	await(path, least, true);
}
