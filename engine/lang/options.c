/*
 * options.c - the two keys that the engine reserves in every resource: depends_on and lifecycle.
 *
 * Each mistake is reported at its own key; what is right of the rest is taken. Addresses given as text are
 * checked when the stack has run, since they may come later.
 */
#include "engine/lang/lang_internal.h"

struct pos options_pos(const struct options_in *in, const char *option, const char *field)
{
    struct path_step steps[2] = {{.kind = PATH_FIELD, .name = str_of(option)},
                                 {.kind = PATH_FIELD, .name = str_of(field)}};
    return lang_path_pos(in->at, in->word, in->label, steps, field ? 2 : 1, field != NULL);
}

static bool bad(const struct options_in *in, const char *code, const char *option, const char *field,
                const char *hint, const char *format, ...) __attribute__((format(printf, 6, 7)));

static bool bad(const struct options_in *in, const char *code, const char *option, const char *field,
                const char *hint, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str message = arena_vprintf(in->lang->arena, format, args);
    va_end(args);
    struct diag *finding =
        lang_finding(in->lang, code, options_pos(in, option, field), "%.*s", STR_ARG(message));
    finding->hint = str_of(hint);
    lang_report(in->lang, finding);
    return false;
}

/* --- addresses: handles, references and texts --- */

static struct str address_of(const struct options_in *in, lua_State *L, int index, const char *option,
                             uint32_t at)
{
    struct lang *lang = in->lang;
    struct handle *handle = handle_test(L, index);
    struct ref *ref = refs_test(L, index);
    if (handle) {
        struct lang_resource *resource = lang_resource_at(lang, handle->index);
        return resource ? lang_resource_address(lang, resource) : STR("");
    }
    if (ref && ref->v.expr->kind == EXPR_REF)
        return ref->v.expr->name;
    if (lua_type(L, index) != LUA_TSTRING)
        return STR_NONE;
    size_t len;
    const char *text = lua_tolstring(L, index, &len);
    struct str address =
        lang_textf(lang, "%.*s%.*s", STR_ARG(lang->scope), (int)MIN_OF(len, (size_t)2000), text);
    struct lang_claim *claim = ARENA_NEW(&lang->work, struct lang_claim);
    *claim = (struct lang_claim){in->resource, address, option, at, lang->claims};
    lang->claims = claim;
    return address;
}

/* Item i (from 1) of depends_on is no good. */
static bool bad_item(const struct options_in *in, uint32_t i, const char *hint, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static bool bad_item(const struct options_in *in, uint32_t i, const char *hint, const char *format, ...)
{
    struct path_step steps[2] = {{.kind = PATH_FIELD, .name = STR("depends_on")},
                                 {.kind = PATH_INDEX, .index = i}};
    va_list args;
    va_start(args, format);
    struct str message = arena_vprintf(in->lang->arena, format, args);
    va_end(args);
    struct diag *finding =
        lang_finding(in->lang, "E0409", lang_path_pos(in->at, in->word, in->label, steps, 2, true), "%.*s",
                     STR_ARG(message));
    finding->hint = str_of(hint);
    lang_report(in->lang, finding);
    return false;
}

static bool read_depends_on(const struct options_in *in, lua_State *L, int index, struct config_resource *r)
{
    /* lint-ok: cloud - an example for people */
    static const char hint[] = "write depends_on = { other_resource, \"aws_vpc.main\", \"scope/\" }";
    if (!lua_istable(L, index))
        return bad(in, "E0409", "depends_on", NULL, hint, "depends_on is a list, not a %s",
                   sandbox_type(L, index));
    VEC(struct str) found = {0};
    bool ok = true;
    lua_Unsigned count = lua_rawlen(L, index), seen = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        seen++;
    if (seen != count)
        ok = bad(in, "E0409", "depends_on", NULL, hint, "depends_on is a list without names and holes");
    for (lua_Unsigned i = 1; i <= count; i++) {
        lua_rawgeti(L, index, (lua_Integer)i);
        struct str address = address_of(in, L, -1, "depends_on", (uint32_t)i);
        if (!address.ptr)
            ok = bad_item(in, (uint32_t)i, hint,
                          "item %llu of depends_on is a %s, not a resource or an address",
                          (unsigned long long)i, sandbox_type(L, -1));
        else if (str_eq(address, r->address))
            ok = bad_item(in, (uint32_t)i, NULL, "`%.*s` cannot depend on itself", STR_ARG(address));
        else if (address.len)
            *VEC_PUSH(&found, &in->lang->work) = address;
        lua_pop(L, 1);
    }
    r->depends_on =
        found.count ? arena_copy(in->lang->arena, found.items, found.count * sizeof *found.items) : NULL;
    r->depends_on_count = found.count;
    return ok;
}

/* --- lifecycle --- */

static bool read_flag(const struct options_in *in, lua_State *L, const char *field, bool *ret)
{
    if (!lua_isboolean(L, -1))
        return bad(in, "E0408", "lifecycle", field, NULL, "%s is true or false, not a %s", field,
                   sandbox_type(L, -1));
    *ret = lua_toboolean(L, -1);
    return true;
}

static bool read_ignored(const struct options_in *in, lua_State *L, struct lifecycle *life)
{
    struct lang *lang = in->lang;
    static const char hint[] =
        "write ignore_changes = { \"tags[team]\", \"scaling_config.desired_size\" }, or \"all\"";
    if (lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "all") == 0) {
        life->ignore_all = true;
        return true;
    }
    if (!lua_istable(L, -1))
        return bad(in, "E0408", "lifecycle", "ignore_changes", hint,
                   "ignore_changes is a list of paths, not a %s", sandbox_type(L, -1));
    size_t count = lua_rawlen(L, -1);
    struct path *paths = ARENA_ARRAY(lang->arena, struct path, count);
    bool ok = true;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct err err = {0};
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        struct str text =
            lua_type(L, -1) == LUA_TSTRING ? arena_str(lang->arena, str_of(lua_tostring(L, -1))) : STR_NONE;
        lua_pop(L, 1);
        if (!text.ptr)
            ok = bad(in, "E0408", "lifecycle", "ignore_changes", hint,
                     "item %zu of ignore_changes is not a path", i + 1);
        else if (!path_parse(lang->arena, text, &paths[kept], &err) ||
                 !schema_at(in->type->attrs, paths[kept], &err))
            ok = bad(in, "E0408", "lifecycle", "ignore_changes",
                     err.hint[0] ? lang_textf(lang, "%s", err.hint).ptr : NULL, "ignore_changes: %s",
                     err.message);
        else
            kept++;
    }
    life->ignore_changes = paths;
    life->ignore_count = kept;
    return ok;
}

static bool read_triggers(const struct options_in *in, lua_State *L, struct lifecycle *life)
{
    struct lang *lang = in->lang;
    static const char hint[] = "write replace_triggered_by = { other.attribute, other_resource }";
    if (!lua_istable(L, -1))
        return bad(in, "E0408", "lifecycle", "replace_triggered_by", hint,
                   "replace_triggered_by is a list, not a %s", sandbox_type(L, -1));
    size_t count = lua_rawlen(L, -1);
    struct value *items = ARENA_ARRAY(&lang->work, struct value, count);
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        struct ref *ref = refs_test(L, -1);
        struct str address;
        if (ref && ref->v.expr->kind == EXPR_REF)
            items[i] = ref->v;
        else if ((address = address_of(in, L, -1, "replace_triggered_by", (uint32_t)i + 1)).len)
            items[i] = expr_ref(lang->arena, address, (struct path){0}, false,
                                options_pos(in, "lifecycle", "replace_triggered_by"));
        else if (!address.ptr)
            ok = bad(in, "E0408", "lifecycle", "replace_triggered_by", hint,
                     "item %zu of replace_triggered_by is a %s, not a resource or reference", i + 1,
                     sandbox_type(L, -1));
        lua_pop(L, 1);
    }
    life->replace_triggered_by = value_list(lang->arena, items, count);
    return ok;
}

/* "90s", "10m", "1h30m". */
static bool read_duration(struct str text, int64_t *ret_ms)
{
    int64_t total = 0, number = 0;
    bool digits = false, any = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c >= '0' && c <= '9' && number < 1000000) {
            number = number * 10 + (c - '0');
            digits = true;
            continue;
        }
        int64_t unit = c == 's' ? 1000 : c == 'm' ? 60000 : c == 'h' ? 3600000 : 0;
        if (!unit || !digits)
            return false;
        total += number * unit;
        number = 0;
        digits = false;
        any = true;
    }
    *ret_ms = total;
    return any && !digits && total > 0;
}

static bool read_timeouts(const struct options_in *in, lua_State *L, struct lifecycle *life)
{
    static const char hint[] = "write timeouts = { create = \"20m\", delete = \"1h30m\" }";
    const struct {
        const char *name;
        int64_t *ms;
    } fields[] = {{"create", &life->timeout_create_ms},
                  {"update", &life->timeout_update_ms},
                  {"delete", &life->timeout_delete_ms}};
    if (!lua_istable(L, -1))
        return bad(in, "E0408", "lifecycle", "timeouts", hint, "timeouts is a table, not a %s",
                   sandbox_type(L, -1));
    int table = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        struct str key = lua_type(L, -2) == LUA_TSTRING ? str_of(lua_tostring(L, -2)) : STR("?");
        size_t i = 0;
        while (i < ARRAY_LEN(fields) && !str_is(key, fields[i].name))
            i++;
        if (i == ARRAY_LEN(fields) || lua_type(L, -1) != LUA_TSTRING ||
            !read_duration(str_of(lua_tostring(L, -1)), fields[i].ms)) {
            bad(in, "E0408", "lifecycle", "timeouts", hint,
                i == ARRAY_LEN(fields) ? "timeouts has no field `%.*s`" : "timeouts.%.*s is not a duration",
                STR_ARG(key));
            lua_settop(L, table);
            return false;
        }
    }
    return true;
}

static bool read_conditions(const struct options_in *in, lua_State *L, const char *field, struct value *ret)
{
    static const char hint[] =
        "write precondition = { condition = ..., message = \"...\" }, or a list of these";
    struct lang *lang = in->lang;
    struct convert c = {.lang = lang, .arena = lang->arena, .refs = true};
    struct value v;
    int top = lua_gettop(L);
    lang->field_stack.count = lang->item_stack.count = 0;
    if (!convert_value(&c, L, -1, &v)) {
        lua_settop(L, top);
        return bad(in, c.code, "lifecycle", field, c.hint.ptr, "%.*s", STR_ARG(c.message));
    }
    lua_settop(L, top);
    if (v.kind == VALUE_MAP)
        v = value_list(lang->arena, &v, 1);
    bool ok = v.kind == VALUE_LIST && v.count;
    for (uint32_t i = 0; ok && i < v.count; i++) {
        struct value item = v.items[i], condition = value_get(item, "condition"),
                     message = value_get(item, "message");
        ok = item.kind == VALUE_MAP && item.count == 2 &&
             (condition.kind == VALUE_BOOL || condition.kind == VALUE_EXPR) && message.kind == VALUE_STRING;
    }
    *ret = ok ? v : VALUE_NONE;
    return ok || bad(in, "E0408", "lifecycle", field, hint,
                     "%s needs a condition (boolean or reference) and a message", field);
}

static bool read_wait(const struct options_in *in, lua_State *L, struct lifecycle *life)
{
    struct convert c = {.lang = in->lang, .arena = in->lang->arena};
    int top = lua_gettop(L);
    in->lang->field_stack.count = in->lang->item_stack.count = 0;
    bool ok = convert_value(&c, L, -1, &life->wait);
    lua_settop(L, top);
    return ok || bad(in, c.code, "lifecycle", "wait", c.hint.ptr, "%.*s", STR_ARG(c.message));
}

static const char *const lifecycle_fields[] = {"prevent_destroy", "create_before_destroy", "force",
                                               "ignore_changes",  "replace_triggered_by",  "timeouts",
                                               "precondition",    "postcondition",         "wait"};

/* The value is on top of the stack. */
static bool read_field(const struct options_in *in, lua_State *L, struct str key, struct lifecycle *life)
{
    if (str_is(key, "prevent_destroy"))
        return read_flag(in, L, "prevent_destroy", &life->prevent_destroy);
    if (str_is(key, "create_before_destroy"))
        return read_flag(in, L, "create_before_destroy", &life->create_before_destroy);
    if (str_is(key, "force"))
        return read_flag(in, L, "force", &life->force);
    if (str_is(key, "ignore_changes"))
        return read_ignored(in, L, life);
    if (str_is(key, "replace_triggered_by"))
        return read_triggers(in, L, life);
    if (str_is(key, "timeouts"))
        return read_timeouts(in, L, life);
    if (str_is(key, "precondition"))
        return read_conditions(in, L, "precondition", &life->preconditions);
    if (str_is(key, "postcondition"))
        return read_conditions(in, L, "postcondition", &life->postconditions);
    if (str_is(key, "wait"))
        return read_wait(in, L, life);
    struct str names[ARRAY_LEN(lifecycle_fields)];
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        names[i] = str_of(lifecycle_fields[i]);
    struct path_step steps[2] = {{.kind = PATH_FIELD, .name = STR("lifecycle")},
                                 {.kind = PATH_FIELD, .name = key}};
    struct diag *finding =
        lang_finding(in->lang, "E0408", lang_path_pos(in->at, in->word, in->label, steps, 2, false),
                     "lifecycle has no field `%.*s`", STR_ARG(key));
    finding->label = STR("unknown field");
    lang_nearest(in->lang, finding, key, names, ARRAY_LEN(names));
    lang_report(in->lang, finding);
    return false;
}

static bool read_lifecycle(const struct options_in *in, lua_State *L, int index, struct lifecycle *life)
{
    if (!lua_istable(L, index))
        return bad(in, "E0408", "lifecycle", NULL, "write lifecycle = { prevent_destroy = true }",
                   "lifecycle is a table, not a %s", sandbox_type(L, index));
    bool ok = true;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TSTRING)
            ok &= read_field(in, L, str_of(lua_tostring(L, -2)), life);
        else
            ok = bad(in, "E0408", "lifecycle", NULL, NULL, "lifecycle is a table of named fields");
    }
    return ok;
}

bool options_read(const struct options_in *in, lua_State *L, int table, struct config_resource *r)
{
    bool ok = true;
    lua_pushliteral(L, "depends_on");
    if (lua_rawget(L, table) != LUA_TNIL)
        ok &= read_depends_on(in, L, lua_gettop(L), r);
    lua_pushliteral(L, "lifecycle");
    if (lua_rawget(L, table) != LUA_TNIL)
        ok &= read_lifecycle(in, L, lua_gettop(L), &r->lifecycle);
    lua_pop(L, 2);
    return ok;
}
