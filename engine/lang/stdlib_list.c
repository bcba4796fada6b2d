/*
 * stdlib_list.c - list.* and map.* that call functions of the stack, and the constructor list { }.
 *
 * What needs no function lives with the expressions (list.concat, map.keys, merge, ...) and works on
 * references too. These here need the items now: a reference is an error that says so. Maps are walked in the
 * order of their keys.
 */
#include "engine/lang/lang_internal.h"

static void plain_table(lua_State *L, const char *name)
{
    if (refs_test(L, 1) || handle_test(L, 1))
        refs_misuse(lang_of(L), 1, "E0204", lang_here_arg(lang_of(L), name, 1), "iterate over", NULL);
    if (!lua_istable(L, 1))
        lang_bad_arg(L, name, 1, "a table");
}

static void table_and_function(lua_State *L, const char *name)
{
    plain_table(L, name);
    if (!lua_isfunction(L, 2))
        lang_bad_arg(L, name, 2, "a function");
    lua_settop(L, 3);
}

/* The answer of a test, which may not be a reference. Pops it. */
static bool said_yes(lua_State *L, const char *name)
{
    if (refs_test(L, -1))
        refs_misuse(lang_of(L), lua_gettop(L), "E0200", lang_here_call(lang_of(L), name), "branch on", NULL);
    bool yes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return yes;
}

/* f(item, index) */
static void call_item(lua_State *L, lua_Integer i)
{
    lua_pushvalue(L, 2);
    lua_rawgeti(L, 1, i);
    lua_pushinteger(L, i);
    lua_call(L, 2, 1);
}

static int list_map(lua_State *L)
{
    table_and_function(L, "list.map");
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
    lua_createtable(L, (int)count, 0);
    convert_mark_list(L);
    for (lua_Integer i = 1; i <= count; i++) {
        call_item(L, i);
        if (lua_isnil(L, -1))
            lang_code_throw(lang_of(L), "E0501", lang_here_call(lang_of(L), "map"),
                            "list.filter leaves items out", "list.map: the function gives nil for item %lld",
                            (long long)i);
        lua_rawseti(L, 4, i);
    }
    return 1;
}

static int list_filter(lua_State *L)
{
    table_and_function(L, "list.filter");
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1), kept = 0;
    lua_newtable(L);
    convert_mark_list(L);
    for (lua_Integer i = 1; i <= count; i++) {
        call_item(L, i);
        if (!said_yes(L, "list.filter"))
            continue;
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, 4, ++kept);
    }
    return 1;
}

static int list_each_until(lua_State *L, const char *name, bool stop_at)
{
    table_and_function(L, name);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
    for (lua_Integer i = 1; i <= count; i++) {
        call_item(L, i);
        if (said_yes(L, name) == stop_at) {
            lua_pushinteger(L, i);
            return 1;
        }
    }
    return 0;
}

static int list_any(lua_State *L)
{
    lua_pushboolean(L, list_each_until(L, "list.any", true) == 1);
    return 1;
}

static int list_all(lua_State *L)
{
    lua_pushboolean(L, list_each_until(L, "list.all", false) == 0);
    return 1;
}

static int list_find(lua_State *L)
{
    if (!list_each_until(L, "list.find", true))
        return 0;
    lua_rawgeti(L, 1, lua_tointeger(L, -1));
    lua_insert(L, -2);
    return 2;
}

static int list_fold(lua_State *L)
{
    plain_table(L, "list.fold");
    if (!lua_isfunction(L, 3))
        lang_bad_arg(L, "list.fold", 3, "a function");
    lua_settop(L, 3);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
    lua_pushvalue(L, 2);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_pushvalue(L, 3);
        lua_insert(L, -2);
        lua_rawgeti(L, 1, i);
        lua_call(L, 2, 1);
    }
    return 1;
}

static int list_range(lua_State *L)
{
    int ok1, ok2;
    lua_Integer from = lua_tointegerx(L, 1, &ok1), to = lua_tointegerx(L, 2, &ok2),
                step = luaL_optinteger(L, 3, 1);
    for (int n = 1; n <= 3; n++)
        if (refs_test(L, n))
            refs_misuse(lang_of(L), n, "E0203", lang_here_arg(lang_of(L), "list.range", (uint32_t)n),
                        "count with", NULL);
    if (!ok1 || !ok2)
        lang_bad_arg(L, "list.range", ok1 ? 2 : 1, "an integer");
    if (!step || (double)(to - from) / (double)step > 1e6)
        lang_bad_arg(L, "list.range", 3, "a step that ends within a million items");
    lua_newtable(L);
    convert_mark_list(L);
    lua_Integer n = 0;
    for (lua_Integer i = from; step > 0 ? i <= to : i >= to; i += step) {
        lua_pushinteger(L, i);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

static int list_contains(lua_State *L)
{
    return stdlib_expr_call(L, "contains", 1, lua_gettop(L));
}

/* list { ... }: a list, also when it is empty. */
static int make_list(lua_State *L)
{
    struct lang *lang = lang_of(L);
    if (!lua_istable(L, 2))
        lang_code_throw(lang, "E0031", lang_here_call(lang, "list"), "write list { } for the empty list",
                        "list needs a table, not %s", lua_isnoneornil(L, 2) ? "nothing" : sandbox_type(L, 2));
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING)
            lang_code_throw(lang, "E0502", lang_here_call(lang, "list"), NULL,
                            "a list may not have the key `%s`", lua_tostring(L, -2));
    lua_settop(L, 2);
    convert_mark_list(L);
    return 1;
}

/* --- map.* --- */

/* Calls f(value, key) for each field in order, then `take` with key, value, answer on top (to be popped). */
static void each_field(lua_State *L, void (*take)(lua_State *L, int result))
{
    lua_newtable(L);
    int result = lua_gettop(L);
    lua_pushcfunction(L, sandbox_pairs);
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    int next = lua_gettop(L);
    for (;;) {
        lua_pushvalue(L, next);
        lua_call(L, 0, 2);
        if (lua_isnil(L, -2))
            break;
        lua_pushvalue(L, 2);
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -4);
        lua_call(L, 2, 1);
        take(L, result);
        lua_settop(L, next);
    }
    lua_settop(L, result);
}

static void take_answer(lua_State *L, int result)
{
    lua_pushvalue(L, -3);
    lua_insert(L, -2);
    lua_rawset(L, result);
}

static void take_when_true(lua_State *L, int result)
{
    if (said_yes(L, "map.filter"))
        lua_rawset(L, result);
}

static int map_map(lua_State *L)
{
    table_and_function(L, "map.map");
    each_field(L, take_answer);
    return 1;
}

static int map_filter(lua_State *L)
{
    table_and_function(L, "map.filter");
    each_field(L, take_when_true);
    return 1;
}

static int map_is_empty(lua_State *L)
{
    plain_table(L, "map.is_empty");
    lua_pushnil(L);
    lua_pushboolean(L, !lua_next(L, 1));
    return 1;
}

static int map_merge(lua_State *L)
{
    return stdlib_expr_call(L, "merge", 1, lua_gettop(L));
}

static int map_from(lua_State *L)
{
    table_and_function(L, "map.from");
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
    lua_newtable(L);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_pushvalue(L, 2);
        lua_rawgeti(L, 1, i);
        lua_pushinteger(L, i);
        lua_call(L, 2, 2);
        if (lua_type(L, -2) != LUA_TSTRING || lua_isnil(L, -1))
            lang_code_throw(lang_of(L), "E0031", lang_here_call(lang_of(L), "from"),
                            "the function returns a key and a value",
                            "map.from: no key and value for item %lld", (long long)i);
        lua_rawset(L, 4);
    }
    return 1;
}

static void add(lua_State *L, const char *library, const luaL_Reg *functions)
{
    stdlib_library(L, library);
    for (; functions->name; functions++) {
        lua_pushstring(L, functions->name);
        lua_pushcfunction(L, functions->func);
        lua_rawset(L, -3);
    }
}

void stdlib_list_open(lua_State *L)
{
    static const luaL_Reg lists[] = {
        {"map", list_map},     {"filter", list_filter},     {"any", list_any},
        {"all", list_all},     {"find", list_find},         {"fold", list_fold},
        {"range", list_range}, {"contains", list_contains}, {NULL, NULL},
    };
    static const luaL_Reg maps[] = {
        {"map", map_map},     {"filter", map_filter}, {"is_empty", map_is_empty},
        {"merge", map_merge}, {"from", map_from},     {NULL, NULL},
    };
    add(L, "list", lists);
    lua_getmetatable(L, -1);
    lua_pushcfunction(L, make_list);
    lua_setfield(L, -2, "__call");
    lua_pop(L, 2);
    add(L, "map", maps);
    lua_pop(L, 1);
}
