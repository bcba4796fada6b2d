/*
 * pass_estimate.c - how long it will take: learned or shipped durations, longest path through what acts.
 */
#include "engine/plan/plan_internal.h"

static uint32_t shipped_ms(const struct change *c)
{
    const struct resource_type *t = c->type;
    switch (c->action) {
    case CHANGE_CREATE:
    case CHANGE_REISSUE:
    case CHANGE_ADOPT:
        return t->typical_create_s * 1000;
    case CHANGE_UPDATE:
    case CHANGE_IMPORT:
    case CHANGE_MARKS:
        return t->typical_update_s * 1000;
    case CHANGE_DELETE:
        return c->gone ? 0 : t->typical_delete_s * 1000;
    case CHANGE_DROP:
    case CHANGE_KEEP:
    case CHANGE_READ:
    case CHANGE_FORGET:
    case CHANGE_MOVE:
    case CHANGE_ACTION_COUNT:
        break;
    }
    return 0;
}

bool plan_pass_estimate(struct planning *p, struct err *err)
{
    (void)err;
    struct plan *plan = p->plan;
    uint32_t count = (uint32_t)plan->changes.count;
    uint64_t *cost = ARENA_ARRAY(p->arena, uint64_t, count + 1), *remaining = ARENA_ARRAY(p->arena, uint64_t, count + 1);
    bool acting = false;
    for (uint32_t i = 0; i < count; i++) {
        struct change *c = &plan->changes.items[i];
        if (!change_acts(c) || !c->type)
            continue;
        acting = true;
        uint32_t learned = p->in->duration ? p->in->duration(p->in->duration_context, str_of(c->type->name), c->action) : 0;
        c->estimate_ms = learned ? learned : shipped_ms(c);
        cost[i] = c->estimate_ms;
    }
    if (!acting)
        return true;
    uint32_t *order;
    if (!graph_sort(&plan->order, &order, NULL, NULL))
        return FAIL(err, ERR_INTERNAL, "the order of changes has a cycle");
    graph_longest(&plan->order, order, cost, remaining);
    uint32_t at = 0;
    for (uint32_t i = 1; i < count; i++)
        if (remaining[i] > remaining[at])
            at = i;
    plan->critical_path_ms = (uint32_t)MIN_OF(remaining[at], (uint64_t)UINT32_MAX);
    VEC(uint32_t) path = { 0 };
    while (remaining[at]) { /* follow the slowest user up */
        *VEC_PUSH(&path, p->arena) = at;
        uint64_t left = remaining[at] - cost[at];
        uint32_t next = at;
        for (uint32_t e = plan->order.first_by[at]; e < plan->order.first_by[at + 1] && left; e++)
            if (remaining[plan->order.needed_by[e]] == left)
                next = plan->order.needed_by[e];
        if (next == at)
            break;
        at = next;
    }
    plan->critical_path = path.items;
    plan->critical_path_len = path.count;
    return true;
}
