/* What the directory's entry for itself permits: the window can be written. */
#define PG_LINEAR       (PG_V | PG_RW)
