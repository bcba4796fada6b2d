/*
 * finish.c - the end of a run: rows that only need rewriting, outputs, the closing record, the exit code.
 */
#include "engine/apply/apply_internal.h"

/* A kept row may depend on an object that was replaced: then its uid in the row is yesterday's. */
static bool same_dependencies(struct run_state *run, const struct change *c)
{
    if (c->ref_count != c->object->depends_on_count)
        return false;
    for (size_t i = 0; i < c->ref_count; i++) {
        const struct slot *other = &run->slots[c->refs[i]];
        struct str uid = str_empty(other->uid) ? run->plan->changes.items[c->refs[i]].uid : other->uid;
        if (!str_eq(uid, c->object->depends_on[i]))
            return false;
    }
    return true;
}

/* Kept rows whose flags, dependencies or source text differ now: rewritten without a request, so that they are true tomorrow. */
static bool rewrite_kept(struct run_state *run, struct err *err)
{
    VEC(struct record) records = { 0 };
    struct step step = { .run = run };
    for (uint32_t i = 0; i < run->plan->changes.count; i++) {
        const struct change *c = &run->plan->changes.items[i];
        if (c->action != CHANGE_KEEP || !c->object || !c->config || c->notes || run->plan->partial || run->plan->destroy)
            continue;
        struct digest source = value_digest(c->config->args);
        if (digest_eq(&source, &c->object->source_digest) && c->object->prevent_destroy == c->config->lifecycle.prevent_destroy &&
            c->object->create_before_destroy == c->create_before_destroy && same_dependencies(run, c))
            continue;
        step.index = i;
        step.uid = c->object->uid;
        struct object row = step_object(&step, c->object->status, c->object->id, value_given(c->planned) ? c->planned : c->object->applied,
                                        c->live);
        if (!value_known(row.applied))
            continue;
        *VEC_PUSH(&records, &run->arena) = record_object(&step.arena, RECORD_OBSERVED, &row);
    }
    bool ok = !records.count || commit(run, records.items, records.count, err);
    arena_done(&step.arena);
    return ok;
}

static bool write_outputs(struct run_state *run, struct apply_result *ret, struct err *err)
{
    const struct plan *plan = run->plan;
    struct value_builder b = { .arena = &run->arena };
    struct plan_results results = { .context = run, .attrs = run_attrs };
    bool complete = true;
    for (size_t i = 0; plan->config && !plan->destroy && i < plan->config->outputs.count; i++) {
        const struct config_output *o = &plan->config->outputs.items[i];
        struct value v;
        TRY(plan_resolve(plan, &run->arena, &results, o->value, &v, err));
        if (!value_known(v)) {
            complete = false; /* what it shows was not made */
            continue;
        }
        value_builder_put(&b, o->name, o->sensitive ? value_mark_sensitive(v) : v);
    }
    ret->outputs = VALUE_NONE;
    if (!complete || !plan->outputs.count)
        return true;
    struct record r = record_outputs(&run->arena, value_builder_map(&b));
    return commit(run, &r, 1, err);
}

static struct value counts(struct run_state *run)
{
    return value_map_of(&run->arena, "done", value_int(run->done), "failed", value_int(run->failed), "skipped", value_int(run->skipped),
                        "loose_until", run->loose_until_wall_ms ? value_int(run->loose_until_wall_ms) : VALUE_NONE, NULL);
}

/* Also those that the plan could not touch: a foreign object in the way, a provider that cannot be read. */
static bool leaves_open(struct run_state *run, bool *ret, struct err *err)
{
    struct intent *intents;
    size_t count;
    TRY(state_intents(run->state, &run->arena, &intents, &count, err));
    *ret = count > 0;
    return true;
}

bool run_finish(struct run_state *run, struct apply_result *ret, struct err *err)
{
    *ret = (struct apply_result){ .run = run->number, .done = run->done, .failed = run->failed, .skipped = run->skipped };
    if (run->broken) {
        if (err)
            *err = run->broken_err;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    int interrupted = loop_interrupted(run->loop);
    if (!run->failed && !run->skipped && !interrupted)
        TRY(rewrite_kept(run, err));
    struct err failed = { 0 };
    bool outputs = write_outputs(run, ret, &failed);
    bool open = false;
    TRY(leaves_open(run, &open, err));
    ret->exit_code = interrupted ? 130 : run->failed || run->skipped || open ? 5 : outputs ? 0 : 1;
    if (loop_interrupted(run->loop) < 2 || !run->broken) {
        struct run end = { .number = run->number, .exit_code = ret->exit_code, .counts = counts(run) };
        struct record r = record_run_end(&run->arena, &end);
        TRY(commit(run, &r, 1, err));
    }
    run->exit_code = ret->exit_code;
    run_event(run, EVENT_RUN_END, 0, io_mono_ms(run->io) - run->began_mono_ms, STR_NONE, outputs ? NULL : &failed);
    if (!outputs && err)
        *err = failed;
    return outputs;
}
