/*
 * test_value_json.c - JSON text in and out.
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

static struct value parsed(const char *text)
{
    struct value v;
    struct err err = { 0 };
    if (!value_from_json(&memory, str_of(text), &v, &err))
        fail_msg("%s: %s", text, err.message);
    return v;
}

static const char *written(struct value v, bool pretty)
{
    DROP_BUF struct buf out = { 0 };
    assert_true(value_to_json(&out, v, pretty, NULL));
    return arena_str(&memory, buf_str(&out)).ptr;
}

static void test_texts_come_back_sorted_and_compact(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { " null ", "null" }, { "true", "true" }, { "-12", "-12" }, { "1.50", "1.5" }, { "1e2", "100" }, { "1e300", "1e+300" },
        { "0.1", "0.1" }, { "9007199254740994.0", "9007199254740994.0" }, { "9007199254740993", "9007199254740993" },
        { "\"a\\/\\u00e9\\n\"", "\"a/é\\n\"" }, { "\"\\u0000\\u001f\\\"\\\\\"", "\"\\u0000\\u001f\\\"\\\\\"" },
        { "[1, 2 ,[]]", "[1,2,[]]" }, { "{\"b\":1,\"a\":{}}", "{\"a\":{},\"b\":1}" }, { "123456789.123456789", "123456789.12345679" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(written(parsed(cases[i][0]), false), cases[i][1]);
}

static void test_pretty_text(void **state)
{
    (void)state;
    assert_string_equal(written(parsed("{\"b\":[1,{}],\"a\":[]}"), true), "{\n  \"a\": [],\n  \"b\": [\n    1,\n    {}\n  ]\n}");
}

static void test_errors_name_the_place_and_never_quote(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", "it ends too early at line 1, column 1" },
        { "{\"a\":1,\n \"a\":2}", "a key is given twice at line 2, column 4" },
        { "[1,]", "syntax error at line 1, column 4" },
        { "[1] x", "text after the end at line 1, column 5" },
        { "12345678901234567890", "a number is too large at line 1, column 20" },
        { "1e999", "a number is too large at line 1, column 5" },
        { "\"\\ud800\"", "syntax error at line 1, column 8" },
        { "\"\xff\"", "text is not UTF-8 at line 1, column 1" },
        { "{\"a\\u0000b\":1}", "a NUL character inside a key" },
        { "[\n\n  hunter2 ]", "syntax error at line 3, column 8" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct value v;
        struct err err = { 0 };
        assert_false(value_from_json(&memory, str_of(cases[i].text), &v, &err));
        assert_int_equal(err.code, ERR_INVALID);
        if (!strstr(err.message, cases[i].message))
            fail_msg("%s: %s", cases[i].text, err.message);
        assert_null(strstr(err.message, "hunter2"));
    }
}

static void test_depth_is_limited_before_the_parser_recurses(void **state)
{
    (void)state;
    size_t huge = 1 << 20;
    char *text = arena_alloc(&memory, huge + 1);
    memset(text, '[', huge);
    struct value v;
    struct err err = { 0 };
    assert_false(value_from_json(&memory, str_n(text, huge), &v, &err));
    assert_string_equal(err.message, "not valid JSON: nested too deeply at line 1, column 65");
    memset(text + 64, ']', 64);
    assert_true(value_from_json(&memory, str_n(text, 128), &v, &err));
    assert_int_equal(v.depth, 64);
    assert_int_equal(parsed("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[[\"").kind, VALUE_STRING);
}

static void test_bytes_become_base64_and_unknown_values_are_refused(void **state)
{
    (void)state;
    assert_string_equal(written(value_bytes(STR("\xff\x00")), false), "\"/wA=\"");
    struct value ref = expr_ref(&memory, STR("aws_vpc.a"), (struct path){ 0 }, false, (struct pos){ 0 });
    struct err err = { 0 };
    DROP_BUF struct buf out = { 0 };
    assert_false(value_to_json(&out, value_map_of(&memory, "a", value_list(&memory, &ref, 1), NULL), false, &err));
    assert_int_equal(err.code, ERR_INVALID);
}

static void test_a_failure_leaves_the_result_alone(void **state)
{
    (void)state;
    struct value v = value_int(5);
    assert_false(value_from_json(&memory, STR("nope"), &v, NULL));
    assert_int_equal(v.integer, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_texts_come_back_sorted_and_compact, empty_memory),
        cmocka_unit_test_teardown(test_pretty_text, empty_memory),
        cmocka_unit_test_teardown(test_errors_name_the_place_and_never_quote, empty_memory),
        cmocka_unit_test_teardown(test_depth_is_limited_before_the_parser_recurses, empty_memory),
        cmocka_unit_test_teardown(test_bytes_become_base64_and_unknown_values_are_refused, empty_memory),
        cmocka_unit_test_teardown(test_a_failure_leaves_the_result_alone, empty_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
