/*
 * Printing answers, and catching the traps that some questions cause.
 */
#include "probe.h"

volatile u32 trap_resume;
volatile s32 trap_met;
static volatile u32 trap_error, trap_address;

static const struct {
	s32 number;
	const char *name;
} errors[] = {
	{ 1, "EPERM" }, { 2, "ENOENT" }, { 3, "ESRCH" }, { 6, "ENXIO" },
	{ 7, "E2BIG" }, { 9, "EBADF" }, { 12, "ENOMEM" }, { 13, "EACCES" },
	{ 14, "EFAULT" }, { 16, "EBUSY" }, { 17, "EEXIST" }, { 19, "ENODEV" },
	{ 22, "EINVAL" }, { 28, "ENOSPC" }, { 34, "ERANGE" }, { 38, "ENOSYS" },
	{ 62, "ETIME" }, { 95, "EOPNOTSUPP" },
};

static const char *
error_name(s32 result)
{
	u32 i;

	for (i = 0; i < NELEM(errors); i++)
		if (result == -errors[i].number)
			return errors[i].name;
	return "";
}

/* A hypercall's result. */
void
answer(const char *question, s32 result)
{
	printf("P|%s|%d|%s\n", question, result, error_name(result));
}

/* A result and one value that came with it. */
void
answer_with(const char *question, s32 result, const char *what, u64 value)
{
	const char *error = error_name(result);

	printf("P|%s|%d|%s%s%s=0x%llx\n", question, result, error,
	    *error == '\0' ? "" : " ", what, value);
}

/* A result and a string that came with it. */
void
answer_text(const char *question, s32 result, const char *text)
{
	printf("P|%s|%d|%s\n", question, result, text);
}

/* What the questions behind it have in common. */
void
heading(const char *text)
{
	printf("C|%s\n", text);
}

void
fact(const char *question, u32 value)
{
	printf("F|%s|0x%x\n", question, value);
}

/* What TRY met, and a value to show if it met nothing. */
void
trap_answer(const char *question, u32 value)
{
	if (trap_met < 0)
		printf("T|%s|no trap|value=0x%x\n", question, value);
	else if (trap_met == TRAP_PAGE_FAULT)
		printf("T|%s|trap %d|err=0x%x cr2=0x%x\n", question, trap_met,
		    trap_error, trap_address);
	else
		printf("T|%s|trap %d|err=0x%x\n", question, trap_met,
		    trap_error);
}

static void
on_trap(struct trap_frame *frame)
{
	if (trap_resume == 0)
		panic("unexpected trap %u, error 0x%x, eip 0x%x",
		    frame->vector, frame->error, frame->eip);
	trap_met = frame->vector;
	trap_error = frame->error;
	trap_address = this_vcpu()->cr2;
	frame->eip = trap_resume;
	trap_resume = 0;
}

/* Every exception leads to what TRY goes on behind. Returns set_trap_table's answer. */
s32
catch_traps(void)
{
	u32 vector;

	for (vector = 0; vector < NR_TRAPS; vector++)
		trap_set_handler(vector, on_trap);
	return traps_init();
}
