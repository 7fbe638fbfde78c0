/*
 * The questions of this probe, by chapter.
 */
#ifndef CHAPTERS_H
#define CHAPTERS_H

#include "probe.h"

/* What is at the structure's address, in the order in which it is asked. */
enum content { ZEROS, SELF, HOLE, NOWHERE, NR_CONTENTS };

/* Asks for sub-operations first..last, with each kind of structure. */
void sweep(const char *call, u32 number, u32 first, u32 last);

void ask_toolstack(void);
void ask_hardware(void);
void ask_devices(void);
void ask_old_numbers(void);

#endif
