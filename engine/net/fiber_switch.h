/*
 * fiber_switch.h - moves the processor from one stack to another; inside of fiber.c only.
 *
 *     fiber_switch_make(&context, stack, size, run, argument);     the first switch to it calls run(argument)
 *     fiber_switch(&here, &context);                               returns when somebody switches to `here`
 *
 * `run` must never return. Hand-written for x86-64 and aarch64, because swapcontext makes a system call for the signal mask
 * (which nobody here changes). Elsewhere, or with -DFIBER_UCONTEXT, it is ucontext.
 */
#ifndef ENGINE_NET_FIBER_SWITCH_H
#define ENGINE_NET_FIBER_SWITCH_H

#include <stddef.h>

#if !defined(FIBER_UCONTEXT) && !defined(__x86_64__) && !defined(__aarch64__)
#define FIBER_UCONTEXT
#endif

#ifdef FIBER_UCONTEXT
#include <ucontext.h>
struct fiber_switch {
    ucontext_t context;
};
#else
struct fiber_switch {
    void *stack_pointer; /* registers lie on the stack above it */
};
#endif

void fiber_switch_make(struct fiber_switch *ret, void *stack, size_t size, void (*run)(void *), void *argument);
void fiber_switch(struct fiber_switch *from, struct fiber_switch *to);

#endif
