/*
 * The first and only user program: writes, touches fresh pages, spends time,
 * forks. It lives in ring 3 and sees nothing of what lies below.
 */
#include <types.h>

#define FRESH_PAGES     6
#define HEAP            ((u32 *)0x00400000)
#define WORDS_PER_PAGE  (PAGE_SIZE / sizeof(u32))

NORETURN void exit(u32 status);
s32 fork(void);
s32 write(u32 fd, const char *bytes, size length);
s32 wait(u32 *status);
s32 getpid(void);
s32 ticks(void);
s32 sleep(u32 ticks);
u32 user_main(void);

/* Appends a string; gives its new end. */
static char *
put(char *to, const char *from)
{
	while (*from != '\0')
		*to++ = *from++;
	return to;
}

static char *
put_number(char *to, s32 value)
{
	u32 scale;

	if (value < 0) {
		*to++ = '-';
		value = -value;
	}
	for (scale = 1; (u32)value / scale >= 10; scale *= 10)
		;
	for (; scale > 0; scale /= 10)
		*to++ = '0' + (u32)value / scale % 10;
	return to;
}

/* Writes a line: pid, words, a number. */
static void
say(const char *words, s32 number)
{
	char line[80];
	char *end = put_number(put(line, "pid "), getpid());

	end = put_number(put(put(end, ": "), words), number);
	end = put(end, "\r\n");
	write(1, line, end - line);
}

/* Writes to pages that are not there, and adds up what they hold. */
static u32
touch_pages(void)
{
	u32 sum = 0, i;

	for (i = 0; i < FRESH_PAGES; i++)
		HEAP[i * WORDS_PER_PAGE + 1] = i + 1;
	for (i = 0; i < FRESH_PAGES * WORDS_PER_PAGE; i++)
		sum += HEAP[i];
	return sum;
}

/* Runs, without sleeping, until the clock ticks: it must interrupt us. */
static void
spin(void)
{
	volatile u32 i;
	s32 start = ticks();

	while (ticks() == start)
		for (i = 0; i < 20000; i++)
			;
}

static void
child_main(void)
{
	say("fork gave me ", 0);
	say("my copy of the sum is ", HEAP[0]);
	HEAP[0] = 7;
	exit(HEAP[0]);
}

u32
user_main(void)
{
	u32 status = 0;
	s32 pid;

	say("hello from ring ", 3);
	HEAP[0] = touch_pages();
	say("sum over fresh pages ", HEAP[0]);
	spin();
	say("clock ticks seen while running ", 1);
	sleep(2);
	say("clock ticks slept ", 2);
	pid = fork();
	if (pid == 0)
		child_main();
	if (pid < 0) {
		say("fork: error ", -pid);
		return 0;
	}
	say("fork gave me ", pid);
	say("waited for ", wait(&status));
	say("its status is ", status);
	say("my sum is still ", HEAP[0]);
	return 0;
}
