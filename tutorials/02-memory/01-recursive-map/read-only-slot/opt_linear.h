/* What the directory's entry for itself permits: the window is for reading. */
#define PG_LINEAR       PG_V
