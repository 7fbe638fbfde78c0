/*
 * The questions of this probe, by chapter.
 */
#ifndef CHAPTERS_H
#define CHAPTERS_H

#include "probe.h"

void ask_version(void);
void ask_console(void);
void ask_trap_table(void);
void ask_mapping(void);
void ask_updates(void);
void ask_pinning(void);
void ask_hooking(void);
void ask_base_pointer(void);
void ask_descriptors(void);
void ask_events(void);
void ask_scheduling(void);
void ask_devices(void);
void ask_memory(void);
void ask_grants(void);
void ask_multicalls(void);
void ask_instructions(void);

#endif
