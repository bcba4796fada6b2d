/*
 * step.c - one change being run: resolve, intent durable, provider calls, outcome durable (docs/protocol.md 2).
 */
#include "engine/apply/step_internal.h"

enum { LOOK_AGAIN_MS = 60 * 1000, SEND_WINDOW_MS = 30 * 1000 };

const struct change *step_change(const struct step *step)
{
    return &step->run->plan->changes.items[step->index];
}

struct resolving {
    struct step *step;
    struct value in, out;
    bool ok;
};

/* Closures run Lua and functions recurse: main stack only. */
static void resolve_on_main(void *argument)
{
    struct resolving *r = argument;
    struct plan_results results = { .context = r->step->run, .attrs = run_attrs };
    r->ok = plan_resolve(r->step->run->plan, &r->step->arena, &results, r->in, &r->out, &r->step->err);
}

bool step_resolve(struct step *step, struct value v, struct value *ret)
{
    struct resolving r = { .step = step, .in = v };
    if (value_known(v)) {
        *ret = v;
        return true;
    }
    loop_on_main(step->run->loop, resolve_on_main, &r);
    *ret = r.out;
    return r.ok;
}

static bool check_conditions(struct step *step, struct value conditions, const char *which)
{
    for (size_t i = 0; conditions.kind == VALUE_LIST && i < conditions.count; i++) {
        struct value condition;
        if (!step_resolve(step, value_get(conditions.items[i], "condition"), &condition))
            return false;
        if (condition.kind != VALUE_EXPR && value_to_bool(condition, false))
            continue;
        struct str message = value_text(value_get(conditions.items[i], "message"));
        return FAIL(&step->err, ERR_DENIED, "%.*s: %s failed: %.*s", STR_ARG(step_change(step)->address), which, STR_ARG(message));
    }
    return true;
}

/* What the plan left as expressions is known now: results may only refine what was planned, so the expressions are the planned ones. */
bool step_settle_want(struct step *step)
{
    const struct change *c = step_change(step);
    struct value resolved;
    if (!step_resolve(step, c->planned, &resolved))
        return false;
    if (!value_known(resolved))
        return FAIL(&step->err, ERR_INTERNAL, "%.*s: a value is still unknown although everything it needs is done", STR_ARG(c->address));
    if (!schema_recheck(&step->arena, c->type->attrs, resolved, &step->want, &step->err))
        return err_context(&step->err, "%.*s", STR_ARG(c->address));
    step->want_full = plan_with_defaults(&step->arena, c->type, step->want, c->derived_name);
    return !c->config || check_conditions(step, c->config->lifecycle.preconditions, "precondition");
}

static int64_t timeout_ms(const struct step *step, enum op_kind kind)
{
    const struct change *c = step_change(step);
    const struct lifecycle *l = c->config ? &c->config->lifecycle : NULL;
    switch (kind) {
    case OP_CREATE:
        return l && l->timeout_create_ms ? l->timeout_create_ms : (c->type->timeout_create_s ? c->type->timeout_create_s : 600) * 1000ll;
    case OP_UPDATE:
    case OP_MARKS:
        return l && l->timeout_update_ms ? l->timeout_update_ms : (c->type->timeout_update_s ? c->type->timeout_update_s : 600) * 1000ll;
    case OP_DELETE:
        return l && l->timeout_delete_ms ? l->timeout_delete_ms : (c->type->timeout_delete_s ? c->type->timeout_delete_s : 1200) * 1000ll;
    }
    return 600 * 1000;
}

static void report_progress(struct op *op, struct str text)
{
    struct step *step = op->engine;
    run_event(step->run, EVENT_STEP_PROGRESS, step->index, io_mono_ms(step->run->io) - step->began_mono_ms, text, NULL);
}

static void set_marks(struct op *op, const struct identity *identity)
{
    op->marks[0] = (struct mark){ "infra:stack", identity->mark_stack };
    op->marks[1] = (struct mark){ "infra:uid", op->uid };
    op->marks[2] = op->address.len <= 256 ? (struct mark){ "infra:address", op->address }
                                          : (struct mark){ "infra-at", identity_at_mark(op->arena, identity, op->address) };
    op->mark_count = 3;
}

struct op step_op(struct step *step, enum op_kind kind)
{
    struct run_state *run = step->run;
    const struct change *c = step_change(step);
    int64_t now = io_mono_ms(run->io), deadline = now + timeout_ms(step, kind);
    struct op op = {
        .kind = kind, .type = c->type, .provider = c->provider, .arena = &step->arena, .address = c->address, .uid = step->intent.uid,
        .want = kind == OP_DELETE ? c->applied : step->want_full, .prior = c->live, .token = step->intent.token, .journal = &step->journal,
        .scope = { .step = step->intent.token, .approved = true, .deadline_mono_ms = deadline, .priority = 10,
                   .never_resend = kind == OP_CREATE && c->type->create_class == CREATE_TAGGED, .cleared = run_cleared, .cleared_context = run },
        .started_mono_ms = now, .deadline_mono_ms = deadline, .progress = report_progress, .engine = step,
    };
    if (c->object && !str_empty(c->object->id) && !value_given(value_get(op.prior, "id")))
        op.prior = value_with(&step->arena, op.prior.kind == VALUE_MAP ? op.prior : value_map(&step->arena, NULL, 0), "id",
                              value_str(c->object->id));
    op.result = value_map(&step->arena, NULL, 0);
    set_marks(&op, run->in->planning->identity);
    return op;
}

/* The token of an intent: derived, so that a retry after a crash sends the same. */
static struct str derive_token(struct step *step, struct str uid)
{
    const struct identity *id = step->run->in->planning->identity;
    struct digest d = digest_hmac((struct str){ (const char *)id->digest_key, sizeof id->digest_key }, arena_printf(&step->arena, "token/%.*s", STR_ARG(uid)));
    return arena_str(&step->arena, str_slice(base32_encode(&step->arena, (struct str){ (const char *)d.bytes, 20 }), 0, 32));
}

/* In which a dead process may still have sent after its last record: as short as the endpoint's own clock of settling. */
int64_t step_send_window_ms(const struct step *step)
{
    const struct change *c = step_change(step);
    return c->provider ? MIN_OF(c->provider->settle_ms, (int64_t)SEND_WINDOW_MS) : SEND_WINDOW_MS;
}

void step_make_intent(struct step *step, enum intent_kind kind, struct str uid)
{
    struct run_state *run = step->run;
    const struct change *c = step_change(step);
    struct object row = step_object(step, OBJECT_PARTIAL, c->id, step->want, c->live);
    int64_t now = io_wall_ms(run->io);
    step->uid = uid;
    step->intent = (struct intent){
        .kind = kind, .uid = uid, .address = c->address, .type = str_of(c->type->name), .type_version = c->type->version,
        .provider_key = c->provider_key, .provider_name = str_of(c->provider_type->name), .recipe = row.recipe,
        .generation = MAX_OF(c->generation, 1u), .create_class = c->type->create_class,
        .planned = kind == INTENT_DELETE ? c->applied : step->want_full, .prior = kind == INTENT_CREATE ? VALUE_NONE : c->live,
        .token = derive_token(step, uid), .last_possible_send_ms = now + step_send_window_ms(step), .depends_on = row.depends_on,
        .depends_on_count = row.depends_on_count, .at = c->at, .run = run->number, .wall_ms = now,
    };
    if (!value_given(step->intent.planned))
        step->intent.planned = value_map(&step->arena, NULL, 0);
    step->intent.planned_digest = value_digest(step->intent.planned);
}

/* What is known of the last request of a failed operation. */
enum step_end step_end_of(const struct step *step, const struct op *op)
{
    switch (step->err.code) {
    case ERR_AMBIGUOUS:
    case ERR_LOCKED:
    case ERR_IO:
    case ERR_INTERRUPTED:
        return END_OPEN;
    default:
        break;
    }
    if (value_given(value_get(step->intent.bound, "id")) || op->kind != OP_CREATE)
        return END_PARTIAL;
    /* refused now, but an attempt before may still make it: not over before a look says so */
    return step_is_loose(step) ? END_OPEN : END_REFUSED;
}

/* Before something that exists is changed: was it changed by others since the plan looked? Only when the plan is no longer fresh. */
bool step_look_again(struct step *step, struct op *op)
{
    const struct change *c = step_change(step);
    struct run_state *run = step->run;
    if (io_mono_ms(run->io) - run->plan->made_mono_ms < LOOK_AGAIN_MS || run->in->accept_drift || !c->attr_count)
        return true;
    enum health health;
    if (!op_read(op, &health, &step->err))
        return op->kind == OP_DELETE && step->err.code == ERR_NOT_FOUND ? (err_clear(&step->err), true) : false;
    for (size_t i = 0; i < c->attr_count; i++) {
        struct value now = path_get(op->result, c->attrs[i].path);
        if (!value_given(now) || value_eq(now, c->attrs[i].before))
            continue;
        (void)FAIL(&step->err, ERR_STALE, "%.*s: %.*s was changed outside since the plan was made", STR_ARG(c->address),
                   STR_ARG(path_text(&step->arena, c->attrs[i].path)));
        return err_hint(&step->err, "plan again, or use --accept-drift to go on");
    }
    return true;
}

bool step_finish(struct step *step, const char *result, const struct object *object)
{
    struct record records[2];
    size_t n = 0;
    n += step_note_loose(step, &records[n]);
    records[n++] = record_outcome(&step->arena, &step->intent, result, object);
    return commit(step->run, records, n, &step->err);
}

static void run_state_only(struct step *step)
{
    struct run_state *run = step->run;
    const struct change *c = step_change(step);
    bool fresh = c->action == CHANGE_CREATE || c->action == CHANGE_REISSUE;
    struct str birth = fresh ? c->address : c->object->address_at_birth;
    uint32_t generation = fresh ? MAX_OF(c->generation, 1u) : c->object->generation;
    step->uid = fresh ? uid_new(&step->arena, run->io) : c->uid;
    if (!plan_compute(&step->arena, run->in->planning->identity, c->type, birth, generation, step->want_full, fresh ? VALUE_NONE : c->live,
                      &step->result, &step->err))
        return;
    struct object row = step_object(step, OBJECT_READY, value_text(value_get(step->result, "id")), step->want, step->result);
    struct record records[3];
    size_t n = 0;
    if (fresh && c->pair >= 0 && c->create_before_destroy) { /* the old one stands aside in the same breath */
        struct object *old = arena_copy(&step->arena, c->object, sizeof *c->object);
        old->role = OBJECT_DEPOSED;
        records[n++] = record_object(&step->arena, RECORD_OBSERVED, old);
    }
    struct intent done = { .kind = fresh ? INTENT_CREATE : INTENT_UPDATE, .uid = step->uid, .address = c->address };
    records[n++] = record_outcome(&step->arena, &done, "done", &row);
    if (!commit(run, records, n, &step->err))
        step->result = VALUE_NONE;
}

static void forget_or_move(struct step *step)
{
    const struct change *c = step_change(step);
    struct object *row = arena_copy(&step->arena, c->object, sizeof *c->object);
    row->address = c->address;
    bool forget = c->action == CHANGE_FORGET;
    if (forget)
        row->role = OBJECT_FORGOTTEN;
    struct record r = record_object(&step->arena, forget ? RECORD_FORGET : RECORD_MOVE, row);
    if (!commit(step->run, &r, 1, &step->err))
        return;
    step->result = row->observed;
    if (!forget && c->type->reader && c->type->reader->tags)
        step_update(step); /* the marks follow the address */
}

void step_run(void *argument)
{
    struct step *step = argument;
    const struct change *c = step_change(step);
    step->inherited = c->settled != NULL;
    step->transient_before = net_stats(step->run->in->planning->net).transient;
    bool builds = c->config && c->action != CHANGE_DELETE && c->action != CHANGE_DROP;
    if (builds && !step_settle_want(step))
        return;
    bool state_only = c->type->create_class == CREATE_STATE;
    switch (c->action) {
    case CHANGE_CREATE:
    case CHANGE_REISSUE:
        state_only ? run_state_only(step) : step_create(step);
        break;
    case CHANGE_UPDATE:
    case CHANGE_MARKS:
    case CHANGE_IMPORT:
        state_only ? run_state_only(step) : step_update(step);
        break;
    case CHANGE_ADOPT:
        state_only ? run_state_only(step) : step_adopt(step);
        break;
    case CHANGE_DELETE:
    case CHANGE_DROP:
        step_delete(step);
        break;
    case CHANGE_FORGET:
    case CHANGE_MOVE:
        forget_or_move(step);
        break;
    case CHANGE_KEEP:
    case CHANGE_READ:
    case CHANGE_ACTION_COUNT:
        (void)FAIL(&step->err, ERR_INTERNAL, "%.*s does not act, but was started", STR_ARG(c->address));
        break;
    }
    if (!step->err.code && builds && c->config)
        (void)check_conditions(step, c->config->lifecycle.postconditions, "postcondition");
}
