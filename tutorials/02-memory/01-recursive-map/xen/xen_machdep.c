/*
 * Requests to Xen about page tables. A refusal is the end.
 */
#include <kernel.h>
#include <xenpmap.h>

#define XPQ_SIZE        64

static struct mmu_update xpq[XPQ_SIZE];
static u32 xpq_length;

/* Sets the entry of an address that the running tables map. */
void
xen_set_entry(u32 va, u64 entry)
{
	s32 error = update_va_mapping(va, entry, UVMF_INVLPG);

	if (error != 0)
		panic("update_va_mapping refused, error %d", error);
}

/* One operation on a table; `what` is for the message. */
void
xen_mmuext(u32 command, u32 mfn, const char *what)
{
	struct mmuext_op op = { command, mfn, 0 };
	s32 error;

	error = HYPERCALL4(HYPERVISOR_MMUEXT_OP, &op, 1, 0, DOMID_SELF);
	if (error != 0)
		panic("%s refused, error %d", what, error);
}

/* Puts a change of an entry, named by its machine address, into the queue. */
void
xpq_queue_update(maddr_t entry, u64 value)
{
	xpq[xpq_length].ptr = entry | MMU_NORMAL_PT_UPDATE;
	xpq[xpq_length].val = value;
	if (++xpq_length == XPQ_SIZE)
		xpq_flush_queue();
}

/* Hands the queue to Xen. */
void
xpq_flush_queue(void)
{
	u32 length = xpq_length;
	s32 error;

	xpq_length = 0;
	error = HYPERCALL4(HYPERVISOR_MMU_UPDATE, xpq, length, 0, DOMID_SELF);
	if (error != 0)
		panic("mmu_update refused, error %d", error);
}
