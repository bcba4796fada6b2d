/*
 * namespaces.c - the tables `aws`, `google`, `core`, ...: constructors by type, provider blocks, aws.with and
 * aws.lookup.
 *
 * A table's members are made when first read, from the registry; so a provider with a thousand types costs
 * nothing. The default handle of a provider exists once something uses it; its block may come anywhere in the
 * stack, but before the first lookup.
 */
#include "engine/lang/lang_internal.h"

static bool same_provider(const struct config_provider *p, const struct provider_type *type, struct str name)
{
    return p->type == type && str_eq(p->name, name);
}

static uint32_t add_provider(struct lang *lang, const struct provider_type *type, struct str name)
{
    struct config *config = lang->config;
    for (uint32_t i = 0; i < config->providers.count; i++)
        if (same_provider(&config->providers.items[i], type, name))
            return i;
    *VEC_PUSH(&config->providers, lang->arena) = (struct config_provider){
        .type = type, .name = arena_str(lang->arena, name), .args = value_map(lang->arena, NULL, 0)};
    *VEC_PUSH(&lang->provider_used, &lang->work) = false;
    return (uint32_t)config->providers.count - 1;
}

uint32_t resources_provider(struct lang *lang, const struct provider_type *type)
{
    return add_provider(lang, type, STR("default"));
}

/* --- provider blocks --- */

static bool holds_reference(struct value v)
{
    bool found = false;
    if (value_known(v))
        return false;
    if (v.kind == VALUE_EXPR) {
        found = v.expr->kind == EXPR_REF;
        for (size_t i = 0; i < v.expr->arg_count && !found; i++)
            found = holds_reference(v.expr->args[i]);
        return found;
    }
    for (uint32_t i = 0; i < v.count && !found; i++)
        found = holds_reference(v.kind == VALUE_LIST ? v.items[i] : v.fields[i].value);
    return found;
}

/* Reads and checks the block at index 1. False: reported. */
static bool read_block(lua_State *L, const struct provider_type *type, const char *word,
                       struct lang_frame *at, struct value *ret)
{
    struct lang *lang = lang_of(L);
    static const struct attr none[] = {{0}};
    (void)lang_frame(lang, 0, at);
    if (!lua_istable(L, 1))
        lang_bad_arg(L, lang_textf(lang, "%s.%s", type->name, word).ptr, 1, "a table");
    arena_reset(&lang->scratch);
    struct convert c = {.lang = lang, .arena = &lang->scratch, .refs = true};
    struct value given, args;
    lang->field_stack.count = lang->item_stack.count = 0;
    if (!convert_value(&c, L, 1, &given)) {
        lang_report(lang, convert_finding(&c, convert_pos(&c, *at, str_of(word), STR_NONE)));
        return false;
    }
    if (!resources_check(lang, *at, str_of(word), STR_NONE, type->name, type->attrs ? type->attrs : none,
                         given, &args))
        return false;
    for (uint32_t i = 0; i < args.count; i++) {
        if (!holds_reference(args.fields[i].value))
            continue;
        struct path_step step = {.kind = PATH_FIELD,
                                 .name = str_n(args.fields[i].key, args.fields[i].key_len)};
        struct diag *finding =
            lang_finding(lang, "E0416", lang_path_pos(*at, str_of(word), STR_NONE, &step, 1, true),
                         "the configuration of %s must be known at plan, not a reference", type->name);
        finding->hint = STR("region and account decide where to look for what exists: take them from inputs");
        lang_report(lang, finding);
        return false;
    }
    *ret = convert_keep(lang, args);
    return true;
}

static int provider_block(lua_State *L)
{
    struct lang *lang = lang_of(L);
    const struct provider_type *type = lua_touserdata(L, lua_upvalueindex(1));
    struct lang_frame at;
    struct value args;
    (void)resources_may_declare(L, lang_textf(lang, "%s.provider", type->name).ptr);
    uint32_t index = resources_provider(lang, type);
    if (!read_block(L, type, "provider", &at, &args))
        return 0;
    struct config_provider *p = &lang->config->providers.items[index];
    struct pos pos = lang_call_pos(lang, at, STR("provider"), STR_NONE);
    if (p->at.line) {
        struct diag *finding = lang_finding(lang, "E0416", pos, "%s.provider is given twice", type->name);
        finding->hint = lang_textf(lang, "the first is at %.*s:%u; %s.with { ... } makes further handles",
                                   STR_ARG(p->at.file), p->at.line, type->name);
        lang_report(lang, finding);
        return 0;
    }
    if (lang->provider_used.items[index]) {
        struct diag *finding =
            lang_finding(lang, "E0416", pos, "%s.provider comes after a lookup that needed it", type->name);
        finding->hint = STR("move it in front of the first lookup");
        lang_report(lang, finding);
    }
    p->args = args;
    p->at = pos;
    return 0;
}

/* A handle's name: its one scalar, or its scalars, with a digest when there is more to it. */
static struct str name_of(struct lang *lang, struct value args)
{
    bool whole = args.count > 0;
    struct str name = STR("");
    for (uint32_t i = 0; i < args.count; i++) {
        struct value v = args.fields[i].value;
        if (v.kind == VALUE_STRING && !value_sensitive(v) && address_segment_ok(value_text(v), LANG_NAME_MAX))
            name = lang_textf(lang, "%.*s%s%.*s", STR_ARG(name), name.len ? "," : "", STR_ARG(value_text(v)));
        else
            whole = false;
    }
    if (whole && name.len <= LANG_NAME_MAX)
        return name;
    struct digest digest = value_digest(args);
    struct str hex = digest_hex(lang->arena, &digest);
    return lang_textf(lang, "%.*s%s%.*s", STR_ARG(str_slice(name, 0, 60)), name.len ? "," : "", 8, hex.ptr);
}

static void push_namespace(lua_State *L, const struct provider_type *type, uint32_t index);

static int provider_with(lua_State *L)
{
    struct lang *lang = lang_of(L);
    const struct provider_type *type = lua_touserdata(L, lua_upvalueindex(1));
    struct lang_frame at;
    struct value args;
    (void)resources_may_declare(L, lang_textf(lang, "%s.with", type->name).ptr);
    uint32_t index = UINT32_MAX;
    if (read_block(L, type, "with", &at, &args)) {
        index = add_provider(lang, type, name_of(lang, args));
        struct config_provider *p = &lang->config->providers.items[index];
        if (!p->at.line)
            *p = (struct config_provider){.type = type,
                                          .name = p->name,
                                          .args = args,
                                          .at = lang_call_pos(lang, at, STR("with"), STR_NONE)};
    }
    push_namespace(L, type, index);
    return 1;
}

/* --- members --- */

static void unknown_type(lua_State *L, const struct provider_type *type, struct str name, bool lookup)
{
    struct lang *lang = lang_of(L);
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    arena_reset(&lang->scratch);
    VEC(struct str) names = {0};
    size_t prefix = strlen(type->prefix);
    for (size_t i = 0; !lookup && type->types && type->types[i]; i++)
        *VEC_PUSH(&names, &lang->scratch) = str_of(type->types[i]->name + prefix);
    for (size_t i = 0; lookup && type->lookups && type->lookups[i]; i++)
        *VEC_PUSH(&names, &lang->scratch) = str_of(type->lookups[i]->name + prefix);
    if (!lookup)
        for (size_t i = 0; i < 3; i++)
            *VEC_PUSH(&names, &lang->scratch) = str_of((const char *[]){"provider", "with", "lookup"}[i]);
    struct diag *finding = lang_finding(lang, "E0403", lang_word_pos(frame, name), "%s has no %s `%.*s`",
                                        type->name, lookup ? "lookup" : "resource type", STR_ARG(name));
    finding->label = lookup ? STR("unknown lookup") : STR("unknown type");
    struct str near = str_nearest(name, names.items, names.count);
    if (near.len) {
        finding->hint =
            lang_textf(lang, "did you mean `%s%s.%.*s`?", type->name, lookup ? ".lookup" : "", STR_ARG(near));
        if (!lookup)
            finding->see = lang_textf(lang, "infra explain %s%.*s", type->prefix, STR_ARG(near));
    }
    lang_report(lang, finding);
}

/* Stands in for a constructor that is not there: takes a name and a body, gives a silent handle. */
static int no_constructor(lua_State *L)
{
    if (lua_istable(L, 1) || lua_istable(L, 2))
        handle_push(L, UINT32_MAX, NULL);
    else
        lua_pushcfunction(L, no_constructor);
    return 1;
}

/* The type or lookup `prefix` + name of a provider. */
static const void *find_member(const struct provider_type *type, struct str name, bool lookup)
{
    size_t prefix = strlen(type->prefix);
    for (size_t i = 0; !lookup && type->types && type->types[i]; i++)
        if (str_is(name, type->types[i]->name + prefix))
            return type->types[i];
    for (size_t i = 0; lookup && type->lookups && type->lookups[i]; i++)
        if (str_is(name, type->lookups[i]->name + prefix))
            return type->lookups[i];
    return NULL;
}

static int namespace_index(lua_State *L)
{
    const struct provider_type *type = lua_touserdata(L, lua_upvalueindex(1));
    lua_Integer index = lua_tointeger(L, lua_upvalueindex(2));
    struct str name = {0};
    if (lua_type(L, 2) != LUA_TSTRING)
        lang_code_throw(lang_of(L), "E0403", lang_line(lang_of(L)), NULL,
                        "a resource type is a name, not a %s", sandbox_type(L, 2));
    name.ptr = lua_tolstring(L, 2, &name.len);
    const struct resource_type *found = find_member(type, name, false);
    if (!found) {
        unknown_type(L, type, name, false);
        lua_pushcfunction(L, no_constructor);
        return 1;
    }
    resources_push_constructor(L, type, found, (uint32_t)index);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    return 1;
}

static int run_lookup(lua_State *L)
{
    const struct lookup_type *lookup = lua_touserdata(L, lua_upvalueindex(1));
    const struct provider_type *type = lua_touserdata(L, lua_upvalueindex(2));
    lua_Integer index = lua_tointeger(L, lua_upvalueindex(3));
    uint32_t handle = index == UINT32_MAX ? resources_provider(lang_of(L), type) : (uint32_t)index;
    return lookups_call(L, lookup, handle, lua_toboolean(L, lua_upvalueindex(4)));
}

static int no_lookup(lua_State *L)
{
    handle_push(L, UINT32_MAX, NULL);
    return 1;
}

static void push_lookup(lua_State *L, const struct lookup_type *lookup, const struct provider_type *type,
                        lua_Integer index, bool deferred)
{
    lua_pushlightuserdata(L, (void *)lookup);
    lua_pushlightuserdata(L, (void *)type);
    lua_pushinteger(L, index);
    lua_pushboolean(L, deferred);
    lua_pushcclosure(L, run_lookup, 4);
}

static int lookup_index(lua_State *L)
{
    const struct provider_type *type = lua_touserdata(L, lua_upvalueindex(1));
    struct str name = {0};
    if (lua_type(L, 2) != LUA_TSTRING)
        lang_code_throw(lang_of(L), "E0403", lang_line(lang_of(L)), NULL, "a lookup is a name, not a %s",
                        sandbox_type(L, 2));
    name.ptr = lua_tolstring(L, 2, &name.len);
    const struct lookup_type *found = find_member(type, name, true);
    if (!found) {
        unknown_type(L, type, name, true);
        lua_pushcfunction(L, no_lookup);
        return 1;
    }
    push_lookup(L, found, type, lua_tointeger(L, lua_upvalueindex(2)), false);
    return 1;
}

static int closed(lua_State *L)
{
    struct lang *lang = lang_of(L);
    lang_code_throw(lang, "E0030", lang_line(lang), NULL, "this table cannot be changed");
}

static void close_table(lua_State *L, const struct provider_type *type, lua_Integer index, lua_CFunction read)
{
    lua_createtable(L, 0, 3);
    lua_pushlightuserdata(L, (void *)type);
    lua_pushinteger(L, index);
    lua_pushcclosure(L, read, 2);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, closed);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

static void push_namespace(lua_State *L, const struct provider_type *type, uint32_t index)
{
    lua_newtable(L);
    if (index == UINT32_MAX) {
        lua_pushlightuserdata(L, (void *)type);
        lua_pushcclosure(L, provider_block, 1);
        lua_setfield(L, -2, "provider");
        lua_pushlightuserdata(L, (void *)type);
        lua_pushcclosure(L, provider_with, 1);
        lua_setfield(L, -2, "with");
    }
    lua_newtable(L);
    close_table(L, type, index, lookup_index);
    lua_setfield(L, -2, "lookup");
    close_table(L, type, index, namespace_index);
}

/* --- defer.lookup.lb { } --- */

static int deferred_index(lua_State *L)
{
    struct lang *lang = lang_of(L);
    if (lua_type(L, 2) != LUA_TSTRING)
        lang_code_throw(lang, "E0403", lang_line(lang), NULL, "a lookup is a name, not a %s",
                        sandbox_type(L, 2));
    struct str name = str_of(lua_tostring(L, 2));
    const struct provider_type *const *all = lang->registry->providers;
    for (size_t i = 0; all[i]; i++) {
        const struct lookup_type *found = find_member(all[i], name, true);
        if (!found &&
            str_starts(name,
                       str_of(all[i]->prefix))) /* defer.lookup.aws_lb, where the short word is not unique */
            found = find_member(all[i], str_slice(name, strlen(all[i]->prefix), name.len), true);
        if (!found)
            continue;
        push_lookup(L, found, all[i], UINT32_MAX, true);
        return 1;
    }
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    struct diag *finding =
        lang_finding(lang, "E0403", lang_word_pos(frame, name), "there is no lookup `%.*s`", STR_ARG(name));
    finding->label = STR("unknown lookup");
    lang_report(lang, finding);
    lua_pushcfunction(L, no_lookup);
    return 1;
}

void resources_open(lua_State *L)
{
    struct lang *lang = lang_of(L);
    resources_meta(L);
    for (size_t i = 0; lang->registry && lang->registry->providers[i]; i++) {
        push_namespace(L, lang->registry->providers[i], UINT32_MAX);
        lua_setglobal(L, lang->registry->providers[i]->name);
    }
    lua_newtable(L);
    lua_newtable(L);
    if (lang->registry)
        close_table(L, NULL, 0, deferred_index);
    lua_setfield(L, -2, "lookup");
    lua_setglobal(L, "defer");
}
