/*
 * step_create.c - create, reissue and adopt: what brings an object into being, or takes over one that was begun.
 *
 * All three end the same way: the type's create() runs to its end (it does only what is left when an id is bound), then what still
 * differs from the plan is updated, then the row is written.
 */
#include "engine/apply/step_internal.h"

#include "engine/settle/settle_internal.h"

/* Something differs although create() ran: an object that was begun under another configuration. */
static bool work_off_differences(struct step *step, struct op *create)
{
    const struct change *c = step_change(step);
    struct schema_difference *differences;
    size_t count;
    plan_differences(&step->arena, c, step->want, create->result, &differences, &count);
    if (!count)
        return true;
    if (!c->type->update)
        return FAIL(&step->err, ERR_REMOTE, "%.*s was begun with other values and cannot be updated", STR_ARG(c->address));
    struct op op = step_op(step, OP_UPDATE);
    op.prior = create->result;
    op.differences = differences;
    op.difference_count = count;
    enum health health;
    if (!c->type->update(&op, &step->err) || !op_read(&op, &health, &step->err))
        return false;
    create->result = value_merge(&step->arena, create->result, op.result);
    return true;
}

/* Refused for good: nothing was made. A deposed predecessor takes its place back. */
static void close_refused(struct step *step)
{
    const struct change *c = step_change(step);
    struct err kept = step->err;
    struct record records[2];
    size_t n = 0;
    records[n++] = record_outcome(&step->arena, &step->intent, "failed", NULL);
    if (c->pair >= 0 && c->create_before_destroy) {
        struct object *old = arena_copy(&step->arena, c->object, sizeof *c->object);
        old->role = OBJECT_CURRENT;
        records[n++] = record_object(&step->arena, RECORD_OBSERVED, old);
    }
    if (commit(step->run, records, n, &step->err))
        step->err = kept;
}

static void close_partial(struct step *step, struct op *op)
{
    struct err kept = step->err;
    struct str id = value_text(value_get(step->intent.bound, "id"));
    enum object_status status = op_error_is(&kept, "dead") ? OBJECT_DEAD : OBJECT_PARTIAL;
    struct object row = step_object(step, status, id, step->want, op->result);
    (void)step_finish(step, "failed", &row);
    step->err = kept;
}

/* The create itself, with the intent durable. */
static void carry_out(struct step *step, const char *result, bool resumed)
{
    const struct change *c = step_change(step);
    struct op op = step_op(step, OP_CREATE);
    op.resumed = resumed;
    op.prior = step->intent.bound.kind == VALUE_MAP ? step->intent.bound : value_map(&step->arena, NULL, 0);
    op.result = op.prior;
    bool ok = c->type->create(&op, &step->err);
    if (ok && resumed)
        ok = work_off_differences(step, &op);
    if (!ok) {
        switch (step_end_of(step, &op)) {
        case END_REFUSED:
            close_refused(step);
            break;
        case END_PARTIAL:
            close_partial(step, &op);
            break;
        case END_OPEN:
        case END_DONE:
            break;
        }
        return;
    }
    step->result = schema_mark_sensitive(&step->arena, c->type->attrs, op.result);
    struct object row = step_object(step, OBJECT_READY, op_id(&op), step->want, step->result);
    (void)step_finish(step, result, &row);
}

/* Looks until the open create is either found or surely absent. */
bool step_wait_settled(struct step *step, const struct intent *intent, struct settled *ret)
{
    struct run_state *run = step->run;
    const struct plan_input *planning = run->in->planning;
    struct settle_input in = { .net = planning->net, .arena = &step->arena, .intents = intent, .intent_count = 1, .registry = planning->registry,
                               .mark_stack = planning->identity->mark_stack, .provider = planning->recorded_provider,
                               .provider_context = planning->provider_context };
    for (;;) {
        struct settled *s;
        if (!settle_observe(&in, &s, &step->err))
            return false;
        if (s->status == SETTLE_FOUND || s->status == SETTLE_ABSENT) {
            *ret = *s;
            return true;
        }
        if (s->status != SETTLE_OPEN) {
            step->err = s->err;
            return err_context(&step->err, "settling %.*s", STR_ARG(intent->address));
        }
        int64_t left = s->until_wall_ms - io_wall_ms(run->io);
        run_event(run, EVENT_STEP_PROGRESS, step->index, io_mono_ms(run->io) - step->began_mono_ms,
                  arena_printf(&step->arena, "an interrupted create may still appear: %lld s", (long long)(left + 999) / 1000), NULL);
        (void)fiber_sleep_until(run->loop, io_mono_ms(run->io) + MAX_OF(MIN_OF(left, (int64_t)5000), (int64_t)1));
        if (loop_interrupted(run->loop) >= 2)
            return FAIL(&step->err, ERR_INTERRUPTED, "%.*s: stopped while settling", STR_ARG(intent->address));
    }
}

static bool begin_fresh(struct step *step)
{
    struct run_state *run = step->run;
    const struct change *c = step_change(step);
    struct record records[4];
    size_t n = 0;
    if (c->gone && c->object) { /* what vanished is no row any more */
        struct intent old = { .kind = INTENT_DELETE, .uid = c->object->uid, .address = c->address };
        records[n++] = record_outcome(&step->arena, &old, "absent", NULL);
    }
    step_make_intent(step, INTENT_CREATE, uid_new(&step->arena, run->io));
    if (c->pair >= 0 && c->create_before_destroy) {
        struct object *old = arena_copy(&step->arena, c->object, sizeof *c->object);
        old->role = OBJECT_DEPOSED;
        records[n++] = record_object(&step->arena, RECORD_OBSERVED, old);
    }
    records[n++] = record_intent(&step->arena, &step->intent);
    return commit(run, records, n, &step->err);
}

/* The open intent of an interrupted run becomes this step's own. */
static bool take_over_found(struct step *step, const struct settled *s)
{
    step->intent = *s->intent;
    step->uid = s->intent->uid;
    if (str_empty(value_text(value_get(step->intent.bound, "id")))) {
        step->intent.bound = value_with(&step->arena, step->intent.bound.kind == VALUE_MAP ? step->intent.bound : value_map(&step->arena, NULL, 0),
                                        "id", value_str(s->id));
        struct record r = record_bound(&step->arena, &step->intent, STR("id"), value_str(s->id));
        return commit(step->run, &r, 1, &step->err);
    }
    return true;
}

void step_create(struct step *step)
{
    const struct change *c = step_change(step);
    const struct intent *open = c->action == CHANGE_REISSUE && c->settled ? c->settled->intent : NULL;
    if (!open) {
        if (begin_fresh(step))
            carry_out(step, "done", false);
        return;
    }
    struct digest planned = value_digest(step->want_full);
    bool same = digest_eq(&planned, &open->planned_digest) && open->type_version == c->type->version && str_eq(open->provider_key, c->provider_key);
    if (!same || c->type->create_class == CREATE_TAGGED) { /* may be sent again only when nothing sent before can still arrive */
        struct settled s;
        if (!step_wait_settled(step, open, &s))
            return;
        if (s.status == SETTLE_FOUND) {
            if (take_over_found(step, &s))
                carry_out(step, "adopted", true);
            return;
        }
        if (!same) {
            step->intent = *open;
            if (step_finish(step, "absent", NULL) && begin_fresh(step))
                carry_out(step, "done", false);
            return;
        }
    }
    step_make_intent(step, INTENT_CREATE, open->uid);
    step->intent.token = open->token;
    step->intent.effects = open->effects;
    struct record r = record_intent(&step->arena, &step->intent);
    if (commit(step->run, &r, 1, &step->err))
        carry_out(step, "done", true);
}

void step_adopt(struct step *step)
{
    const struct change *c = step_change(step);
    if (c->settled && c->settled->intent->kind == INTENT_CREATE && c->settled->status == SETTLE_FOUND) {
        if (take_over_found(step, c->settled))
            carry_out(step, "adopted", true);
        return;
    }
    if (c->object->status != OBJECT_PARTIAL) { /* an interrupted update or delete of a row: bring it to what the plan says */
        step_update(step);
        return;
    }
    step_make_intent(step, INTENT_CREATE, c->object->uid);
    step->intent.bound = value_map_of(&step->arena, "id", value_str(c->object->id), NULL);
    struct record records[2] = { record_intent(&step->arena, &step->intent),
                                 record_bound(&step->arena, &step->intent, STR("id"), value_str(c->object->id)) };
    if (commit(step->run, records, 2, &step->err))
        carry_out(step, "done", true);
}
