/*
 * apply_internal.h - a run in progress: what scheduler, steps and journal share.
 */
#ifndef ENGINE_APPLY_INTERNAL_H
#define ENGINE_APPLY_INTERNAL_H

#include "engine/apply/apply.h"
#include "engine/base/log.h"
#include "engine/base/map.h"
#include "engine/provider/op.h"

enum step_state { STEP_IDLE, STEP_WAITING, STEP_READY, STEP_RUNNING, STEP_DONE, STEP_FAILED, STEP_SKIPPED };

/* How a step ended, beyond ok or not. */
enum step_end {
    END_DONE,
    END_REFUSED,   /* surely nothing was made or changed by the last request */
    END_PARTIAL,   /* an id is bound: the object stays as a row, unfinished */
    END_OPEN,      /* unknown: the intent stays open, the next run settles it */
};

struct run_state;

/* A change being run. */
struct step {
    struct journal journal;      /* must be first: op->journal leads back here */
    struct run_state *run;
    uint32_t index;              /* of its change */
    enum step_state state;
    uint32_t waits_for;          /* needs that are not done */
    uint64_t priority;           /* longest remaining path, ms */
    struct arena arena;          /* of the step; freed with the run, results point into it */
    struct intent intent;        /* as journalled */
    bool intent_open;
    struct value want, want_full;/* resolved configuration, without and with defaults */
    struct value result;         /* attributes after the step */
    struct str uid;
    struct err err;
    int64_t began_mono_ms;
    struct fiber *fiber;
};

struct pending {
    struct record record;
    struct step *owner;          /* whose fiber waits for it */
};

struct run_state {
    const struct apply_input *in;
    const struct plan *plan;
    struct arena arena;
    struct loop *loop;
    struct io *io;
    struct state *state;
    struct step *steps;          /* parallel to plan->changes */
    uint32_t *ready;             /* heap by priority, then index */
    size_t ready_count;
    uint32_t running, done, failed, skipped, waiting, total;
    uint64_t number;
    int64_t began_mono_ms, last_tick_mono_ms, won_append_began_ms;
    /* Group commit: records asked for since the last batch. */
    VEC(struct pending) pending;
    struct arena batch_arena;
    struct fiber **commit_waiters;
    size_t commit_waiter_count, commit_waiter_room;
    bool broken;                 /* an append failed: nothing is sent any more */
    struct err broken_err;
    struct map results;          /* address -> struct step with result, or change kept */
    struct map uid_of;           /* change index is known by address: address -> uid text */
};

/* journal.c */
extern const struct journal_ops step_journal_ops;
/* Appends records in one batch with whatever else is asked for in this tick; suspends until durable. */
bool commit(struct run_state *run, struct record *records, size_t count, struct err *err) MUST_USE;
bool run_flush(struct run_state *run);                  /* the tick: true when something was made ready */
bool run_cleared(void *context, struct err *err);       /* the fence, asked before each mutating send */

/* rows.c */
struct object step_object(struct step *step, enum object_status status, struct str id, struct value applied, struct value observed);
bool run_attrs(void *context, struct str address, struct value *ret);  /* for plan_resolve */

/* step.c */
void step_run(void *argument);                          /* a fiber */
/* finish.c */
bool run_finish(struct run_state *run, struct apply_result *ret, struct err *err) MUST_USE;
void run_event(struct run_state *run, enum apply_event_kind kind, uint32_t change, int64_t elapsed_ms, struct str text, const struct err *err);

#endif
