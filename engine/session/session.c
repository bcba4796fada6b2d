/*
 * session.c - planning and applying in an opened deployment.
 */
#include "engine/session/session_internal.h"

bool session_plan(struct session *s, const struct session_plan_options *o, struct plan **ret, struct err *err)
{
    if (!s->has_identity)
        return FAIL(err, ERR_NOT_FOUND, "this stack has no identity yet");
    s->planning = (struct plan_input){
        .config = s->config, .state = s->state, .identity = &s->identity, .root = str_of(s->root), .registry = s->options.registry, .net = s->net, .io = s->io,
        .config_provider = session_config_provider, .recorded_provider = session_recorded_provider, .provider_context = s,
        .refresh = o->refresh, .destroy = o->destroy, .targets = o->targets, .target_count = o->target_count, .excludes = o->excludes,
        .exclude_count = o->exclude_count, .replaces = o->replaces, .replace_count = o->replace_count, .allows = o->allows,
        .allow_count = o->allow_count, .accept_missing = o->accept_missing,
    };
    TRY(plan_make(&s->planning, ret, err));
    (*ret)->simulated = s->options.simulated;
    for (size_t i = 0; s->config && i < s->config->lookups.count; i++)
        if (value_given(s->config->lookups.items[i].newer))
            *VEC_PUSH(&(*ret)->warnings, &(*ret)->arena) =
                arena_printf(&(*ret)->arena, "lookup %.*s has a newer answer; --update-lookups takes it", STR_ARG(s->config->lookups.items[i].name));
    return true;
}

bool session_save_plan(struct session *s, const struct plan *plan, const char *path, struct err *err)
{
    return plan_file_save(s->options.io, path, plan, &s->identity, &s->planning, err);
}

/* Between planning and the lock another run may have written: then the plan was made of something that is no more. */
static bool check_fresh(struct session *s, const struct plan *plan, struct err *err)
{
    if (state_serial(s->state) == plan->base_serial || !plan->base_serial)
        return true;
    (void)FAIL(err, ERR_STALE, "the state moved from serial %llu to %llu since the plan was made", (unsigned long long)plan->base_serial,
               (unsigned long long)state_serial(s->state));
    return err_hint(err, "plan again");
}

static bool apply_locked(struct session *s, struct plan *plan, const struct session_apply_options *o, struct apply_result *ret, struct err *err)
{
    TRY(check_fresh(s, plan, err));
    TRY(session_pin_lookups(s, err));
    struct apply_input in = { .plan = plan, .planning = &s->planning, .stop_on_failure = o->stop_on_failure, .parallelism = o->parallelism,
                              .accept_drift = o->accept_drift, .resume_run = o->resume_run, .who = session_who(s), .where = session_where(s),
                              .commit = session_commit(s), .command = str_of(o->command), .event = o->event, .event_context = o->event_context };
    return apply_run(&in, ret, err);
}

bool session_apply(struct session *s, struct plan *plan, const struct session_apply_options *o, struct apply_result *ret, struct err *err)
{
    TRY(state_begin_writing(s->state, o->lock_wait_ms, err));
    bool ok = apply_locked(s, plan, o, ret, err);
    state_end_writing(s->state);
    return ok;
}
