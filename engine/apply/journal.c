/*
 * journal.c - group commit: records of all fibers that ask within a tick become one batch, one transaction, one append.
 *
 * A fiber that asks is suspended until its batch is durable. The scheduler's tick (no fiber is ready) takes everything asked for and
 * appends it. After a failed append nothing is sent any more: every waiting and later caller gets that error.
 */
#include "engine/apply/apply_internal.h"

enum { LEASE_MS = 30 * 1000 };

static void flush_on_main(void *argument)
{
    (void)run_flush(argument);
}

bool commit(struct run_state *run, struct record *records, size_t count, struct err *err)
{
    if (run->broken) {
        if (err)
            *err = run->broken_err;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    for (size_t i = 0; i < count; i++) {
        records[i].run = run->number;
        *VEC_PUSH(&run->pending, &run->batch_arena) = (struct pending){ .record = records[i] };
    }
    struct fiber *self = loop_current(run->loop);
    if (!self) { /* main stack: run begin and end */
        (void)run_flush(run);
    } else {
        if (run->commit_waiter_count == run->commit_waiter_room) {
            size_t room = MAX_OF(run->commit_waiter_room * 2, (size_t)64);
            struct fiber **more = ARENA_ARRAY(&run->arena, struct fiber *, room);
            if (run->commit_waiter_count)
                memcpy(more, run->commit_waiters, run->commit_waiter_count * sizeof *more);
            run->commit_waiters = more;
            run->commit_waiter_room = room;
        }
        run->commit_waiters[run->commit_waiter_count++] = self;
        uint64_t batch = run->batches;
        while (run->batches == batch) {
            if (loop_interrupted(run->loop) < 2)
                fiber_wait(run->loop);
            else /* waits end at once from now on, and the tick may not come: what is asked for must be durable all the same */
                loop_on_main(run->loop, flush_on_main, run);
        }
    }
    if (run->broken) {
        if (err)
            *err = run->broken_err;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    return true;
}

bool run_flush(struct run_state *run)
{
    if (!run->pending.count)
        return false;
    if (!run->broken) {
        struct record *batch = ARENA_ARRAY(&run->batch_arena, struct record, run->pending.count);
        for (size_t i = 0; i < run->pending.count; i++)
            batch[i] = run->pending.items[i].record;
        int64_t began = io_mono_ms(run->io), began_wall = io_wall_ms(run->io);
        if (state_append(run->state, batch, run->pending.count, &run->broken_err)) {
            run->won_append_began_ms = began; /* the lease counts from the start of the append, not from its answer */
            run->won_append_began_wall_ms = began_wall;
        } else {
            run->broken = true;
        }
    }
    run->batches++;
    run->pending.count = 0;
    run->pending.room = 0;
    run->pending.items = NULL;
    arena_reset(&run->batch_arena);
    size_t waiters = run->commit_waiter_count;
    run->commit_waiter_count = 0;
    for (size_t i = 0; i < waiters; i++)
        fiber_wake(run->loop, run->commit_waiters[i]);
    return waiters > 0;
}

bool run_cleared(void *context, struct err *err)
{
    struct run_state *run = context;
    for (;;) {
        if (run->broken) {
            if (err)
                *err = run->broken_err;
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
        if (!state_is_writing(run->state))
            return FAIL(err, ERR_LOCKED, "this run no longer holds the log");
        /* by both clocks: one stops while a machine sleeps, the other jumps when it wakes */
        int64_t by_wall = io_wall_ms(run->io) - run->won_append_began_wall_ms;
        if (io_mono_ms(run->io) - run->won_append_began_ms < LEASE_MS && by_wall < LEASE_MS && by_wall > -LEASE_MS)
            return true;
        struct record beat = { .type = RECORD_HEARTBEAT };
        TRY(commit(run, &beat, 1, err));
    }
}

static struct step *step_of(struct journal *journal)
{
    return (struct step *)journal;
}

static bool journal_bind(struct journal *journal, struct str name, struct value v, struct err *err)
{
    struct step *step = step_of(journal);
    struct record r = record_bound(&step->arena, &step->intent, name, v);
    TRY(commit(step->run, &r, 1, err));
    if (step->intent.bound.kind != VALUE_MAP)
        step->intent.bound = value_map(&step->arena, NULL, 0);
    step->intent.bound = value_with(&step->arena, step->intent.bound, arena_cstr(&step->arena, name), value_copy(&step->arena, v));
    return true;
}

static struct str effect_key(struct arena *arena, struct str name, struct str key)
{
    return arena_printf(arena, "%.*s/%.*s", STR_ARG(name), STR_ARG(key));
}

static struct value journal_effect_find(struct journal *journal, struct str name, struct str key)
{
    struct step *step = step_of(journal);
    return value_get_str(step->intent.effects, effect_key(&step->arena, name, key));
}

static bool journal_effect(struct journal *journal, struct str name, struct str key, struct value outcome, struct err *err)
{
    struct step *step = step_of(journal);
    struct record r = record_effect(&step->arena, &step->intent, name, key, outcome);
    TRY(commit(step->run, &r, 1, err));
    if (step->intent.effects.kind != VALUE_MAP)
        step->intent.effects = value_map(&step->arena, NULL, 0);
    struct value kept = value_given(outcome) ? value_copy(&step->arena, outcome) : value_null();
    step->intent.effects = value_with(&step->arena, step->intent.effects, effect_key(&step->arena, name, key).ptr, kept);
    return true;
}

const struct journal_ops step_journal_ops = {
    .bind = journal_bind,
    .effect_find = journal_effect_find,
    .effect = journal_effect,
};
