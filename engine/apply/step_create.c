/*
 * step_create.c - create, reissue and adopt: what brings an object into being, or takes over one that was begun.
 *
 * All three end the same way: the type's create() runs to its end (it does only what is left when an id is bound), then what still
 * differs from the plan is updated, then the row is written.
 */
#include "engine/apply/step_internal.h"

/* T: how long a token is surely remembered (ACM: an hour). After that a replay could make a second object. */
enum { SENT_MAX = 4, TOKEN_WINDOW_MS = 50 * 60 * 1000 };

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
    bool waited;
    if (!step_wait_quiet(step, INTENT_UPDATE, step->uid, create->result, &waited) || !c->type->update(&op, &step->err) || !op_read(&op, &health, &step->err))
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

/* Sent, and no answer: usually a look finds it at once. Surely absent: the same is sent again under a new date. */
static bool find_lost(struct step *step, struct op *op)
{
    struct settled s;
    struct err lost = step->err;
    err_clear(&step->err);
    if (!step_wait_settled(step, &step->intent, &s)) {
        if (step->err.code != ERR_INTERRUPTED)
            step->err = lost;
        step->err.code = ERR_AMBIGUOUS; /* whatever the look said: the next run goes on from here */
        return false;
    }
    if (s.status == SETTLE_FOUND)
        return op_bind(op, "id", value_str(s.id), &step->err);
    step_is_quiet(step);
    step->intent.wall_ms = io_wall_ms(step->run->io);
    step->intent.last_possible_send_ms = step->intent.wall_ms + step_send_window_ms(step);
    struct record r = record_intent(&step->arena, &step->intent);
    return commit(step->run, &r, 1, &step->err);
}

/* A name that is taken counts, too, while an attempt before may have taken it. */
static bool is_lost(struct step *step)
{
    const char *foreign = step_change(step)->type->foreign;
    bool taken = step->err.code == ERR_CONFLICT || (foreign && op_error_is(&step->err, foreign));
    bool unknown = step->err.code == ERR_AMBIGUOUS || (taken && step_is_loose(step));
    return unknown && !value_given(value_get(step->intent.bound, "id")) && !loop_interrupted(step->run->loop);
}

/* The create itself, with the intent durable. */
static void carry_out(struct step *step, const char *result, bool resumed)
{
    const struct change *c = step_change(step);
    struct op op = step_op(step, OP_CREATE);
    op.resumed = resumed;
    op.vanished = c->gone;
    op.prior = step->intent.bound.kind == VALUE_MAP ? step->intent.bound : value_map(&step->arena, NULL, 0);
    op.result = op.prior;
    bool ok = c->type->create(&op, &step->err);
    for (int attempt = 1; !ok && attempt < SENT_MAX && is_lost(step) && find_lost(step, &op); attempt++) {
        op.resumed = true;
        ok = c->type->create(&op, &step->err);
    }
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

/* What vanished is no row any more, and a step that was open for it is over. */
static size_t close_vanished(struct step *step, struct record *ret)
{
    const struct change *c = step_change(step);
    size_t n = 0;
    step->intent = (struct intent){ .kind = INTENT_DELETE, .uid = c->object->uid, .address = c->address };
    if (c->settled)
        step->intent = *c->settled->intent;
    n += step_note_loose(step, &ret[n]);
    ret[n++] = record_outcome(&step->arena, &step->intent, "absent", NULL);
    step_is_quiet(step);
    return n;
}

static bool begin_fresh(struct step *step, bool vanished)
{
    struct run_state *run = step->run;
    const struct change *c = step_change(step);
    struct record records[5];
    size_t n = 0;
    bool waited;
    struct str uid = uid_new(&step->arena, run->io);
    if (!step_wait_quiet(step, INTENT_CREATE, uid, step->want_full, &waited))
        return false;
    if (vanished)
        n += close_vanished(step, records);
    step_make_intent(step, INTENT_CREATE, uid);
    if (c->pair >= 0 && c->create_before_destroy) {
        struct object *old = arena_copy(&step->arena, c->object, sizeof *c->object);
        old->role = OBJECT_DEPOSED;
        records[n++] = record_object(&step->arena, RECORD_OBSERVED, old);
    }
    records[n++] = record_intent(&step->arena, &step->intent);
    return commit(run, records, n, &step->err);
}

void step_create_again(struct step *step)
{
    if (begin_fresh(step, true))
        carry_out(step, "done", false);
}

/* What was begun for another configuration can only be made right by making it anew. */
static bool must_be_replaced(struct step *step, const struct settled *s)
{
    const struct change *c = step_change(step);
    struct schema_difference *differences;
    size_t count;
    bool replace = s->health == HEALTH_DEAD;
    plan_differences(&step->arena, c, step->want, s->attrs, &differences, &count);
    for (size_t i = 0; i < count; i++)
        replace |= (differences[i].attr && differences[i].attr->flags & FORCE_NEW) || c->type->flags & TYPE_NO_UPDATE;
    return replace;
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
        if (begin_fresh(step, c->gone && c->object))
            carry_out(step, "done", false);
        return;
    }
    struct digest planned = value_digest(step->want_full);
    bool same = digest_eq(&planned, &open->planned_digest) && open->type_version == c->type->version && str_eq(open->provider_key, c->provider_key);
    bool remembered = c->type->create_class != CREATE_TOKEN || io_wall_ms(step->run->io) - open->wall_ms < TOKEN_WINDOW_MS;
    if (!same || !remembered || c->type->create_class == CREATE_TAGGED) { /* may be sent again only when nothing sent before can still arrive */
        struct settled s;
        if (!step_wait_settled(step, open, &s))
            return;
        if (s.status == SETTLE_FOUND && !same && must_be_replaced(step, &s)) {
            if (step_delete_found(step, open->uid, s.id, s.attrs) && begin_fresh(step, false))
                carry_out(step, "done", false);
            return;
        }
        if (s.status == SETTLE_FOUND) {
            if (take_over_found(step, &s))
                carry_out(step, "adopted", true);
            return;
        }
        step_is_quiet(step);
        if (!same) {
            step->intent = *open;
            if (step_finish(step, "absent", NULL) && begin_fresh(step, false))
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
