/*
 * System calls: int $0x80, the number in EAX, arguments on the user's stack
 * above a return address. An error comes back in EAX with the carry flag set.
 */
#include <kernel.h>
#include <syscall.h>

#define PSL_C           1u              /* EFLAGS: carry */
#define NARGS           3

static bool
lies_in(vaddr_t va, size length, vaddr_t start, vaddr_t end)
{
	return va >= start && va <= end && length <= end - va;
}

/* Whether a user may write these bytes. Pages not there yet come on demand. */
static bool
is_data(vaddr_t va, size length)
{
	return lies_in(va, length, VM_HEAP, VM_HEAP_END) ||
	    lies_in(va, length, VM_STACK, VM_STACK_END);
}

/* Whether a user may read them. */
static bool
is_user(vaddr_t va, size length)
{
	return is_data(va, length) ||
	    lies_in(va, length, VM_TEXT, VM_TEXT + (user_end - user_start));
}

static s32
sys_write(u32 fd, vaddr_t bytes, size length)
{
	if (fd != 1)
		return -EBADF;
	if (!is_user(bytes, length))
		return -EFAULT;
	console_write((const char *)bytes, length);
	return length;
}

static s32
sys_wait(vaddr_t status)
{
	u32 xstat;
	s32 pid;

	if (!is_data(status, sizeof(u32)))
		return -EFAULT;
	pid = wait1(&xstat);
	if (pid > 0)
		*(u32 *)status = xstat;
	return pid;
}

static s32
dispatch(struct trapframe *tf, const u32 *args)
{
	switch (tf->tf_eax) {
	case SYS_exit:
		exit1(args[0]);
	case SYS_fork:
		return fork1(tf);
	case SYS_write:
		return sys_write(args[0], args[1], args[2]);
	case SYS_wait:
		return sys_wait(args[0]);
	case SYS_getpid:
		return curproc->p_pid;
	case SYS_ticks:
		return hardclock_ticks;
	case SYS_sleep:
		tsleep(args[0]);
		return 0;
	}
	return -ENOSYS;
}

void
syscall(struct trapframe *tf)
{
	vaddr_t args = tf->tf_esp + sizeof(u32);
	s32 result = -EFAULT;

	if (is_user(args, NARGS * sizeof(u32)))
		result = dispatch(tf, (const u32 *)args);
	tf->tf_eflags &= ~PSL_C;
	if (result < 0) {
		result = -result;
		tf->tf_eflags |= PSL_C;
	}
	tf->tf_eax = result;
}
