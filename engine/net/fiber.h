/*
 * fiber.h - cooperative fibers: code that waits reads top to bottom.
 *
 *     loop_spawn(loop, run_step, step);            starts soon, on a stack of its own (64 KiB and a guard page)
 *     loop_run(loop);                              main stack: runs until no fiber is left
 *     fiber_sleep_until(loop, deadline_ms);        on a fiber: suspends
 *
 * One thread. Functions marked "suspends" may only be called on a fiber. Called on the main stack, loop_call() makes a fiber for
 * one function and runs the loop until it has returned. No Lua and no unbounded recursion on a fiber; JSON is parsed on the main
 * stack through loop_on_main(). Fibers become ready in a deterministic order (first in, first out), so runs repeat.
 */
#ifndef ENGINE_NET_FIBER_H
#define ENGINE_NET_FIBER_H

#include "engine/base/io.h"

struct loop;
struct fiber;
typedef void fiber_fn(void *argument);

enum { FIBER_STACK_BYTES = 64 << 10 };

struct loop *loop_new(struct io *io);
void loop_free(struct loop *loop);               /* no fiber may be left */
struct io *loop_io(struct loop *loop);
struct fiber *loop_spawn(struct loop *loop, fiber_fn *run, void *argument);
void loop_run(struct loop *loop);                /* until no fiber is left */
/* Runs `run` on a fiber and the loop until that fiber has ended (others go on meanwhile). Main stack only. */
void loop_call(struct loop *loop, fiber_fn *run, void *argument);
struct fiber *loop_current(struct loop *loop);   /* NULL on the main stack */
size_t loop_fiber_count(const struct loop *loop);

/* Runs `run` on the main stack and suspends until it is done. On the main stack it just calls it. */
void loop_on_main(struct loop *loop, fiber_fn *run, void *argument);

/* Suspends. Returns early when fiber_wake was called since the last suspension (false: woken, true: time came). */
bool fiber_sleep_until(struct loop *loop, int64_t mono_ms);
void fiber_wait(struct loop *loop);              /* until fiber_wake; a wake that came before counts once */
void fiber_wake(struct loop *loop, struct fiber *fiber);
/*
 * Called on the main stack whenever no fiber is ready, before the loop waits: the scheduler's tick (group commit, next steps).
 * Returns true when it made something ready.
 */
void loop_on_idle(struct loop *loop, bool (*tick)(void *context), void *context);

/* HTTP: suspends until the transfer has ended. The reply's memory belongs to the caller. */
void loop_http(struct loop *loop, const struct io_http_request *request, struct io_http_reply *ret);

/*
 * Interruption (Ctrl-C): 0 none, 1 finish running steps and start none, 2 stop now. Level 2 ends every suspension at once;
 * callers see it through net_call (ERR_INTERRUPTED); from then on a suspension only lets the others run once, so a loop around
 * fiber_wait must ask loop_interrupted. Safe to call from a signal handler.
 */
void loop_interrupt(struct loop *loop, int level);
int loop_interrupted(const struct loop *loop);

#endif
