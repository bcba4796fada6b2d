/*
 * stdlib_table.c - the table library: insert, remove, concat, sort, pack, unpack.
 *
 * sort is a merge sort: stable, n log n whatever the comparison answers, and without Lua's "invalid order
 * function".
 */
#include "engine/lang/lang_internal.h"

enum { UNPACK_MAX = 10000 };

static void table_arg(lua_State *L, const char *name)
{
    if (refs_test(L, 1) || handle_test(L, 1))
        refs_misuse(lang_of(L), 1, "E0215", lang_here_arg(lang_of(L), name, 1), "change", NULL);
    if (!lua_istable(L, 1))
        lang_bad_arg(L, name, 1, "a table");
}

static lua_Integer int_arg(lua_State *L, int n, const char *name, lua_Integer fallback)
{
    int whole;
    if (lua_isnoneornil(L, n))
        return fallback;
    lua_Integer i = lua_tointegerx(L, n, &whole);
    if (!whole || refs_test(L, n))
        lang_bad_arg(L, name, n, "an integer");
    return i;
}

static int table_insert(lua_State *L)
{
    table_arg(L, "table.insert");
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1), at = count + 1;
    if (lua_gettop(L) == 3) {
        at = int_arg(L, 2, "table.insert", at);
        if (at < 1 || at > count + 1)
            lang_bad_arg(L, "table.insert", 2, "a place inside the list");
        for (lua_Integer i = count; i >= at; i--) {
            lua_rawgeti(L, 1, i);
            lua_rawseti(L, 1, i + 1);
        }
    } else if (lua_gettop(L) != 2) {
        lang_bad_arg(L, "table.insert", 2, "a value (or a place and a value)");
    }
    lua_rawseti(L, 1, at);
    return 0;
}

static int table_remove(lua_State *L)
{
    table_arg(L, "table.remove");
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1), at = int_arg(L, 2, "table.remove", count);
    if (!count && (at == count || at == count + 1)) {
        lua_pushnil(L);
        return 1;
    }
    if (at < 1 || at > count + 1)
        lang_bad_arg(L, "table.remove", 2, "a place inside the list");
    lua_rawgeti(L, 1, at);
    for (lua_Integer i = at; i < count; i++) {
        lua_rawgeti(L, 1, i + 1);
        lua_rawseti(L, 1, i);
    }
    if (at <= count) {
        lua_pushnil(L);
        lua_rawseti(L, 1, count);
    }
    return 1;
}

/* With a reference among the items it is join(). */
static int table_concat(lua_State *L)
{
    table_arg(L, "table.concat");
    size_t sep_len = 0;
    if (!lua_isnoneornil(L, 2) && lua_type(L, 2) != LUA_TSTRING)
        lang_bad_arg(L, "table.concat", 2, "a string");
    const char *sep = lua_isnoneornil(L, 2) ? "" : lua_tolstring(L, 2, &sep_len);
    lua_Integer from = int_arg(L, 3, "table.concat", 1),
                to = int_arg(L, 4, "table.concat", (lua_Integer)lua_rawlen(L, 1));
    for (lua_Integer i = from; i <= to; i++) {
        bool ref = lua_rawgeti(L, 1, i) == LUA_TUSERDATA;
        bool text = lua_type(L, -1) == LUA_TSTRING || lua_type(L, -1) == LUA_TNUMBER;
        const char *kind = text ? NULL : sandbox_type(L, -1);
        lua_pop(L, 1);
        if (ref) {
            lua_settop(L, 1);
            lua_pushlstring(L, sep, sep_len);
            return stdlib_expr_call(L, "join", 1, 2);
        }
        if (!text) {
            struct lang *lang = lang_of(L);
            lang_code_throw(lang, "E0031", lang_here_call(lang, "concat"), NULL,
                            "table.concat: item %lld is a %s, not a text", (long long)i, kind);
        }
    }
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (lua_Integer i = from; i <= to; i++) {
        lua_rawgeti(L, 1, i);
        luaL_addvalue(&b);
        if (i < to)
            luaL_addlstring(&b, sep, sep_len);
    }
    luaL_pushresult(&b);
    return 1;
}

/* --- sort --- */

/* Is the value at index b before the one at a? Both absolute. */
static bool is_less(lua_State *L, int b, int a)
{
    if (lua_isfunction(L, 2)) {
        lua_pushvalue(L, 2);
        lua_pushvalue(L, b);
        lua_pushvalue(L, a);
        lua_call(L, 2, 1);
        if (refs_test(L, -1))
            refs_misuse(lang_of(L), lua_gettop(L), "E0200", lang_here_call(lang_of(L), "sort"), "branch on",
                        NULL);
        bool less = lua_toboolean(L, -1);
        lua_pop(L, 1);
        return less;
    }
    return lua_compare(L, b, a, LUA_OPLT);
}

/* Merges [from, middle) and [middle, to) of table `src` into table `dst`. */
static void merge_runs(lua_State *L, int src, int dst, lua_Integer from, lua_Integer middle, lua_Integer to)
{
    lua_Integer a = from, b = middle;
    for (lua_Integer i = from; i < to; i++) {
        bool second = a >= middle;
        if (!second && b < to) {
            lua_rawgeti(L, src, b);
            lua_rawgeti(L, src, a);
            second = is_less(L, lua_gettop(L) - 1, lua_gettop(L));
            lua_pop(L, 2);
        }
        lua_rawgeti(L, src, second ? b++ : a++);
        lua_rawseti(L, dst, i);
    }
}

static int table_sort(lua_State *L)
{
    table_arg(L, "table.sort");
    if (!lua_isnoneornil(L, 2) && !lua_isfunction(L, 2))
        lang_bad_arg(L, "table.sort", 2, "a function");
    lua_settop(L, 2);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
    lua_createtable(L, (int)MIN_OF(count, (lua_Integer)INT32_MAX), 0);
    int src = 1, dst = 3;
    for (lua_Integer width = 1; width < count; width *= 2) {
        for (lua_Integer from = 1; from <= count; from += 2 * width)
            merge_runs(L, src, dst, from, MIN_OF(from + width, count + 1),
                       MIN_OF(from + 2 * width, count + 1));
        int swap = src;
        src = dst;
        dst = swap;
    }
    for (lua_Integer i = 1; src != 1 && i <= count; i++) {
        lua_rawgeti(L, src, i);
        lua_rawseti(L, 1, i);
    }
    return 0;
}

static int table_unpack(lua_State *L)
{
    table_arg(L, "table.unpack");
    lua_Integer from = int_arg(L, 2, "table.unpack", 1),
                to = int_arg(L, 3, "table.unpack", (lua_Integer)lua_rawlen(L, 1));
    if (from > to)
        return 0;
    if ((lua_Unsigned)to - (lua_Unsigned)from >= UNPACK_MAX || !lua_checkstack(L, (int)(to - from + 1)))
        lang_bad_arg(L, "table.unpack", 1, "a list of at most 10000 items");
    for (lua_Integer i = from; i <= to; i++)
        lua_rawgeti(L, 1, i);
    return (int)(to - from + 1);
}

static int table_pack(lua_State *L)
{
    int count = lua_gettop(L);
    lua_createtable(L, count, 1);
    lua_insert(L, 1);
    for (int i = count; i >= 1; i--)
        lua_rawseti(L, 1, i);
    lua_pushinteger(L, count);
    lua_setfield(L, 1, "n");
    return 1;
}

void stdlib_table_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"insert", table_insert}, {"remove", table_remove}, {"concat", table_concat},
        {"sort", table_sort},     {"unpack", table_unpack}, {"pack", table_pack},
    };
    stdlib_library(L, "table");
    for (size_t i = 0; i < ARRAY_LEN(functions); i++) {
        lua_pushstring(L, functions[i].name);
        lua_pushcfunction(L, functions[i].func);
        lua_rawset(L, -3);
    }
    lua_pop(L, 1);
}
