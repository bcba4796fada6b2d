/*
 * passes.c - the list of passes, and what they share: a plan is made by running them in order.
 */
#include "engine/plan/plan_internal.h"

#include <assert.h>
#include <stdlib.h>

static const char *const action_names[] = {
#define X(name, text) [CHANGE_##name] = text,
    CHANGE_ACTIONS(X)
#undef X
};
_Static_assert(ARRAY_LEN(action_names) == CHANGE_ACTION_COUNT, "every action has a name");

const char *change_action_name(enum change_action action)
{
    assert((size_t)action < CHANGE_ACTION_COUNT);
    return action_names[action];
}

/* In order; each says what it turns into what, and `phase` is asserted on the way. */
static const struct plan_pass {
    const char *name;
    plan_pass_fn *run;
    enum plan_phase before, after;
} passes[] = {
    { "declare", plan_pass_declare, PHASE_NEW, PHASE_DECLARED },        /* config resources -> changes; rows are loaded */
    { "move", plan_pass_move, PHASE_DECLARED, PHASE_MATCHED },          /* moved, removed, import; rows meet their changes */
    { "observe", plan_pass_observe, PHASE_MATCHED, PHASE_OBSERVED },    /* open intents -> findings, twins, adopted rows */
    { "refresh", plan_pass_refresh, PHASE_OBSERVED, PHASE_READ },       /* rows -> live, in batches; gone, dead, unread */
    { "resolve", plan_pass_resolve, PHASE_READ, PHASE_READ },           /* references -> order of the configuration; cycles */
    { "diff", plan_pass_diff, PHASE_READ, PHASE_DECIDED },              /* in that order: values, differences, actions, causes */
    { "replace", plan_pass_replace, PHASE_DECIDED, PHASE_PAIRED },      /* replaces -> pairs of create and delete */
    { "destroy", plan_pass_destroy, PHASE_PAIRED, PHASE_ORDERED },      /* order of everything that acts, deletes included */
    { "select", plan_pass_select, PHASE_ORDERED, PHASE_SELECTED },      /* --target, --exclude */
    { "guard", plan_pass_guard, PHASE_SELECTED, PHASE_SELECTED },       /* prevent_destroy, conditions, names, mass disappearance */
    { "estimate", plan_pass_estimate, PHASE_SELECTED, PHASE_SELECTED }, /* durations, critical path */
    { "seal", plan_pass_seal, PHASE_SELECTED, PHASE_SEALED },           /* counts, digests; immutable from here on */
};

bool plan_make(const struct plan_input *input, struct plan **ret, struct err *err)
{
    struct plan *plan = calloc(1, sizeof *plan); /* owns its arena, so it cannot live in it */
    if (!plan)
        abort();
    struct planning p = { .in = input, .plan = plan, .arena = &plan->arena };
    p.by_address.arena = p.by_uid.arena = p.arena;
    plan->config = input->config;
    plan->destroy = input->destroy;
    plan->stack = arena_str(p.arena, input->identity->stack);
    plan->env = arena_str(p.arena, input->identity->env);
    plan->base_serial = state_serial(input->state);
    for (size_t i = 0; i < ARRAY_LEN(passes); i++) {
        assert(p.phase == passes[i].before);
        LOG_DEBUG("plan", "pass %s: %zu changes", passes[i].name, plan->changes.count);
        if (!passes[i].run(&p, err)) {
            plan_free(plan);
            return err_frame_(err, __FILE__, __func__, __LINE__);
        }
        p.phase = passes[i].after;
    }
    *ret = plan;
    return true;
}

void plan_free(struct plan *plan)
{
    if (!plan)
        return;
    arena_done(&plan->arena);
    free(plan); /* calloc in plan_make: it owns its arena */
}

bool change_acts(const struct change *change)
{
    switch (change->action) {
    case CHANGE_KEEP:
    case CHANGE_READ:
        return false;
    case CHANGE_CREATE:
    case CHANGE_UPDATE:
    case CHANGE_DELETE:
    case CHANGE_FORGET:
    case CHANGE_IMPORT:
    case CHANGE_MOVE:
    case CHANGE_ADOPT:
    case CHANGE_REISSUE:
    case CHANGE_DROP:
    case CHANGE_MARKS:
        return true;
    case CHANGE_ACTION_COUNT:
        break;
    }
    assert(false);
    return false;
}

struct change *plan_find(const struct plan *plan, struct str address)
{
    struct change *kept = NULL;
    for (size_t i = 0; i < plan->changes.count; i++) {
        struct change *c = &plan->changes.items[i];
        if (!str_eq(c->address, address))
            continue;
        if (change_acts(c))
            return c;
        if (!kept)
            kept = c;
    }
    return kept;
}

bool plan_is_empty(const struct plan *plan)
{
    for (size_t i = 0; i < plan->changes.count; i++)
        if (change_acts(&plan->changes.items[i]))
            return false;
    return plan->outputs.count == 0;
}

uint32_t planning_add(struct planning *p, struct change change)
{
    uint32_t index = (uint32_t)p->plan->changes.count;
    change.pair = -1;
    *VEC_PUSH(&p->plan->changes, p->arena) = change;
    *VEC_PUSH(&p->nodes, p->arena) = (struct node){ 0 };
    return index;
}

int64_t planning_at(const struct planning *p, struct str address)
{
    return (int64_t)(uintptr_t)map_find(&p->by_address, address) - 1;
}

bool planning_updates(const struct planning *p, uint32_t index)
{
    enum change_action action = p->plan->changes.items[index].action;
    return action == CHANGE_UPDATE || ((action == CHANGE_ADOPT || action == CHANGE_IMPORT) && p->nodes.items[index].attrs.count);
}

void planning_cause(struct planning *p, uint32_t index, struct cause cause)
{
    *VEC_PUSH(&p->nodes.items[index].why, p->arena) = cause;
}

void planning_warn(struct planning *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    *VEC_PUSH(&p->plan->warnings, p->arena) = arena_vprintf(p->arena, format, args);
    va_end(args);
}
