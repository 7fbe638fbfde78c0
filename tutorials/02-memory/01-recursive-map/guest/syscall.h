/* Numbers of system calls. */
#define SYS_exit        1
#define SYS_fork        2
#define SYS_write       4
#define SYS_wait        7
#define SYS_getpid      20
#define SYS_ticks       100             /* clock ticks since the start */
#define SYS_sleep       101             /* for so many clock ticks */
