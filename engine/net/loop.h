/*
 * loop.h - what fiber.c and loop.c share, and the second way to wait that net/ keeps for itself.
 *
 * fiber_wake is public and remembered, so net/ must not wait with it: a wake that a caller meant for its own fiber_wait would
 * be swallowed by a request waiting for a token. net/ parks instead; an unpark never shows outside.
 */
#ifndef ENGINE_NET_LOOP_H
#define ENGINE_NET_LOOP_H

#include "engine/net/fiber.h"
#include "engine/net/fiber_switch.h"

#include <signal.h>

enum fiber_state {
    FIBER_READY,     /* in the ready queue */
    FIBER_RUNNING,
    FIBER_WAITING,   /* until fiber_wake or its timer */
    FIBER_PARKED,    /* until fiber_unpark or its timer */
    FIBER_TRANSFER,  /* until its HTTP transfer has ended */
    FIBER_ENDED,
};

struct fiber {
    struct fiber *next, *previous;     /* ready, waiting, transfers or free: a fiber is in one of them at a time */
    struct loop *loop;
    enum fiber_state state;
    bool woken, unparked;              /* came before the wait */
    bool timed_out;                    /* why the last suspension ended */
    fiber_fn *run;
    void *argument;
    char *stack;                       /* lowest usable byte; NULL: never ran */
    struct fiber_switch context;
    void *asan_fake_stack;
    size_t timer;                      /* index in the heap + 1; 0: none */
    int64_t timer_mono_ms;
    uint64_t timer_order;              /* timers of one millisecond fire in the order they were set */
    const struct io_http_request *request; /* loop_http: to be started, on the main stack (curl's frames are deep) */
    struct io_http_reply *reply;       /* where loop_http wants it */
    fiber_fn *main_run;                /* loop_on_main */
    void *main_argument;
};

struct fiber_queue {
    struct fiber *first, *last;
};

struct loop {
    struct io *io;
    struct arena memory;               /* fibers; ended ones are used again */
    struct fiber *free;
    struct fiber_queue ready, waiting, transfers;
    struct fiber **timers;             /* binary heap */
    size_t timer_count, timer_room;
    uint64_t timer_order;
    struct fiber *current;
    size_t fiber_count;
    struct fiber_switch main_context;
    void *asan_main_fake_stack;
    const void *asan_main_stack;
    size_t asan_main_size;
    char *stacks;                      /* spare ones, linked through their top word */
    size_t spare_stacks;
    bool (*tick)(void *context);
    void *tick_context;
    bool ticking;
    int seen_interrupt;                /* level that has been acted on */
    volatile sig_atomic_t interrupt;
};

/* fiber.c: runs a ready fiber until it suspends or ends. Main stack only. */
void fiber_resume(struct loop *loop, struct fiber *fiber);
/* fiber.c: back to the main stack; the caller has set the state that says what is waited for. */
void fiber_suspend(struct loop *loop);
void fiber_stacks_free(struct loop *loop);

void fiber_queue_add(struct fiber_queue *queue, struct fiber *fiber);
void fiber_queue_remove(struct fiber_queue *queue, struct fiber *fiber);

/* Suspends until fiber_unpark or that time (INT64_MAX: no time). False: the time came or everything was interrupted. */
bool fiber_park(struct loop *loop, int64_t mono_ms);
void fiber_unpark(struct loop *loop, struct fiber *fiber);

#endif
