/* How a trap is left. */
#define TRAP_EXIT       iret
