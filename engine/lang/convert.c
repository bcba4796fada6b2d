/*
 * convert.c - Lua values to immutable values and back.
 *
 * A table is a list when its keys are 1..n, a map when they are all strings; {} is a map, list {} the empty
 * list. Holes, mixed tables, NaN, text that is not UTF-8, functions and resource handles are errors that say
 * where. Nothing of Lua is kept: keys and values are copied at the call. Conversion never calls into Lua, so
 * the shared stacks of fields and items are safe.
 */
#include "engine/lang/lang_internal.h"

#include <math.h>

#define BYTES_META "infra.bytes"
#define LIST_META  "infra.list"
#define ENTRY_META "infra.entry"

struct bytes {
    size_t len;
    char data[];
};

static bool refuse(struct convert *c, const char *code, const char *hint, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static bool refuse(struct convert *c, const char *code, const char *hint, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    c->message = arena_vprintf(c->lang->arena, format, args);
    va_end(args);
    c->code = code;
    c->hint = str_of(hint);
    return false;
}

/* --- texts, and what is kept --- */

static const char *keep_text(struct lang *lang, const char *ptr, size_t len)
{
    struct str text = {ptr, len};
    struct str *slot = &lang->texts[str_hash(text) % LANG_TEXT_CACHE];
    if (!slot->ptr || !str_eq(*slot, text))
        *slot = arena_str(lang->arena, text);
    return slot->ptr;
}

struct value convert_keep(struct lang *lang, struct value v)
{
    switch ((enum value_kind)v.kind) {
    case VALUE_STRING:
        v.text = keep_text(lang, v.text, v.count);
        break;
    case VALUE_BYTES:
        v.text = arena_str(lang->arena, str_n(v.text, v.count)).ptr;
        break;
    case VALUE_LIST: {
        struct value *items = ARENA_ARRAY(lang->arena, struct value, v.count);
        for (uint32_t i = 0; i < v.count; i++)
            items[i] = convert_keep(lang, v.items[i]);
        v.items = items;
        break;
    }
    case VALUE_MAP: {
        struct value_field *fields = ARENA_ARRAY(lang->arena, struct value_field, v.count);
        for (uint32_t i = 0; i < v.count; i++) {
            fields[i] = v.fields[i];
            fields[i].key = keep_text(lang, v.fields[i].key, v.fields[i].key_len);
            fields[i].value = convert_keep(lang, v.fields[i].value);
        }
        v.fields = fields;
        break;
    }
    case VALUE_ABSENT:
    case VALUE_NULL:
    case VALUE_BOOL:
    case VALUE_INT:
    case VALUE_FLOAT:
    case VALUE_EXPR:
        break;
    }
    return v;
}

static const char *own_text(struct convert *c, const char *ptr, size_t len)
{
    return c->borrow ? ptr : arena_cstr(c->arena, str_n(ptr, len));
}

static bool convert_text(struct convert *c, lua_State *L, int index, struct value *ret)
{
    size_t len;
    const char *ptr = lua_tolstring(L, index, &len);
    if (len > LANG_STRING_MAX_BYTES)
        return refuse(c, "E0505", NULL, "a string of %zu bytes is too long", len);
    if (!str_is_utf8(str_n(ptr, len)))
        return refuse(c, "E0503", "file.bytes and base64.decode give bytes, a kind of their own",
                      "a string is not UTF-8");
    *ret = value_str(str_n(own_text(c, ptr, len), len));
    return true;
}

/* --- tables --- */

static bool step_into(struct convert *c, struct path_step step)
{
    if (c->depth >= VALUE_DEPTH_MAX - 1)
        return refuse(c, "E0504", "a table that holds itself has no end",
                      "tables are nested too deeply (more than %d)", VALUE_DEPTH_MAX - 1);
    c->steps[c->depth++] = step;
    return true;
}

static bool convert_list(struct convert *c, lua_State *L, int index, struct value *ret)
{
    struct lang *lang = c->lang;
    lua_Unsigned count = lua_rawlen(L, index);
    size_t found = 0, base = lang->item_stack.count;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TSTRING) {
            const char *key = lua_tostring(L, -2);
            return refuse(c, "E0502", "a table is a list or a map", "a list may not have the key `%s`", key);
        }
        lua_Integer at = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;
        if (at < 1 || (lua_Unsigned)at > count)
            return refuse(c, "E0501", "a nil in the middle ends a list: use null, or leave the item out",
                          at > 0 ? "the list has a hole before item %lld" : "a list has no item %lld",
                          (long long)at);
        found++;
    }
    if (found != count) {
        lua_Integer hole = 1;
        for (; lua_rawgeti(L, index, hole) != LUA_TNIL; hole++)
            lua_pop(L, 1);
        return refuse(c, "E0501", "a nil in the middle ends a list: use null, or leave the item out",
                      "the list has a hole: item %lld is nil", (long long)hole);
    }
    for (size_t i = 1; i <= found; i++) {
        struct value item;
        if (!step_into(c, (struct path_step){.kind = PATH_INDEX, .index = (uint32_t)i}))
            return false;
        lua_rawgeti(L, index, (lua_Integer)i);
        if (!convert_value(c, L, -1, &item))
            return false;
        lua_pop(L, 1);
        c->depth--;
        *VEC_PUSH(&lang->item_stack, &lang->work) = item;
    }
    *ret = value_list(c->arena, lang->item_stack.items + base, found);
    lang->item_stack.count = base;
    return true;
}

/* entry(key, value): a map of one key, which may be a reference. Lives in the config's arena. */
struct entry {
    struct value map;
};

static bool convert_map_item(struct convert *c, lua_State *L)
{
    struct lang *lang = c->lang;
    struct entry *entry = luaL_testudata(L, -1, ENTRY_META);
    if (entry) {
        *VEC_PUSH(&lang->item_stack, &lang->work) = entry->map;
        return true;
    }
    if (lua_isnumber(L, -2))
        return refuse(c, "E0502", "a table is a list or a map", "a map may not have the number %s as a key",
                      luaL_tolstring(L, -2, NULL));
    return refuse(c, "E0506", "keys are strings", "a map may not have a %s as a key", sandbox_type(L, -2));
}

static bool convert_fields(struct convert *c, lua_State *L, int index, struct value *ret)
{
    struct lang *lang = c->lang;
    size_t base = lang->field_stack.count, items = lang->item_stack.count;
    for (; lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) {
            if (!convert_map_item(c, L))
                return false;
            continue;
        }
        size_t len;
        const char *ptr = lua_tolstring(L, -2, &len);
        if (!str_is_utf8(str_n(ptr, len)))
            return refuse(c, "E0503", NULL, "a key is not UTF-8");
        struct value_field field = {.key = own_text(c, ptr, len), .key_len = (uint32_t)len};
        if (!step_into(c, (struct path_step){.kind = PATH_FIELD, .name = str_n(field.key, len)}) ||
            !convert_value(c, L, -1, &field.value))
            return false;
        c->depth--;
        *VEC_PUSH(&lang->field_stack, &lang->work) = field;
    }
    *ret = value_map(c->arena, lang->field_stack.items + base, lang->field_stack.count - base);
    lang->field_stack.count = base;
    size_t entries = lang->item_stack.count - items;
    if (!entries)
        return true;
    /* Keys that are references: the map is made when they are known. */
    *VEC_PUSH(&lang->item_stack, &lang->work) = VALUE_NONE;
    struct value *args = lang->item_stack.items + items;
    memmove(args + 1, args, entries * sizeof *args);
    args[0] = convert_keep(lang, *ret);
    lang->item_stack.count = items;
    struct err err = {0};
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    if (!expr_call(lang->arena, STR("merge"), args, entries + 1, lang_frame_pos(frame), ret, &err))
        return refuse(c, "E0506", NULL, "%s", err.message);
    return true;
}

static bool convert_table(struct convert *c, lua_State *L, int index, struct value *ret)
{
    index = lua_absindex(L, index);
    if (!lua_checkstack(L, 8))
        return refuse(c, "E0504", NULL, "tables are nested too deeply");
    lua_pushnil(L);
    if (!lua_next(L, index)) {
        *ret = convert_is_list(L, index) ? value_list(c->arena, NULL, 0) : value_map(c->arena, NULL, 0);
        return true;
    }
    bool list = lua_type(L, -2) == LUA_TNUMBER && !luaL_testudata(L, -1, ENTRY_META);
    lua_pop(L, 2);
    if (list)
        return convert_list(c, L, index, ret);
    lua_pushnil(L);
    return convert_fields(c, L, index, ret);
}

static bool convert_userdata(struct convert *c, lua_State *L, int index, struct value *ret)
{
    if (lua_islightuserdata(L, index)) {
        *ret = value_null();
        return true;
    }
    struct ref *ref = refs_test(L, index);
    if (ref && c->refs) {
        *ret = ref->v;
        return true;
    }
    if (ref)
        return refuse(c, "E0215", "apply(ref, ..., fn) gives fn the plain value when it is known",
                      "`%.*s` is a reference: its value is not known here",
                      STR_ARG(refs_text(c->lang, index)));
    struct bytes *bytes = luaL_testudata(L, index, BYTES_META);
    if (bytes) {
        *ret = value_bytes(arena_str(c->arena, str_n(bytes->data, bytes->len)));
        return true;
    }
    if (handle_test(L, index)) {
        struct str text = refs_text(c->lang, index);
        refuse(c, "E0217", NULL, "`%.*s` is a whole resource, not a value", STR_ARG(text));
        c->hint = lang_textf(c->lang, "say which attribute: `%.*s.id`, as a rule", STR_ARG(text));
        return false;
    }
    struct entry *entry = luaL_testudata(L, index, ENTRY_META);
    if (entry) {
        *ret = entry->map;
        return true;
    }
    return refuse(c, "E0507", NULL, "a %s is not a value", sandbox_type(L, index));
}

bool convert_value(struct convert *c, lua_State *L, int index, struct value *ret)
{
    switch (lua_type(L, index)) {
    case LUA_TNIL:
        *ret = VALUE_NONE;
        return true;
    case LUA_TBOOLEAN:
        *ret = value_bool(lua_toboolean(L, index));
        return true;
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            *ret = value_int(lua_tointeger(L, index));
            return true;
        }
        if (!isfinite(lua_tonumber(L, index)))
            return refuse(c, "E0508", "a division by zero is the usual cause", "a number is %s",
                          isnan(lua_tonumber(L, index)) ? "not a number (NaN)" : "infinite");
        *ret = value_float(lua_tonumber(L, index));
        return true;
    case LUA_TSTRING:
        return convert_text(c, L, index, ret);
    case LUA_TTABLE:
        return convert_table(c, L, index, ret);
    case LUA_TFUNCTION:
        return refuse(c, "E0507", "call it, or use apply(ref, ..., fn)", "a function is not a value");
    default:
        return convert_userdata(c, L, index, ret);
    }
}

/* --- positions --- */

struct pos lang_path_pos(struct lang_frame frame, struct str name, struct str label,
                         const struct path_step *steps, size_t count, bool of_value)
{
    struct parse_step found[VALUE_DEPTH_MAX + 1];
    struct pos key = {0}, value = {0};
    if (!frame.module || !frame.module->chunk)
        return lang_frame_pos(frame);
    const struct parse_call *call = parse_call_at(frame.module->chunk, frame.line, name, label);
    if (!call)
        call = parse_call_at(frame.module->chunk, frame.line, name, STR_NONE);
    if (!call)
        call = parse_call_at(frame.module->chunk, frame.line, STR_NONE, label.ptr ? label : STR_NONE);
    if (!call)
        return lang_frame_pos(frame);
    count = MIN_OF(count, ARRAY_LEN(found));
    for (size_t i = 0; i < count; i++)
        found[i] = steps[i].kind == PATH_INDEX ? (struct parse_step){.index = steps[i].index}
                                               : (struct parse_step){.key = steps[i].name};
    if (count && parse_field_pos(frame.module->chunk, call, found, count, &key, &value))
        return of_value ? value : key;
    return key.line ? key : call->at;
}

struct pos convert_pos(const struct convert *c, struct lang_frame frame, struct str name, struct str label)
{
    return lang_path_pos(frame, name, label, c->steps, c->depth, true);
}

struct diag *convert_finding(struct convert *c, struct pos at)
{
    struct diag *finding = lang_finding(c->lang, c->code, at, "%.*s", STR_ARG(c->message));
    finding->hint = c->hint;
    if (c->depth && c->depth <= 8)
        finding->label = path_text(c->lang->arena, (struct path){c->steps, c->depth});
    c->lang->field_stack.count = c->lang->item_stack.count = 0;
    return finding;
}

struct value convert_arg(lua_State *L, struct arena *arena, int n, const char *function, bool refs)
{
    struct lang *lang = lang_of(L);
    struct convert c = {.lang = lang, .arena = arena, .refs = refs};
    struct value v;
    int top = lua_gettop(L);
    if (!convert_value(&c, L, n, &v))
        lang_throw(lang, convert_finding(&c, lang_here_arg(lang, function, (uint32_t)n)));
    lua_settop(L, top);
    return v;
}

/* --- to Lua --- */

void convert_push(lua_State *L, struct value v)
{
    luaL_checkstack(L, 8, "a value is nested too deeply");
    switch ((enum value_kind)v.kind) {
    case VALUE_ABSENT:
        lua_pushnil(L);
        break;
    case VALUE_NULL:
        lua_pushlightuserdata(L, NULL);
        break;
    case VALUE_BOOL:
        lua_pushboolean(L, v.boolean);
        break;
    case VALUE_INT:
        lua_pushinteger(L, v.integer);
        break;
    case VALUE_FLOAT:
        lua_pushnumber(L, v.real);
        break;
    case VALUE_STRING:
        lua_pushlstring(L, v.text, v.count);
        break;
    case VALUE_BYTES: {
        struct bytes *bytes = lua_newuserdatauv(L, sizeof *bytes + v.count, 0);
        bytes->len = v.count;
        memcpy(bytes->data, v.text, v.count);
        luaL_setmetatable(L, BYTES_META);
        break;
    }
    case VALUE_LIST:
        lua_createtable(L, (int)v.count, 0);
        if (!v.count)
            convert_mark_list(L);
        for (uint32_t i = 0; i < v.count; i++) {
            convert_push(L, value_at(v, i));
            lua_rawseti(L, -2, (lua_Integer)i + 1);
        }
        break;
    case VALUE_MAP:
        lua_createtable(L, 0, (int)v.count);
        for (uint32_t i = 0; i < v.count; i++) {
            lua_pushlstring(L, v.fields[i].key, v.fields[i].key_len);
            convert_push(L, value_field_at(v, i));
            lua_rawset(L, -3);
        }
        break;
    case VALUE_EXPR:
        refs_push(L, v, NULL, false);
        break;
    }
}

/* --- list {}, null, bytes, entry --- */

bool convert_is_list(lua_State *L, int index)
{
    bool list = false;
    if (lua_getmetatable(L, index)) {
        luaL_getmetatable(L, LIST_META);
        list = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    return list || lua_rawlen(L, index) > 0;
}

void convert_mark_list(lua_State *L)
{
    luaL_setmetatable(L, LIST_META);
}

static int bytes_len(lua_State *L)
{
    struct bytes *bytes = luaL_checkudata(L, 1, BYTES_META);
    lua_pushinteger(L, (lua_Integer)bytes->len);
    return 1;
}

static int bytes_eq(lua_State *L)
{
    struct bytes *a = luaL_testudata(L, 1, BYTES_META), *b = luaL_testudata(L, 2, BYTES_META);
    lua_pushboolean(L, a && b && str_eq(str_n(a->data, a->len), str_n(b->data, b->len)));
    return 1;
}

static int null_tostring(lua_State *L)
{
    lua_pushliteral(L, "null");
    return 1;
}

static int make_entry(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct ref *ref = refs_test(L, 1);
    if (ref && value_sensitive(ref->v))
        refs_misuse(lang, 1, "E0214", lang_here_arg(lang, "entry", 1), "use as a key", NULL);
    if (!ref && lua_type(L, 1) != LUA_TSTRING)
        lang_bad_arg(L, "entry", 1, "a reference or a string");
    struct value args[] = {convert_arg(L, lang->arena, 1, "entry", true),
                           convert_arg(L, lang->arena, 2, "entry", true)};
    if (!value_given(args[1]))
        lang_bad_arg(L, "entry", 2, "a value");
    struct err err = {0};
    struct value map;
    if (!expr_call(lang->arena, STR("entry"), args, 2, lang_line(lang), &map, &err))
        lang_throw_err(lang, "E0031", lang_here_call(lang, "entry"), &err);
    struct entry *entry = lua_newuserdatauv(L, sizeof *entry, 0);
    entry->map = map;
    luaL_setmetatable(L, ENTRY_META);
    return 1;
}

static void meta(lua_State *L, const char *name, const luaL_Reg *functions)
{
    luaL_newmetatable(L, name);
    luaL_setfuncs(L, functions, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}

void convert_open(lua_State *L)
{
    static const luaL_Reg bytes[] = {{"__len", bytes_len}, {"__eq", bytes_eq}, {NULL, NULL}};
    static const luaL_Reg none[] = {{NULL, NULL}};
    meta(L, BYTES_META, bytes);
    meta(L, LIST_META, none);
    meta(L, ENTRY_META, none);
    lua_pushcfunction(L, make_entry);
    lua_setglobal(L, "entry");
    lua_pushlightuserdata(L, NULL);
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, null_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_setglobal(L, "null");
}
