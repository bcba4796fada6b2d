/*
 * test_path.c - paths: grammar, text, comparison, walking, setting.
 */
#include "engine/value/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct arena memory;

static int empty_memory(void **state)
{
    (void)state;
    arena_done(&memory);
    return 0;
}

static struct path path(const char *text)
{
    struct path p;
    struct err err = { 0 };
    if (!path_parse(&memory, str_of(text), &p, &err))
        fail_msg("%s: %s", text, err.message);
    return p;
}

static struct value json(const char *text)
{
    struct value v;
    assert_true(value_from_json(&memory, str_of(text), &v, NULL));
    return v;
}

static void test_text_of_a_path_is_what_was_parsed(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "a", "a" }, { "scaling_config.desired_size", "scaling_config.desired_size" }, { "tags[team]", "tags[team]" },
        { "tags[\"team\"]", "tags[team]" }, { "tags[\"1\"]", "tags[\"1\"]" }, { "list[1]", "list[1]" }, { "a[b.c]", "a[b.c]" },
        { "spec.containers[name=ai].image", "spec.containers[name=ai].image" }, { "c[name=\"a]b\"]", "c[name=\"a]b\"]" },
        { "t[\"a\\\"b\\\\\"]", "t[\"a\\\"b\\\\\"]" }, { "[1].a", "[1].a" }, { "t[a b]", "t[a b]" }, { "t[\"\"]", "t[\"\"]" },
        { "t[\"k\"=v]", "t[k=v]" }, { "tags[kubernetes.io/cluster/x]", "tags[kubernetes.io/cluster/x]" }, { "é[ü]", "é[ü]" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_string_equal(path_text(&memory, path(cases[i][0])).ptr, cases[i][1]);
        assert_true(path_eq(path(cases[i][0]), path(cases[i][1])));
    }
    struct path_step odd = { .kind = PATH_FIELD, .name = STR("a.b") };
    assert_string_equal(path_text(&memory, (struct path){ &odd, 1 }).ptr, "[a.b]");
}

static void test_errors_name_the_column(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "the path is empty" }, { ".a", "a name is missing at column 1" }, { "a.", "a name is missing at column 3" },
        { "a..b", "a name is missing at column 3" }, { "a[", "a key is missing at column 3" }, { "a[]", "a key is missing at column 3" },
        { "a[1", "']' is missing at column 4" }, { "a[0]", "items are numbered from 1 at column 3" },
        { "a[99999999999999999999]", "items are numbered from 1" }, { "a[b=]", "a key is missing at column 5" },
        { "a[\"b]", "the closing quote is missing" }, { "a[\"\\n\"]", "may follow a backslash" }, { "a[1]b", "'.' or '[' is missing at column 5" },
        { "a]", "'.' or '[' is missing at column 2" }, { "a b", "'.' or '[' is missing at column 2" }, { "\xff", "not UTF-8" },
        { "a[\"b\\", "may follow a backslash" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct path p;
        struct err err = { 0 };
        assert_false(path_parse(&memory, str_of(cases[i].text), &p, &err));
        assert_int_equal(err.code, ERR_INVALID);
        if (!strstr(err.message, cases[i].message))
            fail_msg("%s: %s", cases[i].text, err.message);
    }
    DROP_BUF struct buf deep = { 0 };
    for (int i = 0; i < 65; i++)
        buf_add_cstr(&deep, "[1]");
    struct path p;
    assert_false(path_parse(&memory, buf_str(&deep), &p, NULL));
}

static void test_equality_and_covering(void **state)
{
    (void)state;
    assert_true(path_eq(path("tags.team"), path("tags[team]")));
    assert_false(path_eq(path("a[1]"), path("a[\"1\"]")));
    assert_false(path_eq(path("a[name=x]"), path("a[x]")));
    assert_false(path_eq(path("a[name=x]"), path("a[id=x]")));
    assert_false(path_eq(path("a"), path("a.b")));
    assert_true(path_covers(path("a"), path("a.b")));
    assert_true(path_covers(path("a.b"), path("a.b")));
    assert_false(path_covers(path("a.b"), path("a")));
    assert_false(path_covers(path("a.b"), path("a.bc")));
    assert_true(path_covers(path("c[ai]"), path("c[name=ai].image")));
    assert_true(path_covers(path("c[name=ai]"), path("c[ai].image")));
    assert_false(path_covers(path("c[name=ai]"), path("c[bi].image")));
    assert_false(path_covers(path("c[2]"), path("c[1].image")));
}

static void test_walking(void **state)
{
    (void)state;
    struct value v = json("{\"l\":[{\"name\":\"a\",\"v\":1},{\"name\":\"b\",\"v\":2},{\"id\":7,\"v\":3}],\"s\":[\"x\",\"y\"],\"m\":{\"k.k\":true}}");
    assert_int_equal(path_get(v, path("l[2].v")).integer, 2);
    assert_int_equal(path_get(v, path("l[b].v")).integer, 2);
    assert_int_equal(path_get(v, path("l[name=a].v")).integer, 1);
    assert_int_equal(path_get(v, path("l[\"7\"].v")).integer, 3);
    assert_int_equal(path_get(v, path("l[id=7].v")).integer, 3);
    assert_true(value_is(path_get(v, path("s[y]")), "y"));
    assert_true(path_get(v, path("m[k.k]")).boolean);
    static const char *const nowhere[] = { "l[4]", "l[c]", "l.name", "l[name=c]", "s[z]", "m[1]", "m[a=b]", "m.k", "x.y.z", "s[1].a" };
    for (size_t i = 0; i < ARRAY_LEN(nowhere); i++)
        assert_false(value_given(path_get(v, path(nowhere[i]))));
    assert_true(value_sensitive(path_get(value_mark_sensitive(v), path("l[1].v"))));
}

static void test_an_expression_on_the_way_is_the_answer(void **state)
{
    (void)state;
    struct value ref = expr_ref(&memory, STR("aws_vpc.a"), path("tags"), false, (struct pos){ 0 });
    struct value v = value_map_of(&memory, "t", ref, NULL);
    size_t steps;
    assert_int_equal(path_get(v, path("t.x")).kind, VALUE_EXPR);
    assert_int_equal(path_walk(v, path("t.x"), &steps).kind, VALUE_EXPR);
    assert_int_equal(steps, 1);
    assert_string_equal(expr_text(&memory, expr_at(&memory, v, path("t.x[1]")).expr).ptr, "aws_vpc.a.tags.x[1]");
    assert_true(value_eq(path_set(&memory, v, path("t.x"), value_int(1)), v));
}

static void test_setting(void **state)
{
    (void)state;
    static const struct {
        const char *before, *path, *value, *after;
    } cases[] = {
        { "{\"a\":1}", "a", "2", "{\"a\":2}" },
        { "{}", "a.b.c", "2", "{\"a\":{\"b\":{\"c\":2}}}" },
        { "{\"a\":{\"b\":1}}", "a.b", NULL, "{\"a\":{}}" },
        { "{\"a\":1}", "b.c", NULL, "{\"a\":1}" },
        { "{\"a\":[1,2,3]}", "a[2]", "9", "{\"a\":[1,9,3]}" },
        { "{\"a\":[1,2,3]}", "a[2]", NULL, "{\"a\":[1,3]}" },
        { "{\"a\":[1]}", "a[5]", "9", "{\"a\":[1,9]}" },
        { "{\"a\":[1]}", "a[5]", NULL, "{\"a\":[1]}" },
        { "{\"a\":[{\"name\":\"x\"}]}", "a[name=x].v", "1", "{\"a\":[{\"name\":\"x\",\"v\":1}]}" },
        { "{\"a\":[]}", "a[name=x].v", "1", "{\"a\":[{\"name\":\"x\",\"v\":1}]}" },
        { "{}", "a[name=x].v", "1", "{\"a\":[{\"name\":\"x\",\"v\":1}]}" },
        { "{\"a\":[\"x\",\"y\"]}", "a[x]", NULL, "{\"a\":[\"y\"]}" },
        { "{\"a\":{}}", "a[1]", "1", "{\"a\":{}}" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct value v = cases[i].value ? json(cases[i].value) : VALUE_NONE;
        struct value after = path_set(&memory, json(cases[i].before), path(cases[i].path), v);
        if (!value_eq(after, json(cases[i].after)))
            fail_msg("%s %s: %s", cases[i].before, cases[i].path, value_show(&memory, after, 200).ptr);
    }
    assert_int_equal(path_set(&memory, json("1"), (struct path){ 0 }, value_int(2)).integer, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_text_of_a_path_is_what_was_parsed, empty_memory),
        cmocka_unit_test_teardown(test_errors_name_the_column, empty_memory),
        cmocka_unit_test_teardown(test_equality_and_covering, empty_memory),
        cmocka_unit_test_teardown(test_walking, empty_memory),
        cmocka_unit_test_teardown(test_an_expression_on_the_way_is_the_answer, empty_memory),
        cmocka_unit_test_teardown(test_setting, empty_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
