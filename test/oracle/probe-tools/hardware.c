/*
 * The calls of hardware-assisted guests and their tools, of profilers, of
 * 64-bit guests, and those that this Xen is built without.
 */
#include "chapters.h"

#define SET_SEGMENT_BASE        25
#define XSM_OP                  27
#define XENOPROF_OP             31
#define HVM_OP                  34
#define KEXEC_OP                37
#define TMEM_OP                 38
#define ARGO_OP                 39
#define XENPMU_OP               40
#define DM_OP                   41
#define HYPFS_OP                42
#define MCA                     48

static void
ask_device_model(void)
{
	static const u16 domids[] = { 0, NOBODY, DOMID_SELF, DOMID_XEN };
	static u32 buffers[8];
	u32 count, i;

	for (i = 0; i < NELEM(domids); i++)
		for (count = 0; count < 5; count++)
			answer(numbered("dm_op", domids[i], "zeros"),
			    hypercall(DM_OP, domids[i], count, (u32)buffers,
			    0, 0));
	answer("dm_op(Xen's hole)", hypercall(DM_OP, 0, 1, XEN_HOLE, 0, 0));
	answer("dm_op(null)", hypercall(DM_OP, 0, 1, 0, 0, 0));
}

/* hvm_ops that name a domain, and a parameter. */
static void
ask_targets(void)
{
	static const u8 commands[] = { 0, 1, 9, 15 };
	u32 i;

	for (i = 0; i < NELEM(commands); i++) {
		u32 target[8] = { NOBODY, 0 };

		answer(numbered("hvm_op", commands[i], "domain 55"),
		    hypercall(HVM_OP, commands[i], (u32)target, 0, 0, 0));
		target[1] = 1000;
		answer(numbered("hvm_op", commands[i], "55, parameter 1000"),
		    hypercall(HVM_OP, commands[i], (u32)target, 0, 0, 0));
	}
}

void
ask_hardware(void)
{
	u32 which;

	heading("for hardware");
	for (which = 0; which < 5; which++)
		answer(numbered("set_segment_base", which, ""),
		    hypercall(SET_SEGMENT_BASE, which, (u32)virt_base, 0, 0,
		    0));
	sweep("xsm_op", XSM_OP, 0, 1);
	/* Not 0 and 14, which begin to profile if the processor can. */
	sweep("xenoprof_op", XENOPROF_OP, 1, 13);
	sweep("xenoprof_op", XENOPROF_OP, 15, 20);
	sweep("hvm_op", HVM_OP, 0, 28);
	ask_targets();
	sweep("kexec_op", KEXEC_OP, 0, 8);
	sweep("tmem_op", TMEM_OP, 0, 1);
	sweep("argo_op", ARGO_OP, 0, 5);
	sweep("xenpmu_op", XENPMU_OP, 0, 8);
	ask_device_model();
	sweep("hypfs_op", HYPFS_OP, 0, 4);
	sweep("mca", MCA, 0, 1);
}
