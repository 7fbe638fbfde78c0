/*
 * Event channels: what interrupts are to a kernel on the bare machine.
 *
 * Xen sets a bit in evtchn_pending, its word's bit in the vCPU's
 * evtchn_pending_sel, then evtchn_upcall_pending; if evtchn_upcall_mask is
 * clear it enters the guest at event_callback with the mask set.
 */
#include "guest.h"

#define NR_HANDLERS     32              /* we use the first few ports only */

extern char event_callback[];
extern char failsafe_callback[];

void event_upcall(void);

static event_handler *handlers[NR_HANDLERS];

/* Tells Xen where to enter for events and for failed segment loads. */
void
events_init(void)
{
	struct callback_register event = {
		CALLBACKTYPE_EVENT, 0, FLAT_RING1_CS, (u32)event_callback
	};
	struct callback_register failsafe = {
		CALLBACKTYPE_FAILSAFE, 0, FLAT_RING1_CS, (u32)failsafe_callback
	};

	HYPERCALL2(HYPERVISOR_CALLBACK_OP, CALLBACKOP_REGISTER, &event);
	HYPERCALL2(HYPERVISOR_CALLBACK_OP, CALLBACKOP_REGISTER, &failsafe);
}

/* Closes the door to upcalls, as cli does to interrupts. */
void
events_disable(void)
{
	this_vcpu()->evtchn_upcall_mask = 1;
	barrier();
}

/*
 * Opens the door. Xen looks at the mask only when it returns to the guest, so
 * what came in meanwhile is fetched by calling it: any hypercall will do.
 */
void
events_enable(void)
{
	barrier();
	this_vcpu()->evtchn_upcall_mask = 0;
	full_barrier();
	if (this_vcpu()->evtchn_upcall_pending)
		HYPERCALL2(HYPERVISOR_XEN_VERSION, XENVER_VERSION, 0);
}

/* Calls `handler` (which may be NULL) for events on `port`, and unmasks it. */
void
event_set_handler(u32 port, event_handler *handler)
{
	if (port >= NR_HANDLERS)
		panic("event port %u: only %u are handled", port, NR_HANDLERS);
	handlers[port] = handler;
	__atomic_and_fetch(&shared_page.info.evtchn_mask[port / 32],
	    ~(1u << port % 32), __ATOMIC_SEQ_CST);
}

/* Gives a virtual interrupt of vCPU 0 a port of its own; returns the port. */
u32
event_bind_virq(u32 virq, event_handler *handler)
{
	struct evtchn_bind_virq bind = { virq, 0, 0 };
	s32 error;

	error = HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP, EVTCHNOP_BIND_VIRQ,
	    &bind);
	if (error != 0)
		panic("bind_virq(%u): error %d", virq, error);
	event_set_handler(bind.port, handler);
	return bind.port;
}

/* Kicks whoever holds the other end of `port`. */
void
event_notify(u32 port)
{
	HYPERCALL2(HYPERVISOR_EVENT_CHANNEL_OP, EVTCHNOP_SEND, &port);
}

/* Forgets an event on `port`. */
void
event_clear(u32 port)
{
	__atomic_and_fetch(&shared_page.info.evtchn_pending[port / 32],
	    ~(1u << port % 32), __ATOMIC_SEQ_CST);
}

/*
 * Sleeps until `port` is pending or system time `timeout` has come (0: no
 * time-out). Works with upcalls masked, so even a panic can use it.
 */
void
event_poll(u32 port, u64 timeout)
{
	struct sched_poll poll = { &port, 1, timeout };

	HYPERCALL2(HYPERVISOR_SCHED_OP, SCHEDOP_POLL, &poll);
}

/* Unmasks upcalls and sleeps until one has been taken; see WAIT_UNTIL. */
void
event_block(void)
{
	HYPERCALL2(HYPERVISOR_SCHED_OP, SCHEDOP_BLOCK, 0);
}

/* Handles and clears every unmasked pending port of one word. */
static void
handle_word(u32 word)
{
	u32 ready, bit;

	while ((ready = __atomic_load_n(&shared_page.info.evtchn_pending[word],
	    __ATOMIC_SEQ_CST) & ~shared_page.info.evtchn_mask[word]) != 0) {
		bit = __builtin_ctz(ready);
		event_clear(word * 32 + bit);
		if (word * 32 + bit < NR_HANDLERS &&
		    handlers[word * 32 + bit] != NULL)
			handlers[word * 32 + bit](word * 32 + bit);
	}
}

/*
 * The upcall, entered masked. The pending flag is cleared before the scan: an
 * event that arrives during it sets the flag again, and is taken on return.
 */
void
event_upcall(void)
{
	u32 words;

	this_vcpu()->evtchn_upcall_pending = 0;
	words = __atomic_exchange_n(&this_vcpu()->evtchn_pending_sel, 0,
	    __ATOMIC_SEQ_CST);
	while (words != 0) {
		handle_word(__builtin_ctz(words));
		words &= words - 1;
	}
}
