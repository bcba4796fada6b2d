/*
 * fake_io.c - virtual time and answers by a function.
 *
 * Transfers lie in a heap by the time they end; those of one millisecond end in the order they were started.
 */
#include "engine/net/fake_io.h"
#include "engine/net/retry.h"

#include <assert.h>

enum { DEFAULT_TIMEOUT_MS = 60000 };
static const int64_t DEFAULT_WALL_MS = 1795305600000, DEFAULT_MONO_MS = 1000000;

struct transfer {
    void *tag;
    int64_t ends_mono_ms;
    uint64_t order;
    struct io_http_reply reply;
};

struct fake {
    struct io io;
    struct io_ops ops;
    struct fake_io_options options;
    struct arena memory;
    int64_t passed_ms;
    uint64_t started;
    struct retry_random random;
    VEC(struct transfer) heap;
    int most_in_flight;
};

static struct fake *fake_of(const struct io *io)
{
    return io->context;
}

static int64_t fake_wall_ms(struct io *io)
{
    return fake_of(io)->options.wall_ms + fake_of(io)->passed_ms;
}

static int64_t fake_mono_ms(struct io *io)
{
    return fake_of(io)->options.mono_ms + fake_of(io)->passed_ms;
}

static void fake_random(struct io *io, void *ret, size_t len)
{
    for (unsigned char *at = ret; len--;)
        *at++ = (unsigned char)(retry_uniform(&fake_of(io)->random) * 256);
}

/* ---- Transfers ----------------------------------------------------------------------------------------------------- */

static bool is_earlier(const struct transfer *a, const struct transfer *b)
{
    return a->ends_mono_ms != b->ends_mono_ms ? a->ends_mono_ms < b->ends_mono_ms : a->order < b->order;
}

static void swap(struct transfer *a, struct transfer *b)
{
    struct transfer t = *a;
    *a = *b;
    *b = t;
}

static void sift_up(struct fake *fake, size_t at)
{
    struct transfer *heap = fake->heap.items;
    for (; at && is_earlier(&heap[at], &heap[(at - 1) / 2]); at = (at - 1) / 2)
        swap(&heap[at], &heap[(at - 1) / 2]);
}

static struct transfer take(struct fake *fake, size_t at)
{
    struct transfer *heap = fake->heap.items, taken = heap[at];
    heap[at] = heap[--fake->heap.count];
    if (at < fake->heap.count)
        sift_up(fake, at);
    for (size_t child; (child = at * 2 + 1) < fake->heap.count; at = child) {
        if (child + 1 < fake->heap.count && is_earlier(&heap[child + 1], &heap[child]))
            child++;
        if (!is_earlier(&heap[child], &heap[at]))
            break;
        swap(&heap[child], &heap[at]);
    }
    return taken;
}

static struct io_http_reply reply_of(const struct fake_io_answer *answer)
{
    struct io_http_reply reply = { .outcome = answer->outcome, .status = answer->status };
    struct io_header *headers = ARENA_ARRAY(&reply.memory, struct io_header, answer->header_count + 1);
    for (size_t i = 0; i < answer->header_count; i++) {
        headers[i].name = arena_str(&reply.memory, answer->headers[i].name);
        headers[i].value = arena_str(&reply.memory, answer->headers[i].value);
    }
    reply.headers = headers;
    reply.header_count = answer->header_count;
    reply.body = arena_str(&reply.memory, answer->body);
    reply.problem = arena_str(&reply.memory, answer->problem);
    return reply;
}

static void fake_http_start(struct io *io, const struct io_http_request *request, void *tag)
{
    struct fake *fake = fake_of(io);
    struct fake_io_answer answer = { .outcome = IO_ANSWERED, .status = 200 };
    uint64_t n = fake->started++;
    if (fake->options.serve)
        fake->options.serve(fake->options.context, n, request, &answer);
    int64_t timeout_ms = request->timeout_ms ? request->timeout_ms : DEFAULT_TIMEOUT_MS;
    if (answer.delay_ms > timeout_ms)
        answer = (struct fake_io_answer){ .delay_ms = timeout_ms, .outcome = IO_AMBIGUOUS, .problem = STR("no answer in time") };
    *VEC_PUSH(&fake->heap, &fake->memory) = (struct transfer){
        .tag = tag, .ends_mono_ms = fake_mono_ms(io) + answer.delay_ms, .order = n, .reply = reply_of(&answer),
    };
    sift_up(fake, fake->heap.count - 1);
    fake->most_in_flight = MAX_OF(fake->most_in_flight, (int)fake->heap.count);
}

static void fake_http_cancel(struct io *io, void *tag)
{
    struct fake *fake = fake_of(io);
    for (size_t i = 0; i < fake->heap.count; i++) {
        if (fake->heap.items[i].tag != tag)
            continue;
        struct transfer transfer = take(fake, i);
        arena_done(&transfer.reply.memory);
        return;
    }
    assert(!"a tag that is not under way");
}

static void *fake_wait(struct io *io, int64_t deadline_mono_ms, struct io_http_reply *ret_reply)
{
    struct fake *fake = fake_of(io);
    int64_t now_ms = fake_mono_ms(io);
    if (fake->heap.count && fake->heap.items[0].ends_mono_ms <= MAX_OF(deadline_mono_ms, now_ms)) {
        struct transfer transfer = take(fake, 0);
        fake->passed_ms += MAX_OF(transfer.ends_mono_ms - now_ms, (int64_t)0);
        *ret_reply = transfer.reply;
        return transfer.tag;
    }
    assert(deadline_mono_ms != INT64_MAX && "waits for ever");
    if (deadline_mono_ms > now_ms)
        fake->passed_ms += deadline_mono_ms - now_ms;
    return NULL;
}

/* ---- Lifecycle ----------------------------------------------------------------------------------------------------- */

struct io *fake_io_open(const struct fake_io_options *options)
{
    struct arena memory = { 0 };
    struct fake *fake = ARENA_NEW(&memory, struct fake);
    fake->memory = memory; /* it lives in its own arena */
    fake->options = *options;
    if (!fake->options.wall_ms)
        fake->options.wall_ms = DEFAULT_WALL_MS;
    if (!fake->options.mono_ms)
        fake->options.mono_ms = DEFAULT_MONO_MS;
    retry_seed(&fake->random, options->seed);
    fake->ops = io_real_ops;
    fake->ops.wall_ms = fake_wall_ms;
    fake->ops.mono_ms = fake_mono_ms;
    fake->ops.random = fake_random;
    fake->ops.http_start = fake_http_start;
    fake->ops.http_cancel = fake_http_cancel;
    fake->ops.wait = fake_wait;
    fake->io = (struct io){ .ops = &fake->ops, .context = fake };
    return &fake->io;
}

void fake_io_close(struct io *io)
{
    if (!io)
        return;
    struct fake *fake = fake_of(io);
    while (fake->heap.count)
        fake_http_cancel(io, fake->heap.items[0].tag);
    struct arena memory = fake->memory;
    arena_done(&memory);
}

void fake_io_advance(struct io *io, int64_t ms)
{
    fake_of(io)->passed_ms += ms;
}

uint64_t fake_io_started(const struct io *io)
{
    return fake_of(io)->started;
}

int fake_io_most_in_flight(const struct io *io)
{
    return fake_of(io)->most_in_flight;
}
