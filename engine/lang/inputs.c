/*
 * inputs.c - input "name" { type, default, sensitive, description, validation }: typed values from outside.
 *
 * Types: string, number, integer, bool, list of X, map of X, object, any. Without a type it is the default's,
 * else string. Text from
 * --var and the environment is read by the type: plain for strings, YAML for lists and maps. A sensitive
 * input is a reference, so it can go nowhere but into attributes. Every missing input of a run is reported.
 */
#include "engine/lang/lang_internal.h"
#include "engine/lang/pattern.h"

enum { TYPE_DEPTH_MAX = 8 };

enum base_type {
    BASE_STRING,
    BASE_NUMBER,
    BASE_INTEGER,
    BASE_BOOL,
    BASE_LIST,
    BASE_MAP,
    BASE_OBJECT,
    BASE_ANY
};

struct input_type {
    enum base_type levels[TYPE_DEPTH_MAX]; /* "list of map of string" */
    size_t count;
};

static const char *const base_names[] = {"string", "number", "integer", "bool",
                                         "list",   "map",    "object",  "any"};

static bool parse_type(struct str text, struct input_type *ret)
{
    struct input_type type = {.count = 0};
    struct str rest = str_trim(text);
    for (;;) {
        if (type.count == TYPE_DEPTH_MAX)
            return false;
        if (str_starts(rest, STR("list of ")) || str_starts(rest, STR("map of "))) {
            bool list = rest.ptr[0] == 'l';
            type.levels[type.count++] = list ? BASE_LIST : BASE_MAP;
            rest = str_trim(str_slice(rest, list ? 8 : 7, rest.len));
            continue;
        }
        size_t i = 0;
        while (i < ARRAY_LEN(base_names) && !str_is(rest, base_names[i]))
            i++;
        if (i == ARRAY_LEN(base_names))
            return false;
        type.levels[type.count++] = (enum base_type)i;
        if (i == BASE_LIST || i == BASE_MAP) { /* bare: of anything */
            if (type.count == TYPE_DEPTH_MAX)
                return false;
            type.levels[type.count++] = BASE_ANY;
        }
        *ret = type;
        return true;
    }
}

static struct str type_of_value(struct value v)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_BOOL:
        return STR("bool");
    case VALUE_INT:
    case VALUE_FLOAT:
        return STR("number");
    case VALUE_LIST:
        return STR("list of any");
    case VALUE_MAP:
        return v.count ? STR("object") : STR("any");
    case VALUE_ABSENT:
    case VALUE_NULL:
    case VALUE_STRING:
        return STR("string");
    case VALUE_BYTES:
    case VALUE_EXPR:
        break;
    }
    return STR("any");
}

/* --- conversion --- */

static bool convert_scalar(struct arena *arena, enum base_type type, struct value *v)
{
    struct str text = value_text(*v);
    int64_t integer;
    double real;
    switch (type) {
    case BASE_STRING:
        if (v->kind == VALUE_BOOL)
            *v = value_cstr(v->boolean ? "true" : "false");
        else if (v->kind == VALUE_INT)
            *v = value_str(arena_printf(arena, "%lld", (long long)v->integer));
        return v->kind == VALUE_STRING;
    case BASE_NUMBER:
    case BASE_INTEGER:
        if (v->kind == VALUE_STRING && str_to_i64(text, &integer))
            *v = value_int(integer);
        else if (v->kind == VALUE_STRING && str_to_f64(text, &real))
            *v = value_float(real);
        return v->kind == VALUE_INT || (v->kind == VALUE_FLOAT && type == BASE_NUMBER);
    case BASE_BOOL:
        if (v->kind == VALUE_STRING && (str_is(text, "true") || str_is(text, "false")))
            *v = value_bool(str_is(text, "true"));
        return v->kind == VALUE_BOOL;
    case BASE_LIST:
    case BASE_MAP:
    case BASE_OBJECT:
    case BASE_ANY:
        break;
    }
    return true;
}

static bool convert(struct arena *arena, const struct input_type *type, size_t level, struct value *v)
{
    enum base_type base = type->levels[level];
    if (base == BASE_ANY)
        return true;
    if (base == BASE_OBJECT)
        return v->kind == VALUE_MAP;
    if (base == BASE_LIST) {
        if (v->kind == VALUE_MAP && !v->count)
            *v = value_list(arena, NULL, 0);
        if (v->kind != VALUE_LIST)
            return false;
        struct value *items = ARENA_ARRAY(arena, struct value, v->count);
        for (uint32_t i = 0; i < v->count; i++) {
            items[i] = v->items[i];
            if (!convert(arena, type, level + 1, &items[i]))
                return false;
        }
        *v = value_list(arena, items, v->count);
        return true;
    }
    if (base == BASE_MAP) {
        if (v->kind != VALUE_MAP)
            return false;
        struct value_field *fields = ARENA_ARRAY(arena, struct value_field, v->count);
        for (uint32_t i = 0; i < v->count; i++) {
            fields[i] = v->fields[i];
            if (!convert(arena, type, level + 1, &fields[i].value))
                return false;
        }
        *v = value_map(arena, fields, v->count);
        return true;
    }
    return convert_scalar(arena, base, v);
}

/* --- one input --- */

struct input {
    struct lang *lang;
    struct lang_frame at;
    struct pos pos;
    struct config_input record;
    struct input_type type;
    bool has_default;
};

static struct pos field_pos(const struct input *in, const char *field, bool of_value)
{
    struct path_step step = {.kind = PATH_FIELD, .name = str_of(field)};
    return lang_path_pos(in->at, STR("input"), in->record.name, &step, 1, of_value);
}

static bool bad_declaration(const struct input *in, const char *field, const char *hint, const char *format,
                            ...) __attribute__((format(printf, 4, 5)));

static bool bad_declaration(const struct input *in, const char *field, const char *hint, const char *format,
                            ...)
{
    va_list args;
    va_start(args, format);
    struct str message = arena_vprintf(in->lang->arena, format, args);
    va_end(args);
    struct diag *finding =
        lang_finding(in->lang, "E0300", field_pos(in, field, true), "%.*s", STR_ARG(message));
    finding->hint = str_of(hint);
    lang_report(in->lang, finding);
    return false;
}

static bool known_fields(const struct input *in, lua_State *L)
{
    static const char *const fields[] = {"type", "default", "sensitive", "description", "validation"};
    struct str names[ARRAY_LEN(fields)];
    bool ok = true;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        names[i] = str_of(fields[i]);
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        struct str key = lua_type(L, -2) == LUA_TSTRING ? str_of(lua_tostring(L, -2)) : STR("?");
        bool known = false;
        for (size_t i = 0; i < ARRAY_LEN(fields); i++)
            known |= str_eq(key, names[i]);
        if (known)
            continue;
        struct path_step step = {.kind = PATH_FIELD, .name = key};
        struct diag *finding = lang_finding(
            in->lang, "E0300", lang_path_pos(in->at, STR("input"), in->record.name, &step, 1, false),
            "input has no field `%.*s`", STR_ARG(key));
        finding->label = STR("unknown field");
        lang_nearest(in->lang, finding, key, names, ARRAY_LEN(names));
        lang_report(in->lang, finding);
        ok = false;
    }
    return ok;
}

static bool read_text(const struct input *in, lua_State *L, const char *field, struct str *ret)
{
    lua_pushstring(L, field);
    int type = lua_rawget(L, 2);
    if (type == LUA_TSTRING)
        *ret = arena_str(in->lang->arena, str_of(lua_tostring(L, -1)));
    lua_pop(L, 1);
    return type == LUA_TSTRING || type == LUA_TNIL ||
           bad_declaration(in, field, NULL, "%s of an input is a text", field);
}

static bool read_declaration(struct input *in, lua_State *L)
{
    struct lang *lang = in->lang;
    bool ok = known_fields(in, L);
    ok &= read_text(in, L, "type", &in->record.type);
    ok &= read_text(in, L, "description", &in->record.description);
    lua_pushliteral(L, "sensitive");
    int type = lua_rawget(L, 2);
    if (type == LUA_TBOOLEAN)
        in->record.sensitive = lua_toboolean(L, -1);
    else if (type != LUA_TNIL)
        ok = bad_declaration(in, "sensitive", NULL, "sensitive is true or false");
    lua_pushliteral(L, "default");
    if (lua_rawget(L, 2) != LUA_TNIL) {
        struct convert c = {.lang = lang, .arena = lang->arena};
        lang->field_stack.count = lang->item_stack.count = 0;
        int top = lua_gettop(L);
        if (!convert_value(&c, L, -1, &in->record.fallback))
            ok = bad_declaration(in, "default", c.hint.ptr, "the default: %.*s", STR_ARG(c.message));
        in->has_default = true;
        lua_settop(L, top);
    }
    lua_settop(L, 2);
    if (!ok)
        return false;
    if (!in->record.type.len)
        in->record.type = type_of_value(in->record.fallback);
    if (!parse_type(in->record.type, &in->type)) {
        struct str names[ARRAY_LEN(base_names)];
        for (size_t i = 0; i < ARRAY_LEN(names); i++)
            names[i] = str_of(base_names[i]);
        struct str near = str_nearest(in->record.type, names, ARRAY_LEN(names));
        return bad_declaration(
            in, "type",
            near.len ? lang_textf(lang, "did you mean `%.*s`?", STR_ARG(near)).ptr
                     : "types are string, number, integer, bool, list of X, map of X, object and any",
            "there is no type `%.*s`", STR_ARG(in->record.type));
    }
    struct value fallback = in->record.fallback;
    if (value_present(fallback) && !convert(lang->arena, &in->type, 0, &fallback))
        return bad_declaration(in, "default", NULL, "the default is %s, not %.*s",
                               value_kind_name((enum value_kind)fallback.kind), STR_ARG(in->record.type));
    in->record.fallback = fallback;
    return true;
}

static bool bad_value(const struct input *in, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool bad_value(const struct input *in, const char *code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str message = arena_vprintf(in->lang->arena, format, args);
    va_end(args);
    struct diag *finding = lang_finding(in->lang, code, in->pos, "%.*s", STR_ARG(message));
    finding->hint = in->record.description;
    lang_report(in->lang, finding);
    return false;
}

/* Shown in messages: never when it is sensitive. */
static struct str show(const struct input *in, struct value v)
{
    return in->record.sensitive ? STR("the value") : value_show(in->lang->arena, v, 60);
}

static bool find_value(struct input *in)
{
    struct lang *lang = in->lang;
    struct value v;
    bool raw;
    if (!input_sources_find(lang, in->record.name, &v, &raw, &in->record.source)) {
        in->record.source = STR("default");
        if (in->has_default) {
            in->record.value = in->record.fallback;
            return true;
        }
        struct diag *finding =
            lang_finding(lang, "E0301", in->pos, "input `%.*s` is required", STR_ARG(in->record.name));
        finding->label = STR("no value");
        finding->hint = lang_textf(lang, "--var %.*s=..., inputs.yaml or INFRA_VAR_%.*s gives it%s%.*s",
                                   STR_ARG(in->record.name), STR_ARG(in->record.name),
                                   in->record.description.len ? ": " : "", STR_ARG(in->record.description));
        lang_report(lang, finding);
        return false;
    }
    enum base_type base = in->type.levels[0];
    struct err err = {0};
    if (raw && !str_is_utf8(value_text(v)))
        return bad_value(in, "E0302", "input `%.*s` (%.*s) is not UTF-8", STR_ARG(in->record.name),
                         STR_ARG(in->record.source));
    if (raw && base >= BASE_LIST && !value_from_yaml(lang->arena, value_text(v), &v, &err))
        return bad_value(in, "E0302", "input `%.*s` (%.*s) is not YAML: %s", STR_ARG(in->record.name),
                         STR_ARG(in->record.source),
                         in->record.sensitive ? "it cannot be read" : err.message);
    struct value converted = v;
    if (!convert(lang->arena, &in->type, 0, &converted))
        return bad_value(in, "E0302", "input `%.*s` must be %.*s, but %.*s gives %.*s",
                         STR_ARG(in->record.name), STR_ARG(in->record.type), STR_ARG(in->record.source),
                         STR_ARG(show(in, v)));
    in->record.value = converted;
    return true;
}

/* --- validation --- */

static int64_t measure(struct value v)
{
    if (v.kind == VALUE_STRING) {
        int64_t characters = 0;
        for (uint32_t i = 0; i < v.count; i++)
            characters += ((unsigned char)v.text[i] & 0xc0) != 0x80;
        return characters;
    }
    return v.kind == VALUE_LIST || v.kind == VALUE_MAP ? (int64_t)v.count : value_to_int(v, 0);
}

static bool check_bound(const struct input *in, lua_State *L, const char *field, int sign)
{
    lua_pushstring(L, field);
    if (lua_rawget(L, -2) != LUA_TNUMBER) {
        bool given = !lua_isnil(L, -1);
        lua_pop(L, 1);
        return !given || bad_declaration(in, "validation", NULL, "%s is a number", field);
    }
    double bound = lua_tonumber(L, -1);
    lua_pop(L, 1);
    struct value v = in->record.value;
    bool number = v.kind == VALUE_INT || v.kind == VALUE_FLOAT;
    double got = v.kind == VALUE_FLOAT ? v.real : (double)measure(v);
    if (sign < 0 ? got >= bound : got <= bound)
        return true;
    return bad_value(in, "E0303", "input `%.*s` must %s at %s %.14g", STR_ARG(in->record.name),
                     number ? "be" : "have a length of", sign < 0 ? "least" : "most", bound);
}

static bool check_pattern(const struct input *in, lua_State *L)
{
    lua_pushliteral(L, "pattern");
    int type = lua_rawget(L, -2);
    struct str pattern =
        type == LUA_TSTRING ? arena_str(in->lang->arena, str_of(lua_tostring(L, -1))) : STR_NONE;
    lua_pop(L, 1);
    if (type == LUA_TNIL || in->record.value.kind != VALUE_STRING)
        return type == LUA_TNIL || type == LUA_TSTRING ||
               bad_declaration(in, "validation", NULL, "pattern is a text");
    if (!pattern.ptr)
        return bad_declaration(in, "validation", NULL, "pattern is a text");
    uint64_t steps = 1000000;
    struct pattern_scan scan;
    struct pattern_match match;
    struct err err = {0};
    struct str subject = value_text(in->record.value);
    if (pattern.ptr[0] != '^')
        pattern = lang_textf(in->lang, "^%s", pattern.ptr);
    if (pattern.ptr[pattern.len - 1] != '$')
        pattern = lang_textf(in->lang, "%s$", pattern.ptr);
    pattern_scan_init(&scan, subject, pattern, 0, true, &steps);
    if (pattern_scan_next(&scan, &match, &err))
        return true;
    if (scan.failed)
        return bad_declaration(in, "validation", NULL, "pattern: %s", err.message);
    return bad_value(in, "E0303", "input `%.*s`: %.*s does not match the pattern %.*s",
                     STR_ARG(in->record.name), STR_ARG(show(in, in->record.value)), STR_ARG(pattern));
}

static bool check_values(const struct input *in, lua_State *L)
{
    struct lang *lang = in->lang;
    lua_pushliteral(L, "values");
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pop(L, 1);
        return true;
    }
    struct convert c = {.lang = lang, .arena = lang->arena};
    struct value values;
    int top = lua_gettop(L);
    bool ok = lua_istable(L, -1) && convert_value(&c, L, -1, &values) && values.kind == VALUE_LIST;
    lua_settop(L, top - 1);
    if (!ok)
        return bad_declaration(in, "validation", NULL, "values is a list of what is allowed");
    struct str *names = ARENA_ARRAY(&lang->work, struct str, values.count);
    for (uint32_t i = 0; i < values.count; i++) {
        if (value_eq(values.items[i], in->record.value))
            return true;
        names[i] = value_text(values.items[i]);
    }
    struct diag *finding = lang_finding(
        lang, "E0303", in->pos, "input `%.*s` must be one of %.*s, not %.*s", STR_ARG(in->record.name),
        STR_ARG(value_show(lang->arena, values, 200)), STR_ARG(show(in, in->record.value)));
    if (!in->record.sensitive)
        lang_nearest(lang, finding, value_text(in->record.value), names, values.count);
    lang_report(lang, finding);
    return false;
}

static bool check_function(const struct input *in, lua_State *L)
{
    struct lang *lang = in->lang;
    convert_push(L, in->record.value);
    lang->frozen++;
    struct diag *failed = host_call(lang, 1, 2);
    lang->frozen--;
    if (failed && lang->limit)
        lang_throw(lang, failed);
    bool ok = !failed && lua_toboolean(L, -2) && lua_type(L, -2) != LUA_TSTRING;
    const char *said = failed                           ? failed->message.ptr
                       : lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2)
                       : lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
                                                        : NULL;
    if (!ok && (!said || in->record.sensitive))
        bad_value(in, "E0303", "input `%.*s` does not pass its validation", STR_ARG(in->record.name));
    else if (!ok)
        bad_value(in, "E0303", "input `%.*s`: %s", STR_ARG(in->record.name), said);
    if (!failed)
        lua_pop(L, 2);
    return ok;
}

static bool validate(const struct input *in, lua_State *L)
{
    lua_pushliteral(L, "validation");
    int type = lua_rawget(L, 2);
    bool ok = true;
    if (type == LUA_TFUNCTION)
        return check_function(in, L);
    if (type == LUA_TTABLE)
        ok = check_bound(in, L, "min", -1) && check_bound(in, L, "max", 1) && check_pattern(in, L) &&
             check_values(in, L);
    else if (type != LUA_TNIL)
        ok = bad_declaration(in, "validation",
                             "write validation = { min =, max =, pattern =, values = } or a function",
                             "validation is a table or a function");
    lua_pop(L, 1);
    return ok;
}

/* --- the constructor --- */

static const struct attr *row_of(struct lang *lang, const struct input *in)
{
    static const enum attr_type types[] = {
        [BASE_STRING] = ATTR_STRING, [BASE_NUMBER] = ATTR_NUMBER, [BASE_INTEGER] = ATTR_INT,
        [BASE_BOOL] = ATTR_BOOL,     [BASE_LIST] = ATTR_ANY,      [BASE_MAP] = ATTR_ANY,
        [BASE_OBJECT] = ATTR_ANY,    [BASE_ANY] = ATTR_ANY};
    struct attr *row = ARENA_NEW(lang->arena, struct attr);
    *row = (struct attr){
        .name = in->record.name.ptr, .type = types[in->type.levels[0]], .flags = SENSITIVE_ATTR};
    return row;
}

static void push_poison(lua_State *L)
{
    struct expr *expr = ARENA_NEW(lang_of(L)->arena, struct expr);
    *expr = (struct expr){.kind = EXPR_INPUT, .name = STR("?")};
    refs_push(L, value_expr(expr, false), NULL, true);
}

static int push_input(lua_State *L, const struct input *in)
{
    struct lang *lang = lang_of(L);
    if (!in->record.sensitive || !value_present(in->record.value)) {
        convert_push(L, in->record.value.kind == VALUE_NULL ? VALUE_NONE : in->record.value);
        return 1;
    }
    struct expr *expr = ARENA_NEW(lang->arena, struct expr);
    *expr = (struct expr){.kind = EXPR_INPUT, .sensitive = true, .at = in->pos, .name = in->record.name};
    refs_push(L, value_expr(expr, true), row_of(lang, in), false);
    return 1;
}

static bool is_second(struct input *in)
{
    struct lang *lang = in->lang;
    for (size_t i = 0; i < lang->config->inputs.count; i++) {
        const struct config_input *first = &lang->config->inputs.items[i];
        if (!str_eq(first->name, in->record.name))
            continue;
        struct diag *finding =
            lang_finding(lang, "E0300", in->pos, "input `%.*s` is declared twice", STR_ARG(in->record.name));
        finding->hint = lang_textf(lang, "the first is at %.*s:%u; pass its value on",
                                   STR_ARG(first->at.file), first->at.line);
        lang_report(lang, finding);
        return true;
    }
    return false;
}

static int input_body(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct input in = {.lang = lang, .record = {.name = arena_str(lang->arena, str_of(lua_tostring(L, 1)))}};
    (void)lang_frame(lang, 0, &in.at);
    if (!lua_istable(L, 2))
        lang_code_throw(lang, "E0300", lang_here_call(lang, "input"),
                        "write input \"name\" { type = \"string\" }", "input needs a table, not %s",
                        lua_isnoneornil(L, 2) ? "nothing" : sandbox_type(L, 2));
    in.pos = lang_call_pos(lang, in.at, STR("input"), in.record.name);
    bool ok = !is_second(&in) && read_declaration(&in, L) && find_value(&in) &&
              (!value_present(in.record.value) || validate(&in, L));
    in.record.at = in.pos;
    if (in.record.sensitive && value_given(in.record.value))
        in.record.value = value_mark_sensitive_deep(lang->arena, in.record.value);
    *VEC_PUSH(&lang->config->inputs, lang->arena) = in.record;
    if (!ok) {
        push_poison(L);
        return 1;
    }
    return push_input(L, &in);
}

static int input(lua_State *L)
{
    (void)resources_may_declare(L, "an input");
    return modules_named(L, "input", "E0300", input_body);
}

void inputs_open(lua_State *L)
{
    lua_pushcfunction(L, input);
    lua_setglobal(L, "input");
}

void inputs_finish(struct lang *lang)
{
    if (!lang->aborted)
        input_sources_unknown(lang);
}
