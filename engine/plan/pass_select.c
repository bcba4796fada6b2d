/*
 * pass_select.c - --target keeps what is named and what it needs; --exclude leaves out what is named and what needs it.
 *
 * A name is an address, a scope ending with "/", or a type ending with ".": it matches every change under it. What is left out stands
 * in the plan as kept, and the plan says that it is partial.
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

bool plan_pass_select(struct planning *p, struct err *err)
{
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
