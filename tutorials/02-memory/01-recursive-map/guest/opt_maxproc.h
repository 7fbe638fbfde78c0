/* Processes there may be at a time. */
#define MAXPROC         2
