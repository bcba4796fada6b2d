/*
 * guards.c - what __g does: looks at one operand of a condition or comparison and refuses references
 * (guard.h).
 *
 * One C closure a chunk, made when the chunk is loaded; the common case is one type test.
 */
#include "engine/lang/lang_internal.h"

static const struct {
    const char *code, *hint;
} kinds[] = {
    [GUARD_CONDITION] =
        {"E0200",
         "`ref ~= nil` asks whether it was given; to decide by its value, decide by an input instead"},
    [GUARD_COMPARE] = {"E0201",
                       "compare what the stack gave, or compare inside apply(ref, function(value) ... end)"},
    [GUARD_KEY] = {"E0202", "{ entry(ref, value) } makes a map key from a reference"},
    [GUARD_FOR] = {"E0203",
                   "count with what the stack gave: how many resources there are must be known at plan"},
    [GUARD_ITERATE] =
        {"E0204", "iterate over what the stack gave: how many resources there are must be known at plan"},
};

static int guard(lua_State *L)
{
    if (lua_type(L, 1) == LUA_TUSERDATA) {
        struct ref *ref = refs_test(L, 1);
        struct lang_module *module = lua_touserdata(L, lua_upvalueindex(1));
        size_t id = (size_t)lua_tointeger(L, 2);
        enum guard_kind kind =
            id < module->chunk->site_count ? module->chunk->sites[id].kind : GUARD_CONDITION;
        bool handle = (kind == GUARD_KEY || kind == GUARD_ITERATE || kind == GUARD_FOR) && handle_test(L, 1);
        if (ref || handle) {
            struct lang *lang = lang_of(L);
            struct pos at = parse_site_pos(module->chunk, id);
            refs_misuse(lang, 1, kinds[kind].code, at.line ? at : lang_line(lang), guard_kind_text(kind),
                        handle ? NULL : kinds[kind].hint);
        }
    }
    lua_settop(L, 1);
    return 1;
}

void guards_push(lua_State *L, struct lang_module *module)
{
    lua_pushlightuserdata(L, module);
    lua_pushcclosure(L, guard, 1);
}
