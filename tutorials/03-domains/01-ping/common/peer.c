/*
 * Who we are, who the other half is, and what it sends us.
 */
#include "peer.h"

u32 own_domid, peer_domid;

static volatile u32 events;

/* Whether the command line has this word. */
bool
peer_option(const char *word)
{
	return string_has_word(start_info->cmd_line, word);
}

/* The number behind `name=` on the command line. */
u32
peer_number(const char *name, u32 otherwise)
{
	const char *at = start_info->cmd_line;
	size length = string_length(name);
	u32 number = 0, i;

	for (; *at != '\0'; at++) {
		for (i = 0; i < length && at[i] == name[i]; i++)
			;
		if (i == length && at[i] == '=' && at[i + 1] >= '0' &&
		    at[i + 1] <= '9')
			break;
	}
	if (*at == '\0')
		return otherwise;
	for (at += length + 1; *at >= '0' && *at <= '9'; at++)
		number = number * 10 + *at - '0';
	return number;
}

/*
 * Finds out our own number and the peer's: the other one of the first two
 * domains, or what the command line says.
 */
void
peer_init(void)
{
	xenstore_init();
	if (!store_read_number("domid", &own_domid))
		panic("xenstore does not say which domain this is");
	peer_domid = peer_number("peer", own_domid == 1 ? 2 : 1);
}

/* The path of a node in the peer's directory. Lasts until the next call. */
const char *
peer_path(const char *node)
{
	static char path[HOME_MAX + 32];
	const char *home = "/local/domain/";
	char digits[12], *to = path;
	u32 rest = peer_domid, i = 0;

	while (*home != '\0')
		*to++ = *home++;
	do
		digits[i++] = '0' + rest % 10;
	while ((rest /= 10) != 0);
	while (i > 0)
		*to++ = digits[--i];
	*to++ = '/';
	while ((*to++ = *node++) != '\0')
		;
	return path;
}

/* Writes our state; the peer may read it. */
void
peer_publish(const char *path, enum xenbus_state state)
{
	store_write_number(path, state);
	store_allow(path, own_domid, peer_domid);
}

/* The machine frame behind a page of ours. */
u32
mfn_of(const void *page)
{
	const u32 *p2m = (const u32 *)start_info->mfn_list;

	return p2m[((u32)page - (u32)virt_base) >> PAGE_SHIFT];
}

static void
on_event(u32 port)
{
	(void)port;
	events++;
}

/* Counts what comes through a port from now on. */
void
peer_listen(u32 port)
{
	event_set_handler(port, on_event);
}

u32
peer_events(void)
{
	return events;
}
