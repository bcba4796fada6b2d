/*
 * pass_guard.c - what must not happen by accident: prevent_destroy, conditions, unique names, a provider's objects vanishing at once.
 *
 * A denied entry stays in the plan, with its reason, so that people see all of it; the plan exits 3 and is not applied.
 */
#include "engine/plan/plan_internal.h"

#include <stdlib.h>

static void deny(struct planning *p, struct change *c, enum change_note note, const char *hint, const char *format, struct str text)
{
    c->notes |= note;
    struct err *err = ARENA_NEW(p->arena, struct err);
    c->note_err = err;
    (void)FAIL(err, ERR_DENIED, "%.*s %s%.*s", STR_ARG(c->address), format, STR_ARG(text));
    (void)err_hint(err, "%s", hint);
    err_at(err, str_empty(c->at.file) ? NULL : c->at.file.ptr, (int)c->at.line, (int)c->at.column);
}

/* The flag binds by the stack while the block is there, and by the row after it was taken out. */
static bool protected(const struct planning *p, const struct change *c)
{
    int64_t declared = planning_at(p, c->address);
    if (declared >= 0 && (uint64_t)declared < p->declared)
        return p->plan->changes.items[declared].config->lifecycle.prevent_destroy;
    return c->object && c->object->prevent_destroy;
}

static void guard_deletes(struct planning *p)
{
    for (uint32_t i = 0; i < p->plan->changes.count; i++) {
        struct change *c = &p->plan->changes.items[i];
        if (c->action != CHANGE_DELETE || c->gone)
            continue;
        if (c->type->flags & TYPE_DATA_BEARING)
            c->notes |= NOTE_DATA_AT_RISK;
        if (protected(p, c))
            deny(p, c, NOTE_DENIED, "apply once with prevent_destroy taken out of its lifecycle block, the resource still declared",
                 "would be destroyed, and lifecycle.prevent_destroy forbids it", STR_NONE);
    }
}

static bool check_conditions(struct planning *p, struct change *c, struct value conditions, struct err *err)
{
    struct resolver resolver = planning_resolver(p);
    for (size_t i = 0; conditions.kind == VALUE_LIST && i < conditions.count; i++) {
        struct value condition;
        TRY(expr_resolve(p->arena, value_get(conditions.items[i], "condition"), &resolver, &condition, err));
        if (condition.kind == VALUE_EXPR || value_to_bool(condition, false))
            continue; /* not known yet: asked again at apply */
        deny(p, c, NOTE_DENIED, "this is the stack's own precondition", "precondition failed: ", value_text(value_get(conditions.items[i], "message")));
    }
    return true;
}

static void guard_unique_name(struct planning *p, struct change *c, const struct node *n)
{
    if (c->pair < 0 || !c->create_before_destroy || !c->config)
        return;
    for (const struct attr *a = c->type->attrs; a->name; a++)
        if (a->flags & UNIQUE_NAME && value_present(value_get(n->want, a->name)) &&
            value_eq(value_get(n->want, a->name), value_get(c->live, a->name)))
            deny(p, c, NOTE_DENIED, "leave the name out: infra derives one for each generation",
                 "is replaced create before destroy, but both would have the same unique ", str_of(a->name));
}

struct vanished {
    struct str provider_key;
    uint32_t total, missing;
};

/* More than a tenth of a provider's objects, and more than three: rather an outage or wrong credentials than people. */
static void guard_mass_disappearance(struct planning *p)
{
    VEC(struct vanished) providers = { 0 };
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < p->plan->changes.count; i++) {
            struct change *c = &p->plan->changes.items[i];
            const struct node *n = &p->nodes.items[i];
            if (!c->object || !n->read || (c->pair >= 0 && c->action == CHANGE_DELETE))
                continue;
            struct vanished *v = NULL;
            for (size_t k = 0; k < providers.count && !v; k++)
                if (str_eq(providers.items[k].provider_key, c->provider_key))
                    v = &providers.items[k];
            if (!v) {
                v = VEC_PUSH(&providers, p->arena);
                *v = (struct vanished){ .provider_key = c->provider_key };
            }
            if (round == 0) {
                v->total++;
                v->missing += n->missing && !(c->settled && c->settled->intent->kind == INTENT_DELETE); /* we were deleting those */
            } else if (n->missing && v->missing > 3 && v->missing * 10 > v->total && change_acts(c)) {
                deny(p, c, NOTE_HELD | NOTE_DENIED, "look at the account first; --accept-missing goes on",
                     "is held: too many objects vanished at once in ", v->provider_key);
            }
        }
    }
}

bool plan_pass_guard(struct planning *p, struct err *err)
{
    guard_deletes(p);
    for (uint32_t i = 0; i < p->declared && !p->in->destroy; i++) {
        struct change *c = &p->plan->changes.items[i];
        if (!change_acts(c))
            continue;
        guard_unique_name(p, c, &p->nodes.items[i]);
        TRY(check_conditions(p, c, c->config->lifecycle.preconditions, err));
    }
    if (!p->in->accept_missing)
        guard_mass_disappearance(p);
    return true;
}
