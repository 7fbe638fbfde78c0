/*
 * The questions of this probe, by chapter.
 */
#ifndef CHAPTERS_H
#define CHAPTERS_H

#include "probe.h"

void ask_numbers(void);
void ask_pointers(void);
void ask_versions(void);
void ask_scheduler(void);
void ask_vcpus(void);
void ask_timers(void);
void ask_ports(void);
void ask_virqs(void);
void ask_callbacks(void);
void ask_debug_registers(void);
void ask_privileges(void);
void ask_reservations(void);
void ask_memory_maps(void);
void ask_exchanges(void);
void ask_lists(void);
void ask_consoles(void);
void ask_vcpu_info(void);

#endif
