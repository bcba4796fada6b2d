/*
 * providers.c - provider handles: opened once, by their place in the configuration or by the recipe in a row.
 */
#include "engine/session/session_internal.h"

static enum resolved input_leaf(void *context, struct arena *arena, const struct expr *expr, struct value *ret, struct err *err)
{
    (void)arena;
    (void)err;
    const struct config *config = context;
    for (size_t i = 0; expr->kind == EXPR_INPUT && i < config->inputs.count; i++) {
        if (!str_eq(config->inputs.items[i].name, expr->name))
            continue;
        *ret = path_get(config->inputs.items[i].value, expr->path);
        return RESOLVED_KNOWN;
    }
    return RESOLVED_UNKNOWN;
}

static struct provider *open_handle(struct session *s, const struct provider_type *type, struct str name, struct value config, struct err *err)
{
    struct provider_open in = { .name = name, .config = config, .net = s->net, .io = s->io, .getenv = s->options.getenv,
                                .getenv_context = s->options.getenv_context, .simulated = s->options.simulated };
    struct provider *provider = NULL;
    if (!type->open(&in, &provider, err))
        return NULL;
    *VEC_PUSH(&s->opened, &s->arena) = provider;
    if (!map_find(&s->recorded, provider->key))
        map_put(&s->recorded, provider->key, provider);
    return provider;
}

struct provider *session_config_provider(void *context, uint32_t index, struct err *err)
{
    struct session *s = context;
    if (!s->handles || s->handle_count < s->config->providers.count) {
        struct handle *more = ARENA_ARRAY(&s->arena, struct handle, s->config->providers.count + 1);
        if (s->handle_count)
            memcpy(more, s->handles, s->handle_count * sizeof *more);
        s->handles = more;
        s->handle_count = s->config->providers.count;
    }
    struct handle *h = &s->handles[index];
    if (!h->tried) {
        h->tried = true;
        const struct config_provider *c = &s->config->providers.items[index];
        struct value args = c->args;
        struct resolver resolver = { .context = s->config, .leaf = input_leaf };
        if (value_known(args) || expr_resolve(&s->arena, args, &resolver, &args, &h->err))
            h->provider = open_handle(s, c->type, c->name, args, &h->err);
        if (!h->provider)
            err_at(&h->err, str_empty(c->at.file) ? NULL : arena_cstr(&s->arena, c->at.file), (int)c->at.line, (int)c->at.column);
    }
    if (!h->provider && err)
        *err = h->err;
    return h->provider;
}

struct provider *session_recorded_provider(void *context, struct str name, struct str key, struct value recipe, struct err *err)
{
    struct session *s = context;
    struct provider *known = map_find(&s->recorded, key);
    if (known)
        return known;
    /* a handle of the configuration may reach it: tried before the recipe, because its credentials are today's */
    for (uint32_t i = 0; s->config && i < s->config->providers.count; i++) {
        if (!str_is(name, s->config->providers.items[i].type->name))
            continue;
        struct provider *p = session_config_provider(s, i, NULL);
        if (p && str_eq(p->key, key))
            return p;
    }
    const struct provider_type *type = registry_provider(s->options.registry, name);
    if (!type) {
        (void)FAIL(err, ERR_INVALID, "the state has objects of a provider '%.*s', which this infra does not know", STR_ARG(name));
        return NULL;
    }
    struct provider *p = open_handle(s, type, STR("recorded"), recipe, err);
    if (p && !str_eq(p->key, key)) {
        (void)FAIL(err, ERR_DENIED, "the state has objects of %.*s, but these credentials lead to %.*s", STR_ARG(key), STR_ARG(p->key));
        (void)err_hint(err, "use the account that owns them");
        return NULL;
    }
    return p;
}

void session_close_providers(struct session *s)
{
    for (size_t i = 0; i < s->opened.count; i++)
        s->opened.items[i]->type->close(s->opened.items[i]);
    s->opened.count = 0;
}
