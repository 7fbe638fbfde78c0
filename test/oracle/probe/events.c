/*
 * Event channels. The first free ports are expected to be 1, 2, 3 and so on
 * behind those that the builder took.
 */
#include "chapters.h"

#define BIND_INTERDOMAIN        0
#define STATUS                  5
#define ALLOC_UNBOUND           6
#define BIND_IPI                7
#define UNMASK                  9
#define VIRQ_DOM_EXC            3
#define NR_VIRQS                24

struct alloc_unbound {
	u16 domid, remote;
	u32 port;
};

struct bind_interdomain {
	u32 remote, remote_port, port;
};

struct bind_ipi {
	u32 vcpu, port;
};

struct status {
	u16 domid, padding;
	u32 port, status, vcpu, detail[2];
};

static s32
event(u32 command, void *argument)
{
	return HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP, command, argument);
}

static s32
on_port(u32 command, u32 port)
{
	return event(command, &port);
}

static s32
bind_virq(u32 virq, u32 vcpu, u32 *port)
{
	struct evtchn_bind_virq bind = { virq, vcpu, 0 };
	s32 result = event(EVTCHNOP_BIND_VIRQ, &bind);

	*port = bind.port;
	return result;
}

static void
ask_bad_ports(void)
{
	u32 none[3] = { 0, 0, 0 };

	answer("evtchn(send port 9999)", on_port(EVTCHNOP_SEND, 9999));
	answer("evtchn(send port 1000000)", on_port(EVTCHNOP_SEND, 1000000));
	answer("evtchn(send port 0)", on_port(EVTCHNOP_SEND, 0));
	answer("evtchn(unknown 99)", event(99, none));
	answer("evtchn(send, bad pointer)",
	    event(EVTCHNOP_SEND, (void *)XEN_HOLE));
	answer("evtchn(close port 0)", on_port(EVTCHNOP_CLOSE, 0));
	answer("evtchn(close unbound port)", on_port(EVTCHNOP_CLOSE, 9));
}

static void
ask_virqs(void)
{
	u32 port;

	answer("evtchn(bind_virq timer vcpu0)", bind_virq(VIRQ_TIMER, 0, &port));
	answer_with("  port", 0, "port", port);
	answer("evtchn(bind_virq timer again)", bind_virq(VIRQ_TIMER, 0, &port));
	answer("evtchn(bind_virq 24)", bind_virq(NR_VIRQS, 0, &port));
	answer("evtchn(bind_virq vcpu 99)", bind_virq(VIRQ_TIMER, 99, &port));
	answer("evtchn(bind_virq DOM_EXC=3)", bind_virq(VIRQ_DOM_EXC, 0, &port));
}

static void
ask_pairs(void)
{
	struct alloc_unbound alloc = { DOMID_SELF, DOMID_SELF, 0 };
	struct bind_interdomain bind = { DOMID_SELF, 0, 0 };

	answer("evtchn(alloc_unbound self,self)", event(ALLOC_UNBOUND, &alloc));
	bind.remote_port = alloc.port;
	answer_with("  port", 0, "port", alloc.port);
	answer("evtchn(send on unbound)",
	    on_port(EVTCHNOP_SEND, bind.remote_port));
	answer("evtchn(bind_interdomain self)", event(BIND_INTERDOMAIN, &bind));
	answer_with("  local port", 0, "port", bind.port);
	answer("evtchn(bind_interdomain again)", event(BIND_INTERDOMAIN, &bind));
	answer("evtchn(send on bound)",
	    on_port(EVTCHNOP_SEND, bind.remote_port));

	alloc = (struct alloc_unbound){ NOBODY, 0, 0 };
	answer("evtchn(alloc_unbound dom 55)", event(ALLOC_UNBOUND, &alloc));
	alloc = (struct alloc_unbound){ DOMID_SELF, NOBODY, 0 };
	answer("evtchn(alloc_unbound self, remote 55)",
	    event(ALLOC_UNBOUND, &alloc));
	bind = (struct bind_interdomain){ NOBODY, 1, 0 };
	answer("evtchn(bind_interdomain dom 55)",
	    event(BIND_INTERDOMAIN, &bind));
}

void
ask_events(void)
{
	struct bind_ipi ipi = { 0, 0 };
	struct status status = { .domid = DOMID_SELF, .port = 1 };

	ask_bad_ports();
	ask_virqs();
	ask_pairs();
	answer("evtchn(bind_ipi vcpu0)", event(BIND_IPI, &ipi));
	answer_with("  port", 0, "port", ipi.port);
	ipi.vcpu = 99;
	answer("evtchn(bind_ipi vcpu99)", event(BIND_IPI, &ipi));
	answer("evtchn(status port 1)", event(STATUS, &status));
	answer_with("  status", 0, "st", status.status);
	answer("evtchn(unmask 9999)", on_port(UNMASK, 9999));
}
