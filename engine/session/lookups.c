/*
 * lookups.c - answers to the stack's lookups: pinned ones from the log, others from the provider; new answers are pinned by apply.
 */
#include "engine/session/session_internal.h"

struct asking {
    struct session *s;
    const struct config *config;
    struct arena *arena;
    const struct config_lookup *lookup;
    struct value answer;
    struct err err;
    bool ok;
};

static void ask_on_fiber(void *argument)
{
    struct asking *a = argument;
    a->s->config = (struct config *)a->config; /* being evaluated: its handles are what the lookup names */
    struct provider *provider = session_config_provider(a->s, a->lookup->provider, &a->err);
    struct net_scope scope = { 0 };
    a->ok = provider && a->lookup->type->run(provider, &scope, a->arena, a->lookup->args, &a->answer, &a->err);
}

const struct pin *session_find_pin(const struct session *s, struct str key)
{
    for (size_t i = 0; i < s->pin_count; i++)
        if (str_eq(s->pins[i].key, key))
            return &s->pins[i];
    return NULL;
}

static bool update_wanted(const struct session *s, const struct config_lookup *l)
{
    const char *which = s->options.update_lookups;
    return which && (!*which || str_is(l->name, which) || str_is(l->key, which));
}

bool session_answer(void *context, struct arena *arena, const struct config *config, struct config_lookup *l, struct err *err)
{
    struct session *s = context;
    /* asked while the stack runs: the name that a stack without one gets comes only after it */
    const char *slash = strrchr(s->root, '/');
    struct str name = str_empty(config->stack_name) ? str_of(slash ? slash + 1 : s->root) : config->stack_name;
    TRY(session_open_state(s, name, config->state_url, err));
    if (s->options.from_file && value_given(value_get_str(s->options.from_file->answers, l->key))) {
        l->answer = value_copy(arena, value_get_str(s->options.from_file->answers, l->key));
        return true;
    }
    const struct pin *pin = l->type->fresh ? NULL : session_find_pin(s, l->key);
    if (pin && !update_wanted(s, l)) {
        l->answer = value_copy(arena, pin->answer);
        l->pinned = true;
    }
    if (!(s->options.needs & SESSION_LOOKUPS)) {
        if (l->pinned)
            return true;
        (void)FAIL(err, ERR_UNREACHABLE, "lookup %.*s has no pinned answer yet", STR_ARG(l->name));
        return err_hint(err, "plan or apply asks the provider; this command does not");
    }
    struct asking a = { .s = s, .config = config, .arena = arena, .lookup = l };
    struct config *before = s->config;
    loop_call(s->loop, ask_on_fiber, &a);
    s->config = before;
    if (!a.ok && l->pinned)
        return true; /* a pin needs nobody; that a newer answer could not be had is no error */
    if (!a.ok) {
        if (err)
            *err = a.err;
        return err_frame_(err, __FILE__, __func__, __LINE__);
    }
    if (l->pinned)
        l->newer = value_eq(a.answer, l->answer) ? VALUE_NONE : a.answer;
    else
        l->answer = a.answer;
    return true;
}

bool session_pin_lookups(struct session *s, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    VEC(struct record) records = { 0 };
    for (size_t i = 0; s->config && i < s->config->lookups.count; i++) {
        const struct config_lookup *l = &s->config->lookups.items[i];
        const struct pin *old = session_find_pin(s, l->key);
        if (l->type->fresh || l->deferred || !value_given(l->answer) || (old && value_eq(old->answer, l->answer)))
            continue;
        struct pin pin = { .key = l->key, .args = l->args, .answer = l->answer };
        *VEC_PUSH(&records, &scratch) = record_pin(&scratch, &pin);
    }
    return !records.count || state_append(s->state, records.items, records.count, err);
}
