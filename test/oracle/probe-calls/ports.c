/*
 * Event channels: every operation on a port in every state.
 */
#include "chapters.h"

#define BIND_INTERDOMAIN        0
#define BIND_PIRQ               2
#define STATUS                  5
#define ALLOC_UNBOUND           6
#define BIND_IPI                7
#define BIND_VCPU               8
#define UNMASK                  9
#define RESET                   10
#define INIT_CONTROL            11
#define EXPAND_ARRAY            12
#define SET_PRIORITY            13
#define NR_VIRQS                26

static s32
event(u32 command, void *argument)
{
	return HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP, command, argument);
}

static s32
close(u32 port)
{
	return event(EVTCHNOP_CLOSE, &port);
}

static u32
alloc_unbound(u32 domid, u32 remote)
{
	struct { u16 domid, remote; u32 port; } alloc = { domid, remote, 0 };

	event(ALLOC_UNBOUND, &alloc);
	return alloc.port;
}

static s32
bind_vcpu(u32 port, u32 number)
{
	u32 argument[2] = { port, number };

	return event(BIND_VCPU, argument);
}

/* Everything that can be done to a port, closing it last. */
static void
ask_port(const char *state, u32 port)
{
	struct {
		u16 domid, padding;
		u32 port, state, vcpu, detail[2];
	} status = { .domid = DOMID_SELF, .port = port };
	u32 priority[2] = { port, 7 };

	answer(question("evtchn status", state), event(STATUS, &status));
	answer_with("  state", 0, "state", status.state);
	answer_with("  vcpu", 0, "vcpu", status.vcpu);
	answer(question("evtchn send", state), event(EVTCHNOP_SEND, &port));
	answer_with("  pending", 0, "bit",
	    shared_page.info.evtchn_pending[port / 32] >> port % 32 & 1);
	answer(question("evtchn unmask", state), event(UNMASK, &port));
	answer_with("  masked", 0, "bit",
	    shared_page.info.evtchn_mask[port / 32] >> port % 32 & 1);
	answer(question("evtchn bind_vcpu 0", state), bind_vcpu(port, 0));
	answer(question("evtchn bind_vcpu 1", state), bind_vcpu(port, 1));
	answer(question("evtchn set_priority", state),
	    event(SET_PRIORITY, priority));
	answer(question("evtchn close", state), close(port));
	answer(question("evtchn close again", state), close(port));
	event_clear(port);
}

static void
ask_states(void)
{
	struct { u32 domid, remote, port; } pair = { DOMID_SELF, 0, 0 };
	struct evtchn_bind_virq virq = { VIRQ_TIMER, 0, 0 };
	struct { u32 vcpu, port; } ipi = { 0, 0 };

	ask_port("closed", 700);
	ask_port("unbound", alloc_unbound(DOMID_SELF, 0));
	event(EVTCHNOP_BIND_VIRQ, &virq);
	ask_port("timer", virq.port);
	virq.virq = 3;
	event(EVTCHNOP_BIND_VIRQ, &virq);
	ask_port("dom_exc", virq.port);
	event(BIND_IPI, &ipi);
	ask_port("ipi", ipi.port);
	pair.remote = alloc_unbound(DOMID_SELF, DOMID_SELF);
	event(BIND_INTERDOMAIN, &pair);
	ask_port("interdomain", pair.port);
	ask_port("unbound again", pair.remote);
}

/* Ports that are none. Those of the console and the store are not touched. */
static void
ask_bad_ports(void)
{
	static const u32 bad[] = { 0, 63, 64, 1023, 1024, 4095, 4096, 131072, ~0u };
	u32 i;

	for (i = 0; i < NELEM(bad); i++) {
		struct { u32 domid, port, more[4]; } status =
		    { DOMID_SELF, bad[i], { 0 } };
		u32 port = bad[i];

		answer(numbered("evtchn status", bad[i], ""),
		    event(STATUS, &status));
		answer(numbered("evtchn bind_vcpu", bad[i], ""),
		    bind_vcpu(bad[i], 0));
		answer(numbered("evtchn unmask", bad[i], ""),
		    event(UNMASK, &port));
	}
}

static s32
status_of(u32 domid)
{
	struct { u32 domid, port, more[4]; } status = { domid, 1, { 0 } };

	return event(STATUS, &status);
}

static s32
reset(u32 domid)
{
	return event(RESET, &domid);
}

static s32
bind_interdomain(u32 domid, u32 port)
{
	u32 argument[3] = { domid, port, 0 };

	return event(BIND_INTERDOMAIN, argument);
}

static void
ask_others(void)
{
	u32 pirq[3] = { 1, 0, 0 }, control[6] = { 0, 0, 0, 99, 0, 0 };
	u32 compat[7] = { EVTCHNOP_SEND, 900 };
	u64 frame = mfn_of(page_a);

	answer("evtchn status(domain 55)", status_of(NOBODY));
	answer("evtchn status(DOMID_XEN)", status_of(DOMID_XEN));
	answer("evtchn status(DOMID_INVALID)", status_of(DOMID_INVALID));
	answer("evtchn reset(domain 55)", reset(NOBODY));
	answer("evtchn reset(DOMID_XEN)", reset(DOMID_XEN));
	answer("evtchn bind_interdomain(self, 0)",
	    bind_interdomain(DOMID_SELF, 0));
	answer("evtchn bind_interdomain(self, 900)",
	    bind_interdomain(DOMID_SELF, 900));
	answer("evtchn bind_interdomain(self, 5000)",
	    bind_interdomain(DOMID_SELF, 5000));
	answer("evtchn bind_interdomain(DOMID_XEN)",
	    bind_interdomain(DOMID_XEN, 1));
	answer("evtchn bind_pirq(1)", event(BIND_PIRQ, pirq));
	pirq[0] = 100000;
	answer("evtchn bind_pirq(100000)", event(BIND_PIRQ, pirq));
	answer("evtchn init_control(vcpu 99)", event(INIT_CONTROL, control));
	answer("evtchn expand_array(no control)", event(EXPAND_ARRAY, &frame));
	answer("evtchn compat(send closed)",
	    HYPERCALL1(HYPERVISOR_EVENT_CHANNEL_OP_COMPAT, compat));
	compat[0] = 99;
	answer("evtchn compat(unknown)",
	    HYPERCALL1(HYPERVISOR_EVENT_CHANNEL_OP_COMPAT, compat));
	compat[0] = RESET;
	compat[1] = NOBODY;
	answer("evtchn compat(reset domain 55)",
	    HYPERCALL1(HYPERVISOR_EVENT_CHANNEL_OP_COMPAT, compat));
	answer("evtchn(14)", event(14, control));
	answer("evtchn(15)", event(15, control));
}

void
ask_ports(void)
{
	ask_states();
	ask_bad_ports();
	ask_others();
}

/* Every VIRQ, bound to vCPU 0 and given up again. */
void
ask_virqs(void)
{
	u32 number;

	for (number = 0; number < NR_VIRQS; number++) {
		struct evtchn_bind_virq virq = { number, 0, 0 };
		s32 result = event(EVTCHNOP_BIND_VIRQ, &virq);

		answer(numbered("evtchn bind_virq", number, ""), result);
		if (result == 0)
			close(virq.port);
	}
}
