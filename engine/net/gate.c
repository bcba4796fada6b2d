/*
 * gate.c - two priority queues (a bucket's, and the one for slots) and the arithmetic of rates.
 *
 * Only the head of a bucket's queue sleeps until the next token; everybody behind sleeps until its deadline and is unparked
 * when it becomes the head. So 5,000 waiting requests cost a timer each, not a wake each.
 *
 * Queueing is done here because curl's own queue (CURLMOPT_MAX_TOTAL_CONNECTIONS) was measured at four times the CPU.
 */
#include "engine/net/gate.h"
#include "engine/base/log.h"
#include "engine/base/map.h"
#include "engine/net/loop.h"

#include <assert.h>
#include <math.h>

enum { DEFAULT_IN_FLIGHT = 128, MEASURE_MS = 500 };

static const double CUT = 0.7, CUBIC = 0.4, SMOOTHING = 0.8, RATE_MIN = 0.5;

struct queue {
    struct gate_ticket **heap;
    size_t count, room;
};

struct gate_bucket {
    struct str name;
    struct queue waiting;
    double declared, burst;          /* 0: no rate declared */
    bool limited;                    /* tokens are counted */
    double rate, room, tokens;
    int64_t filled_mono_ms;
    /* What was sent lately, for the first cut and the ceiling. */
    int64_t measure_start_ms;
    double measure_count, measured;
    /* The cubic: the rate before the last cut, when that was, and seconds until it is reached again. */
    bool adaptive;
    double rate_max, zero_point_s;
    int64_t cut_mono_ms;
};

struct gate {
    struct loop *loop;
    struct arena memory;
    struct map buckets;
    int max_in_flight, in_flight;
    struct queue slots;
    uint64_t order;
};

/* ---- Queues ------------------------------------------------------------------------------------------------------ */

static bool is_before(const struct gate_ticket *a, const struct gate_ticket *b)
{
    return a->priority != b->priority ? a->priority > b->priority : a->order < b->order;
}

static void sift_up(struct queue *queue, size_t at)
{
    struct gate_ticket *ticket = queue->heap[at];
    for (; at && is_before(ticket, queue->heap[(at - 1) / 2]); at = (at - 1) / 2)
        queue->heap[at] = queue->heap[(at - 1) / 2];
    queue->heap[at] = ticket;
}

static void sift_down(struct queue *queue, size_t at)
{
    struct gate_ticket *ticket = queue->heap[at];
    for (size_t child; (child = at * 2 + 1) < queue->count; at = child) {
        if (child + 1 < queue->count && is_before(queue->heap[child + 1], queue->heap[child]))
            child++;
        if (!is_before(queue->heap[child], ticket))
            break;
        queue->heap[at] = queue->heap[child];
    }
    queue->heap[at] = ticket;
}

static struct gate_ticket *head_of(const struct queue *queue)
{
    return queue->count ? queue->heap[0] : NULL;
}

static void enter(struct gate *gate, struct queue *queue, struct gate_ticket *ticket)
{
    ticket->fiber = loop_current(gate->loop);
    if (!ticket->order)
        ticket->order = ++gate->order;
    if (queue->count == queue->room)
        queue->heap = arena_grow_(&gate->memory, queue->heap, queue->count, &queue->room, sizeof(struct gate_ticket *));
    queue->heap[queue->count++] = ticket;
    sift_up(queue, queue->count - 1);
}

static void leave_queue(struct gate *gate, struct queue *queue, struct gate_ticket *ticket)
{
    size_t at = 0; /* the head, but for those whose deadline came */
    while (queue->heap[at] != ticket)
        at++;
    struct gate_ticket *last = queue->heap[--queue->count];
    if (last != ticket) {
        queue->heap[at] = last;
        sift_up(queue, at);
        sift_down(queue, at);
    }
    if (at == 0 && queue->count)
        fiber_unpark(gate->loop, queue->heap[0]->fiber); /* a new head */
}

static enum gate_result may_wait(struct gate *gate, const struct gate_ticket *ticket)
{
    if (loop_interrupted(gate->loop) >= 2)
        return GATE_INTERRUPTED;
    return ticket->deadline_mono_ms <= io_mono_ms(loop_io(gate->loop)) ? GATE_DEADLINE : GATE_PASS;
}

/* ---- Buckets ----------------------------------------------------------------------------------------------------- */

struct gate_bucket *gate_bucket(struct gate *gate, struct str name)
{
    if (str_empty(name))
        return NULL;
    struct gate_bucket *bucket = map_find(&gate->buckets, name);
    if (!bucket) {
        bucket = ARENA_NEW(&gate->memory, struct gate_bucket);
        bucket->name = arena_str(&gate->memory, name);
        bucket->filled_mono_ms = bucket->measure_start_ms = io_mono_ms(loop_io(gate->loop));
        (void)map_put(&gate->buckets, bucket->name, bucket);
    }
    return bucket;
}

static void refill(struct gate_bucket *bucket, int64_t now_ms)
{
    bucket->tokens = MIN_OF(bucket->room, bucket->tokens + (double)(now_ms - bucket->filled_mono_ms) / 1000 * bucket->rate);
    bucket->filled_mono_ms = now_ms;
}

void gate_rate(struct gate *gate, struct gate_bucket *bucket, double per_second, double burst)
{
    if (!bucket || bucket->declared > 0)
        return; /* the first declaration holds; what was learned stays */
    assert(per_second > 0);
    bucket->declared = per_second;
    bucket->burst = MAX_OF(burst, 1.0);
    bucket->filled_mono_ms = io_mono_ms(loop_io(gate->loop));
    if (bucket->adaptive)
        return;
    bucket->limited = true;
    bucket->rate = per_second;
    bucket->room = bucket->tokens = bucket->burst;
}

double gate_rate_now(const struct gate_bucket *bucket)
{
    return bucket && bucket->limited ? bucket->rate : 0;
}

static void measure(struct gate_bucket *bucket, int64_t now_ms)
{
    int64_t passed_ms = now_ms - bucket->measure_start_ms;
    if (passed_ms >= MEASURE_MS) {
        double rate = bucket->measure_count * 1000 / (double)passed_ms;
        bucket->measured = bucket->measured > 0 ? rate * SMOOTHING + bucket->measured * (1 - SMOOTHING) : rate;
        bucket->measure_count = 0;
        bucket->measure_start_ms = now_ms;
    }
}

/* Requests a second, also before the first half second is over (a burst that is throttled at once). */
static double measured_rate(const struct gate_bucket *bucket)
{
    return MAX_OF(bucket->measured, bucket->measure_count * 1000 / MEASURE_MS);
}

static void adapt(struct gate_bucket *bucket, bool throttled, int64_t now_ms)
{
    if (!throttled && !bucket->adaptive)
        return;
    refill(bucket, now_ms);
    double rate;
    if (throttled) {
        double from = bucket->limited ? MIN_OF(measured_rate(bucket), bucket->rate) : measured_rate(bucket);
        bucket->adaptive = bucket->limited = true;
        bucket->rate_max = from;
        bucket->zero_point_s = cbrt(from * (1 - CUT) / CUBIC);
        bucket->cut_mono_ms = now_ms;
        rate = from * CUT;
    } else {
        double passed_s = (double)(now_ms - bucket->cut_mono_ms) / 1000 - bucket->zero_point_s;
        rate = MIN_OF(CUBIC * passed_s * passed_s * passed_s + bucket->rate_max, 2 * measured_rate(bucket));
    }
    if (bucket->declared > 0)
        rate = MIN_OF(rate, bucket->declared);
    bucket->rate = MAX_OF(rate, RATE_MIN);
    bucket->room = MAX_OF(bucket->rate, 1.0);
    if (bucket->declared > 0)
        bucket->room = MIN_OF(bucket->room, bucket->burst);
    bucket->tokens = MIN_OF(bucket->tokens, bucket->room);
    if (throttled)
        LOG_DEBUG("net", "bucket %.*s was throttled: %.2f requests/s now", STR_ARG(bucket->name), bucket->rate);
}

enum gate_result gate_token(struct gate *gate, struct gate_bucket *bucket, struct gate_ticket *ticket)
{
    if (!bucket)
        return GATE_PASS;
    struct io *io = loop_io(gate->loop);
    if (!bucket->limited && !bucket->waiting.count) {
        bucket->measure_count++;
        return GATE_PASS;
    }
    enter(gate, &bucket->waiting, ticket);
    enum gate_result result;
    while ((result = may_wait(gate, ticket)) == GATE_PASS) {
        int64_t until_ms = ticket->deadline_mono_ms;
        if (head_of(&bucket->waiting) == ticket) {
            int64_t now_ms = io_mono_ms(io);
            refill(bucket, now_ms);
            if (bucket->tokens >= 1)
                break;
            until_ms = MIN_OF(until_ms, now_ms + (int64_t)ceil((1 - bucket->tokens) / bucket->rate * 1000));
        }
        (void)fiber_park(gate->loop, until_ms);
    }
    leave_queue(gate, &bucket->waiting, ticket);
    if (result == GATE_PASS) {
        bucket->tokens -= 1;
        bucket->measure_count++;
    }
    return result;
}

/* ---- Slots ------------------------------------------------------------------------------------------------------- */

static bool is_turn(const struct gate *gate, const struct gate_ticket *ticket)
{
    const struct gate_ticket *head = head_of(&gate->slots);
    return gate->in_flight < gate->max_in_flight && (!head || head == ticket || is_before(ticket, head));
}

enum gate_result gate_wait_slot(struct gate *gate, struct gate_ticket *ticket)
{
    if (!ticket->order)
        ticket->order = ++gate->order;
    if (is_turn(gate, ticket))
        return GATE_PASS;
    enter(gate, &gate->slots, ticket);
    enum gate_result result;
    while ((result = may_wait(gate, ticket)) == GATE_PASS && !is_turn(gate, ticket))
        (void)fiber_park(gate->loop, ticket->deadline_mono_ms);
    leave_queue(gate, &gate->slots, ticket);
    return result;
}

bool gate_take_slot(struct gate *gate, struct gate_ticket *ticket)
{
    if (!is_turn(gate, ticket))
        return false;
    gate->in_flight++;
    return true;
}

void gate_leave(struct gate *gate, struct gate_bucket *bucket, bool throttled)
{
    assert(gate->in_flight > 0);
    gate->in_flight--;
    if (gate->slots.count)
        fiber_unpark(gate->loop, gate->slots.heap[0]->fiber);
    if (!bucket)
        return;
    int64_t now_ms = io_mono_ms(loop_io(gate->loop));
    measure(bucket, now_ms);
    adapt(bucket, throttled, now_ms);
    if (bucket->waiting.count)
        fiber_unpark(gate->loop, bucket->waiting.heap[0]->fiber); /* its time may have changed */
}

int gate_in_flight(const struct gate *gate)
{
    return gate->in_flight;
}

/* ---- Lifecycle --------------------------------------------------------------------------------------------------- */

struct gate *gate_new(struct loop *loop, int max_in_flight)
{
    struct arena memory = { 0 };
    struct gate *gate = ARENA_NEW(&memory, struct gate);
    gate->memory = memory; /* it lives in its own arena */
    gate->buckets.arena = &gate->memory;
    gate->loop = loop;
    gate->max_in_flight = max_in_flight > 0 ? max_in_flight : DEFAULT_IN_FLIGHT;
    return gate;
}

void gate_free(struct gate *gate)
{
    if (!gate)
        return;
    assert(gate->in_flight == 0 && gate->slots.count == 0);
    struct arena memory = gate->memory;
    arena_done(&memory);
}
