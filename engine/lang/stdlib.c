/*
 * stdlib.c - the functions of a stack that also exist for references: one Lua function for each expression
 * function.
 *
 * Given plain values they compute at once, in scratch memory; given a reference anywhere, they make an
 * expression that computes when it is known. So `json.encode { id = vpc.id }` works as it reads, and the plan
 * shows it.
 */
#include "engine/lang/lang_internal.h"

enum { CALL_ARGS_MAX = 64 };

static bool is_poison(lua_State *L, int first, int count)
{
    for (int i = first; i < first + count; i++) {
        struct ref *ref = refs_test(L, i);
        struct handle *handle = handle_test(L, i);
        if ((ref && ref->poison) || (handle && handle->index == UINT32_MAX)) {
            lua_pushvalue(L, i);
            return true;
        }
    }
    return false;
}

/* Is there a reference in it? Tables are looked into as deep as values go. */
static bool has_ref(lua_State *L, int index, int depth)
{
    index = lua_absindex(L, index);
    if (lua_type(L, index) == LUA_TUSERDATA)
        return true; /* references, entries; bytes cost a detour */
    if (lua_type(L, index) != LUA_TTABLE || depth > VALUE_DEPTH_MAX || !lua_checkstack(L, 4))
        return false;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        if (has_ref(L, -1, depth + 1)) {
            lua_pop(L, 2);
            return true;
        }
    return false;
}

int stdlib_expr_call(lua_State *L, const char *function, int first, int count)
{
    struct lang *lang = lang_of(L);
    struct value args[CALL_ARGS_MAX], result;
    struct err err = {0};
    if (count > CALL_ARGS_MAX)
        lang_code_throw(lang, "E0031", lang_here_call(lang, function), "put them into a list",
                        "`%s` takes at most %d arguments", function, CALL_ARGS_MAX);
    if (is_poison(L, first, count))
        return 1;
    bool refs = false;
    for (int i = 0; i < count && !refs; i++)
        refs = has_ref(L, first + i, 0);
    struct arena *arena = refs ? lang->arena : &lang->scratch;
    if (!refs)
        arena_reset(&lang->scratch);
    lang->field_stack.count = lang->item_stack.count = 0;
    for (int i = 0; i < count; i++) {
        args[i] = convert_arg(L, arena, first + i, function, lang->options != NULL);
        if (!value_given(args[i]))
            args[i] = value_null();
    }
    while (count && args[count - 1].kind == VALUE_NULL && lua_isnil(L, first + count - 1))
        count--; /* trailing nils were not given */
    struct lang_frame frame = {0};
    if (refs)
        (void)lang_frame(lang, 0, &frame);
    struct pos at = {.file = frame.module ? frame.module->name : STR(""), .line = frame.line};
    if (!expr_call(arena, str_of(function), args, (size_t)count, at, &result, &err)) {
        struct diag *finding = lang_finding(lang, "E0031", lang_here_call(lang, function), "%s", err.message);
        const struct expr_function *known = expr_function_find(str_of(function));
        finding->hint = err.hint[0] ? lang_textf(lang, "%s", err.hint)
                        : known     ? lang_textf(lang, "%s", known->signature)
                                    : STR_NONE;
        lang_throw(lang, finding);
    }
    convert_push(L, result);
    return 1;
}

static int run(lua_State *L)
{
    return stdlib_expr_call(L, lua_tostring(L, lua_upvalueindex(1)), 1, lua_gettop(L));
}

void stdlib_library(lua_State *L, const char *name)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    if (lua_getfield(L, -1, name) == LUA_TNIL) {
        lua_pop(L, 1);
        sandbox_library(L, name);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, name);
    }
    lua_remove(L, -2);
}

/* Its own place: made with userdata, or an operator. */
static bool elsewhere(const char *name)
{
    return !strcmp(name, "entry") || !strcmp(name, "concat") || !strcmp(name, "at") ||
           !strcmp(name, "template");
}

void stdlib_open(lua_State *L)
{
    size_t count;
    const struct expr_function *all = expr_functions(&count);
    for (size_t i = 0; i < count; i++) {
        const char *dot = strchr(all[i].name, '.');
        if (elsewhere(all[i].name))
            continue;
        if (dot) {
            lua_pushlstring(L, all[i].name, (size_t)(dot - all[i].name));
            stdlib_library(L, lua_tostring(L, -1));
            lua_remove(L, -2);
        } else {
            lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
        }
        lua_pushstring(L, dot ? dot + 1 : all[i].name);
        lua_pushstring(L, all[i].name);
        lua_pushcclosure(L, run, 1);
        lua_rawset(L, -3);
        lua_pop(L, 1);
    }
    stdlib_string_open(L);
    stdlib_table_open(L);
    stdlib_list_open(L);
    stdlib_file_open(L);
    policy_document_open(L);
}
