/*
 * test_lang_limits.c - stacks that would run forever, eat memory or climb out of their folder: each ends with
 * its own error.
 */
#include "tests/unit/engine_lang/lang_world.h"

static void expect_code(const char *stack, const char *code)
{
    struct world w = {0};
    w.options.memory_max_bytes = 16 << 20;
    w.options.instructions_max = 2000000;
    bool ok = world_run_text(&w, stack);
    if (ok || !w.diags.list.count || strcmp(w.diags.list.items[0].code, code) != 0)
        fail_msg("%s\nwant %s, got %.*s", stack, code, STR_ARG(world_findings(&w)));
    assert_true(w.diags.list.items[0].at.line > 0);
    world_done(&w);
}

static void test_endless_loops_end(void **state)
{
    (void)state;
    expect_code("while true do end", "E0021");
    expect_code("local function f() return f() end f()", "E0021");
    expect_code("for i = 1, math.maxinteger do end", "E0021");
    expect_code("table.sort({ 3, 2, 1 }, function() while true do end end)", "E0021");
    expect_code("for k in pairs { a = 1 } do while true do end end", "E0021");
    expect_code("local s = (\"x\"):gsub(\".\", function() while true do end end)", "E0021");
    expect_code("input \"a\" { default = 1, validation = function() while true do end end }", "E0021");
}

static void test_a_limit_cannot_be_caught(void **state)
{
    (void)state;
    expect_code("while true do pcall(function() while true do end end) end", "E0021");
    expect_code(
        "xpcall(function() while true do end end, function() while true do end end) while true do end",
        "E0021");
    expect_code("pcall(pcall, pcall, function() local t = {} while true do t[#t + 1] = (\"x\"):rep(1000) .. "
                "#t end end) print(1)",
                "E0022");
    expect_code("local t = setmetatable({}, { __index = function() while true do end end }) pcall(function() "
                "return t.x end)",
                "E0021");
}

static void test_memory_bombs_end(void **state)
{
    (void)state;
    expect_code("local t = {} while true do t[#t + 1] = {} end", "E0022");
    expect_code("local s = \"x\" while true do s = s .. s end", "E0022");
    expect_code("local s = (\"x\"):rep(1000000) local t = {} for i = 1, 1000 do t[i] = s .. i end", "E0022");
    expect_code("for i = 1, 1000000 do aws.thing(\"t\" .. i) { name = (\"x\"):rep(1000) .. i } end", "E0022");
    expect_code("local v = aws.vpc \"v\" { } local s = v.id for i = 1, 1000000 do s = format(\"%s%s\", v.id, "
                "(\"x\"):rep(10000) .. i) end",
                "E0022");
}

static void test_a_pattern_bomb_ends(void **state)
{
    (void)state;
    expect_code("print((\"a\"):rep(300):find((\".-\"):rep(30) .. \"b\"))", "E0034");
    expect_code("while true do pcall(string.find, (\"a\"):rep(300), (\".-\"):rep(30) .. \"b\") end", "E0034");
}

static void test_recursion_cannot_be_caught(void **state)
{
    (void)state;
    expect_code("local function f() pcall(f) pcall(f) end f()", "E0023");
    expect_code("local function f() xpcall(f, f) xpcall(f, f) end f()", "E0023");
    expect_code("pcall(error, 'stack overflow') error('mine')", "E0026");
}

static void test_recursion_ends(void **state)
{
    (void)state;
    struct world w = {0};
    assert_false(world_run_text(&w, "local function f(x) return 1 + f(x) end f(1)"));
    assert_string_equal(w.diags.list.items[0].code, "E0023");
    world_done(&w);
    assert_false(
        world_run_text(&w, "local t = {} for i = 1, 300 do t = { t } end aws.thing \"t\" { data = t }"));
    assert_string_equal(w.diags.list.items[0].code, "E0504");
    world_done(&w);
    assert_false(world_run_text(&w, "local f f = function(s) return (s:gsub(\".\", f)) end f(\"x\")"));
    assert_string_equal(w.diags.list.items[0].code, "E0023");
    world_done(&w);
}

static void test_symbolic_links_are_refused(void **state)
{
    (void)state;
    struct world w = {0};
    world_file(&w, "lib/x.lua", "return 1");
    w.files[0].link = true;
    assert_false(world_run_text(&w, "require \"lib.x\""));
    assert_string_equal(w.diags.list.items[0].code, "E0028");
    world_done(&w);
    world_file(&w, "stack.lua", "print(1)");
    w.files[0].link = true;
    assert_false(world_run(&w));
    assert_non_null(strstr(world_findings(&w).ptr, "symbolic link"));
    world_done(&w);
}

static void test_nothing_above_the_parent_is_read(void **state)
{
    (void)state;
    static const char *const stacks[] = {
        "require \"..x\"",         "require \"/etc/x\"",  "require \"\"",       "require(\"a\\0b\")",
        "file.text \"a/../../x\"", "file.text \"\"",      "file.text \"a//b\"", "file.text \"./x\"",
        "file.text \"a\\\\b\"",    "file.text(\"a\\0b\")"};
    for (size_t i = 0; i < ARRAY_LEN(stacks); i++) {
        struct world w = {0};
        assert_false(world_run_text(&w, stacks[i]));
        assert_string_equal(w.diags.list.items[0].code, "E0028");
        world_done(&w);
    }
}

static void test_a_folder_without_a_stack_says_so(void **state)
{
    (void)state;
    struct world w = {0};
    world_file(&w, "other.lua", "");
    assert_false(world_run(&w));
    assert_non_null(strstr(world_findings(&w).ptr, "there is no stack.lua"));
    assert_null(w.config);
    world_done(&w);
}

static void test_a_tiny_memory_cap_is_an_error_not_a_crash(void **state)
{
    (void)state;
    for (size_t bytes = 1000; bytes < 400000; bytes += 7919) {
        struct world w = {0};
        w.options.memory_max_bytes = bytes;
        if (!world_run_text(
                &w, "local v = aws.vpc \"v\" { tags = { a = \"b\" } } print(json.encode { x = v.tags })"))
            assert_true(w.diags.error_count > 0);
        world_done(&w);
    }
}

static void test_many_errors_are_capped_and_sorted(void **state)
{
    (void)state;
    struct world w = {0};
    assert_false(world_run_text(
        &w,
        "for i = 1, 50 do aws.thing(\"t\" .. i) { nmae = 1, prot = 2 } end\naws.thing \"last\" { x = 1 }"));
    assert_true(w.diags.list.count <= DIAG_MAX);
    assert_true(w.diags.list.items[0].at.line == 1);
    world_done(&w);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_endless_loops_end),
        cmocka_unit_test(test_a_limit_cannot_be_caught),
        cmocka_unit_test(test_memory_bombs_end),
        cmocka_unit_test(test_a_pattern_bomb_ends),
        cmocka_unit_test(test_recursion_ends),
        cmocka_unit_test(test_recursion_cannot_be_caught),
        cmocka_unit_test(test_symbolic_links_are_refused),
        cmocka_unit_test(test_nothing_above_the_parent_is_read),
        cmocka_unit_test(test_a_folder_without_a_stack_says_so),
        cmocka_unit_test(test_a_tiny_memory_cap_is_an_error_not_a_crash),
        cmocka_unit_test(test_many_errors_are_capped_and_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
