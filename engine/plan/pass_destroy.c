/*
 * pass_destroy.c - the order of everything that acts: creates and updates after what they need, deletes after what needed them.
 *
 * "n needs m" in plan->order means m runs before n:
 *   create or update n     needs the create or update of everything n refers to
 *   delete of old n        needs the delete of every old object that depends on it (recorded dependencies), and the update or create
 *                          of every user that stops using it
 *   create of a pair       needs the delete of its old half, or, create before destroy, the other way round
 */
#include "engine/plan/plan_internal.h"

static bool builds(const struct change *c)
{
    return c->action != CHANGE_KEEP && c->action != CHANGE_DELETE && c->action != CHANGE_FORGET && c->action != CHANGE_DROP;
}

static bool removes(const struct change *c)
{
    return c->action == CHANGE_DELETE || c->action == CHANGE_DROP;
}

/* The change that stands for an old object: the delete half of a pair, else its own change. */
static int64_t removal_of(const struct planning *p, struct str uid)
{
    int64_t index = (int64_t)(uintptr_t)map_find(&p->by_uid, uid) - 1;
    if (index < 0)
        return -1;
    const struct change *c = &p->plan->changes.items[index];
    return c->pair >= 0 && !removes(c) ? c->pair : index;
}

static void order_builds(struct planning *p)
{
    for (uint32_t i = 0; i < p->declared; i++) {
        const struct node *n = &p->nodes.items[i];
        for (size_t k = 0; k < n->need_count; k++)
            if (builds(&p->plan->changes.items[i]) && builds(&p->plan->changes.items[n->needs[k]]))
                graph_edge(&p->plan->order, i, n->needs[k]);
    }
}

/* Does a declared change refer to another, directly or through others? */
static bool needs(const struct planning *p, uint32_t from, uint32_t to, bool *seen)
{
    DROP_ARENA struct arena scratch = { 0 };
    if (from >= p->declared)
        return false;
    if (!seen)
        seen = ARENA_ARRAY(&scratch, bool, p->declared + 1);
    seen[from] = true;
    const struct node *n = &p->nodes.items[from];
    for (size_t k = 0; k < n->need_count; k++)
        if (n->needs[k] == to || (!seen[n->needs[k]] && needs(p, n->needs[k], to, seen)))
            return true;
    return false;
}

/* Old user of an old object: its row names the uid it depends on. */
static void order_removals(struct planning *p)
{
    const struct change *changes = p->plan->changes.items;
    for (uint32_t user = 0; user < p->plan->changes.count; user++) {
        const struct object *o = changes[user].object;
        const struct intent *open = !o && changes[user].settled ? changes[user].settled->intent : NULL; /* what it may still make */
        if ((!o && !open) || (changes[user].pair >= 0 && !removes(&changes[user])))
            continue; /* the create half of a pair: its old half speaks for the old object */
        const struct str *depends_on = o ? o->depends_on : open->depends_on;
        size_t count = o ? o->depends_on_count : open->depends_on_count;
        for (size_t k = 0; k < count; k++) {
            int64_t used = removal_of(p, depends_on[k]);
            if (used < 0 || !removes(&changes[used]) || (uint64_t)used == user)
                continue;
            if (removes(&changes[user]))
                graph_edge(&p->plan->order, (uint32_t)used, user);       /* users go first */
            else if (planning_updates(p, user) &&
                     (changes[used].pair < 0 || changes[used].create_before_destroy || !needs(p, user, (uint32_t)changes[used].pair, NULL)))
                graph_edge(&p->plan->order, (uint32_t)used, user);       /* it stops using it first */
        }
    }
}

static void order_pairs(struct planning *p)
{
    const struct change *changes = p->plan->changes.items;
    for (uint32_t i = 0; i < p->declared; i++) {
        if (changes[i].pair < 0)
            continue;
        uint32_t old = (uint32_t)changes[i].pair;
        if (!changes[i].create_before_destroy) {
            graph_edge(&p->plan->order, i, old);
            continue;
        }
        graph_edge(&p->plan->order, old, i);
    }
    /* create before destroy: the old one goes when every new user has moved over */
    for (uint32_t user = 0; user < p->declared; user++) {
        if (!builds(&changes[user]))
            continue;
        for (size_t k = 0; k < p->nodes.items[user].need_count; k++) {
            const struct change *used = &changes[p->nodes.items[user].needs[k]];
            if (used->pair >= 0 && used->create_before_destroy)
                graph_edge(&p->plan->order, (uint32_t)used->pair, user);
        }
    }
}

/* A dropped twin or open intent of an address goes before its address is built again; a deposed object where nothing else uses it. */
static void order_drops(struct planning *p, bool deposed)
{
    for (uint32_t i = p->declared; i < p->plan->changes.count; i++) {
        const struct change *c = &p->plan->changes.items[i];
        int64_t index = planning_at(p, c->address);
        if (!deposed && c->object && c->object->role == OBJECT_DEPOSED)
            continue; /* its users move over to the new one first */
        if (c->pair < 0 && removes(c) && index >= 0 && (uint64_t)index < p->declared && (uint64_t)index != i &&
            p->plan->changes.items[index].action == CHANGE_CREATE && p->plan->changes.items[index].pair < 0)
            graph_edge(&p->plan->order, (uint32_t)index, i);
    }
}

/* Type and natural key as one text; empty when it has none, or a part of it is not known yet. */
static struct str key_text(struct planning *p, const struct change *c, struct value attrs)
{
    if (!c->type || !c->type->natural_key || attrs.kind != VALUE_MAP)
        return STR_NONE;
    DROP_BUF struct buf text = { 0 };
    buf_printf(&text, "%s %.*s ", c->type->name, STR_ARG(c->provider_key));
    struct str rest = str_of(c->type->natural_key);
    while (rest.ptr) {
        struct value v = value_get_str(attrs, str_split(&rest, ' '));
        if (!value_known(v))
            return STR_NONE;
        value_encode(&text, value_present(v) ? v : value_null());
    }
    return arena_str(p->arena, buf_str(&text));
}

/* A name that a delete frees is taken after it: the same range, name or destination under another address. */
static void order_names(struct planning *p)
{
    const struct change *changes = p->plan->changes.items;
    struct map freed = { .arena = p->arena };
    for (uint32_t i = 0; i < p->plan->changes.count; i++) {
        struct str key = changes[i].action == CHANGE_DELETE && !changes[i].gone ? key_text(p, &changes[i], changes[i].live) : STR_NONE;
        if (key.len)
            map_put(&freed, key, (void *)(uintptr_t)(i + 1));
    }
    for (uint32_t i = 0; freed.live && i < p->declared; i++) {
        struct str key = changes[i].action == CHANGE_CREATE ? key_text(p, &changes[i], changes[i].planned) : STR_NONE;
        uintptr_t old = key.len ? (uintptr_t)map_find(&freed, key) : 0;
        if (old && changes[i].pair != (int32_t)(old - 1))
            graph_edge(&p->plan->order, i, (uint32_t)(old - 1));
    }
}

/* Names freed first, and deposed objects gone first, are wishes: where they close a cycle (the old one is in use) the plan stands without. */
static bool order_all(struct planning *p, bool names, uint32_t **ret_cycle, size_t *ret_len)
{
    struct plan *plan = p->plan;
    graph_init(&plan->order, p->arena, (uint32_t)plan->changes.count);
    order_builds(p);
    order_removals(p);
    order_pairs(p);
    order_drops(p, names);
    if (names)
        order_names(p);
    graph_seal(&plan->order);
    uint32_t *order;
    return graph_sort(&plan->order, &order, ret_cycle, ret_len);
}

bool plan_pass_destroy(struct planning *p, struct err *err)
{
    struct plan *plan = p->plan;
    uint32_t *cycle = NULL;
    size_t len = 0;
    if (order_all(p, true, NULL, NULL) || order_all(p, false, &cycle, &len))
        return true;
    DROP_BUF struct buf text = { 0 };
    for (size_t i = 0; i < len; i++)
        buf_printf(&text, "%s%s %.*s", i ? " -> " : "", change_action_name(plan->changes.items[cycle[i]].action),
                   STR_ARG(plan->changes.items[cycle[i]].address));
    (void)FAIL(err, ERR_INVALID, "no order fits: %.*s", STR_ARG(buf_str(&text)));
    return err_hint(err, "apply the change in two parts with --target, or remove create_before_destroy from one of them");
}
