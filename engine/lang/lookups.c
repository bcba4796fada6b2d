/*
 * lookups.c - aws.lookup.ami { ... }: constant arguments, an answer from the lookup source, plain values for
 * the stack.
 *
 * Answers are plain tables, so that a stack may loop over them: they are as constant as an input, since they
 * are pinned. What is sensitive in them, every answer of a lookup that is never pinned (`fresh`) and all of a
 * deferred one are references. A lookup without an answer (validate, and nothing pinned yet) gives references
 * too.
 */
#include "engine/lang/lang_internal.h"

static const struct attr *object_row(struct lang *lang, const struct lookup_type *type)
{
    struct attr *row = ARENA_NEW(lang->arena, struct attr);
    *row = (struct attr){.name = type->name, .type = ATTR_OBJECT, .flags = COMPUTED, .fields = type->attrs};
    return row;
}

static struct value lookup_expr(struct lang *lang, const struct config_lookup *lookup,
                                const struct attr *field)
{
    struct expr *expr = ARENA_NEW(lang->arena, struct expr);
    *expr = (struct expr){.kind = EXPR_LOOKUP, .name = lookup->key, .at = lookup->at};
    if (field) {
        struct path_step step = {.kind = PATH_FIELD, .name = str_of(field->name)};
        expr->path = (struct path){arena_copy(lang->arena, &step, sizeof step), 1};
        expr->sensitive = field->flags & SENSITIVE_ATTR;
    }
    return value_expr(expr, expr->sensitive);
}

/* Upvalue: the lookup type. nil for what the answer leaves out, an error for what no answer has. */
static int answer_index(lua_State *L)
{
    struct lang *lang = lang_of(L);
    const struct lookup_type *type = lua_touserdata(L, lua_upvalueindex(1));
    struct str key = lua_type(L, 2) == LUA_TSTRING ? str_of(lua_tostring(L, 2)) : STR("?");
    if (schema_find(type->attrs, key))
        return 0;
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    arena_reset(&lang->scratch);
    VEC(struct str) names = {0};
    for (const struct attr *a = type->attrs; a->name; a++)
        *VEC_PUSH(&names, &lang->scratch) = str_of(a->name);
    struct diag *finding = lang_finding(lang, "E0211", lang_word_pos(frame, key),
                                        "%s has no attribute `%.*s`", type->name, STR_ARG(key));
    finding->label = STR("unknown attribute");
    lang_nearest(lang, finding, key, names.items, names.count);
    lang_throw(lang, finding);
}

static int push_answer(lua_State *L, const struct config_lookup *lookup)
{
    struct lang *lang = lang_of(L);
    if (lookup->deferred || lookup->type->fresh || !value_given(lookup->answer)) {
        refs_push(L, lookup_expr(lang, lookup, NULL), object_row(lang, lookup->type), false);
        return 1;
    }
    lua_newtable(L);
    for (const struct attr *a = lookup->type->attrs; a->name; a++) {
        struct value v = value_get(lookup->answer, a->name);
        if (!value_present(v))
            continue;
        if ((a->flags & SENSITIVE_ATTR) || value_sensitive(v))
            refs_push(L, value_mark_sensitive(lookup_expr(lang, lookup, a)), a, false);
        else
            convert_push(L, v);
        lua_setfield(L, -2, a->name);
    }
    lua_createtable(L, 0, 2);
    lua_pushlightuserdata(L, (void *)lookup->type);
    lua_pushcclosure(L, answer_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    return 1;
}

/* Asks the source. False: reported. */
static bool answer(struct lang *lang, struct config_lookup *lookup)
{
    const struct lookup_source *source = lang->options->lookups;
    struct err err = {0};
    if (lookup->deferred)
        return true;
    if (!source)
        FAIL(&err, ERR_UNREACHABLE, "lookups cannot be asked here");
    else if (source->answer(source->context, lang->arena, lang->config, lookup, &err))
        return true;
    if (err.code == ERR_UNREACHABLE && source)
        return true; /* nothing pinned, and nobody may be asked: references stand for the answer */
    struct diag *finding =
        lang_finding(lang, "E0417", lookup->at, "%.*s: %s", STR_ARG(lookup->name), err.message);
    finding->hint = err.hint[0] ? lang_textf(lang, "%s", err.hint) : STR_NONE;
    lang_report(lang, finding);
    return false;
}

static bool read_args(lua_State *L, const struct lookup_type *type, struct lang_frame at, struct str word,
                      bool deferred, struct value *ret)
{
    struct lang *lang = lang_of(L);
    arena_reset(&lang->scratch);
    lang->field_stack.count = lang->item_stack.count = 0;
    struct convert c = {.lang = lang, .arena = &lang->scratch, .refs = deferred};
    struct value given = VALUE_NONE, args;
    if (!lua_isnoneornil(L, 1) && !convert_value(&c, L, 1, &given)) {
        struct diag *finding = convert_finding(&c, convert_pos(&c, at, word, STR_NONE));
        if (!strcmp(finding->code, "E0215"))
            finding->hint = lang_textf(
                lang, "a lookup is asked before anything is made: defer.lookup.%.*s { ... } is asked later",
                STR_ARG(word));
        lang_report(lang, finding);
        return false;
    }
    if (!resources_check(lang, at, word, STR_NONE, type->name, type->attrs, given, &args))
        return false;
    *ret = convert_keep(lang, args);
    return true;
}

int lookups_call(lua_State *L, const struct lookup_type *type, uint32_t provider, bool deferred)
{
    struct lang *lang = lang_of(L);
    struct config *config = lang->config;
    (void)resources_may_declare(L, "a lookup");
    const struct config_provider *handle = &config->providers.items[provider];
    struct str word = str_of(type->name + strlen(handle->type->prefix));
    struct lang_frame at;
    (void)lang_frame(lang, 0, &at);
    struct value args;
    if (!read_args(L, type, at, word, deferred, &args)) {
        handle_push(L, UINT32_MAX, NULL);
        return 1;
    }
    struct digest digest = value_digest(args);
    struct str hex = digest_hex(&lang->work, &digest);
    struct str key = lang_textf(lang, "%s/%.*s/%.*s", type->name, STR_ARG(handle->name), 16, hex.ptr);
    for (size_t i = 0; i < config->lookups.count; i++)
        if (str_eq(config->lookups.items[i].key, key) && config->lookups.items[i].deferred == deferred)
            return push_answer(L, &config->lookups.items[i]);
    *VEC_PUSH(&config->lookups, lang->arena) =
        (struct config_lookup){.key = key,
                               .name = str_of(type->name),
                               .type = type,
                               .provider = provider,
                               .args = args,
                               .deferred = deferred,
                               .at = lang_call_pos(lang, at, word, STR_NONE)};
    size_t index = config->lookups.count - 1;
    lang->provider_used.items[provider] |= !deferred;
    struct config_lookup lookup =
        config->lookups.items[index]; /* the source may look at the config meanwhile */
    if (!answer(lang, &lookup)) {
        handle_push(L, UINT32_MAX, NULL);
        return 1;
    }
    config->lookups.items[index] = lookup;
    return push_answer(L, &config->lookups.items[index]);
}
