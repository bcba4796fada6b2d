/*
 * resolve.c - what is known of an attribute while planning, and again while applying.
 *
 * Planning: a kept object answers from what was read; an updated one answers declared attributes from the configuration and computed
 * ones from what was read, unless the table says that updates change them; a new one answers what the configuration fixes, and what a
 * state-only type computes. Everything else stays an expression, shown by its origin. Applying: finished steps answer with their results.
 */
#include "engine/plan/plan_internal.h"

static bool covered(const struct lifecycle *l, struct path path)
{
    if (l->ignore_all)
        return true;
    for (size_t i = 0; i < l->ignore_count; i++)
        if (path_covers(l->ignore_changes[i], path))
            return true;
    return false;
}

static enum resolved known(struct value v, struct value *ret)
{
    if (!value_known(v))
        return RESOLVED_UNKNOWN;
    *ret = value_given(v) ? v : value_null();
    return RESOLVED_KNOWN;
}

static bool is_new(const struct planning *p, const struct change *c, uint32_t index)
{
    return c->action == CHANGE_CREATE || c->action == CHANGE_REISSUE || p->nodes.items[index].replace;
}

enum resolved planning_attr(struct planning *p, uint32_t index, struct path path, struct value *ret)
{
    const struct change *c = &p->plan->changes.items[index];
    const struct node *n = &p->nodes.items[index];
    if (!path.count)
        return RESOLVED_UNKNOWN; /* a whole resource is only ever asked whether it changes */
    const struct attr *attr = schema_find(c->type->attrs, path.steps[0].name);
    if (!attr)
        return RESOLVED_UNKNOWN;
    if (c->notes & NOTE_UNREAD)
        return c->object ? known(path_get(c->live, path), ret) : RESOLVED_UNKNOWN;
    struct value declared = path_get(n->want_full, path);
    if (is_new(p, c, index)) {
        if (value_given(declared))
            return known(declared, ret);
        if (value_given(c->computed) && value_given(path_get(c->computed, path)))
            return known(path_get(c->computed, path), ret);
        if (attr->flags & COMPUTED)
            return RESOLVED_UNKNOWN;
        return known(VALUE_NONE, ret); /* optional, not given, not computed: it will not be there */
    }
    bool ignored = c->config && covered(&c->config->lifecycle, path);
    struct value given = path_get(n->want, path);
    if (value_given(given) && !ignored)
        return known(given, ret);
    struct value live = path_get(c->live, path);
    if (!value_given(live) && attr->flags & WRITE_ONLY)
        live = path_get(c->applied, path);
    if (planning_updates(p, index) && attr->flags & VOLATILE) {
        struct value computed = path_get(c->computed, path); /* state-only types know it already */
        return value_given(computed) ? known(computed, ret) : RESOLVED_UNKNOWN;
    }
    if (c->action == CHANGE_ADOPT && attr->flags & COMPUTED && !value_present(live))
        return RESOLVED_UNKNOWN; /* half made: the cloud has not filled it yet */
    return known(live, ret);
}

static enum resolved resolve_leaf(void *context, struct arena *arena, const struct expr *expr, struct value *ret,
                                  struct err *err)
{
    (void)arena;
    struct planning *p = context;
    const struct config *config = p->in->config;
    switch (expr->kind) {
    case EXPR_REF: {
        int64_t index = planning_at(p, expr->name);
        if (index < 0)
            return RESOLVED_UNKNOWN;
        return planning_attr(p, (uint32_t)index, expr->path, ret);
    }
    case EXPR_INPUT:
        for (size_t i = 0; config && i < config->inputs.count; i++)
            if (str_eq(config->inputs.items[i].name, expr->name))
                return known(path_get(config->inputs.items[i].value, expr->path), ret);
        break;
    case EXPR_LOOKUP:
        for (size_t i = 0; config && i < config->lookups.count; i++) {
            const struct config_lookup *l = &config->lookups.items[i];
            if (str_eq(l->key, expr->name))
                return value_given(l->answer) ? known(path_get(l->answer, expr->path), ret) : RESOLVED_UNKNOWN;
        }
        break;
    case EXPR_CALL:
    case EXPR_CLOSURE:
        break;
    }
    (void)FAIL(err, ERR_INTERNAL, "an expression names %.*s, which nothing defines", STR_ARG(expr->name));
    return RESOLVED_FAILED;
}

static enum resolved resolve_closure(void *context, struct arena *arena, const struct expr *expr, const struct value *args,
                                     struct value *ret, struct err *err)
{
    struct planning *p = context;
    return lang_call_closure(p->in->config, arena, expr, args, ret, err);
}

struct resolver planning_resolver(struct planning *p)
{
    return (struct resolver){ .context = p, .leaf = resolve_leaf, .closure = resolve_closure };
}

struct value plan_with_defaults(struct arena *arena, const struct resource_type *type, struct value want, struct str derived_name)
{
    struct value full = want;
    for (const struct attr *a = type->attrs; a->name; a++) {
        if (value_given(value_get(want, a->name)))
            continue;
        struct value v = VALUE_NONE;
        if (type->derived_name && strcmp(type->derived_name, a->name) == 0 && !str_empty(derived_name))
            v = value_str(derived_name);
        else if (a->fallback)
            v = schema_default(arena, a);
        if (value_given(v))
            full = value_with(arena, full, a->name, v);
    }
    return full;
}

/* Applying: results first, then what the plan kept. */
struct late {
    const struct plan *plan;
    const struct plan_results *results;
};

static enum resolved late_leaf(void *context, struct arena *arena, const struct expr *expr, struct value *ret, struct err *err)
{
    (void)arena;
    const struct late *late = context;
    const struct config *config = late->plan->config;
    switch (expr->kind) {
    case EXPR_REF: {
        struct value attrs;
        if (late->results->attrs(late->results->context, expr->name, &attrs))
            return known(path_get(attrs, expr->path), ret);
        return RESOLVED_UNKNOWN;
    }
    case EXPR_INPUT:
        for (size_t i = 0; config && i < config->inputs.count; i++)
            if (str_eq(config->inputs.items[i].name, expr->name))
                return known(path_get(config->inputs.items[i].value, expr->path), ret);
        break;
    case EXPR_LOOKUP:
        for (size_t i = 0; config && i < config->lookups.count; i++)
            if (str_eq(config->lookups.items[i].key, expr->name))
                return known(path_get(config->lookups.items[i].answer, expr->path), ret);
        break;
    case EXPR_CALL:
    case EXPR_CLOSURE:
        break;
    }
    (void)FAIL(err, ERR_INTERNAL, "an expression names %.*s, which nothing defines", STR_ARG(expr->name));
    return RESOLVED_FAILED;
}

static enum resolved late_closure(void *context, struct arena *arena, const struct expr *expr, const struct value *args,
                                  struct value *ret, struct err *err)
{
    const struct late *late = context;
    return lang_call_closure(late->plan->config, arena, expr, args, ret, err);
}

bool plan_resolve(const struct plan *plan, struct arena *arena, const struct plan_results *results, struct value v,
                  struct value *ret, struct err *err)
{
    struct late late = { .plan = plan, .results = results };
    struct resolver resolver = { .context = &late, .leaf = late_leaf, .closure = late_closure };
    return expr_resolve(arena, v, &resolver, ret, err);
}
