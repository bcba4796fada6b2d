/*
 * cidr.h - IPv4 and IPv6 addresses and ranges: reading, writing, arithmetic. Shared by cidr.* functions and schema checks.
 */
#ifndef ENGINE_VALUE_CIDR_H
#define ENGINE_VALUE_CIDR_H

#include "engine/base/arena.h"
#include "engine/base/err.h"

struct cidr {
    uint8_t width;     /* bits of an address: 32 or 128 */
    uint8_t prefix;    /* bits of the network, <= width */
    uint8_t bytes[16]; /* network byte order; IPv4 uses the first four */
};

bool cidr_parse(struct str text, struct cidr *ret);      /* "10.0.0.0/16", "fd00::/8"; host bits are kept; no leading zeros */
bool cidr_parse_ip(struct str text, struct cidr *ret);   /* an address alone: prefix = width */
struct str cidr_text(struct arena *arena, const struct cidr *c, bool with_prefix);
bool cidr_has_host_bits(const struct cidr *c);
void cidr_clear_host_bits(struct cidr *c);
bool cidr_contains(const struct cidr *outer, const struct cidr *inner);
/* Adds n << (width - at) to the address: n counts in units of a network of `at` bits. False: past the end of `c`'s own network. */
bool cidr_advance(struct cidr *c, unsigned at, uint64_t n);

#endif
