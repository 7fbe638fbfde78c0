/*
 * xenstore as the two halves of a driver use it: each writes below its own
 * directory, lets the other read there, and watches the other's.
 */
#ifndef STORE_H
#define STORE_H

#include "guest.h"
#include "xen/xenbus.h"

#define STORE_VALUE_MAX 64u

int store_read(const char *path, char *value);
bool store_read_number(const char *path, u32 *number);
void store_write(const char *path, const char *value);
void store_write_number(const char *path, u32 number);
void store_allow(const char *path, u32 own, u32 reader);
void store_await_state(const char *path, enum xenbus_state least);
void store_await_end(const char *path, enum xenbus_state least);

#endif
