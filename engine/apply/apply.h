/*
 * apply.h - runs an approved plan: fence, scheduler, steps, journal, outcomes, events.
 *
 *     struct apply_result result;
 *     bool ok = apply_run(&input, &result, err);      exit code in result.exit_code: 0, 5, 130 …
 *
 * Order of a step (docs/protocol.md): intent durable, provider calls (ids durable as they come), wait, outcome durable.
 */
#ifndef ENGINE_APPLY_APPLY_H
#define ENGINE_APPLY_APPLY_H

#include "engine/plan/plan.h"

enum apply_event_kind {
    EVENT_RUN_BEGIN,
    EVENT_STEP_BEGIN,
    EVENT_STEP_PROGRESS,
    EVENT_STEP_DONE,
    EVENT_STEP_FAILED,
    EVENT_STEP_SKIPPED,       /* a need of it failed, or the run is stopping */
    EVENT_TICK,               /* for redrawing; at most 10 a second */
    EVENT_RUN_END,
};

struct apply_event {
    enum apply_event_kind kind;
    const struct plan *plan;
    uint32_t change;              /* index */
    int64_t elapsed_ms;           /* of the step; RUN_*: of the run */
    struct str text;              /* progress, or headline of the result ("vpc-0a1b…") */
    const struct err *err;        /* FAILED */
    uint32_t done, failed, skipped, running, waiting, total;
    uint64_t run;
    int exit_code;                /* RUN_END */
};

struct apply_input {
    const struct plan *plan;
    const struct plan_input *planning;    /* providers, state, net, identity … as the plan was made with */
    struct value run_plan;                /* sealed preimage for the run-begin record */
    bool stop_on_failure;                 /* --on-failure=stop */
    int parallelism;                      /* 0: as the gate allows */
    bool accept_drift;
    uint64_t resume_run;                  /* not 0: goes on with this run under the same digest */
    struct str who, where, commit, command;
    void (*event)(void *context, const struct apply_event *event);
    void *event_context;
};

struct apply_result {
    uint64_t run;
    uint32_t done, failed, skipped;
    int exit_code;                        /* 0, 5 (partly applied, resumable), 130; 6 when the state moved under the plan */
    struct value outputs;
};

/*
 * False only when nothing could be started or the log itself failed (ERR_LOCKED, ERR_STALE, ERR_IO …). A failed step is a result
 * (exit_code 5), told by its event.
 */
bool apply_run(const struct apply_input *input, struct apply_result *ret, struct err *err) MUST_USE;

#endif
