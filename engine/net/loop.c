/*
 * loop.c - the event loop: who runs next, timers, transfers, ticks, interruption.
 *
 * Ready fibers run first in, first out, in passes; after a pass the door is polled when transfers are under way, so that a
 * busy program still sends and receives. When nobody is ready: the tick, then the door's wait until the next timer. Order
 * depends only on what the door returns, so a simulated door makes whole runs repeat.
 */
#include "engine/net/loop.h"

#include <assert.h>

enum { FIRST_TIMERS = 64, PASSES_PER_POLL = 4, LEVEL_STOP = 2 };

/* ---- Queues ------------------------------------------------------------------------------------------------------ */

void fiber_queue_add(struct fiber_queue *queue, struct fiber *fiber)
{
    fiber->next = NULL;
    fiber->previous = queue->last;
    if (queue->last)
        queue->last->next = fiber;
    else
        queue->first = fiber;
    queue->last = fiber;
}

void fiber_queue_remove(struct fiber_queue *queue, struct fiber *fiber)
{
    *(fiber->previous ? &fiber->previous->next : &queue->first) = fiber->next;
    *(fiber->next ? &fiber->next->previous : &queue->last) = fiber->previous;
    fiber->next = fiber->previous = NULL;
}

/* ---- Timers: a binary heap whose members know their place ---------------------------------------------------------- */

static bool is_earlier(const struct fiber *a, const struct fiber *b)
{
    return a->timer_mono_ms != b->timer_mono_ms ? a->timer_mono_ms < b->timer_mono_ms : a->timer_order < b->timer_order;
}

static void timer_place(struct loop *loop, size_t at, struct fiber *fiber)
{
    loop->timers[at] = fiber;
    fiber->timer = at + 1;
}

static void timer_up(struct loop *loop, size_t at)
{
    struct fiber *fiber = loop->timers[at];
    for (; at && is_earlier(fiber, loop->timers[(at - 1) / 2]); at = (at - 1) / 2)
        timer_place(loop, at, loop->timers[(at - 1) / 2]);
    timer_place(loop, at, fiber);
}

static void timer_down(struct loop *loop, size_t at)
{
    struct fiber *fiber = loop->timers[at];
    for (size_t child; (child = at * 2 + 1) < loop->timer_count; at = child) {
        if (child + 1 < loop->timer_count && is_earlier(loop->timers[child + 1], loop->timers[child]))
            child++;
        if (!is_earlier(loop->timers[child], fiber))
            break;
        timer_place(loop, at, loop->timers[child]);
    }
    timer_place(loop, at, fiber);
}

static void timer_set(struct loop *loop, struct fiber *fiber, int64_t mono_ms)
{
    if (loop->timer_count == loop->timer_room) {
        size_t room = loop->timer_room ? loop->timer_room * 2 : FIRST_TIMERS;
        struct fiber **timers = arena_array_(&loop->memory, room, sizeof(struct fiber *));
        if (loop->timer_count)
            memcpy(timers, loop->timers, loop->timer_count * sizeof *timers);
        loop->timers = timers;
        loop->timer_room = room;
    }
    fiber->timer_mono_ms = mono_ms;
    fiber->timer_order = ++loop->timer_order;
    timer_place(loop, loop->timer_count, fiber);
    timer_up(loop, loop->timer_count++);
}

static void timer_clear(struct loop *loop, struct fiber *fiber)
{
    if (!fiber->timer)
        return;
    size_t at = fiber->timer - 1;
    fiber->timer = 0;
    struct fiber *last = loop->timers[--loop->timer_count];
    if (last == fiber)
        return;
    timer_place(loop, at, last);
    timer_up(loop, at);
    timer_down(loop, last->timer - 1);
}

/* ---- Suspending and being woken ------------------------------------------------------------------------------------ */

static void make_ready(struct loop *loop, struct fiber *fiber, bool timed_out)
{
    fiber_queue_remove(fiber->state == FIBER_TRANSFER ? &loop->transfers : &loop->waiting, fiber);
    timer_clear(loop, fiber);
    fiber->timed_out = timed_out;
    fiber->state = FIBER_READY;
    fiber_queue_add(&loop->ready, fiber);
}

/* Lets everybody else run once. What suspensions become once all is to stop: a loop around one cannot starve the others. */
static void yield(struct loop *loop)
{
    struct fiber *fiber = loop->current;
    fiber->state = FIBER_READY;
    fiber_queue_add(&loop->ready, fiber);
    fiber_suspend(loop);
}

/* True: woken. */
static bool suspend_until(struct loop *loop, enum fiber_state state, bool *flag, int64_t mono_ms)
{
    struct fiber *fiber = loop->current;
    assert(fiber && "suspends on the main stack");
    if (loop->interrupt >= LEVEL_STOP) {
        *flag = false;
        yield(loop);
        return false;
    }
    if (!*flag) {
        if (mono_ms != INT64_MAX)
            timer_set(loop, fiber, mono_ms);
        fiber->state = state;
        fiber_queue_add(&loop->waiting, fiber);
        fiber_suspend(loop);
        if (fiber->timed_out)
            return false;
    }
    *flag = false;
    return true;
}

bool fiber_sleep_until(struct loop *loop, int64_t mono_ms)
{
    assert(loop->current);
    return !suspend_until(loop, FIBER_WAITING, &loop->current->woken, mono_ms);
}

void fiber_wait(struct loop *loop)
{
    assert(loop->current);
    (void)suspend_until(loop, FIBER_WAITING, &loop->current->woken, INT64_MAX);
}

void fiber_wake(struct loop *loop, struct fiber *fiber)
{
    assert(fiber->state != FIBER_ENDED);
    fiber->woken = true;
    if (fiber->state == FIBER_WAITING)
        make_ready(loop, fiber, false);
}

bool fiber_park(struct loop *loop, int64_t mono_ms)
{
    assert(loop->current);
    return suspend_until(loop, FIBER_PARKED, &loop->current->unparked, mono_ms);
}

void fiber_unpark(struct loop *loop, struct fiber *fiber)
{
    fiber->unparked = true;
    if (fiber->state == FIBER_PARKED)
        make_ready(loop, fiber, false);
}

/* ---- HTTP ---------------------------------------------------------------------------------------------------------- */

void loop_http(struct loop *loop, const struct io_http_request *request, struct io_http_reply *ret)
{
    struct fiber *fiber = loop->current;
    assert(fiber && "suspends on the main stack");
    *ret = (struct io_http_reply){ .outcome = IO_NOT_SENT, .problem = STR("interrupted") };
    if (loop->interrupt >= LEVEL_STOP) {
        yield(loop);
        return;
    }
    fiber->request = request;
    fiber->reply = ret;
    fiber->state = FIBER_TRANSFER;
    fiber_queue_add(&loop->transfers, fiber);
    fiber_suspend(loop);
    fiber->reply = NULL;
}

/* Takes every transfer that has ended; the first one may be waited for. */
static void take_transfers(struct loop *loop, int64_t deadline_mono_ms)
{
    for (;;) {
        struct io_http_reply reply = { 0 };
        struct fiber *fiber = loop->io->ops->wait(loop->io, deadline_mono_ms, &reply);
        if (!fiber)
            return;
        assert(fiber->loop == loop && fiber->state == FIBER_TRANSFER);
        *fiber->reply = reply;
        make_ready(loop, fiber, false);
        if (!loop->transfers.first)
            return;
        deadline_mono_ms = INT64_MIN;
    }
}

/* ---- Interruption -------------------------------------------------------------------------------------------------- */

void loop_interrupt(struct loop *loop, int level)
{
    loop->interrupt = level;
    io_wake();
}

int loop_interrupted(const struct loop *loop)
{
    return (int)loop->interrupt;
}

/* Ends every suspension, in the order they began: transfers, then waits. */
static void stop_now(struct loop *loop)
{
    for (struct fiber *fiber; (fiber = loop->transfers.first);) {
        loop->io->ops->http_cancel(loop->io, fiber);
        *fiber->reply = (struct io_http_reply){ .outcome = IO_AMBIGUOUS, .problem = STR("interrupted") };
        make_ready(loop, fiber, true);
    }
    while (loop->waiting.first)
        make_ready(loop, loop->waiting.first, true);
}

/* ---- Running ------------------------------------------------------------------------------------------------------- */

static void fire_timers(struct loop *loop)
{
    if (!loop->timer_count)
        return;
    int64_t now_ms = io_mono_ms(loop->io);
    while (loop->timer_count && loop->timers[0]->timer_mono_ms <= now_ms)
        make_ready(loop, loop->timers[0], true);
}

static bool run_tick(struct loop *loop)
{
    if (!loop->tick || loop->ticking)
        return false;
    loop->ticking = true; /* a tick may call loop_call */
    bool again = loop->tick(loop->tick_context);
    loop->ticking = false;
    return again;
}

/* Runs those that are ready now; who becomes ready meanwhile waits for the next pass. */
static void run_pass(struct loop *loop, const bool *ended)
{
    struct fiber *last = loop->ready.last;
    for (struct fiber *fiber = NULL; fiber != last && loop->ready.first && !(ended && *ended);) {
        fiber = loop->ready.first;
        fiber_queue_remove(&loop->ready, fiber);
        fiber_resume(loop, fiber);
    }
}

/* Until `ended` is set, or without it until no fiber is left. */
static void run_until(struct loop *loop, const bool *ended)
{
    assert(!loop->current && "the loop runs on the main stack");
    for (unsigned pass = 1; ended ? !*ended : loop->fiber_count > 0; pass++) {
        if (loop->interrupt >= LEVEL_STOP && loop->seen_interrupt < LEVEL_STOP)
            stop_now(loop);
        loop->seen_interrupt = (int)loop->interrupt;
        if (loop->ready.first) {
            run_pass(loop, ended);
            if (pass % PASSES_PER_POLL == 0 && loop->ready.first) {
                if (loop->transfers.first)
                    take_transfers(loop, INT64_MIN);
                fire_timers(loop);
            }
            continue;
        }
        fire_timers(loop);
        if (loop->ready.first || run_tick(loop) || loop->ready.first)
            continue;
        /* A tick may have ended the interruption or begun it; waits without a timer can only be ended by it or by a wake. */
        if ((int)loop->interrupt != loop->seen_interrupt)
            continue;
        assert((loop->transfers.first || loop->timer_count) && "every fiber waits for a wake that nobody can give");
        take_transfers(loop, loop->timer_count ? loop->timers[0]->timer_mono_ms : INT64_MAX);
    }
}

void loop_run(struct loop *loop)
{
    run_until(loop, NULL);
}

struct loop_call {
    fiber_fn *run;
    void *argument;
    bool ended;
};

static void run_call(void *argument)
{
    struct loop_call *call = argument;
    call->run(call->argument);
    call->ended = true;
}

void loop_call(struct loop *loop, fiber_fn *run, void *argument)
{
    struct loop_call call = { .run = run, .argument = argument };
    loop_spawn(loop, run_call, &call);
    run_until(loop, &call.ended);
}

/* ---- Lifecycle ----------------------------------------------------------------------------------------------------- */

struct loop *loop_new(struct io *io)
{
    struct arena memory = { 0 };
    struct loop *loop = ARENA_NEW(&memory, struct loop);
    loop->memory = memory; /* the loop lives in its own arena */
    loop->io = io;
    return loop;
}

void loop_free(struct loop *loop)
{
    if (!loop)
        return;
    assert(loop->fiber_count == 0);
    fiber_stacks_free(loop);
    struct arena memory = loop->memory;
    arena_done(&memory);
}

struct io *loop_io(struct loop *loop)
{
    return loop->io;
}

struct fiber *loop_current(struct loop *loop)
{
    return loop->current;
}

size_t loop_fiber_count(const struct loop *loop)
{
    return loop->fiber_count;
}

void loop_on_idle(struct loop *loop, bool (*tick)(void *context), void *context)
{
    loop->tick = tick;
    loop->tick_context = context;
}
