/*
 * fiber_switch.c - the switch itself: about 20 instructions for each processor.
 *
 * Saved are the registers that a called function must preserve, and the floating point modes; everything else is dead across
 * a call. The first frame of a new stack is laid out as if fiber_switch had been called from `fiber_switch_first_`, with the
 * function and its argument in two preserved registers. A return address of 0 above it ends backtraces.
 */
#include "engine/net/fiber_switch.h"

#include <stdint.h>
#include <string.h>

#ifdef FIBER_UCONTEXT

#include <assert.h>

/* makecontext passes ints only: pointers travel in halves. */
static void first(unsigned run_high, unsigned run_low, unsigned argument_high, unsigned argument_low)
{
    void (*run)(void *) = (void (*)(void *))(uintptr_t)((uint64_t)run_high << 32 | run_low);
    run((void *)(uintptr_t)((uint64_t)argument_high << 32 | argument_low));
}

void fiber_switch_make(struct fiber_switch *ret, void *stack, size_t size, void (*run)(void *), void *argument)
{
    int rc = getcontext(&ret->context);
    assert(rc == 0);
    ret->context.uc_stack.ss_sp = stack;
    ret->context.uc_stack.ss_size = size;
    ret->context.uc_link = NULL;
    uint64_t code = (uintptr_t)run, data = (uintptr_t)argument;
    makecontext(&ret->context, (void (*)(void))first, 4, (unsigned)(code >> 32), (unsigned)code, (unsigned)(data >> 32),
                (unsigned)data);
}

void fiber_switch(struct fiber_switch *from, struct fiber_switch *to)
{
    int rc = swapcontext(&from->context, &to->context);
    assert(rc == 0);
}

#else

/* (where to keep the stack pointer of the stack that is left, stack pointer to go on with) */
void fiber_switch_(void **ret_from, void *to);
void fiber_switch_first_(void);

#if defined(__x86_64__)

__asm__(".text\n"
        ".p2align 4\n"
        ".globl fiber_switch_\n"
        ".hidden fiber_switch_\n"
        ".type fiber_switch_, @function\n"
        "fiber_switch_:\n"
        "    pushq %rbp\n"
        "    pushq %rbx\n"
        "    pushq %r12\n"
        "    pushq %r13\n"
        "    pushq %r14\n"
        "    pushq %r15\n"
        "    subq $8, %rsp\n"
        "    stmxcsr (%rsp)\n"
        "    fnstcw 4(%rsp)\n"
        "    movq %rsp, (%rdi)\n"
        "    movq %rsi, %rsp\n"
        "    ldmxcsr (%rsp)\n"
        "    fldcw 4(%rsp)\n"
        "    addq $8, %rsp\n"
        "    popq %r15\n"
        "    popq %r14\n"
        "    popq %r13\n"
        "    popq %r12\n"
        "    popq %rbx\n"
        "    popq %rbp\n"
        "    ret\n"
        ".size fiber_switch_, .-fiber_switch_\n"
        ".globl fiber_switch_first_\n"
        ".hidden fiber_switch_first_\n"
        ".type fiber_switch_first_, @function\n"
        "fiber_switch_first_:\n"
        "    movq %r13, %rdi\n"
        "    callq *%r12\n"
        "    ud2\n"
        ".size fiber_switch_first_, .-fiber_switch_first_\n");

enum { FRAME_WORDS = 8, SLOT_ARGUMENT = 3, SLOT_RUN = 4, SLOT_RETURN = 7 }; /* r15 r14 r13 r12 rbx rbp behind the modes */

static void set_modes(uintptr_t *frame)
{
    uint32_t sse;
    uint16_t x87;
    __asm__ volatile("stmxcsr %0" : "=m"(sse));
    __asm__ volatile("fnstcw %0" : "=m"(x87));
    frame[0] = sse | (uintptr_t)x87 << 32;
}

#else /* __aarch64__ */

__asm__(".text\n"
        ".p2align 4\n"
        ".globl fiber_switch_\n"
        ".hidden fiber_switch_\n"
        ".type fiber_switch_, %function\n"
        "fiber_switch_:\n"
        "    sub sp, sp, #176\n"
        "    mrs x9, fpcr\n"
        "    stp x19, x20, [sp, #16]\n"
        "    stp x21, x22, [sp, #32]\n"
        "    stp x23, x24, [sp, #48]\n"
        "    stp x25, x26, [sp, #64]\n"
        "    stp x27, x28, [sp, #80]\n"
        "    stp x29, x30, [sp, #96]\n"
        "    stp d8, d9, [sp, #112]\n"
        "    stp d10, d11, [sp, #128]\n"
        "    stp d12, d13, [sp, #144]\n"
        "    stp d14, d15, [sp, #160]\n"
        "    str x9, [sp]\n"
        "    mov x9, sp\n"
        "    str x9, [x0]\n"
        "    mov sp, x1\n"
        "    ldr x9, [sp]\n"
        "    msr fpcr, x9\n"
        "    ldp x19, x20, [sp, #16]\n"
        "    ldp x21, x22, [sp, #32]\n"
        "    ldp x23, x24, [sp, #48]\n"
        "    ldp x25, x26, [sp, #64]\n"
        "    ldp x27, x28, [sp, #80]\n"
        "    ldp x29, x30, [sp, #96]\n"
        "    ldp d8, d9, [sp, #112]\n"
        "    ldp d10, d11, [sp, #128]\n"
        "    ldp d12, d13, [sp, #144]\n"
        "    ldp d14, d15, [sp, #160]\n"
        "    add sp, sp, #176\n"
        "    ret\n"
        ".size fiber_switch_, .-fiber_switch_\n"
        ".globl fiber_switch_first_\n"
        ".hidden fiber_switch_first_\n"
        ".type fiber_switch_first_, %function\n"
        "fiber_switch_first_:\n"
        "    mov x0, x20\n"
        "    blr x19\n"
        "    brk #1\n"
        ".size fiber_switch_first_, .-fiber_switch_first_\n");

enum { FRAME_WORDS = 22, SLOT_RUN = 2, SLOT_ARGUMENT = 3, SLOT_RETURN = 13 }; /* x19 x20 ... x29 x30 behind the modes */

static void set_modes(uintptr_t *frame)
{
    uint64_t modes;
    __asm__ volatile("mrs %0, fpcr" : "=r"(modes));
    frame[0] = modes;
}

#endif

void fiber_switch_make(struct fiber_switch *ret, void *stack, size_t size, void (*run)(void *), void *argument)
{
    uintptr_t top = ((uintptr_t)stack + size) & ~(uintptr_t)15;
    uintptr_t *frame = (uintptr_t *)(top - 16) - FRAME_WORDS; /* the 16 bytes above stay 0: where backtraces end */
    memset(frame, 0, FRAME_WORDS * sizeof *frame + 16);
    set_modes(frame);
    frame[SLOT_RUN] = (uintptr_t)run;
    frame[SLOT_ARGUMENT] = (uintptr_t)argument;
    frame[SLOT_RETURN] = (uintptr_t)fiber_switch_first_;
    ret->stack_pointer = frame;
}

void fiber_switch(struct fiber_switch *from, struct fiber_switch *to)
{
    fiber_switch_(&from->stack_pointer, to->stack_pointer);
}

#endif
