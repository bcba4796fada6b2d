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

/* What the run keeps of every change. Ten thousand of them: small. */
struct slot {
    enum step_state state;
    uint32_t waits_for;          /* needs that are not done */
    uint64_t priority;           /* longest remaining path, ms */
    bool wanted;                 /* others, or outputs, may refer to its result */
    struct str uid;              /* from its step's end on */
    struct value result;         /* attributes after the step; absent when nobody can want them */
};

/* A change being run. Steps are used again: only as many exist as run at once. */
struct step {
    struct journal journal;      /* must be first: op->journal leads back here */
    struct run_state *run;
    uint32_t index;              /* of its change */
    struct arena arena;          /* of the step: reset when it ends */
    struct intent intent;        /* as journalled */
    bool intent_open;
    bool inherited;              /* goes on with what another run began: presumes that run's requests loose */
    uint64_t transient_before;   /* unknown answers of the whole run when the step began */
    struct value want, want_full;/* resolved configuration, without and with defaults */
    struct value result;         /* attributes after the step */
    struct str uid;
    struct err err;
    int64_t began_mono_ms;
    struct step *next_free, *next_made;
};

/* A request that may still arrive, and what it could hit (loose.c). */
struct loose {
    const struct resource_type *type;
    struct str provider_key, uid;
    struct value key;            /* values of the natural key; absent: none */
    enum intent_kind kind;
    struct digest planned;
    int64_t until_wall_ms;
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
    struct slot *slots;          /* parallel to plan->changes */
    struct step *free_steps, *made_steps;
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
    uint64_t batches;            /* appended so far, or failed to be */
    int64_t won_append_began_wall_ms;
    VEC(struct loose) loose;
    int64_t loose_until_wall_ms; /* of what this run adds to them */
    struct run *earlier;         /* runs before this one */
    size_t earlier_count;
    int64_t newest_wall_ms;      /* of the last record before this run */
    int exit_code;               /* once the run has ended */
    bool broken;                 /* an append failed: nothing is sent any more */
    struct err broken_err;
    struct map results;          /* address -> index + 1 of the change that stands for it */
};

/* loose.c: what earlier runs may still have under way. Before the run begins; main stack. */
bool loose_load(struct run_state *run, struct err *err) MUST_USE;

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
