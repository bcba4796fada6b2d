/*
 * pass_select.c - --target keeps what is named and what it needs; --exclude leaves out what is named and what needs it.
 *
 * A name is an address, a scope ending with "/", or a type ending with ".": it matches every change under it. What is left out stands
 * in the plan as kept, and the plan says that it is partial. What rows that could not be read depend on is left out as well.
 */
#include "engine/plan/plan_internal.h"

static bool matches(struct str pattern, struct str address)
{
    if (str_eq(pattern, address))
        return true;
    char last = pattern.len ? pattern.ptr[pattern.len - 1] : 0;
    return (last == '/' || last == '.') && str_starts(address, pattern);
}

static bool mark(struct planning *p, const struct str *patterns, size_t count, const char *option, bool *marked, struct err *err)
{
    for (size_t i = 0; i < count; i++) {
        bool hit = false;
        for (uint32_t n = 0; n < p->plan->changes.count; n++)
            if (matches(patterns[i], p->plan->changes.items[n].address))
                marked[n] = hit = true;
        if (hit)
            continue;
        VEC(struct str) names = { 0 };
        for (uint32_t n = 0; n < p->plan->changes.count; n++)
            *VEC_PUSH(&names, p->arena) = p->plan->changes.items[n].address;
        struct str near = str_nearest(patterns[i], names.items, names.count);
        (void)FAIL(err, ERR_INVALID, "%s %.*s names nothing in this stack or its state", option, STR_ARG(patterns[i]));
        return str_empty(near) ? false : err_hint(err, "did you mean %.*s?", STR_ARG(near));
    }
    return true;
}

static void leave_out(struct planning *p, uint32_t index)
{
    struct change *c = &p->plan->changes.items[index];
    c->action = CHANGE_KEEP;
    c->planned = VALUE_NONE;
    p->nodes.items[index].left_out = true;
}

/* Spreads along the order; halves of a replace stay together, and bring or take what theirs are ordered with. */
static void spread(const struct planning *p, bool *marked, bool up)
{
    const struct plan *plan = p->plan;
    for (bool more = true; more;) {
        graph_spread(&plan->order, marked, up);
        more = false;
        for (uint32_t i = 0; i < plan->changes.count; i++) {
            int32_t pair = plan->changes.items[i].pair;
            if (marked[i] && pair >= 0 && !marked[pair])
                marked[pair] = more = true;
        }
    }
}

/* What could not be read stays as it is; so must what it depends on: a group that goes takes its rules along, read or not. */
static void keep_what_unread_rows_use(struct planning *p)
{
    size_t count = p->plan->changes.count;
    bool *kept = ARENA_ARRAY(p->arena, bool, count + 1), any = false;
    for (uint32_t user = 0; user < count; user++) {
        const struct change *c = &p->plan->changes.items[user];
        if (!c->object || !(c->notes & NOTE_UNREAD) || c->action == CHANGE_DELETE || c->action == CHANGE_FORGET)
            continue;
        for (size_t k = 0; k < c->object->depends_on_count; k++) {
            int64_t used = (int64_t)(uintptr_t)map_find(&p->by_uid, c->object->depends_on[k]) - 1;
            const struct change *of = used >= 0 ? &p->plan->changes.items[used] : NULL;
            if (of && (of->action == CHANGE_DELETE || of->pair >= 0) && !of->gone)
                kept[used] = any = true;
        }
    }
    if (!any)
        return;
    spread(p, kept, true);
    planning_warn(p, "what is used by resources that could not be read stays as it is");
    for (uint32_t i = 0; i < count; i++)
        if (kept[i] && change_acts(&p->plan->changes.items[i]))
            leave_out(p, i);
}

bool plan_pass_select(struct planning *p, struct err *err)
{
    keep_what_unread_rows_use(p);
    const struct plan_input *in = p->in;
    size_t count = p->plan->changes.count;
    bool *unused = ARENA_ARRAY(p->arena, bool, count + 1);
    TRY(mark(p, in->replaces, in->replace_count, "--replace", unused, err));
    if (!in->target_count && !in->exclude_count)
        return true;
    p->plan->partial = true;
    bool *wanted = ARENA_ARRAY(p->arena, bool, count + 1), *out = ARENA_ARRAY(p->arena, bool, count + 1);
    TRY(mark(p, in->targets, in->target_count, "--target", wanted, err));
    TRY(mark(p, in->excludes, in->exclude_count, "--exclude", out, err));
    spread(p, wanted, false);
    spread(p, out, true);
    for (uint32_t i = 0; i < count; i++)
        if (change_acts(&p->plan->changes.items[i]) && (out[i] || (in->target_count && !wanted[i])))
            leave_out(p, i);
    planning_warn(p, "this plan is partial: --target or --exclude leave the rest as it is");
    return true;
}
