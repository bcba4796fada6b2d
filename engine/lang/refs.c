/*
 * refs.c - references and resource handles: what a constructor returns, and what reading it gives.
 *
 * A handle leads to a resource, a reference to a value that is known later. Reading goes along the schema:
 * fields, list items from 1, ["key"] of keyed sets and maps. `..` joins; everything else that would need the
 * value now (arithmetic, order, length, calls) is an error here, at the operand, with what to use instead;
 * what metamethods cannot see is guards.c.
 */
#include "engine/lang/lang_internal.h"

#define REF_META    "reference"
#define HANDLE_META "resource"

struct lang_ref_cache {
    const struct attr *attr;
    struct value v;
    struct lang_ref_cache *next;
};

struct ref *refs_test(lua_State *L, int index)
{
    return lua_type(L, index) == LUA_TUSERDATA ? luaL_testudata(L, index, REF_META) : NULL;
}

struct handle *handle_test(lua_State *L, int index)
{
    return lua_type(L, index) == LUA_TUSERDATA ? luaL_testudata(L, index, HANDLE_META) : NULL;
}

struct lang_resource *lang_resource_at(struct lang *lang, uint32_t index)
{
    return index < lang->resources.count ? &lang->resources.items[index] : NULL;
}

struct str lang_resource_address(struct lang *lang, const struct lang_resource *resource)
{
    return lang->config->resources.items[resource - lang->resources.items].address;
}

struct str lang_type_word(struct lang *lang, const struct resource_type *type)
{
    const struct provider_type *provider;
    if (!registry_type(lang->registry, str_of(type->name), &provider))
        return str_of(type->name);
    return lang_textf(lang, "%s.%s", provider->name, type->name + strlen(provider->prefix));
}

/* --- making --- */

static enum ref_shape shape_of(const struct attr *attr)
{
    switch (attr->type) {
    case ATTR_STRING:
    case ATTR_BOOL:
    case ATTR_INT:
    case ATTR_NUMBER:
    case ATTR_NONE:
        return REF_LEAF;
    case ATTR_STRING_LIST:
    case ATTR_INT_LIST:
        return REF_LIST;
    case ATTR_STRING_SET:
        return REF_SET;
    case ATTR_STRING_MAP:
        return REF_MAP;
    case ATTR_OBJECT:
        return attr->fields ? REF_FIELDS : REF_ANY;
    case ATTR_OBJECT_LIST:
        return attr->fields ? REF_ITEMS : REF_ANY;
    case ATTR_OBJECT_SET:
        return attr->set_key ? REF_KEYED_SET : REF_SET;
    case ATTR_DOCUMENT:
    case ATTR_ANY:
        return REF_ANY;
    }
    return REF_ANY;
}

static struct ref *push_ref(lua_State *L, struct value v, const struct attr *attr, enum ref_shape shape,
                            bool poison)
{
    struct ref *ref = lua_newuserdatauv(L, sizeof *ref, 0);
    *ref = (struct ref){.v = v, .attr = attr, .shape = shape, .poison = poison};
    luaL_setmetatable(L, REF_META);
    return ref;
}

void refs_push(lua_State *L, struct value v, const struct attr *attr, bool poison)
{
    push_ref(L, v, attr, attr ? shape_of(attr) : REF_LEAF, poison);
}

void handle_push(lua_State *L, uint32_t index, const struct resource_type *type)
{
    struct handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
    *handle = (struct handle){index, type};
    luaL_setmetatable(L, HANDLE_META);
}

/* Stands for what could not be had; whoever depends on it stays silent. */
static void push_poison(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct expr *expr = ARENA_NEW(lang->arena, struct expr);
    *expr = (struct expr){.kind = EXPR_INPUT, .name = STR("?")};
    push_ref(L, value_expr(expr, false), NULL, REF_ANY, true);
}

/* --- texts and errors --- */

struct str refs_text(struct lang *lang, int index)
{
    struct handle *handle = handle_test(lang->L, index);
    if (handle) {
        struct lang_resource *resource = lang_resource_at(lang, handle->index);
        return resource ? lang_resource_address(lang, resource) : STR("?");
    }
    struct ref *ref = refs_test(lang->L, index);
    if (!ref)
        return STR_NONE;
    const struct expr *expr = ref->v.expr;
    if (expr->kind == EXPR_INPUT)
        return lang_textf(lang, "input %.*s", STR_ARG(expr->name));
    return expr_text(lang->arena, expr);
}

/* What stands behind the name: " as a key" of "use as a key", " into text" of "turn into text". */
static const char *what_after(const char *what)
{
    const char *after = strstr(what, " as ");
    if (!after)
        after = strstr(what, " into ");
    return after ? after : what + strlen(what);
}

void refs_misuse(struct lang *lang, int index, const char *code, struct pos at, const char *what,
                 const char *hint)
{
    struct ref *ref = refs_test(lang->L, index);
    struct handle *handle = handle_test(lang->L, index);
    if ((ref && ref->poison) || (handle && handle->index == UINT32_MAX))
        lang_throw_quiet(lang);
    struct str text = refs_text(lang, index);
    struct diag *finding;
    int before = (int)(what_after(what) - what);
    const char *after = what + before;
    if (handle) {
        bool own = !strcmp(code, "E0208") || !strcmp(code, "E0212");
        finding = lang_finding(lang, own ? code : "E0217", at, "cannot %.*s the resource `%.*s`%s", before,
                               what, STR_ARG(text), after);
        finding->label = STR("a whole resource");
        finding->hint = hint ? str_of(hint)
                             : lang_textf(lang, "say which attribute: `%.*s.id`, as a rule", STR_ARG(text));
    } else if (value_sensitive(ref->v)) {
        finding = lang_finding(lang, code, at, "cannot %.*s `%.*s`%s: it is sensitive", before, what,
                               STR_ARG(text), after);
        finding->label = STR("a sensitive value");
        finding->hint =
            STR("pass it on as it is, or compute with it inside apply(ref, function(value) ... end)");
    } else {
        finding = lang_finding(lang, code, at,
                               "cannot %.*s `%.*s`%s: it is a reference, its value is known only later",
                               before, what, STR_ARG(text), after);
        finding->label = STR("a reference");
        finding->hint = str_of(
            hint ? hint : "apply(ref, function(value) ... end) computes with the value when it is known");
    }
    lang_throw(lang, finding);
}

/* --- reading --- */

static struct pos here(struct lang *lang)
{
    struct lang_frame frame;
    return lang_frame(lang, 0, &frame) ? (struct pos){.file = frame.module->name, .line = frame.line}
                                       : (struct pos){0};
}

static void unknown_field(struct lang *lang, const struct attr *table, const char *subject, struct str key)
{
    arena_reset(&lang->scratch);
    VEC(struct str) names = {0};
    for (const struct attr *a = table; a && a->name; a++)
        *VEC_PUSH(&names, &lang->scratch) = str_of(a->name);
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    struct diag *finding = lang_finding(lang, "E0211", lang_word_pos(frame, key),
                                        "%s has no attribute `%.*s`", subject, STR_ARG(key));
    finding->label = STR("unknown attribute");
    lang_nearest(lang, finding, key, names.items, names.count);
    if (!strchr(subject, '.'))
        finding->see = lang_textf(lang, "infra explain %s", subject);
    lang_report(lang, finding);
}

static int handle_index(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct handle *handle = luaL_checkudata(L, 1, HANDLE_META);
    struct lang_resource *resource = lang_resource_at(lang, handle->index);
    if (!resource || !handle->type) {
        push_poison(L);
        return 1;
    }
    if (lua_type(L, 2) != LUA_TSTRING) {
        if (refs_test(L, 2))
            refs_misuse(lang, 2, "E0202", lang_line(lang), "use as a key", NULL);
        lang_code_throw(lang, "E0211", lang_line(lang), NULL,
                        "an attribute of `%.*s` is named by a string, not a %s",
                        STR_ARG(lang_resource_address(lang, resource)), sandbox_type(L, 2));
    }
    struct str key = {0};
    key.ptr = lua_tolstring(L, 2, &key.len);
    const struct attr *attr = schema_find(handle->type->attrs, key);
    if (!attr) {
        unknown_field(lang, handle->type->attrs, handle->type->name, key);
        push_poison(L);
        return 1;
    }
    struct lang_ref_cache *cached = resource->refs;
    while (cached && cached->attr != attr)
        cached = cached->next;
    if (!cached) {
        struct path_step step = {.kind = PATH_FIELD, .name = str_of(attr->name)};
        struct path path = {arena_copy(lang->arena, &step, sizeof step), 1};
        struct value v =
            expr_ref(lang->arena, lang_resource_address(lang, resource), path, attr->flags & SENSITIVE_ATTR, here(lang));
        if (!lang->options) { /* the cache goes with the work arena */
            refs_push(L, v, attr, false);
            return 1;
        }
        cached = ARENA_NEW(&lang->work, struct lang_ref_cache);
        *cached = (struct lang_ref_cache){attr, v, resource->refs};
        resource->refs = cached;
    }
    refs_push(L, cached->v, attr, false);
    return 1;
}

/* Functions that strings have as methods too: ref:trim_prefix("x"). */
static const char *const methods[] = {"trim_prefix", "trim_suffix", "trim",     "replace",
                                      "lower",       "upper",       "split",    "substr",
                                      "starts_with", "ends_with",   "contains", "to_number"};

static int call_method(lua_State *L)
{
    return stdlib_expr_call(L, lua_tostring(L, lua_upvalueindex(1)), 1, lua_gettop(L));
}

static bool push_method(lua_State *L, struct str key)
{
    for (size_t i = 0; i < ARRAY_LEN(methods); i++)
        if (str_is(key, methods[i])) {
            lua_pushstring(L, methods[i]);
            lua_pushcclosure(L, call_method, 1);
            return true;
        }
    return false;
}

static void push_beneath(lua_State *L, const struct ref *ref, struct path_step step, const struct attr *attr,
                         enum ref_shape shape)
{
    struct lang *lang = lang_of(L);
    step.name = arena_str(lang->arena, step.name);
    step.equal = arena_str(lang->arena, step.equal);
    struct path path = {arena_copy(lang->arena, &step, sizeof step), 1};
    struct value v = expr_at(lang->arena, ref->v, path);
    if (v.kind == VALUE_EXPR && attr && (attr->flags & SENSITIVE_ATTR)) {
        ((struct expr *)v.expr)->sensitive = true; /* made by expr_at just now */
        v.flags |= VALUE_SENSITIVE;
    }
    push_ref(L, v, attr, shape, false);
}

NORETURN static void no_fields(lua_State *L, struct ref *ref, const char *hint)
{
    struct lang *lang = lang_of(L);
    struct str text = refs_text(lang, 1),
               key = lua_type(L, 2) == LUA_TSTRING ? str_of(lua_tostring(L, 2)) : STR("");
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    const char *what = ref->attr ? attr_type_name(ref->attr->type) : "single value";
    struct diag *finding =
        lang_finding(lang, "E0216", lang_word_pos(frame, key), "`%.*s` is a %s: it has no %s%.*s%s",
                     STR_ARG(text), what, key.len ? "`" : "numbered items", STR_ARG(key), key.len ? "`" : "");
    finding->label = STR("nothing there");
    finding->hint = str_of(hint);
    lang_throw(lang, finding);
}

static int index_item(lua_State *L, struct ref *ref)
{
    struct lang *lang = lang_of(L);
    lua_Integer i = lua_tointeger(L, 2);
    bool whole = lua_isinteger(L, 2) && i >= 1 && i <= UINT32_MAX;
    if (ref->shape == REF_SET || ref->shape == REF_KEYED_SET) {
        if (ref->attr && ref->attr->set_key)
            no_fields(
                L, ref,
                lang_textf(lang, "a set has no order: use its key, as in [\"...\"] (%s)", ref->attr->set_key)
                    .ptr);
        no_fields(L, ref, "a set has no order; join(\",\", ref) or apply(ref, fn) take it as a whole");
    }
    if (ref->attr && ref->shape != REF_LIST && ref->shape != REF_ITEMS && ref->shape != REF_ANY)
        no_fields(L, ref, NULL);
    if (!whole)
        lang_code_throw(lang, "E0216", lang_line(lang), NULL, "items of `%.*s` are numbered from 1",
                        STR_ARG(refs_text(lang, 1)));
    push_beneath(L, ref, (struct path_step){.kind = PATH_INDEX, .index = (uint32_t)i}, ref->attr,
                 ref->shape == REF_ITEMS ? REF_FIELDS
                 : ref->shape == REF_ANY ? REF_ANY
                                         : REF_LEAF);
    return 1;
}

static int index_field(lua_State *L, struct ref *ref, struct str key)
{
    struct lang *lang = lang_of(L);
    const struct attr *attr;
    switch (ref->shape) {
    case REF_FIELDS:
        attr = schema_find(ref->attr->fields, key);
        if (!attr) {
            unknown_field(lang, ref->attr->fields, refs_text(lang, 1).ptr, key);
            push_poison(L);
            return 1;
        }
        push_beneath(L, ref, (struct path_step){.kind = PATH_FIELD, .name = key}, attr, shape_of(attr));
        return 1;
    case REF_MAP:
        push_beneath(L, ref, (struct path_step){.kind = PATH_KEY, .name = key}, ref->attr, REF_LEAF);
        return 1;
    case REF_KEYED_SET:
        /* Says by which field, so that whoever reads the path needs no schema. */
        push_beneath(L, ref,
                     (struct path_step){.kind = PATH_MATCH, .name = str_of(ref->attr->set_key), .equal = key},
                     ref->attr, ref->attr->fields ? REF_FIELDS : REF_ANY);
        return 1;
    case REF_ANY:
        push_beneath(L, ref, (struct path_step){.kind = PATH_FIELD, .name = key}, ref->attr, REF_ANY);
        return 1;
    case REF_ITEMS:
    case REF_LIST:
        no_fields(L, ref, "it is a list: [1] is its first item");
    case REF_SET:
    case REF_LEAF:
        break;
    }
    if (push_method(L, key))
        return 1;
    if (!ref->attr) { /* the result of a call or of apply: what it has shows when it is known */
        push_beneath(L, ref, (struct path_step){.kind = PATH_FIELD, .name = key}, NULL, REF_LEAF);
        return 1;
    }
    lua_getglobal(L, "string");
    lua_pushvalue(L, 2);
    bool text_function = ref->attr->type == ATTR_STRING && lua_rawget(L, -2) != LUA_TNIL;
    no_fields(L, ref,
              text_function ? "this needs the text now: use it inside apply(ref, function(value) ... end)"
                            : NULL);
}

static int ref_index(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct ref *ref = luaL_checkudata(L, 1, REF_META);
    if (ref->poison) {
        push_poison(L);
        return 1;
    }
    if (refs_test(L, 2))
        refs_misuse(lang, 2, "E0202", lang_line(lang), "use as a key", NULL);
    if (lua_type(L, 2) == LUA_TNUMBER)
        return index_item(L, ref);
    if (lua_type(L, 2) != LUA_TSTRING)
        no_fields(L, ref, NULL);
    struct str key = {0};
    key.ptr = lua_tolstring(L, 2, &key.len);
    return index_field(L, ref, key);
}

/* --- operators --- */

static int culprit(lua_State *L)
{
    return refs_test(L, 1) || handle_test(L, 1) ? 1 : 2;
}

/* Where operand `side` of the line's one `op` stands. */
static struct pos operand_pos(struct lang *lang, const char *op, bool unary, int side)
{
    struct lang_frame frame;
    struct pos left = {0}, right = {0};
    if (!lang_frame(lang, 0, &frame))
        return (struct pos){0};
    if (frame.module->chunk && parse_op_pos(frame.module->chunk, frame.line, op, unary, &left, &right))
        return side == 1 && !unary ? left : right;
    return lang_frame_pos(frame);
}

static int arithmetic(lua_State *L)
{
    struct lang *lang = lang_of(L);
    int at = culprit(L);
    refs_misuse(lang, at, "E0205", operand_pos(lang, lua_tostring(L, lua_upvalueindex(1)), false, at),
                "calculate with", NULL);
}

static int negation(lua_State *L)
{
    struct lang *lang = lang_of(L);
    refs_misuse(lang, 1, "E0205", operand_pos(lang, lua_tostring(L, lua_upvalueindex(1)), true, 2),
                "calculate with", NULL);
}

/* Lua turns a > b into b < a. */
static int order(lua_State *L)
{
    struct lang *lang = lang_of(L);
    const char *op = lua_tostring(L, lua_upvalueindex(1));
    int at = culprit(L);
    struct lang_frame frame;
    struct pos left, right, found = lang_line(lang);
    if (lang_frame(lang, 0, &frame) && frame.module->chunk) {
        if (parse_op_pos(frame.module->chunk, frame.line, op, false, &left, &right))
            found = at == 1 ? left : right;
        else if (parse_op_pos(frame.module->chunk, frame.line, *op == '<' && op[1] ? ">=" : ">", false, &left,
                              &right))
            found = at == 1 ? right : left;
    }
    refs_misuse(lang, at, "E0206", found, "compare", NULL);
}

static int equality(lua_State *L)
{
    struct lang *lang = lang_of(L);
    if (handle_test(L, 1) && handle_test(L, 2)) {
        lua_pushboolean(L, handle_test(L, 1)->index == handle_test(L, 2)->index);
        return 1;
    }
    int at = refs_test(L, 1) ? 1 : 2;
    if (!refs_test(L, at)) {
        lua_pushboolean(L, 0);
        return 1;
    }
    refs_misuse(lang, at, "E0201", lang_line(lang), "compare", NULL);
}

static int length(lua_State *L)
{
    struct lang *lang = lang_of(L);
    refs_misuse(lang, 1, "E0207", operand_pos(lang, "#", true, 2), "take the length of", NULL);
}

static int call(lua_State *L)
{
    struct lang *lang = lang_of(L);
    refs_misuse(lang, 1, "E0208", lang_line(lang), "call",
                handle_test(L, 1) ? "a resource is declared once; its attributes are read with `.`" : NULL);
}

static int newindex(lua_State *L)
{
    struct lang *lang = lang_of(L);
    refs_misuse(lang, 1, "E0212", lang_line(lang), "assign to a field of",
                "a resource is declared once, in its constructor");
}

static int to_string(lua_State *L)
{
    sandbox_tostring(L, 1);
    return 1;
}

/* --- a .. b --- */

static struct value concat_operand(lua_State *L, int index)
{
    struct lang *lang = lang_of(L);
    if (handle_test(L, index))
        refs_misuse(lang, index, "E0217", operand_pos(lang, "..", false, index), "join", NULL);
    int type = lua_type(L, index);
    if (type == LUA_TNUMBER) {
        lua_pushvalue(L, index);
        size_t len;
        const char *text = lua_tolstring(L, -1, &len);
        struct value v = value_str_copy(lang->arena, str_n(text, len));
        lua_pop(L, 1);
        return v;
    }
    if (type != LUA_TSTRING && !refs_test(L, index)) {
        struct diag *finding = lang_finding(lang, "E0209", operand_pos(lang, "..", false, index),
                                            "cannot join a %s with `..`", sandbox_type(L, index));
        finding->label = STR("not a text");
        lang_throw(lang, finding);
    }
    return convert_arg(L, lang->arena, index, "..", true);
}

static int concat(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct value parts[2];
    struct ref *poison = refs_test(L, 1) && refs_test(L, 1)->poison ? refs_test(L, 1) : refs_test(L, 2);
    if (poison && poison->poison) {
        push_poison(L);
        return 1;
    }
    for (int i = 0; i < 2; i++)
        parts[i] = concat_operand(L, i + 1);
    struct err err = {0};
    struct value v;
    if (!expr_call(lang->arena, STR("concat"), parts, 2, here(lang), &v, &err))
        lang_throw_err(lang, "E0209", operand_pos(lang, "..", false, culprit(L)), &err);
    convert_push(L, v);
    return 1;
}

/* --- metatables --- */

static void operators(lua_State *L)
{
    static const struct {
        const char *event, *op;
        lua_CFunction run;
    } events[] = {
        {"__add", "+", arithmetic},   {"__sub", "-", arithmetic},  {"__mul", "*", arithmetic},
        {"__div", "/", arithmetic},   {"__mod", "%", arithmetic},  {"__pow", "^", arithmetic},
        {"__idiv", "//", arithmetic}, {"__band", "&", arithmetic}, {"__bor", "|", arithmetic},
        {"__bxor", "~", arithmetic},  {"__shl", "<<", arithmetic}, {"__shr", ">>", arithmetic},
        {"__unm", "-", negation},     {"__bnot", "~", negation},   {"__lt", "<", order},
        {"__le", "<=", order},
    };
    static const luaL_Reg plain[] = {
        {"__eq", equality},        {"__len", length},    {"__call", call}, {"__newindex", newindex},
        {"__tostring", to_string}, {"__concat", concat}, {NULL, NULL},
    };
    for (size_t i = 0; i < ARRAY_LEN(events); i++) {
        lua_pushstring(L, events[i].op);
        lua_pushcclosure(L, events[i].run, 1);
        lua_setfield(L, -2, events[i].event);
    }
    luaL_setfuncs(L, plain, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

void refs_open(lua_State *L)
{
    luaL_newmetatable(L, REF_META);
    operators(L);
    lua_pushcfunction(L, ref_index);
    lua_setfield(L, -2, "__index");
    luaL_newmetatable(L, HANDLE_META);
    operators(L);
    lua_pushcfunction(L, handle_index);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 2);
}
