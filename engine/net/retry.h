/*
 * retry.h - how long to wait before the next attempt. Source: AWS SDK standard mode of 2026-11 (cloud-facts 9).
 *
 *     delay_ms = retry_delay(&random, RETRY_THROTTLED, attempt, profile, wall_ms, reply.headers, reply.header_count);
 *
 * Full jitter: rand(0, 1) * min(base * 2^i, 20 s); a wish of the server raises it. There is no retry quota: what ends the
 * attempts is the deadline of the operation, because throttling must never fail an apply.
 */
#ifndef ENGINE_NET_RETRY_H
#define ENGINE_NET_RETRY_H

#include "engine/base/io.h"

/* Why another attempt is needed. */
enum retry_reason { RETRY_TRANSIENT, RETRY_THROTTLED, RETRY_REASONS };

/* A seeded generator (xorshift64*): the same seed gives the same delays. */
struct retry_random {
    uint64_t state;
};
void retry_seed(struct retry_random *random, uint64_t seed);
double retry_uniform(struct retry_random *random); /* 0 <= x < 1 */

/* `retries` counts from 0. fast: the endpoint states its own times (a simulator): base 1 ms. Headers may be none. */
int64_t retry_delay_ms(struct retry_random *random, enum retry_reason reason, int retries, bool fast, int64_t wall_ms,
                       const struct io_header *headers, size_t header_count);

#endif
