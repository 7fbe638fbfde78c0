/*
 * Runs the script and prints each request and everything the store sent for
 * it, in a form that is equal wherever the answers are:
 *
 *     003 READ "no/such/node|"
 *         ERROR ENOENT
 *     071 WATCH "data/w|token|"
 *         "OK|"
 *         event "data/w|token|"
 *
 * A NUL is shown as a bar, which no path may hold. Transaction numbers are the
 * store's own affair and are not shown.
 */
#include "guest.h"
#include "script.h"

#define RUN_MIN         8               /* equal bytes that are shown as one */
#define PING            "domid\0"

static const char *const type_names[] = {
	"CONTROL", "DIRECTORY", "READ", "GET_PERMS", "WATCH", "UNWATCH",
	"TRANSACTION_START", "TRANSACTION_END", "INTRODUCE", "RELEASE",
	"GET_DOMAIN_PATH", "WRITE", "MKDIR", "RM", "SET_PERMS", "WATCH_EVENT",
	"ERROR", "IS_DOMAIN_INTRODUCED", "RESUME", "SET_TARGET", "(type 20)",
	"RESET_WATCHES", "DIRECTORY_PART",
};

static const char *const slot_names[NR_SLOTS] = { "", "A", "B", "unknown" };

static char payload[XS_PAYLOAD_MAX];
static char reply[XS_PAYLOAD_MAX];
static char own_domid[12];
static u32 transactions[NR_SLOTS] = { 0, 0, 0, 0xdeadbeef };

static const char *
type_name(u32 type)
{
	return type < NELEM(type_names) ? type_names[type] : "(unknown type)";
}

/* Prints bytes in quotes; a long run of one byte as x{1900}. */
static void
print_bytes(const char *bytes, size length)
{
	size i, run;

	printf("\"");
	for (i = 0; i < length; i += run) {
		u8 byte = bytes[i];

		for (run = 1; i + run < length && bytes[i + run] == bytes[i];)
			run++;
		if (run < RUN_MIN)
			run = 1;
		if (byte == '\0')
			printf("|");
		else if (byte < ' ' || byte > '~' || byte == '"')
			printf("\\x%02x", byte);
		else
			printf("%c", byte);
		if (run > 1)
			printf("{%u}", run);
	}
	printf("\"");
}

/* Copies bytes to the payload, with our number for OWN_DOMID. */
static size
append(size length, const char *bytes, size count)
{
	size i;
	const char *digit;

	for (i = 0; i < count; i++) {
		if (bytes[i] != OWN_DOMID[0]) {
			payload[length++] = bytes[i];
			continue;
		}
		for (digit = own_domid; *digit != '\0'; digit++)
			payload[length++] = *digit;
	}
	return length;
}

static size
build_payload(const struct request *request)
{
	size length;

	/* The binary value in the script holds a \001 of its own. */
	if (request->type == XS_WRITE) {
		memcpy(payload, request->head, request->head_length);
		length = request->head_length;
	} else {
		length = append(0, request->head, request->head_length);
	}
	memset(payload + length, 'x', request->fill);
	return append(length + request->fill, request->tail,
	    request->tail_length);
}

static void
send(u32 type, u32 id, u32 transaction, size length)
{
	struct xsd_sockmsg header = { type, id, transaction, length };

	xenstore_send(&header, sizeof(header));
	xenstore_send(payload, length);
}

/* Prints one message that is not a watch event. */
static void
print_reply(const struct request *request, const struct xsd_sockmsg *header)
{
	if (header->type == XS_ERROR)
		printf("    ERROR %s\n", reply);
	else if (header->type != request->type)
		printf("    WRONG TYPE %u\n", header->type);
	else if (header->type == XS_TRANSACTION_START)
		printf("    a number: %s\n", is_decimal(reply) ? "yes" : "no");
	else {
		printf("    ");
		print_bytes(reply, header->len);
		printf("\n");
	}
}

/*
 * Takes messages until the one that answers `id`, printing those that come
 * unasked. The store works in order, so a last question whose answer is known
 * closes the list of events that a request has caused.
 */
static void
receive_until(u32 id, struct xsd_sockmsg *header)
{
	for (;;) {
		xenstore_receive(header, reply, sizeof(reply) - 1);
		reply[header->len < sizeof(reply) ? header->len :
		    sizeof(reply) - 1] = '\0';
		if (header->type != XS_WATCH_EVENT && header->req_id == id)
			return;
		printf(header->type == XS_WATCH_EVENT ? "    event " :
		    "    UNEXPECTED ");
		print_bytes(reply, header->len);
		printf("\n");
	}
}

static void
run(u32 number, const struct request *request)
{
	struct xsd_sockmsg header;
	size length = build_payload(request);
	bool is_start = request->type == XS_TRANSACTION_START;
	u32 transaction = is_start ? 0 : transactions[request->slot];

	printf("%03u %s ", number, type_name(request->type));
	print_bytes(payload, length);
	if (request->slot != NO_TRANSACTION)
		printf(" %s %s", is_start ? "as" : "in",
		    slot_names[request->slot]);
	printf("\n");

	send(request->type, 2 * number, transaction, length);
	receive_until(2 * number, &header);
	print_reply(request, &header);
	if (is_start && header.type != XS_ERROR)
		transactions[request->slot] = parse_decimal(reply);

	memcpy(payload, PING, sizeof(PING) - 1);
	send(XS_READ, 2 * number + 1, 0, sizeof(PING) - 1);
	receive_until(2 * number + 1, &header);
}

NORETURN void
guest_main(void)
{
	u32 i;

	xenstore_init();
	xenstore_read("domid", own_domid, sizeof(own_domid));
	printf("xenstore: %u requests\n", script_length);
	for (i = 0; i < script_length; i++)
		run(i + 1, &script[i]);
	printf("xenstore: END\n");
	shutdown(SHUTDOWN_POWEROFF);
}
