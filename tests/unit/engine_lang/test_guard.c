/*
 * test_guard.c - which operands are guarded, that guarding changes nothing else, and what a guard reports.
 */
#include "engine/base/buf.h"
#include "engine/lang/parse.h"
#include "tests/unit/test.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

static struct arena arena;

static int reset(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct chunk *chunk_of(const char *text)
{
    struct diags diags = { .arena = &arena };
    struct source *source = source_new(&arena, STR("stack.lua"), str_of(text));
    struct chunk *chunk = parse_chunk(&arena, source, &(struct parse_options){ .house_rules = true, .guards = true }, &diags);
    if (!chunk)
        fail_msg("%s: %s", text, diags.list.items[0].message.ptr);
    return chunk;
}

/* The source with its guarded operands marked: «C a» (C condition, = compare, K key, # for, I iterate). */
static struct str marked(const char *text)
{
    struct chunk *chunk = chunk_of(text);
    DROP_BUF struct buf out = { 0 };
    for (uint32_t at = 0; at <= chunk->source->text.len; at++) {
        for (size_t i = 0; i < chunk->site_count; i++)
            if (chunk->sites[i].to == at)
                buf_add_char(&out, '>');
        for (size_t i = 0; i < chunk->site_count; i++)
            if (chunk->sites[i].from == at)
                buf_printf(&out, "<%c ", "C=K#I"[chunk->sites[i].kind]);
        if (at < chunk->source->text.len)
            buf_add_char(&out, chunk->source->text.ptr[at]);
    }
    return arena_str(&arena, buf_str(&out));
}

static void test_operands_that_are_looked_at_are_guarded(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "if a then end", "if <C a> then end" },
        { "if a.b then elseif f(x) then end", "if <C a.b> then elseif <C f(x)> then end" },
        { "while a do end", "while <C a> do end" },
        { "repeat local a until a", "repeat local a until <C a>" },
        { "x = not a", "x = not <C a>" },
        { "if not a then end", "if not <C a> then end" },
        { "if not(a)then end", "if not(<C a>)then end" },
        { "x = a and b", "x = <C a> and b" },
        { "x = a or b", "x = a or b" },
        { "x = args.x or default", "x = args.x or default" },
        { "x = a and b or c", "x = <C a> and b or c" },
        { "x = a or b and c", "x = a or <C b> and c" },
        { "x = (a or b) and c", "x = (<C a> or <C b>) and c" },
        { "x = a and b and c", "x = <C a> and <C b> and c" },
        { "if a and b then end", "if <C a> and <C b> then end" },
        { "if a or b then end", "if <C a> or <C b> then end" },
        { "if (a or b) and not c then end", "if (<C a> or <C b>) and not <C c> then end" },
        { "x = a == b", "x = <= a> == <= b>" },
        { "x = a ~= 'x'", "x = <= a> ~= 'x'" },
        { "x = a == nil or b ~= nil or nil == c", "x = a == nil or b ~= nil or nil == c" },
        { "if a ~= nil and b then end", "if a ~= nil and <C b> then end" },
        { "x = (a or b) == 1", "x = (<= a> or <= b>) == 1" },
        { "x = (a and b) == 1", "x = (<C a> and <= b>) == 1" },
        { "x = #a == 0 and -b < c", "x = #a == 0 and -b < c" },
        { "x = a < b == true", "x = a < b == true" },
        { "x = a .. 'b' == c", "x = <= a .. 'b'> == <= c>" },
        { "x = a + 1 == b", "x = a + 1 == <= b>" },
        { "x = t[a]", "x = t[<K a>]" },
        { "t[a.b].c[1]['x'] = t[#t + 1]", "t[<K a.b>].c[1]['x'] = t[#t + 1]" },
        { "x = { [a] = b, [1] = c, d = e }", "x = { [<K a>] = b, [1] = c, d = e }" },
        { "for i = 1, n do t[i] = i == 2 end", "for i = 1, <# n> do t[i] = i == 2 end" },
        { "for i = 1, 2 do i = f() t[i] = 1 end", "for i = 1, 2 do i = f() t[<K i>] = 1 end" },
        { "for i = 1, 2 do t[i] = 1 i, j = f() end", "for i = 1, 2 do t[<K i>] = 1 i, j = f() end" },
        { "for i = 1, #t, s do end", "for i = 1, #t, <# s> do end" },
        { "for k, v in pairs(t) do end", "for k, v in pairs(t) do end" },
        { "for k, v in t do end", "for k, v in <I t> do end" },
        { "for k, v in next, t do end", "for k, v in <I next>, t do end" },
        { "for k in ... do end", "for k in ... do end" },
        { "while true do if 1 then break end end", "while true do if 1 then break end end" },
        { "x = function() return a == 1 end == {}", "x = function() return <= a> == 1 end == {}" },
        { "if f { a == 1 } [b == 2] then end", "if <C f { <= a> == 1 } [<= b> == 2]> then end" },
        { "local c <const> = 'prod' x = c == y", "local c <const> = 'prod' x = c == <= y>" },
        { "x = f(a == 1, b)(not c).d:e(t[g])", "x = f(<= a> == 1, b)(not <C c>).d:e(t[<K g>])" },
        { "x = ((a or b) or (c or d)) == 1", "x = ((<= a> or <= b>) or (<= c> or <= d>)) == 1" },
        { "x = t[t[a == 1] == b] == c", "x = <= t[<= t[<= a> == 1]> == <= b>]> == <= c>" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(marked(cases[i][0]), cases[i][1]);
}

static void test_the_text_keeps_its_lines(void **state)
{
    (void)state;
    CHECK_STR(chunk_of("if a\n  and b.c -- why\nthen f() end -- end")->guarded,
              "local __g=... return function(...) if  __g(a,0)\n  and  __g(b.c,1) -- why\nthen f() end end -- end");
    CHECK_STR(chunk_of("x = a==t[k]")->guarded, "local __g=... return function(...) x =  __g(a,1)== __g(t[ __g(k,0)],2) end");
    CHECK_STR(chunk_of("-- nothing")->guarded, "local __g=... return function(...)  end-- nothing");
    CHECK_STR(chunk_of("return 1;\n\n")->guarded, "local __g=... return function(...) return 1; end\n\n");
    struct diags diags = { .arena = &arena };
    struct source *source = source_new(&arena, STR("s"), STR("if a then end"));
    CHECK_STR(parse_chunk(&arena, source, &(struct parse_options){ .house_rules = true }, &diags)->guarded, "if a then end");
}

static void test_a_site_leads_to_the_operand(void **state)
{
    (void)state;
    struct chunk *chunk = chunk_of("local x\nif x and\n  net.vpc.id == 'a' then\nend");
    CHECK_INT(chunk->site_count, 2);
    struct pos at = parse_site_pos(chunk, 0);
    CHECK_STR(at.file, "stack.lua");
    CHECK_INT(at.line, 3);
    CHECK_INT(at.column, 3);
    CHECK_INT(at.end_column, 13);
    CHECK_INT(chunk->sites[0].kind, GUARD_COMPARE);
    CHECK_INT(parse_site_pos(chunk, 1).line, 2);
    CHECK_INT(parse_site_pos(chunk, 2).line, 0);
    CHECK_STR(str_of(guard_kind_text(GUARD_COMPARE)), "compare");
}

/* --- run with Lua: a full userdata stands for a reference --- */

static int guard(lua_State *lua)
{
    if (lua_type(lua, 1) == LUA_TUSERDATA)
        return luaL_error(lua, "site %d", (int)lua_tointeger(lua, 2));
    lua_settop(lua, 1);
    return 1;
}

/* What the chunk returns, as text, or its error. */
static struct str run(const char *text, bool guarded)
{
    struct chunk *chunk = chunk_of(text);
    struct str code = guarded ? chunk->guarded : chunk->source->text;
    lua_State *lua = luaL_newstate();
    luaL_openlibs(lua);
    lua_newuserdatauv(lua, 1, 0);
    lua_setglobal(lua, "ref");
    CHECK_INT(luaL_loadbufferx(lua, code.ptr, code.len, "=s", "t"), LUA_OK);
    if (guarded) {
        lua_pushcfunction(lua, guard);
        lua_call(lua, 1, 1);
    }
    lua_pushinteger(lua, 7);
    lua_pushnil(lua);
    (void)lua_pcall(lua, 2, 1, 0);
    struct str result = arena_str(&arena, str_of(luaL_tolstring(lua, -1, NULL)));
    lua_close(lua);
    return result;
}

static void test_guarding_changes_no_result(void **state)
{
    (void)state;
    static const char *const programs[] = {
        "return select('#', ...) .. tostring(...)",
        "local function two() return 1, 2 end return select('#', (two())) .. tostring(two() == 1 and two() or nil)",
        "local function none() end if none() then return 1 end return 2",
        "local function none() end return tostring((none()) == nil) .. tostring(none() == 1)",
        ("local log = '' local function f(x, v) log = log .. x return v end "
         "local _ = f('a') and f('b') or f('c', 1) and not f('d') == (f('e') == f('f', 2)) return log"),
        "local n = 0 repeat local done = n > 3 n = n + 1 until done return n",
        "local t = {} for i = 1, 5 do if i % 2 == 0 then goto next end t[i] = i ::next:: end return t[1] + t[5]",
        "local t = setmetatable({}, { __eq = function() return true end }) return tostring(t == setmetatable({}, getmetatable(t)))",
        "if\n...\nthen\nerror('here')\nend",
        "local x = nil\nreturn x == 1 and\nx.y or\nx.z",
        "local a = {}\nreturn a.b\n  == a.c.d",
        "local function f() return debug.getinfo(1, 'l').currentline end\nreturn f()\n == f() and f() or f()",
        "return (function(...) return ... == 3 and select('#', ...) end)(3, 4)",
        "return (debug.traceback('x'):gsub('\\n.*', ''))",
        "local s = '' for k, v in next, { a = 1 } do s = s .. k .. v end return s",
        "local t = { [('x'):rep(2)] = 1, n = not nil } return t.xx .. tostring(t.n)",
        "return ref and 1 or 2 -- a reference is the only difference",
    };
    for (size_t i = 0; i + 1 < ARRAY_LEN(programs); i++) {
        struct str plain = run(programs[i], false);
        if (!str_eq(plain, run(programs[i], true)))
            fail_msg("%s: plain %s, guarded %s", programs[i], plain.ptr, run(programs[i], true).ptr);
    }
}

static void test_references_are_caught_where_they_are_looked_at(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "return ref == nil", "false" },
        { "return ref ~= nil", "true" },
        { "return (ref or 1) ~= nil", "true" },
        { "return type(ref or 1)", "userdata" },
        { "return type(nil or ref)", "userdata" },
        { "return type(true and ref or 1)", "userdata" },
        { "return ref ~= nil and 1 or 2", "1" },
        { "if ref then end", "s:1: site 0" },
        { "\nif not ref then end", "s:2: site 0" },
        { "return ref and 1", "s:1: site 0" },
        { "return ref == 'x'", "s:1: site 0" },
        { "return 'x' ~= ref", "s:1: site 0" },
        { "return (nil or ref) == 'x'", "s:1: site 0" },
        { "while 1 and ref do end", "s:1: site 0" },
        { "repeat until ref", "s:1: site 0" },
        { "if nil or\nref then end", "s:2: site 0" },
        { "local t = {} return t[ref]", "s:1: site 0" },
        { "return { [ref] = 1 }", "s:1: site 0" },
        { "for i = 1, ref do end", "s:1: site 0" },
        { "for k in ref do end", "s:1: site 0" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(run(cases[i][0], true), cases[i][1]);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_operands_that_are_looked_at_are_guarded, reset),
        cmocka_unit_test_teardown(test_the_text_keeps_its_lines, reset),
        cmocka_unit_test_teardown(test_a_site_leads_to_the_operand, reset),
        cmocka_unit_test_teardown(test_guarding_changes_no_result, reset),
        cmocka_unit_test_teardown(test_references_are_caught_where_they_are_looked_at, reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
