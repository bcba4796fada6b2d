/*
 * settle.c - observe: look for the object of each open intent, by id, by mark, by name or by natural key (docs/protocol.md 5).
 *
 * Nothing here writes. Absence is said only when quiet: nothing that was sent may still arrive, and reads have caught up.
 */
#include "engine/settle/settle_internal.h"

#include "engine/base/log.h"
#include "engine/provider/op.h"

enum { LATE_MS = 30 * 1000, SECOND_EMPTY_MS = 5000 };

/* From when on an empty look proves absence: last possible send + late + lag, each as short as the endpoint's profile says. */
int64_t settle_quiet_at(const struct intent *intent, const struct provider *provider)
{
    int64_t lag = provider->settle_ms, late = MIN_OF((int64_t)LATE_MS, lag);
    return intent->last_possible_send_ms + late + lag;
}

struct look {
    const struct settle_input *in;
    const struct intent *intent;
    const struct resource_type *type;
    struct provider *provider;
    struct settled *out;
};

static bool ours(const struct look *l, const struct read_object *o)
{
    return str_eq(o->mark_uid, l->intent->uid) && str_eq(o->mark_stack, l->in->mark_stack);
}

static void found(struct look *l, const struct read_object *o)
{
    *l->out = (struct settled){ .intent = l->intent, .status = SETTLE_FOUND, .id = o->id, .health = o->health, .reason = o->reason,
                                .attrs = schema_mark_like(l->in->arena, schema_mark_sensitive(l->in->arena, l->type->attrs, o->attrs),
                                                          l->intent->planned),
                                .twins = l->out->twins, .twin_count = l->out->twin_count };
}

static void unread(struct look *l, const struct err *err)
{
    *l->out = (struct settled){ .intent = l->intent, .status = SETTLE_UNREAD, .err = *err };
}

static void not_seen(struct look *l)
{
    int64_t quiet = settle_quiet_at(l->intent, l->provider), now = io_wall_ms(loop_io(net_loop(l->in->net)));
    l->out->status = now < quiet ? SETTLE_OPEN : SETTLE_ABSENT;
    l->out->until_wall_ms = quiet;
}

static bool read_objects(struct look *l, struct read *read, struct err *err)
{
    read->type = l->type;
    read->arena = l->in->arena;
    struct err failed = { 0 };
    if (l->provider->type->read(l->provider, read, &failed))
        return true;
    if (failed.code == ERR_NOT_FOUND || op_error_is(&failed, l->type->gone))
        return true; /* an empty answer in other words */
    if (err)
        *err = failed;
    return err_frame_(err, __FILE__, __func__, __LINE__);
}

static struct str parent_of(const struct look *l)
{
    const char *parent = l->type->reader->parent;
    return parent ? value_text(value_get(l->intent->planned, parent)) : STR_NONE;
}

/* Never touched: what has our name, but not the mark of this intent. */
static bool is_foreign(struct look *l, const struct read_object *o)
{
    if (!l->type->reader->tags || ours(l, o))
        return false;
    l->out->status = SETTLE_FOREIGN;
    (void)FAIL(&l->out->err, ERR_CONFLICT, "%.*s: %.*s has its name, but not our mark", STR_ARG(l->intent->address), STR_ARG(o->id));
    (void)err_hint(&l->out->err, "import it, or give one of them another name");
    return true;
}

/* An id of the log is ours whatever its marks say; one that a name led to must carry our mark. */
static bool look_by_id(struct look *l, struct str id, bool by_name, struct err *err)
{
    struct net_scope scope = { .priority = 1 };
    struct str parent = parent_of(l);
    struct read read = { .want = READ_IDS, .ids = &id, .parent_ids = &parent, .id_count = 1, .scope = &scope };
    TRY(read_objects(l, &read, err));
    for (size_t i = 0; i < read.objects.count; i++)
        if (str_eq(read.objects.items[i].id, id) && read.objects.items[i].health != HEALTH_GONE) {
            if (!by_name || !is_foreign(l, &read.objects.items[i]))
                found(l, &read.objects.items[i]);
            return true;
        }
    not_seen(l);
    return true;
}

/* Of several with one uid the ready one stays, then the smallest id; the others are twins. */
static bool better(const struct read_object *a, const struct read_object *b)
{
    if ((a->health == HEALTH_READY) != (b->health == HEALTH_READY))
        return a->health == HEALTH_READY;
    return str_cmp(a->id, b->id) < 0;
}

static bool look_by_mark(struct look *l, struct err *err)
{
    struct net_scope scope = { .priority = 1 };
    struct read read = { .want = READ_UID, .mark_uid = l->intent->uid, .mark_stack = l->in->mark_stack, .scope = &scope };
    TRY(read_objects(l, &read, err));
    const struct read_object *best = NULL;
    VEC(struct str) twins = { 0 };
    for (size_t i = 0; i < read.objects.count; i++) {
        const struct read_object *o = &read.objects.items[i];
        if (o->health == HEALTH_GONE || !ours(l, o))
            continue;
        const struct read_object *loser = best;
        if (!best || better(o, best))
            best = o;
        else
            loser = o;
        if (loser)
            *VEC_PUSH(&twins, l->in->arena) = loser->id;
    }
    if (!best) {
        not_seen(l);
        return true;
    }
    l->out->twins = twins.items;
    l->out->twin_count = twins.count;
    found(l, best);
    return true;
}

/* Names without a mark of their own (routes, associations), or ones the type looks up in its own way. */
static bool look_by_find(struct look *l, struct err *err)
{
    struct op op = { .kind = OP_CREATE, .type = l->type, .provider = l->provider, .arena = l->in->arena, .address = l->intent->address,
                     .uid = l->intent->uid, .want = l->intent->planned, .token = l->intent->token, .scope = { .priority = 1 },
                     .resumed = true, .deadline_mono_ms = INT64_MAX };
    struct str id = STR_NONE;
    TRY(l->type->find(&op, &id, err));
    if (str_empty(id)) {
        not_seen(l);
        return true;
    }
    TRY(look_by_id(l, id, true, err));
    return true;
}

static bool same_key(const struct look *l, const struct read_object *o)
{
    struct str rest = str_of(l->type->natural_key);
    while (rest.ptr) {
        const char *name = arena_cstr(l->in->arena, str_split(&rest, ' '));
        if (!value_eq(value_get(o->attrs, name), value_get(l->intent->planned, name)))
            return false;
    }
    return true;
}

/* Children are listed with their parent and compared by their natural key; the parent is ours, so what stands there is. */
static bool look_under_parent(struct look *l, struct err *err)
{
    struct net_scope scope = { .priority = 1 };
    struct str parent = parent_of(l), none = STR_NONE;
    struct read read = { .want = READ_IDS, .ids = &none, .parent_ids = &parent, .id_count = 1, .scope = &scope };
    TRY(read_objects(l, &read, err));
    for (size_t i = 0; i < read.objects.count; i++) {
        const struct read_object *o = &read.objects.items[i];
        if (o->health == HEALTH_GONE || !same_key(l, o))
            continue;
        if (is_foreign(l, o))
            return true;
        found(l, o);
        return true;
    }
    not_seen(l);
    return true;
}

static bool look(struct look *l, struct err *err)
{
    struct str bound = value_text(value_get(l->intent->bound, "id"));
    if (!str_empty(bound))
        return look_by_id(l, bound, false, err);
    if (l->type->find)
        return look_by_find(l, err);
    if (l->type->reader->tags)
        return look_by_mark(l, err);
    if (l->type->reader->by & READ_BY_PARENT && l->type->natural_key)
        return look_under_parent(l, err);
    return FAIL(err, ERR_INTERNAL, "%s cannot be found without its id", l->type->name);
}

static bool observe_one(struct look *l, struct err *err)
{
    const struct intent *i = l->intent;
    *l->out = (struct settled){ .intent = i, .status = SETTLE_FOUND };
    l->type = registry_type(l->in->registry, i->type, NULL);
    if (!l->type)
        return FAIL(err, ERR_INVALID, "the log has an open step of %.*s, whose type this infra does not know", STR_ARG(i->address));
    if (i->kind != INTENT_CREATE && str_empty(value_text(value_get(i->bound, "id"))))
        return true; /* its row is read by refresh, like any other */
    if (l->type->create_class == CREATE_STATE) {
        l->out->status = SETTLE_ABSENT;
        return true;
    }
    l->provider = l->in->provider(l->in->provider_context, i->provider_name, i->provider_key, i->recipe, err);
    if (!l->provider)
        return err_frame_(err, __FILE__, __func__, __LINE__);
    return look(l, err);
}

/* Absence of class G takes two empty listings, five seconds (of the endpoint's profile) apart. */
static bool second_look(struct look *l, struct err *err)
{
    if (l->out->status != SETTLE_ABSENT || l->type->create_class != CREATE_TAGGED)
        return true;
    struct loop *loop = net_loop(l->in->net);
    (void)fiber_sleep_until(loop, io_mono_ms(loop_io(loop)) + MIN_OF((int64_t)SECOND_EMPTY_MS, l->provider->settle_ms / 8));
    return look(l, err);
}

bool settle_observe(const struct settle_input *input, struct settled **ret, struct err *err)
{
    (void)err; /* a finding that cannot be had is a finding: UNREAD */
    struct settled *out = ARENA_ARRAY(input->arena, struct settled, input->intent_count + 1);
    for (size_t n = 0; n < input->intent_count; n++) {
        struct look l = { .in = input, .intent = &input->intents[n], .out = &out[n] };
        struct err failed = { 0 };
        if (!observe_one(&l, &failed) || !second_look(&l, &failed))
            unread(&l, &failed);
        LOG_DEBUG("settle", "%.*s: status %d", STR_ARG(l.intent->address), (int)out[n].status);
    }
    *ret = out;
    return true;
}
