/*
 * step_update.c - update, marks, import and delete: steps on objects that exist.
 */
#include "engine/apply/step_internal.h"

/* Nothing but attributes that the stack no longer names: no request, the row forgets that we once set them. */
static bool only_released(const struct change *c)
{
    for (size_t i = 0; i < c->attr_count; i++)
        if (!c->attrs[i].released)
            return false;
    return c->attr_count > 0;
}

static void close_failed(struct step *step, struct op *op)
{
    if (step_end_of(step, op) == END_OPEN)
        return; /* the next run reads what became of it */
    const struct change *c = step_change(step);
    struct err kept = step->err;
    struct object row = *c->object;
    row.address = c->address;
    row.run = step->run->number;
    if (c->action == CHANGE_IMPORT) /* made up by the plan: its row is the one that this step began with */
        row = step_object(step, OBJECT_READY, c->id, value_map(&step->arena, NULL, 0), c->live);
    (void)step_finish(step, "failed", &row);
    step->err = kept;
}

static bool send_update(struct step *step, struct op *op)
{
    const struct change *c = step_change(step);
    if (op->difference_count && (!step_look_again(step, op) || !c->type->update(op, &step->err)))
        return false;
    bool marks = c->marks || !str_empty(c->moved_from) || c->action == CHANGE_IMPORT || c->action == CHANGE_MOVE || c->action == CHANGE_MARKS;
    if (marks && c->type->reader->tags && c->type->update) {
        struct op mark = step_op(step, OP_MARKS);
        if (!c->config)
            mark.want = c->applied;
        if (!c->type->update(&mark, &step->err) || !op_wait_marked(&mark, &step->err))
            return false;
    }
    enum health health;
    return op_read(op, &health, &step->err);
}

/*
 * The object as it is to be changed: as the plan saw it, but read again when a request that could have changed it since had to be waited
 * for. *ret_gone: it is not there any more (a delete that was called off had been done).
 */
static bool read_when_quiet(struct step *step, struct value *live, bool *ret_gone)
{
    const struct change *c = step_change(step);
    bool waited;
    *ret_gone = false;
    if (!step_wait_quiet(step, INTENT_UPDATE, step->uid, *live, &waited))
        return false;
    if (!waited)
        return true;
    struct op look = step_op(step, OP_UPDATE);
    enum health health;
    if (op_read(&look, &health, &step->err)) {
        *live = value_merge(&step->arena, *live, look.result);
        step_is_quiet(step);
        return true;
    }
    *ret_gone = step->err.code == ERR_NOT_FOUND && c->config;
    if (*ret_gone)
        err_clear(&step->err);
    return *ret_gone;
}

/* Nothing to send: what was open is over, the row is as it was seen. */
static void close_unchanged(struct step *step, struct value live)
{
    const struct change *c = step_change(step);
    if (c->settled)
        step->intent = *c->settled->intent;
    step->result = live;
    struct object row = step_object(step, OBJECT_READY, c->object->id, step->want, live);
    (void)step_finish(step, "done", &row);
}

void step_update(struct step *step)
{
    struct run_state *run = step->run;
    const struct change *c = step_change(step);
    bool import = c->action == CHANGE_IMPORT, gone = false;
    struct value live = c->live;
    step->uid = import ? uid_new(&step->arena, run->io) : c->object->uid;
    if (!import && !read_when_quiet(step, &live, &gone))
        return;
    if (gone) {
        step_create_again(step);
        return;
    }
    struct schema_difference *differences = NULL;
    size_t count = 0;
    if (c->config)
        plan_differences(&step->arena, c, step->want, live, &differences, &count);
    struct record records[2];
    size_t n = 0;
    if (import) { /* from here on it is ours, whatever happens next */
        struct object row = step_object(step, OBJECT_READY, c->id, value_map(&step->arena, NULL, 0), live);
        records[n++] = record_object(&step->arena, RECORD_IMPORT, &row);
    }
    bool quiet = !count && !c->marks && str_empty(c->moved_from) && !import && c->action != CHANGE_MARKS;
    step_make_intent(step, c->action == CHANGE_MARKS || !count ? INTENT_MARKS : INTENT_UPDATE, step->uid);
    if (quiet || only_released(c)) {
        close_unchanged(step, live);
        return;
    }
    records[n++] = record_intent(&step->arena, &step->intent);
    if (!commit(run, records, n, &step->err))
        return;
    struct op op = step_op(step, count ? OP_UPDATE : OP_MARKS);
    op.prior = value_merge(&step->arena, op.prior.kind == VALUE_MAP ? op.prior : value_map(&step->arena, NULL, 0), live);
    op.differences = differences;
    op.difference_count = count;
    op.resumed = c->settled != NULL;
    if (import)
        op.prior = value_with(&step->arena, op.prior, "id", value_str(c->id));
    if (!c->config)
        op.want = c->applied;
    if (!send_update(step, &op)) {
        close_failed(step, &op);
        return;
    }
    step->result = schema_mark_sensitive(&step->arena, c->type->attrs, value_merge(&step->arena, live, op.result));
    struct object row = step_object(step, OBJECT_READY, op_id(&op), c->config ? step->want : c->applied, step->result);
    (void)step_finish(step, "done", &row);
}

/* An open intent of something that is not wanted: wait until it is found or surely absent. */
static bool settle_unwanted(struct step *step, bool *ret_absent, struct settled *ret)
{
    const struct change *c = step_change(step);
    *ret_absent = false;
    if (!step_wait_settled(step, c->settled->intent, ret))
        return false;
    step->intent = *c->settled->intent;
    step->uid = step->intent.uid;
    *ret_absent = ret->status == SETTLE_ABSENT || (step->intent.kind != INTENT_CREATE && str_empty(ret->id));
    return true;
}

static void delete_object(struct step *step, struct str uid, struct str id, struct value prior, bool with_row)
{
    struct run_state *run = step->run;
    const struct change *c = step_change(step);
    bool waited;
    if (!step_wait_quiet(step, INTENT_DELETE, uid, prior, &waited))
        return;
    step_make_intent(step, INTENT_DELETE, uid);
    struct record records[2] = { record_intent(&step->arena, &step->intent) };
    size_t n = 1;
    if (!with_row) { /* no row names the object: the intent must */
        records[n++] = record_bound(&step->arena, &step->intent, STR("id"), value_str(id));
        step->intent.bound = value_map_of(&step->arena, "id", value_str(id), NULL);
    }
    if (!commit(run, records, n, &step->err))
        return;
    struct op op = step_op(step, OP_DELETE);
    op.prior = value_with(&step->arena, prior.kind == VALUE_MAP ? prior : value_map(&step->arena, NULL, 0), "id", value_str(id));
    op.want = c->applied;
    if (c->type->delete(&op, &step->err)) {
        (void)step_finish(step, "absent", NULL);
        return;
    }
    if (step_end_of(step, &op) == END_OPEN)
        return;
    struct err kept = step->err;
    struct object row = { 0 };
    if (with_row)
        row = *c->object;
    if (with_row)
        (void)step_finish(step, "failed", &row);
    step->err = kept; /* without a row the intent stays open, or nothing would name the object any more */
}

bool step_delete_found(struct step *step, struct str uid, struct str id, struct value attrs)
{
    delete_object(step, uid, id, attrs, false);
    return !step->err.code;
}

void step_delete(struct step *step)
{
    struct run_state *run = step->run;
    const struct change *c = step_change(step);
    bool twin = c->action == CHANGE_DROP && c->object;
    if (c->action == CHANGE_DROP && !twin) {
        bool absent;
        struct settled s;
        if (!settle_unwanted(step, &absent, &s))
            return;
        if (absent)
            (void)step_finish(step, "absent", NULL);
        else
            delete_object(step, step->intent.uid, s.id, s.attrs, false);
        return;
    }
    if (twin) { /* a uid of its own: the twin's belongs to the row that stays */
        delete_object(step, uid_new(&step->arena, run->io), c->id, c->live, false);
        return;
    }
    bool no_cloud = c->gone || c->type->create_class == CREATE_STATE;
    if (no_cloud) {
        step->intent = (struct intent){ .kind = INTENT_DELETE, .uid = c->object->uid, .address = c->address };
        (void)step_finish(step, "absent", NULL);
        return;
    }
    bool with_row = !c->settled || c->settled->intent->kind != INTENT_CREATE || c->object->serial;
    delete_object(step, c->object->uid, c->object->id, c->live, with_row);
}
