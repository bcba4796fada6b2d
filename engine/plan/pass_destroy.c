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

/* Old user of an old object: its row names the uid it depends on. */
static void order_removals(struct planning *p)
{
    const struct change *changes = p->plan->changes.items;
    for (uint32_t user = 0; user < p->plan->changes.count; user++) {
        const struct object *o = changes[user].object;
        if (!o || (changes[user].pair >= 0 && !removes(&changes[user])))
            continue; /* the create half of a pair: its old half speaks for the old object */
        for (size_t k = 0; k < o->depends_on_count; k++) {
            int64_t used = removal_of(p, o->depends_on[k]);
            if (used < 0 || !removes(&changes[used]) || (uint64_t)used == user)
                continue;
            if (removes(&changes[user]))
                graph_edge(&p->plan->order, (uint32_t)used, user);       /* users go first */
            else if (changes[user].action == CHANGE_UPDATE && (changes[used].pair < 0 || changes[used].create_before_destroy))
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

/* A dropped twin or open intent of an address goes before its address is built again. */
static void order_drops(struct planning *p)
{
    for (uint32_t i = p->declared; i < p->plan->changes.count; i++) {
        const struct change *c = &p->plan->changes.items[i];
        int64_t index = planning_at(p, c->address);
        if (c->pair < 0 && removes(c) && index >= 0 && (uint64_t)index < p->declared && (uint64_t)index != i &&
            p->plan->changes.items[index].action == CHANGE_CREATE && p->plan->changes.items[index].pair < 0)
            graph_edge(&p->plan->order, (uint32_t)index, i);
    }
}

bool plan_pass_destroy(struct planning *p, struct err *err)
{
    struct plan *plan = p->plan;
    graph_init(&plan->order, p->arena, (uint32_t)plan->changes.count);
    order_builds(p);
    order_removals(p);
    order_pairs(p);
    order_drops(p);
    graph_seal(&plan->order);
    uint32_t *order, *cycle = NULL;
    size_t len = 0;
    if (graph_sort(&plan->order, &order, &cycle, &len))
        return true;
    DROP_BUF struct buf text = { 0 };
    for (size_t i = 0; i < len; i++)
        buf_printf(&text, "%s%s %.*s", i ? " -> " : "", change_action_name(plan->changes.items[cycle[i]].action),
                   STR_ARG(plan->changes.items[cycle[i]].address));
    (void)FAIL(err, ERR_INVALID, "no order fits: %.*s", STR_ARG(buf_str(&text)));
    return err_hint(err, "apply the change in two parts with --target, or remove create_before_destroy from one of them");
}
