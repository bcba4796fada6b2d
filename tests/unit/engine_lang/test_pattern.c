/*
 * test_pattern.c - our matcher against Lua's own string library, pattern by pattern, and its limits.
 */
#include "engine/lang/pattern.h"
#include "tests/unit/test.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

static lua_State *lua;

/* What both sides answer is written as text: values separated by |, or "error: ...". */
static void add_value(struct buf *out, const struct pattern_match *match, unsigned i, struct str subject, struct err *err)
{
    struct pattern_capture value;
    if (err->code != ERR_NONE || !pattern_value(match, i, &value, err))
        return;
    if (value.kind == PATTERN_POSITION)
        buf_printf(out, "%zu", value.from + 1);
    else
        buf_add(out, subject.ptr + value.from, value.len);
    buf_add_char(out, '|');
}

static void finish(struct buf *out, const struct err *err)
{
    if (err->code == ERR_NONE)
        return;
    buf_truncate(out, 0);
    buf_printf(out, "error: %s", err->message);
}

static void our_find(struct str subject, struct str pattern, int64_t init, struct buf *out)
{
    uint64_t steps = 10000000;
    struct pattern_scan scan;
    struct pattern_match match;
    struct err err = { 0 };
    size_t start = pattern_start(init, subject.len);
    if (start != SIZE_MAX && pattern_is_plain(pattern)) { /* as find does */
        size_t at = pattern_find_plain(subject, pattern, start);
        buf_printf(out, at == SIZE_MAX ? "nil|" : "%zu|%zu|", at + 1, at + pattern.len);
        return;
    }
    pattern_scan_init(&scan, subject, pattern, start, true, &steps);
    if (pattern_scan_next(&scan, &match, &err)) {
        buf_printf(out, "%zu|%zu|", match.from + 1, match.to);
        for (unsigned i = 0; i < match.capture_count; i++)
            add_value(out, &match, i, subject, &err);
    } else if (!scan.failed) {
        buf_add_cstr(out, "nil|");
    }
    finish(out, &err);
}

static void our_gmatch(struct str subject, struct str pattern, struct buf *out)
{
    uint64_t steps = 10000000;
    struct pattern_scan scan;
    struct pattern_match match;
    struct err err = { 0 };
    pattern_scan_init(&scan, subject, pattern, 0, false, &steps);
    while (err.code == ERR_NONE && pattern_scan_next(&scan, &match, &err)) {
        for (unsigned i = 0; i < pattern_value_count(&match); i++)
            add_value(out, &match, i, subject, &err);
        buf_add_char(out, ';');
    }
    finish(out, &err);
}

static void our_gsub(struct str subject, struct str pattern, struct str replacement, struct buf *out)
{
    uint64_t steps = 10000000;
    struct pattern_scan scan;
    struct pattern_match match;
    struct err err = { 0 };
    size_t copied = 0;
    unsigned count = 0;
    pattern_scan_init(&scan, subject, pattern, 0, true, &steps);
    while (err.code == ERR_NONE && pattern_scan_next(&scan, &match, &err)) {
        buf_add(out, subject.ptr + copied, match.from - copied);
        if (!pattern_expand(&match, subject, replacement, out, &err))
            break;
        copied = match.to;
        count++;
    }
    buf_add(out, subject.ptr + copied, subject.len - copied);
    buf_printf(out, "|%u|", count);
    finish(out, &err);
}

/* Calls the Lua function `call(subject, pattern, ...)` that is on the stack with its arguments. */
static void their_answer(int arguments, struct buf *out)
{
    if (lua_pcall(lua, arguments, 1, 0) != LUA_OK) { /* "o:4: malformed pattern ..." */
        const char *message = lua_tostring(lua, -1), *colon = strchr(message + 2, ':');
        buf_printf(out, "error: %s", strncmp(message, "o:", 2) == 0 && colon ? colon + 2 : message);
    } else {
        size_t len;
        const char *text = lua_tolstring(lua, -1, &len);
        buf_add(out, text, len);
    }
    lua_settop(lua, 0);
}

static const char oracle[] =
    "local function text(...) local out = {} for i = 1, select('#', ...) do out[i] = tostring((select(i, ...))) .. '|' end "
    "return table.concat(out) end\n"
    "function their_find(s, p, init) return text(string.find(s, p, init)) end\n"
    "function their_gmatch(s, p) local out = {} local f = string.gmatch(s, p) while true do local r = table.pack(f()) "
    "if r[1] == nil then return table.concat(out) end out[#out + 1] = text(table.unpack(r, 1, r.n)) .. ';' end end\n"
    "function their_gsub(s, p, r) return text(string.gsub(s, p, r)) end\n";

static void start_lua(void)
{
    lua = luaL_newstate();
    luaL_openlibs(lua);
    assert_int_equal(luaL_loadbuffer(lua, oracle, sizeof oracle - 1, "=o") || lua_pcall(lua, 0, 0, 0), 0);
}

static void push_str(struct str s)
{
    lua_pushlstring(lua, s.ptr, s.len);
}

static void compare(const char *what, struct str subject, struct str pattern, const struct buf *ours, const struct buf *theirs)
{
    if (!str_eq(buf_str(ours), buf_str(theirs)))
        fail_msg("%s('%.*s', '%.*s'): ours '%s', Lua's '%s'", what, STR_ARG(subject), STR_ARG(pattern), buf_str(ours).ptr,
                 buf_str(theirs).ptr);
}

static void agree_on(struct str subject, struct str pattern)
{
    static const char *const replacements[] = { "<%0>", "%1", "x", "%2%%", "", "%", "%a" };
    static const int inits[] = { 1, 2, -2, 0, 5, 100, -100 };
    for (size_t i = 0; i < ARRAY_LEN(inits); i++) {
        DROP_BUF struct buf ours = { 0 }, theirs = { 0 };
        our_find(subject, pattern, inits[i], &ours);
        lua_getglobal(lua, "their_find");
        push_str(subject);
        push_str(pattern);
        lua_pushinteger(lua, inits[i]);
        their_answer(3, &theirs);
        compare("find", subject, pattern, &ours, &theirs);
    }
    DROP_BUF struct buf ours = { 0 }, theirs = { 0 };
    our_gmatch(subject, pattern, &ours);
    lua_getglobal(lua, "their_gmatch");
    push_str(subject);
    push_str(pattern);
    their_answer(2, &theirs);
    compare("gmatch", subject, pattern, &ours, &theirs);
    for (size_t i = 0; i < ARRAY_LEN(replacements); i++) {
        buf_truncate(&ours, 0);
        buf_truncate(&theirs, 0);
        our_gsub(subject, pattern, str_of(replacements[i]), &ours);
        lua_getglobal(lua, "their_gsub");
        push_str(subject);
        push_str(pattern);
        lua_pushstring(lua, replacements[i]);
        their_answer(3, &theirs);
        compare("gsub", subject, pattern, &ours, &theirs);
    }
}

static void test_hand_picked_patterns_answer_as_in_lua(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "", "^", "$", "^$", "a", "^a", "a$", "^a$", ".", ".*", ".-", ".+", "a*", "a-", "a?", "a+", "a-b", "(a*)", "(a*(.)%w(%s*))",
        "()", "a()b", "()a()", "(()a)", "%a+", "%d*", "%s", "%S+", "%w-%d", "%x%x", "%p+", "%u%l*", "%c", "%g+", "%z", "%Z", "%A",
        "[abc]", "[^abc]", "[a-c]+", "[a-]", "[-a]", "[]]", "[^]]", "[%a%d]+", "[%]]", "[^%s]+", "[a%-z]+", "[%w_]+", "[z-a]",
        "%bab", "%b()", "%b", "%bx", "%baa", "%f[%w]%w+", "%f[%W]", "%f", "%fa", "%f[^%z]", "(a)%1", "(.)%1", "()%1", "%1", "(a%1)", "%0",
        "(a", "a)", "(", ")", "((a)", "(a))", "[", "[a", "[^", "[]", "[^]", "[%", "[%a", "%", "a%", "%%", "%.", "%-", "%q", "*", "+a", "?", "-", "**",
        "a**", "^*", "^^", "$$", "a$b", "(^a)", "[$]", "(%d+)-(%d+)", "^(%s*)(.-)%s*$", "(.*)/(.*)", "([^,]*),?", "[%z]", "%w%", "a.-(b)(c?)",
        "((((((((((a))))))))))", "()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()", "a?a?a?aaa",
    };
    static const struct str subjects[] = {
        STR(""), STR("a"), STR("abc"), STR("aabbcc"), STR("hello world from Lua"), STR("(a(b)c)(d"), STR("key = value, k2=v2"),
        STR("10.0.0.0/16"), STR("a]b-c^d$e%f"), STR("THE (quick) fox"), STR("a\0b\0\0c"), STR("\xc3\xa4\xff\x80z"), STR("  trim me  "),
        STR("2024-01-31"), STR("aaaaaaaaab"), STR("x,y,,z"), STR("^$*+?.([%-"),
    };
    start_lua();
    for (size_t i = 0; i < ARRAY_LEN(patterns); i++)
        for (size_t k = 0; k < ARRAY_LEN(subjects); k++)
            agree_on(subjects[k], str_of(patterns[i]));
    lua_close(lua);
}

static uint64_t seed = 88172645463325252u;

static unsigned dice(unsigned sides)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed % sides);
}

static void test_random_patterns_answer_as_in_lua(void **state)
{
    (void)state;
    static const char *const pieces[] = { "a", "b", ".", "*", "+", "-", "?", "(", ")", "[", "]", "^", "$", "%", "%a", "%d", "%b", "%f",
                                          "[ab]", "[^a]", "%1", "%2", "()", "a-b", "x", "%w", "%s", "[a-", "%S", "1" };
    start_lua();
    for (int round = 0; round < 6000; round++) {
        DROP_BUF struct buf pattern = { 0 }, subject = { 0 };
        for (unsigned n = 1 + dice(7); n > 0; n--)
            buf_add_cstr(&pattern, pieces[dice(ARRAY_LEN(pieces))]);
        for (unsigned n = dice(12); n > 0; n--)
            buf_add_char(&subject, "aabbx1 (]%^-"[dice(12)]);
        agree_on(buf_str(&subject), buf_str(&pattern));
    }
    lua_close(lua);
}

static void test_nesting_is_as_deep_as_luas(void **state)
{
    (void)state;
    start_lua();
    DROP_BUF struct buf subject = { 0 };
    for (int i = 0; i < 300; i++)
        buf_add_char(&subject, 'a');
    for (int n = 190; n < 210; n++) {
        DROP_BUF struct buf pattern = { 0 };
        for (int i = 0; i < n; i++)
            buf_add_cstr(&pattern, "a?");
        agree_on(buf_str(&subject), buf_str(&pattern));
    }
    lua_close(lua);
}

static void test_an_exponential_pattern_ends_with_its_budget(void **state)
{
    (void)state;
    uint64_t steps = 100000;
    struct pattern_scan scan;
    struct pattern_match match;
    struct err err = { 0 };
    pattern_scan_init(&scan, STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), STR("a*a*a*a*a*a*a*a*a*a*a*a*b"), 0, true, &steps);
    assert_false(pattern_scan_next(&scan, &match, &err));
    assert_true(scan.failed);
    assert_int_equal(err.code, ERR_LIMIT);
    assert_string_equal(err.message, "this pattern takes too many steps");
    assert_int_equal(steps, 0);
    assert_false(pattern_scan_next(&scan, &match, &err)); /* and stays so */
}

static void test_a_budget_is_shared_between_calls(void **state)
{
    (void)state;
    uint64_t steps = 100;
    unsigned calls = 0;
    for (struct err err = { 0 }; err.code == ERR_NONE; calls++) {
        struct pattern_scan scan;
        struct pattern_match match;
        pattern_scan_init(&scan, STR("ab"), STR("b"), 0, true, &steps);
        (void)pattern_scan_next(&scan, &match, &err);
    }
    assert_in_range(calls, 5, 50);
}

static void test_plain_search(void **state)
{
    (void)state;
    assert_true(pattern_is_plain(STR("hello world")));
    assert_false(pattern_is_plain(STR("a.b")));
    assert_int_equal(pattern_find_plain(STR("hello"), STR("l"), 0), 2);
    assert_int_equal(pattern_find_plain(STR("hello"), STR("l"), 3), 3);
    assert_int_equal(pattern_find_plain(STR("hello"), STR(""), 5), 5);
    assert_true(pattern_find_plain(STR("hello"), STR("x"), 0) == SIZE_MAX);
    assert_true(pattern_find_plain(STR("hello"), STR(""), 6) == SIZE_MAX);
    assert_true(pattern_find_plain(STR("a\0b"), STR("b"), 0) == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hand_picked_patterns_answer_as_in_lua),
        cmocka_unit_test(test_random_patterns_answer_as_in_lua),
        cmocka_unit_test(test_nesting_is_as_deep_as_luas),
        cmocka_unit_test(test_an_exponential_pattern_ends_with_its_budget),
        cmocka_unit_test(test_a_budget_is_shared_between_calls),
        cmocka_unit_test(test_plain_search),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
