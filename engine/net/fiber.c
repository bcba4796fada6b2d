/*
 * fiber.c - fibers: their stacks, how one starts, runs on and ends.
 *
 * A stack is mapped when its fiber first runs, with a guard page below it: running off the end is a fault, never silent damage.
 * Only the pages that were touched cost memory, usually the topmost one or two. A few stacks of ended fibers are kept for the
 * next ones; the rest go back to the system, so a deep call made once does not stay resident a thousand times.
 *
 * AddressSanitizer is told of each switch (its shadow of a stack must follow us), and a stack that is used again is
 * unpoisoned, because the last frame of a fiber never returns. Sanitized frames are up to three times as large: four times
 * the stack there.
 */
#include "engine/net/loop.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define FIBER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FIBER_ASAN 1
#endif
#endif
#ifdef FIBER_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
enum { STACK_BYTES = FIBER_STACK_BYTES * 4 };
#else
enum { STACK_BYTES = FIBER_STACK_BYTES };
#endif

enum { GUARD_BYTES = 64 << 10, SPARE_STACKS_MAX = 64 }; /* the guard covers the largest page size there is */

/* ---- Stacks ------------------------------------------------------------------------------------------------------ */

static char **link_of(char *stack)
{
    return (char **)(void *)(stack + STACK_BYTES - sizeof(char *)); /* the top word: that page is resident anyway */
}

static char *stack_take(struct loop *loop)
{
    if (loop->stacks) {
        char *spare = loop->stacks;
        loop->stacks = *link_of(spare);
        loop->spare_stacks--;
        return spare;
    }
    char *memory = mmap(NULL, GUARD_BYTES + STACK_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + GUARD_BYTES, STACK_BYTES, PROT_READ | PROT_WRITE) != 0) {
        /* lint-ok: print - it ends here, as arenas do: apply survives a kill at any point */
        fprintf(stderr, "infra: no memory for the stack of fiber %zu: %m\n", loop->fiber_count);
        abort();
    }
    return memory + GUARD_BYTES;
}

static void stack_give(struct loop *loop, char *stack)
{
#ifdef FIBER_ASAN
    ASAN_UNPOISON_MEMORY_REGION(stack, STACK_BYTES);
#endif
    if (loop->spare_stacks == SPARE_STACKS_MAX) {
        (void)munmap(stack - GUARD_BYTES, GUARD_BYTES + STACK_BYTES);
        return;
    }
    *link_of(stack) = loop->stacks;
    loop->stacks = stack;
    loop->spare_stacks++;
}

void fiber_stacks_free(struct loop *loop)
{
    while (loop->stacks) {
        char *stack = loop->stacks;
        loop->stacks = *link_of(stack);
        (void)munmap(stack - GUARD_BYTES, GUARD_BYTES + STACK_BYTES);
    }
    loop->spare_stacks = 0;
}

/* ---- Switching --------------------------------------------------------------------------------------------------- */

static void switch_to_fiber(struct loop *loop, struct fiber *fiber)
{
#ifdef FIBER_ASAN
    __sanitizer_start_switch_fiber(&loop->asan_main_fake_stack, fiber->stack, STACK_BYTES);
#endif
    fiber_switch(&loop->main_context, &fiber->context);
#ifdef FIBER_ASAN
    __sanitizer_finish_switch_fiber(loop->asan_main_fake_stack, NULL, NULL);
#endif
}

static void switch_to_main(struct loop *loop, struct fiber *fiber)
{
#ifdef FIBER_ASAN
    /* NULL for a fiber that will not come back: its fake stack is freed. */
    __sanitizer_start_switch_fiber(fiber->state == FIBER_ENDED ? NULL : &fiber->asan_fake_stack, loop->asan_main_stack,
                                   loop->asan_main_size);
#endif
    fiber_switch(&fiber->context, &loop->main_context);
#ifdef FIBER_ASAN
    __sanitizer_finish_switch_fiber(fiber->asan_fake_stack, &loop->asan_main_stack, &loop->asan_main_size);
#endif
}

static void first_frame(void *argument)
{
    struct fiber *fiber = argument;
#ifdef FIBER_ASAN
    __sanitizer_finish_switch_fiber(NULL, &fiber->loop->asan_main_stack, &fiber->loop->asan_main_size);
#endif
    fiber->run(fiber->argument);
    fiber->state = FIBER_ENDED;
    switch_to_main(fiber->loop, fiber);
    assert(!"an ended fiber runs again");
}

void fiber_suspend(struct loop *loop)
{
    struct fiber *fiber = loop->current;
    assert(fiber && fiber->state != FIBER_RUNNING);
    switch_to_main(loop, fiber);
}

void fiber_resume(struct loop *loop, struct fiber *fiber)
{
    assert(!loop->current && fiber->state == FIBER_READY);
    if (!fiber->stack) {
        fiber->stack = stack_take(loop);
        fiber_switch_make(&fiber->context, fiber->stack, STACK_BYTES, first_frame, fiber);
    }
    for (;;) {
        fiber->state = FIBER_RUNNING;
        loop->current = fiber;
        switch_to_fiber(loop, fiber);
        loop->current = NULL;
        fiber_fn *main_run = fiber->main_run;
        if (!main_run)
            break;
        fiber->main_run = NULL;
        main_run(fiber->main_argument);
    }
    if (fiber->request)
        loop->io->ops->http_start(loop->io, TAKE(fiber->request), fiber);
    if (fiber->state != FIBER_ENDED)
        return;
    stack_give(loop, TAKE(fiber->stack));
    fiber->next = loop->free;
    loop->free = fiber;
    loop->fiber_count--;
}

/* ---- Starting ---------------------------------------------------------------------------------------------------- */

struct fiber *loop_spawn(struct loop *loop, fiber_fn *run, void *argument)
{
    struct fiber *fiber = loop->free;
    if (fiber)
        loop->free = fiber->next;
    else
        fiber = ARENA_NEW(&loop->memory, struct fiber);
    *fiber = (struct fiber){ .loop = loop, .state = FIBER_READY, .run = run, .argument = argument };
    loop->fiber_count++;
    fiber_queue_add(&loop->ready, fiber);
    return fiber;
}

void loop_on_main(struct loop *loop, fiber_fn *run, void *argument)
{
    struct fiber *fiber = loop->current;
    if (!fiber) {
        run(argument);
        return;
    }
    fiber->main_run = run;
    fiber->main_argument = argument;
    fiber->state = FIBER_READY; /* goes on as soon as `run` is done, before any other fiber */
    fiber_suspend(loop);
}
