/*
 * sched_op: giving way, waiting, watchdogs, and shutdowns that are refused.
 */
#include "chapters.h"

#define REMOTE_SHUTDOWN 4
#define SHUTDOWN_CODE   5
#define WATCHDOG        6
#define PIN_OVERRIDE    7
#define BIND_IPI        7
#define POLL_PORTS      128

static s32
sched(u32 command, void *argument)
{
	return HYPERCALL2(HYPERVISOR_SCHED_OP, command, argument);
}

static s32
poll(const u32 *ports, u32 count, u64 timeout)
{
	struct sched_poll poll = { ports, count, timeout };

	return sched(SCHEDOP_POLL, &poll);
}

/* A port of our own that is pending, and stays so: nobody unmasks it. */
static u32
pending_port(void)
{
	struct { u32 vcpu, port; } ipi = { 0, 0 };

	HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP, BIND_IPI, &ipi);
	HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP, EVTCHNOP_SEND, &ipi.port);
	return ipi.port;
}

static void
ask_polls(void)
{
	static u32 many[POLL_PORTS + 1];
	u32 ready = pending_port(), none = 900, beyond = 5000;
	u32 both[2] = { none, ready }, bad[2] = { ready, beyond };

	answer("sched(poll, a port that is pending)", poll(&ready, 1, 0));
	answer("sched(poll, the second is pending)", poll(both, 2, 0));
	answer("sched(poll, pending before a bad one)", poll(bad, 2, 0));
	answer("sched(poll, a bad port)", poll(&beyond, 1, 1));
	answer("sched(poll, port 1024)", poll(&(u32){ 1024 }, 1, 1));
	answer("sched(poll, port 4096)", poll(&(u32){ 4096 }, 1, 1));
	answer("sched(poll, a closed port, time past)", poll(&none, 1, 1));
	answer("sched(poll, port 0, time past)", poll(&many[0], 1, 1));
	answer("sched(poll, no port, time past)", poll(NULL, 0, 1));
	answer("sched(poll, 128 ports, time past)", poll(many, 128, 1));
	answer("sched(poll, 129 ports)", poll(many, 129, 1));
	answer("sched(poll, 2^31 ports)", poll(many, 1u << 31, 1));
	answer("sched(poll, ports unmapped)", poll((u32 *)UNMAPPED, 1, 1));
	answer("sched(poll, ports in Xen's hole)",
	    poll((u32 *)XEN_HOLE, 1, 1));
	answer("sched(poll, ports in Xen's hole, none)",
	    poll((u32 *)XEN_HOLE, 0, 1));
	answer("sched(poll, a little later)",
	    poll(&none, 1, system_time() + 1000000));
	event_clear(ready);
	HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP, EVTCHNOP_CLOSE, &ready);
}

/* An event that waits is taken at once, so block does not wait. */
static void
ask_block(void)
{
	u32 port = pending_port();

	event_set_handler(port, NULL);
	HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP, 9, &port);
	answer("sched(block, an event waits)", sched(SCHEDOP_BLOCK, NULL));
	answer_with("  upcall mask", 0, "mask",
	    this_vcpu()->evtchn_upcall_mask);
	answer_with("  still pending", 0, "bit",
	    shared_page.info.evtchn_pending[port / 32] >> port % 32 & 1);
	events_disable();
	event_notify(port);
	answer("sched_op compat(block, an event waits)",
	    HYPERCALL2(HYPERVISOR_SCHED_OP_COMPAT, SCHEDOP_BLOCK, 0));
	answer_with("  upcall mask", 0, "mask",
	    this_vcpu()->evtchn_upcall_mask);
	events_disable();
	HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP, EVTCHNOP_CLOSE, &port);
}

static s32
watchdog(u32 id, u32 seconds)
{
	u32 argument[2] = { id, seconds };

	return sched(WATCHDOG, argument);
}

static void
ask_watchdogs(void)
{
	answer("sched(watchdog, new, an hour)", watchdog(0, 3600));
	answer("sched(watchdog, another)", watchdog(0, 3600));
	answer("sched(watchdog, a third)", watchdog(0, 3600));
	answer("sched(watchdog, wind up 1)", watchdog(1, 7200));
	answer("sched(watchdog, 3)", watchdog(3, 7200));
	answer("sched(watchdog, 99)", watchdog(99, 7200));
	answer("sched(watchdog, stop 1)", watchdog(1, 0));
	answer("sched(watchdog, stop 1 again)", watchdog(1, 0));
	answer("sched(watchdog, stop 2)", watchdog(2, 0));
	answer("sched(watchdog, wind up 2)", watchdog(2, 7200));
}

static s32
remote(u32 domid)
{
	u32 argument[2] = { domid, SHUTDOWN_CRASH };

	return sched(REMOTE_SHUTDOWN, argument);
}

void
ask_scheduler(void)
{
	u32 command;
	s32 processor = 100000;

	ask_polls();
	ask_block();
	ask_watchdogs();
	answer("sched(remote_shutdown, self)", remote(DOMID_SELF));
	answer("sched(remote_shutdown, 55)", remote(NOBODY));
	answer("sched(remote_shutdown, DOMID_XEN)", remote(DOMID_XEN));
	answer("sched(shutdown_code, bad pointer)",
	    sched(SHUTDOWN_CODE, (void *)XEN_HOLE));
	answer("sched(pin_override, no such processor)",
	    sched(PIN_OVERRIDE, &processor));
	answer("sched(pin_override, bad pointer)",
	    sched(PIN_OVERRIDE, (void *)XEN_HOLE));
	for (command = 8; command < 12; command++)
		answer(numbered("sched", command, ""), sched(command, NULL));
	answer("sched_op compat(yield)",
	    HYPERCALL2(HYPERVISOR_SCHED_OP_COMPAT, SCHEDOP_YIELD, 0));
	for (command = 3; command < 6; command++)
		answer(numbered("sched_op compat", command, ""),
		    HYPERCALL2(HYPERVISOR_SCHED_OP_COMPAT, command, 0));
}
