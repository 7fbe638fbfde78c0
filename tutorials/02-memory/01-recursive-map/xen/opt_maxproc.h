/* Processes there may be at a time: fork needs the alternate window. */
#define MAXPROC         1
