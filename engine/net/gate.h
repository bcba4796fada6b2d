/*
 * gate.h - who may send and how fast: a limit on what is in flight, and token buckets that learn.
 *
 *     struct gate_ticket ticket = { .priority = 5, .deadline_mono_ms = deadline };
 *     gate_token(gate, bucket, &ticket)           the bucket lets it pass
 *     gate_wait_slot(gate, &ticket)               a slot is free for this ticket now (not taken: the fence is asked next)
 *     gate_take_slot(gate, &ticket)               false: it is gone again; wait once more, the ticket keeps its place
 *     ... send ...
 *     gate_leave(gate, bucket, throttled)
 *
 * In both queues higher priority goes first, then who came first. A bucket without a declared rate lets everything pass until
 * its first throttled answer; from then on its rate is learned: cut to 0.7, grown back along a cubic (AWS adaptive mode,
 * cloud-facts 9), at least 0.5/s, at most twice what was measured and never above the declared rate. All of it suspends only.
 */
#ifndef ENGINE_NET_GATE_H
#define ENGINE_NET_GATE_H

#include "engine/net/fiber.h"

struct gate;
struct gate_bucket;

enum gate_result { GATE_PASS, GATE_DEADLINE, GATE_INTERRUPTED };

/* One per call, reused by its attempts: zero but for the first two. */
struct gate_ticket {
    int priority;
    int64_t deadline_mono_ms;
    uint64_t order;              /* place in the queue, given at first use */
    struct fiber *fiber;
};

struct gate *gate_new(struct loop *loop, int max_in_flight);
void gate_free(struct gate *gate);

/* The bucket of that name, made when missing; NULL for an empty name. It lives as long as the gate. */
struct gate_bucket *gate_bucket(struct gate *gate, struct str name);
void gate_rate(struct gate *gate, struct gate_bucket *bucket, double per_second, double burst);
double gate_rate_now(const struct gate_bucket *bucket);    /* 0: not limited */

enum gate_result gate_token(struct gate *gate, struct gate_bucket *bucket, struct gate_ticket *ticket) MUST_USE;
enum gate_result gate_wait_slot(struct gate *gate, struct gate_ticket *ticket) MUST_USE;
bool gate_take_slot(struct gate *gate, struct gate_ticket *ticket) MUST_USE;
void gate_leave(struct gate *gate, struct gate_bucket *bucket, bool throttled);

int gate_in_flight(const struct gate *gate);

#endif
