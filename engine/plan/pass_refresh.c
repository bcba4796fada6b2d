/*
 * pass_refresh.c - rows -> live, in batches: requests grow with pages, not with objects.
 *
 * Rows are grouped by provider and type. A group is read by mark (one listing for all), then by ids for those the listing did not
 * show, then a row that is still missing counts as gone, after a second look when it is young. Groups run side by side on fibers. A
 * group that could not be read leaves its rows `unread`: nothing is planned for them and the rest of the plan stands.
 */
#include "engine/plan/plan_internal.h"

#include "engine/base/io.h"

#include <stdlib.h>

enum { YOUNG_MS = 5 * 60 * 1000, SECOND_LOOK_MS = 2000 };

struct group {
    struct planning *p;
    const struct resource_type *type;
    struct provider *provider;
    struct err err;               /* why it could not be read */
    VEC(uint32_t) rows;           /* change indexes */
    VEC(const struct read_object *) unknown;   /* listed by our mark, but no row has their id */
};

static const struct config_resource *any_config(const struct change *c)
{
    return c->config;
}

/* The provider a row belongs to: the handle of its declaration, else as recorded. A differing key is an error, never "gone". */
static struct provider *open_provider(struct planning *p, struct change *c, struct err *err)
{
    const struct plan_input *in = p->in;
    struct provider *provider;
    if (any_config(c)) {
        provider = in->config_provider(in->provider_context, c->config->provider, err);
        if (provider && c->object && !str_eq(provider->key, c->object->provider_key)) {
            (void)FAIL(err, ERR_CONFLICT, "%.*s belongs to %.*s, but its provider is now %.*s", STR_ARG(c->address),
                       STR_ARG(c->object->provider_key), STR_ARG(provider->key));
            (void)err_hint(err, "point the provider back, or destroy the object there first");
            return NULL;
        }
        /* What is surely absent there is made here instead; what may still appear there must be waited for first. */
        if (provider && c->settled && !c->object && c->settled->status == SETTLE_OPEN && !str_eq(provider->key, c->settled->intent->provider_key)) {
            (void)FAIL(err, ERR_CONFLICT, "%.*s: an interrupted create in %.*s may still appear, but its provider is now %.*s",
                       STR_ARG(c->address), STR_ARG(c->settled->intent->provider_key), STR_ARG(provider->key));
            (void)err_hint(err, "point the provider back, or plan again in a few minutes");
            return NULL;
        }
    } else {
        const struct object *o = c->object;
        struct str name = o ? o->provider_name : c->settled->intent->provider_name;
        provider = in->recorded_provider(in->provider_context, name, c->provider_key,
                                         o ? o->recipe : c->settled->intent->recipe, err);
    }
    return provider;
}

static void mark_unread(struct planning *p, uint32_t index, const struct err *err)
{
    struct change *c = &p->plan->changes.items[index];
    c->notes |= NOTE_UNREAD;
    c->note_err = arena_copy(p->arena, err, sizeof *err);
}

static bool has_row(const struct change *c)
{
    return c->object && c->action != CHANGE_FORGET && c->action != CHANGE_DROP;
}

/* What was applied, what an interrupted step may have sent, what is declared: a secret of any of them may be what was read. */
static struct value mark_secrets(struct planning *p, const struct change *c, struct value attrs)
{
    attrs = schema_mark_sensitive(p->arena, c->type->attrs, attrs);
    attrs = schema_mark_like(p->arena, attrs, c->applied);
    if (c->settled)
        attrs = schema_mark_like(p->arena, attrs, c->settled->intent->planned);
    return c->config ? schema_mark_like(p->arena, attrs, c->config->args) : attrs;
}

static void take(struct group *g, uint32_t index, const struct read_object *seen)
{
    struct change *c = &g->p->plan->changes.items[index];
    struct node *n = &g->p->nodes.items[index];
    n->read = true;
    n->missing = seen->health == HEALTH_GONE;
    n->health = seen->health;
    n->reason = seen->reason;
    if (!n->missing)
        c->live = mark_secrets(g->p, c, seen->attrs);
    if (!n->missing && c->type->reader->tags && !str_empty(c->uid) && !str_eq(seen->mark_uid, c->uid))
        c->marks = true; /* somebody took our marks off, or they are older than a move */
}

/* Reads what `wanted` names; rows found are taken and cleared from `open`. */
static bool read_ids(struct group *g, bool *open, struct err *err)
{
    struct planning *p = g->p;
    VEC(struct str) ids = { 0 }, parents = { 0 };
    struct map by_id = { .arena = p->arena };
    for (size_t i = 0; i < g->rows.count; i++) {
        const struct change *c = &p->plan->changes.items[g->rows.items[i]];
        if (!open[i] || str_empty(c->id))
            continue;
        *VEC_PUSH(&ids, p->arena) = c->id;
        const char *parent = g->type->reader->parent;
        *VEC_PUSH(&parents, p->arena) = parent ? value_text(value_get(c->live, parent)) : STR_NONE;
        map_put(&by_id, c->id, (void *)(uintptr_t)(i + 1));
    }
    if (!ids.count)
        return true;
    struct net_scope scope = { 0 };
    struct read read = { .type = g->type, .want = READ_IDS, .ids = ids.items, .parent_ids = parents.items,
                         .id_count = ids.count, .scope = &scope, .arena = p->arena };
    TRY(g->provider->type->read(g->provider, &read, err));
    for (size_t i = 0; i < read.objects.count; i++) {
        size_t row = (size_t)(uintptr_t)map_find(&by_id, read.objects.items[i].id);
        if (!row || !open[row - 1])
            continue;
        take(g, g->rows.items[row - 1], &read.objects.items[i]);
        open[row - 1] = false;
    }
    return true;
}

static bool read_by_mark(struct group *g, bool *open, struct err *err)
{
    struct planning *p = g->p;
    struct map by_id = { .arena = p->arena };
    for (size_t i = 0; i < g->rows.count; i++)
        map_put(&by_id, p->plan->changes.items[g->rows.items[i]].id, (void *)(uintptr_t)(i + 1));
    struct net_scope scope = { 0 };
    struct read read = { .type = g->type, .want = READ_ALL_MARKED, .mark_stack = p->in->identity->mark_stack,
                         .scope = &scope, .arena = p->arena };
    TRY(g->provider->type->read(g->provider, &read, err));
    for (size_t i = 0; i < read.objects.count; i++) {
        size_t row = (size_t)(uintptr_t)map_find(&by_id, read.objects.items[i].id);
        if (!row) {
            if (read.objects.items[i].health != HEALTH_GONE)
                *VEC_PUSH(&g->unknown, p->arena) = &read.objects.items[i];
            continue;
        }
        take(g, g->rows.items[row - 1], &read.objects.items[i]);
        open[row - 1] = false;
    }
    return true;
}

/* A second object with the uid of a row is a twin: dropped. An unknown uid under our mark is somebody's copy of a tag: reported. */
static void judge_unknown(struct planning *p, const struct group *g)
{
    struct map forgotten = { .arena = p->arena };
    for (size_t i = 0; g->unknown.count && i < p->object_count; i++)
        if (p->objects[i].role == OBJECT_FORGOTTEN)
            map_put(&forgotten, p->objects[i].uid, &p->objects[i]);
    for (size_t i = 0; i < g->unknown.count; i++) {
        const struct read_object *o = g->unknown.items[i];
        int64_t row = (int64_t)(uintptr_t)map_find(&p->by_uid, o->mark_uid) - 1;
        bool settling = false;
        for (size_t k = 0; k < p->intent_count; k++)
            settling |= str_eq(p->intents[k].uid, o->mark_uid);
        if (settling || map_find(&forgotten, o->mark_uid))
            continue; /* the observe pass has judged it, or it was left alone on purpose */
        if (!str_eq(o->mark_stack, p->in->identity->mark_stack))
            continue; /* a server that ignores the filter lists others' objects, too */
        if (row >= 0 && p->plan->changes.items[row].type != g->type)
            row = -1; /* a copied tag: a twin is of the same type */
        if (row < 0) {
            planning_warn(p, "%s %.*s carries our mark (%.*s), but the state does not know it: `infra recover` or remove its tags", g->type->name,
                          STR_ARG(o->id), STR_ARG(o->mark_address));
            continue;
        }
        const struct change owner = p->plan->changes.items[row];
        if (str_eq(owner.id, o->id))
            continue; /* the row itself: another handle lists the same global service */
        struct object *twin = arena_copy(p->arena, owner.object, sizeof *owner.object);
        twin->id = o->id;
        twin->observed = mark_secrets(p, &owner, o->attrs);
        twin->depends_on_count = 0;
        uint32_t index = planning_add(p, (struct change){
            .action = CHANGE_DROP, .address = owner.address, .uid = owner.uid, .type = owner.type, .provider_type = owner.provider_type,
            .provider = owner.provider, .provider_key = owner.provider_key, .object = twin, .id = o->id, .live = twin->observed, .at = owner.at });
        planning_cause(p, index, (struct cause){ .kind = CAUSE_SETTLE, .at = owner.at,
                                                 .text = STR("a twin: a second object with the mark of one of ours") });
    }
}

static bool any(const bool *open, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (open[i])
            return true;
    return false;
}

static bool read_group(struct group *g, struct err *err)
{
    struct planning *p = g->p;
    size_t count = g->rows.count;
    bool *open = ARENA_ARRAY(p->arena, bool, count + 1);
    memset(open, 1, count);
    const struct reader *reader = g->type->reader;
    /* By mark even for a single row: it costs the same request, and shows twins and strangers with our mark. */
    if (reader->by & READ_BY_MARK && !str_empty(p->in->identity->mark_stack))
        TRY(read_by_mark(g, open, err));
    if (any(open, count))
        TRY(read_ids(g, open, err));
    if (any(open, count)) { /* a young object may not be visible yet: look again before calling it gone */
        struct loop *loop = net_loop(p->in->net);
        int64_t wall = io_wall_ms(p->in->io), young = 0;
        for (size_t i = 0; i < count; i++) {
            const struct change *c = &p->plan->changes.items[g->rows.items[i]];
            bool settled_lately = c->settled && wall - c->settled->intent->wall_ms < YOUNG_MS;
            bool made_lately = p->last_run && c->object->run == p->last_run && wall - p->last_run_ms < YOUNG_MS;
            young += open[i] && (settled_lately || made_lately);
        }
        if (young) {
            fiber_sleep_until(loop, io_mono_ms(p->in->io) + MIN_OF((int64_t)SECOND_LOOK_MS, g->provider->settle_ms));
            TRY(read_ids(g, open, err));
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!open[i])
            continue;
        struct node *n = &p->nodes.items[g->rows.items[i]];
        n->read = true;
        n->missing = true;
    }
    return true;
}

static void read_group_on_fiber(void *argument)
{
    struct group *g = argument;
    if (read_group(g, &g->err))
        return;
    for (size_t i = 0; i < g->rows.count; i++)
        mark_unread(g->p, g->rows.items[i], &g->err);
}

/* Opens the provider of every change that needs one (also of creates: account checks come before anything is planned). */
struct opening {
    struct planning *p;
    VEC(struct group *) groups;
    struct map by_key;
};

static bool needs_reading(const struct planning *p, const struct change *c)
{
    return has_row(c) && c->type && c->type->reader && p->in->refresh != PLAN_NO_REFRESH && !(c->notes & NOTE_UNREAD);
}

static void open_all_on_fiber(void *argument)
{
    struct opening *o = argument;
    struct planning *p = o->p;
    for (uint32_t i = 0; i < p->plan->changes.count; i++) {
        struct change *c = &p->plan->changes.items[i];
        if ((p->in->destroy && !has_row(c) && !c->settled) || c->notes & NOTE_UNREAD)
            continue;
        if (c->action == CHANGE_FORGET)
            continue; /* only the row goes: also when its account is closed to us */
        struct err err = { 0 };
        c->provider = open_provider(p, c, &err);
        if (!c->provider) {
            mark_unread(p, i, &err);
            continue;
        }
        c->provider_key = c->provider->key;
        if (!needs_reading(p, c))
            continue;
        char key_bytes[2 * sizeof(void *)];
        memcpy(key_bytes, &c->provider, sizeof(void *));
        memcpy(key_bytes + sizeof(void *), &c->type, sizeof(void *));
        struct str key = { key_bytes, sizeof key_bytes };
        struct group *g = map_find(&o->by_key, key);
        if (!g) {
            g = ARENA_NEW(p->arena, struct group);
            g->p = p;
            g->type = c->type;
            g->provider = c->provider;
            *VEC_PUSH(&o->groups, p->arena) = g;
            map_put(&o->by_key, arena_str(p->arena, key), g);
        }
        *VEC_PUSH(&g->rows, p->arena) = i;
    }
}

static void unknown_type(struct planning *p, uint32_t index)
{
    struct change *c = &p->plan->changes.items[index];
    struct err err = { 0 };
    (void)FAIL(&err, ERR_INVALID, "state holds %.*s, whose type this infra does not know", STR_ARG(c->address));
    mark_unread(p, index, &err);
}

static const struct object *held_already(const struct planning *p, const struct change *c, struct str id)
{
    for (size_t i = 0; i < p->object_count; i++) {
        const struct object *o = &p->objects[i];
        if (o->role != OBJECT_FORGOTTEN && str_eq(o->id, id) && str_is(o->type, c->type->name) && str_eq(o->provider_key, c->provider_key))
            return o;
    }
    return NULL;
}

/* Imports are read by the id a person gave. */
static void read_import_on_fiber(void *argument)
{
    struct group *g = argument;
    uint32_t index = g->rows.items[0];
    struct change *c = &g->p->plan->changes.items[index];
    struct net_scope scope = { 0 };
    struct str parent = STR_NONE;
    struct read read = { .type = c->type, .want = READ_IDS, .ids = &c->import_id, .parent_ids = &parent, .id_count = 1,
                         .scope = &scope, .arena = g->p->arena };
    struct err err = { 0 };
    if (!c->type->reader)
        (void)FAIL(&err, ERR_INVALID, "%s cannot be imported: it has no object outside the state", c->type->name);
    else if (g->provider->type->read(g->provider, &read, &err) &&
             (!read.objects.count || read.objects.items[0].health == HEALTH_GONE))
        (void)FAIL(&err, ERR_NOT_FOUND, "import: there is no %s with id '%.*s'", c->type->name, STR_ARG(c->import_id));
    else if (!err.code && !str_empty(read.objects.items[0].mark_stack) &&
             !str_eq(read.objects.items[0].mark_stack, g->p->in->identity->mark_stack))
        (void)FAIL(&err, ERR_CONFLICT, "import: '%.*s' belongs to the deployment %.*s", STR_ARG(c->import_id),
                   STR_ARG(read.objects.items[0].mark_stack));
    const struct object *held = err.code ? NULL : held_already(g->p, c, read.objects.items[0].id);
    if (held)
        (void)FAIL(&err, ERR_CONFLICT, "import: '%.*s' is %.*s already", STR_ARG(c->import_id), STR_ARG(held->address));
    if (err.code) {
        mark_unread(g->p, index, &err);
        return;
    }
    take(g, index, &read.objects.items[0]);
    c->action = CHANGE_IMPORT;
    c->id = read.objects.items[0].id;
}

bool plan_pass_refresh(struct planning *p, struct err *err)
{
    struct loop *loop = net_loop(p->in->net);
    int64_t began = io_mono_ms(p->in->io);
    uint64_t calls = net_stats(p->in->net).requests;
    for (uint32_t i = 0; i < p->plan->changes.count; i++)
        if (!p->plan->changes.items[i].type)
            unknown_type(p, i);
    struct opening opening = { .p = p, .by_key = { .arena = p->arena } };
    loop_call(loop, open_all_on_fiber, &opening);
    for (uint32_t i = 0; i < p->plan->changes.count; i++) { /* a wrong account stops everything, before the first read */
        const struct change *c = &p->plan->changes.items[i];
        if (c->note_err && (c->note_err->code == ERR_DENIED || c->note_err->code == ERR_CONFLICT || c->note_err->code == ERR_AUTH) &&
            c->notes & NOTE_UNREAD && !c->provider && !c->settled) {
            if (err)
                *err = *c->note_err;
            return false;
        }
    }
    for (size_t i = 0; i < opening.groups.count; i++)
        loop_spawn(loop, read_group_on_fiber, opening.groups.items[i]);
    for (uint32_t i = 0; i < p->declared; i++) {
        struct change *c = &p->plan->changes.items[i];
        if (str_empty(c->import_id) || !c->provider || c->object)
            continue;
        struct group *g = ARENA_NEW(p->arena, struct group);
        g->p = p;
        g->provider = c->provider;
        *VEC_PUSH(&g->rows, p->arena) = i;
        loop_spawn(loop, read_import_on_fiber, g);
    }
    loop_run(loop);
    for (size_t i = 0; i < opening.groups.count; i++)
        judge_unknown(p, opening.groups.items[i]);
    p->plan->made_mono_ms = io_mono_ms(p->in->io);
    p->plan->refreshed_ms = p->plan->made_mono_ms - began;
    p->plan->read_requests = net_stats(p->in->net).requests - calls;
    return true;
}
