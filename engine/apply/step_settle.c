/*
 * step_settle.c - what became of a create without an answer: looks until it is found or surely absent (docs/protocol.md 4 and 5).
 *
 * Serves the open intents of earlier runs, and this very step when its own create was lost on the way: most often the first look finds
 * the object, and nobody waits. The countdown runs only while nothing is seen; other branches go on meanwhile.
 */
#include "engine/apply/step_internal.h"

#include "engine/settle/settle_internal.h"

enum { LOOK_FIRST_MS = 250, LOOK_MAX_MS = 5000 };

static bool look_once(struct step *step, const struct intent *intent, struct settled *ret)
{
    struct run_state *run = step->run;
    const struct plan_input *planning = run->in->planning;
    struct settle_input in = { .net = planning->net, .arena = &step->arena, .intents = intent, .intent_count = 1, .registry = planning->registry,
                               .mark_stack = planning->identity->mark_stack, .provider = planning->recorded_provider,
                               .provider_context = planning->provider_context };
    struct settled *s;
    if (!settle_observe(&in, &s, &step->err))
        return false;
    *ret = *s;
    return true;
}

bool step_wait_settled(struct step *step, const struct intent *intent, struct settled *ret)
{
    struct run_state *run = step->run;
    struct intent *asked = arena_copy(&step->arena, intent, sizeof *intent);
    asked->last_possible_send_ms = loose_last_send(run, intent);
    for (int64_t pause = LOOK_FIRST_MS;; pause = MIN_OF(pause * 2, (int64_t)LOOK_MAX_MS)) {
        struct settled s;
        if (!look_once(step, asked, &s))
            return false;
        if (s.status == SETTLE_FOUND || s.status == SETTLE_ABSENT) {
            *ret = s;
            return true;
        }
        if (s.status != SETTLE_OPEN) {
            step->err = s.err;
            return err_context(&step->err, "settling %.*s", STR_ARG(intent->address));
        }
        int64_t left = s.until_wall_ms - io_wall_ms(run->io);
        run_event(run, EVENT_STEP_PROGRESS, step->index, io_mono_ms(run->io) - step->began_mono_ms,
                  arena_printf(&step->arena, "an interrupted create may still appear: %lld s", (long long)(left + 999) / 1000), NULL);
        (void)fiber_sleep_until(run->loop, io_mono_ms(run->io) + MAX_OF(MIN_OF(left, pause), (int64_t)1));
        if (loop_interrupted(run->loop) >= 2)
            return FAIL(&step->err, ERR_INTERRUPTED, "%.*s: stopped while settling", STR_ARG(intent->address));
    }
}
