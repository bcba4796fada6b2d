/*
 * sandbox.c - the environment of a stack, built from nothing: only what is put in here exists.
 *
 * Nothing in it reads a clock, an environment, a file or an address, and everything that has an order has the
 * same one in every run: `pairs` goes through numbers, then strings by bytes. A global that is not there is
 * an error, and so is making one.
 */
#include "engine/lang/lang_internal.h"

#include <lualib.h>
#include <math.h>
#include <stdlib.h>

enum { PRINT_MAX_BYTES = 64 << 10 };

const char *sandbox_type(lua_State *L, int index)
{
    if (refs_test(L, index))
        return "reference";
    if (handle_test(L, index))
        return "resource";
    if (lua_islightuserdata(L, index))
        return "null";
    if (lang_caught(L, index))
        return "error";
    if (luaL_testudata(L, index, "infra.bytes"))
        return "bytes";
    return luaL_typename(L, index);
}

static int base_type(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushstring(L, sandbox_type(L, 1));
    return 1;
}

void sandbox_tostring(lua_State *L, int index)
{
    struct lang *lang = lang_of(L);
    index = lua_absindex(L, index);
    if (refs_test(L, index))
        refs_misuse(lang, index, "E0210", lang_here_call(lang, "tostring"), "turn into text",
                    "join it with `..` or format(\"%s\", ...): both keep it a reference");
    if (handle_test(L, index))
        refs_misuse(lang, index, "E0217", lang_here_call(lang, "tostring"), "turn into text", NULL);
    if (lua_type(L, index) == LUA_TNUMBER || lua_type(L, index) == LUA_TSTRING ||
        luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
        if (lua_type(L, index) != LUA_TNUMBER && lua_type(L, index) != LUA_TSTRING)
            lua_pop(L, 1);
        luaL_tolstring(L, index, NULL);
        return;
    }
    if (lua_isboolean(L, index))
        lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
    else
        lua_pushstring(L, sandbox_type(L, index)); /* never an address */
}

static int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    sandbox_tostring(L, 1);
    return 1;
}

static int base_tonumber(lua_State *L)
{
    struct lang *lang = lang_of(L);
    if (refs_test(L, 1))
        refs_misuse(lang, 1, "E0215", lang_here_arg(lang, "tonumber", 1), "convert", NULL);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

static int base_assert(lua_State *L)
{
    struct lang *lang = lang_of(L);
    luaL_checkany(L, 1);
    if (refs_test(L, 1))
        refs_misuse(lang, 1, "E0200", lang_here_arg(lang, "assert", 1), "branch on", NULL);
    if (lua_toboolean(L, 1))
        return lua_gettop(L);
    if (lua_gettop(L) > 1 && !lua_isstring(L, 2)) {
        lua_settop(L, 2);
        return lua_error(L);
    }
    lua_pushstring(L, lua_gettop(L) > 1 ? lua_tostring(L, 2) : "assertion failed");
    lang->raised = lua_tostring(L, -1);
    lang->raised_at = (struct pos){0};
    return lua_error(L);
}

static int base_error(lua_State *L)
{
    struct lang *lang = lang_of(L);
    int level = (int)luaL_optinteger(L, 2, 1);
    lua_settop(L, 1);
    if (lua_type(L, 1) != LUA_TSTRING)
        return lua_error(L);
    struct lang_frame frame = {0};
    if (level > 0) {
        luaL_where(L, level);
        lua_pushvalue(L, 1);
        lua_concat(L, 2);
        (void)lang_frame(lang, level, &frame);
    }
    lang->raised = lua_tostring(L, -1);
    lang->raised_at = level > 0 ? lang_frame_pos(frame) : (struct pos){0};
    return lua_error(L);
}

static int base_print(lua_State *L)
{
    struct lang *lang = lang_of(L);
    int count = lua_gettop(L);
    for (int i = 1; i <= count; i++) {
        struct ref *ref = refs_test(L, i);
        if (ref && value_sensitive(ref->v))
            refs_misuse(lang, i, "E0214", lang_here_arg(lang, "print", (uint32_t)i), "print", NULL);
        if (ref || handle_test(L, i)) {
            struct str text = refs_text(lang, i);
            lua_pushfstring(L, "<%s>", text.ptr);
        } else {
            sandbox_tostring(L, i);
        }
        lua_replace(L, i);
    }
    for (int i = count; i > 1; i--) {
        lua_pushvalue(L, i - 1);
        lua_pushliteral(L, "\t");
        lua_pushvalue(L, i);
        lua_concat(L, 3);
        lua_replace(L, i - 1);
    }
    if (!lang->options || !lang->options->print)
        return 0;
    struct lang_frame frame;
    struct pos at = {0};
    if (lang_frame(lang, 0, &frame))
        at = (struct pos){.file = frame.module->name, .line = frame.line};
    size_t len = 0;
    const char *text = count ? lua_tolstring(L, 1, &len) : "";
    lang->options->print(lang->options->print_context, at, str_n(text, MIN_OF(len, (size_t)PRINT_MAX_BYTES)));
    return 0;
}

/* --- pairs --- */

struct key {
    bool is_text;
    bool is_integer;
    lua_Integer integer;
    lua_Number number;
    struct str text;
};

static int number_cmp(const struct key *a, const struct key *b)
{
    if (a->is_integer && b->is_integer)
        return (a->integer > b->integer) - (a->integer < b->integer);
    lua_Number x = a->is_integer ? (lua_Number)a->integer : a->number,
               y = b->is_integer ? (lua_Number)b->integer : b->number;
    if (x != y)
        return (x > y) - (x < y);
    return (int)b->is_integer - (int)a->is_integer;
}

static int key_cmp(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    if (a->is_text != b->is_text)
        return a->is_text ? 1 : -1;
    return a->is_text ? str_cmp(a->text, b->text) : number_cmp(a, b);
}

static int pairs_step(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));
    for (;;) {
        i++;
        if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL)
            break;
        lua_pop(L, 2); /* removed meanwhile */
    }
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(3));
    return 2;
}

static int pairs_step_list(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(2)) + 1;
    lua_pushinteger(L, i);
    lua_copy(L, -1, lua_upvalueindex(2));
    if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL)
        return 1;
    return 2;
}

NORETURN static void bad_key(lua_State *L)
{
    struct lang *lang = lang_of(L);
    lang_code_throw(lang, "E0033", lang_here_call(lang, "pairs"), "use numbers and strings as keys",
                    "pairs cannot put keys in order that are a %s", sandbox_type(L, -2));
}

static size_t read_keys(lua_State *L, struct key **ret_keys, bool *ret_list)
{
    struct lang *lang = lang_of(L);
    arena_reset(&lang->scratch);
    VEC(struct key) keys = {0};
    bool list = true;
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        struct key key = {0};
        if (lua_type(L, -2) == LUA_TSTRING) {
            key.is_text = true;
            key.text.ptr = lua_tolstring(L, -2, &key.text.len); /* the table keeps it */
        } else if (lua_isinteger(L, -2)) {
            key.is_integer = true;
            key.integer = lua_tointeger(L, -2);
        } else if (lua_type(L, -2) == LUA_TNUMBER) {
            key.number = lua_tonumber(L, -2);
        } else {
            bad_key(L);
        }
        *VEC_PUSH(&keys, &lang->scratch) = key;
        list = list && key.is_integer && key.integer == (lua_Integer)keys.count;
        lua_pop(L, 1);
    }
    *ret_keys = keys.items;
    *ret_list = list;
    return keys.count;
}

int sandbox_pairs(lua_State *L)
{
    struct lang *lang = lang_of(L);
    if (refs_test(L, 1) || handle_test(L, 1))
        refs_misuse(lang, 1, "E0204", lang_here_arg(lang, "pairs", 1), "iterate over", NULL);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    if (!lua_istable(L, 1))
        lang_bad_arg(L, "pairs", 1, "a table");
    struct key *keys;
    bool list;
    size_t count = read_keys(L, &keys, &list);
    if (list) {
        lua_pushvalue(L, 1);
        lua_pushinteger(L, 0);
        lua_pushcclosure(L, pairs_step_list, 2);
        return 1;
    }
    qsort(keys, count, sizeof *keys, key_cmp);
    lua_createtable(L, (int)MIN_OF(count, (size_t)INT32_MAX), 0);
    for (size_t i = 0; i < count; i++) {
        if (keys[i].is_text)
            lua_pushlstring(L, keys[i].text.ptr, keys[i].text.len);
        else if (keys[i].is_integer)
            lua_pushinteger(L, keys[i].integer);
        else
            lua_pushnumber(L, keys[i].number);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, pairs_step, 3);
    return 1;
}

static int ipairs_step(lua_State *L)
{
    lua_Integer i = luaL_checkinteger(L, 2) + 1;
    lua_pushinteger(L, i);
    return lua_geti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

static int base_ipairs(lua_State *L)
{
    struct lang *lang = lang_of(L);
    if (refs_test(L, 1) || handle_test(L, 1))
        refs_misuse(lang, 1, "E0204", lang_here_arg(lang, "ipairs", 1), "iterate over", NULL);
    if (!lua_istable(L, 1))
        lang_bad_arg(L, "ipairs", 1, "a list");
    lua_pushcfunction(L, ipairs_step);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

/* --- metatables --- */

static const char *const refused_meta[] = {"__gc", "__mode", "__close"};

static int base_setmetatable(lua_State *L)
{
    struct lang *lang = lang_of(L);
    if (!lua_istable(L, 1))
        lang_bad_arg(L, "setmetatable", 1, "a table");
    if (!lua_istable(L, 2) && !lua_isnil(L, 2))
        lang_bad_arg(L, "setmetatable", 2, "a table or nil");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        lang_code_throw(lang, "E0032", lang_here_call(lang, "setmetatable"), NULL,
                        "this table's metatable cannot be changed");
    for (size_t i = 0; i < ARRAY_LEN(refused_meta) && lua_istable(L, 2); i++) {
        lua_pushstring(L, refused_meta[i]);
        if (lua_rawget(L, 2) != LUA_TNIL)
            lang_code_throw(lang, "E0032", lang_here_call(lang, "setmetatable"),
                            "it would make the stack depend on when memory is freed",
                            "a metatable may not have `%s` in a stack", refused_meta[i]);
        lua_pop(L, 1);
    }
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

static int base_getmetatable(lua_State *L)
{
    if (!lua_istable(L, 1) || !lua_getmetatable(L, 1))
        return 0;
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return 1;
    return 1;
}

/* --- strict names --- */

/* Names in the table at `index` and, with `locals`, those of the calling function; for suggestions. */
static size_t names_of(lua_State *L, int index, bool locals, const struct str **ret)
{
    struct lang *lang = lang_of(L);
    lua_Debug ar;
    const char *name;
    arena_reset(&lang->scratch);
    VEC(struct str) names = {0};
    if (locals && lua_getstack(L, 1, &ar)) {
        for (int i = 1; (name = lua_getlocal(L, &ar, i)); i++) {
            lua_pop(L, 1);
            if (name[0] != '(')
                *VEC_PUSH(&names, &lang->scratch) = str_of(name);
        }
        lua_getinfo(L, "f", &ar);
        for (int i = 1; (name = lua_getupvalue(L, -1, i)); i++) {
            lua_pop(L, 1);
            if (name[0] != '_')
                *VEC_PUSH(&names, &lang->scratch) = str_of(name);
        }
        lua_pop(L, 1);
    }
    lua_pushnil(L);
    while (lua_next(L, index)) {
        if (lua_type(L, -2) == LUA_TSTRING) {
            size_t len;
            const char *ptr = lua_tolstring(L, -2, &len);
            *VEC_PUSH(&names, &lang->scratch) = str_n(ptr, len);
        }
        lua_pop(L, 1);
    }
    *ret = names.items;
    return names.count;
}

static int by_str(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Known in plain Lua, deliberately absent here: their message says what to use. */
static const struct {
    const char *name, *instead;
} absent[] = {
    {"io", "a stack reads files of its project with file.text and file.bytes"},
    {"os", "a stack is a pure function of its inputs: pass what it needs with --var or inputs.yaml"},
    {"load", "split the stack into files and `require` them"},
    {"dofile", "use require \"lib.name\""},
    {"loadfile", "use require \"lib.name\""},
    {"loadstring", "split the stack into files and `require` them"},
    {"next", "use pairs, or map.is_empty"},
    {"rawget", "use t[k]"},
    {"rawset", "use t[k] = v"},
    {"rawequal", "use =="},
    {"rawlen", "use #"},
    {"collectgarbage", "memory looks after itself"},
    {"coroutine", "there are no coroutines in a stack"},
    {"debug", "use print"},
    {"package", "use require \"lib.name\""},
    {"_G", "there are no globals to list: use locals and modules"},
    {"unpack", "use table.unpack"},
    {"random", "a stack is a pure function: core.random_password makes secrets"},
};

static void suggest(struct lang *lang, struct diag *finding, struct str word, int table, bool locals)
{
    const struct str *names;
    size_t count = names_of(lang->L, table, locals, &names);
    if (count) /* the nearest of equals must not depend on the table's layout */
        qsort((void *)names, count, sizeof *names, by_str);
    lang_nearest(lang, finding, word, names, count);
}

static int undefined_global(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct str name = str_of(lua_tostring(L, 2));
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    struct diag *finding =
        lang_finding(lang, "E0024", lang_word_pos(frame, name), "`%.*s` is not defined", STR_ARG(name));
    finding->label = STR("unknown name");
    suggest(lang, finding, name, 1, true);
    for (size_t i = 0; i < ARRAY_LEN(absent); i++)
        if (str_is(name, absent[i].name))
            finding->hint = str_of(absent[i].instead);
    lang_throw(lang, finding);
}

static int assigned_global(lua_State *L)
{
    struct lang *lang = lang_of(L);
    struct str name = str_of(lua_tostring(L, 2));
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    struct diag *finding = lang_finding(lang, "E0025", lang_word_pos(frame, name),
                                        "`%.*s` is assigned but never declared", STR_ARG(name));
    finding->label = STR("a new global");
    bool function = lua_isfunction(L, 3);
    finding->hint = function ? lang_textf(lang, "write `local function %.*s`", STR_ARG(name))
                             : lang_textf(lang, "write `local %.*s = ...`", STR_ARG(name));
    lang_throw(lang, finding);
}

static int unknown_member(lua_State *L)
{
    struct lang *lang = lang_of(L);
    const char *library = lua_tostring(L, lua_upvalueindex(1));
    sandbox_tostring(L, 2);
    struct str name = str_of(lua_tostring(L, -1));
    struct lang_frame frame;
    (void)lang_frame(lang, 0, &frame);
    struct diag *finding =
        lang_finding(lang, "E0030", lang_word_pos(frame, name), "`%s` has no `%.*s`", library, STR_ARG(name));
    finding->label = STR("unknown name");
    suggest(lang, finding, name, 1, false);
    if (str_is(str_of(library), "math") && str_starts(name, STR("random")))
        finding->hint =
            STR("a stack is a pure function: core.random_password and core.random_string make secrets");
    lang_throw(lang, finding);
}

static int changed_member(lua_State *L)
{
    struct lang *lang = lang_of(L);
    lang_code_throw(lang, "E0030", lang_line(lang), "keep your own functions in a local table",
                    "`%s` cannot be changed", lua_tostring(L, lua_upvalueindex(1)));
}

void sandbox_library(lua_State *L, const char *name)
{
    lua_newtable(L);
    lua_createtable(L, 0, 4);
    lua_pushstring(L, name);
    lua_pushcclosure(L, unknown_member, 1);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, name);
    lua_pushcclosure(L, changed_member, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

static const luaL_Reg base[] = {
    {"assert", base_assert},
    {"error", base_error},
    {"getmetatable", base_getmetatable},
    {"ipairs", base_ipairs},
    {"pairs", sandbox_pairs},
    {"pcall", host_pcall},
    {"print", base_print},
    {"require", chunk_require},
    {"setmetatable", base_setmetatable},
    {"tostring", base_tostring},
    {"type", base_type},
    {"xpcall", host_xpcall},
    {NULL, NULL},
};

/* Functions of Lua's own that are pure and total: taken as they are. */
static const char *const math_names[] = {"abs",        "ceil", "floor",      "fmod", "huge", "max",
                                         "maxinteger", "min",  "mininteger", "modf", "pi",   "sqrt",
                                         "tointeger",  "type", "ult",        "exp",  "log"};
static const char *const utf8_names[] = {"char", "charpattern", "codes", "codepoint", "len", "offset"};

static void take(lua_State *L, lua_CFunction open, const char *library, const char *const *names,
                 size_t count)
{
    lua_pushcfunction(L, open);
    lua_call(L, 0, 1);
    sandbox_library(L, library);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, names[i]);
        lua_getfield(L, -3, names[i]);
        lua_rawset(L, -3);
    }
    lua_setglobal(L, library);
    lua_pop(L, 1);
}

void sandbox_open(struct lang *lang)
{
    lua_State *L = lang->L;
    /* Lua's own base library goes into a table that no stack ever sees; two of its functions are wanted. */
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    int lua_base = lua_gettop(L);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    luaL_setfuncs(L, base, 0);
    lua_getfield(L, lua_base, "select");
    lua_setfield(L, -2, "select");
    lua_getfield(L, lua_base, "tonumber");
    lua_pushcclosure(L, base_tonumber, 1);
    lua_setfield(L, -2, "tonumber");
    lua_settop(L, 0);
    take(L, luaopen_math, "math", math_names, ARRAY_LEN(math_names));
    take(L, luaopen_utf8, "utf8", utf8_names, ARRAY_LEN(utf8_names));
    convert_open(L);
    refs_open(L);
    stdlib_open(L);
    apply_open(L);
    modules_open(L);
    inputs_open(L);
    resources_open(L);
    /* Last: from here on names are strict. */
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, undefined_global);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, assigned_global);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_settop(L, 0);
}
