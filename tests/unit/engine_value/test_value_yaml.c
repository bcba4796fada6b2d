/*
 * test_value_yaml.c - YAML text in and out: the core schema, what is refused, and that writing reads back.
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
    if (!value_from_yaml(&memory, str_of(text), &v, &err))
        fail_msg("%s: %s", text, err.message);
    return v;
}

static const char *json(struct value v)
{
    DROP_BUF struct buf out = { 0 };
    assert_true(value_to_json(&out, v, false, NULL));
    return arena_str(&memory, buf_str(&out)).ptr;
}

static void test_core_schema_scalars(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "", "null" }, { "# nothing\n", "null" }, { "~", "null" }, { "Null", "null" }, { "nULL", "\"nULL\"" },
        { "true", "true" }, { "FALSE", "false" }, { "yes", "\"yes\"" }, { "off", "\"off\"" }, { "tRue", "\"tRue\"" },
        { "12", "12" }, { "-12", "-12" }, { "+12", "12" }, { "0", "0" }, { "0x1F", "31" }, { "0o17", "15" }, { "0xg", "\"0xg\"" },
        { "1.5", "1.5" }, { ".5", "0.5" }, { "1.", "1" }, { "+.5e1", "5" }, { "1e3", "1000" }, { "1e", "\"1e\"" }, { "-", "[null]" },
        { "1_000", "\"1_000\"" }, { "1:30", "\"1:30\"" }, { "2001-12-14", "\"2001-12-14\"" }, { "9223372036854775807", "9223372036854775807" },
        { "'12'", "\"12\"" }, { "\"true\"", "\"true\"" }, { "!!str 12", "\"12\"" }, { "! 12", "\"12\"" }, { "!!int \"12\"", "12" },
        { "!!float 12", "12" }, { "!!null ''", "null" }, { "!!bool 'true'", "true" }, { "!!binary aGk=", "\"aGk=\"" },
        { "|\n  a\n  b\n", "\"a\\nb\\n\"" }, { ">-\n  a\n  b\n", "\"a b\"" }, { "--- a", "\"a\"" }, { "a b", "\"a b\"" },
        { "[1, {a: b}, ]", "[1,{\"a\":\"b\"}]" }, { "80: x\ntrue: y\n", "{\"80\":\"x\",\"true\":\"y\"}" },
        { "'<<': 1", "{\"<<\":1}" }, { "!!map {a: !!seq [1]}", "{\"a\":[1]}" }, { "\"\\U0001F600\"", "\"😀\"" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        if (strcmp(json(parsed(cases[i][0])), cases[i][1]) != 0)
            fail_msg("%s: %s", cases[i][0], json(parsed(cases[i][0])));
}

static void test_anchors_are_shared(void **state)
{
    (void)state;
    assert_string_equal(json(parsed("a: &x {n: 1}\nb: *x\nc: [*x, &x 2, *x]\n")), "{\"a\":{\"n\":1},\"b\":{\"n\":1},\"c\":[{\"n\":1},2,2]}");
}

static void test_refusals(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "a: .inf", "infinity or not-a-number at line 1, column 4" },
        { "-.INF", "infinity" },
        { ".nan", "infinity" },
        { "mode: 0777", "a number with a leading zero (quote it, or write 0o17 for octal) at line 1, column 7" },
        { "9223372036854775808", "more than 64 bits" },
        { "0xffffffffffffffff", "more than 64 bits" },
        { "1e999", "too large" },
        { "a: 1\nb: 2\na: 3\n", "a key that is given twice at line 3, column 1" },
        { "base: &b {x: 1}\nc:\n  <<: *b\n", "a merge key (<<), which is not supported at line 3, column 3" },
        { "? [a]\n: 1", "a key that is not a plain text" },
        { "a: &k x\n*k : 2", "a key that is not a plain text" },
        { "a: *nope", "an alias before its anchor" },
        { "&a [*a]", "an alias before its anchor" },
        { "a\n---\nb", "a second document at line 2, column 1" },
        { "!Ref x", "a tag that is not YAML's own" },
        { "!Ref {a: 1}", "a tag that is not YAML's own" },
        { "!Ref [a]", "a tag that is not YAML's own" },
        { "!Ref a: 1", "a tag that is not YAML's own" },
        { "!!int abc", "text that does not fit its tag" },
        { "!!set {a: 1}", "a map that does not fit its tag" },
        { "!!map [a]", "a list that does not fit its tag" },
        { "!!binary '?'", "not base64" },
        { "a: [1", "did not find expected" },
        { "a: b: c", "line 1, column 5" },
        { "\t- a", "line 1" },
        { "\"\xff\"", "not valid YAML" },
        { "a\x01", "not valid YAML" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct value v = value_int(5);
        struct err err = { 0 };
        if (value_from_yaml(&memory, str_of(cases[i].text), &v, &err))
            fail_msg("accepted: %s", cases[i].text);
        assert_int_equal(err.code, ERR_INVALID);
        if (!strstr(err.message, cases[i].message))
            fail_msg("%s: %s", cases[i].text, err.message);
        assert_int_equal(v.integer, 5);
    }
}

static void test_a_second_document_gets_a_hint(void **state)
{
    (void)state;
    struct value v;
    struct err err = { 0 };
    assert_false(value_from_yaml(&memory, STR("a: 1\n---\nb: 2\n"), &v, &err));
    assert_non_null(strstr(err.hint, "split the file"));
}

static void test_aliases_that_multiply_are_refused(void **state)
{
    (void)state;
    DROP_BUF struct buf text = { 0 };
    buf_add_cstr(&text, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
        buf_printf(&text, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++)
            buf_printf(&text, "%s*a%d", j ? "," : "", i - 1);
        buf_add_cstr(&text, "]\n");
    }
    struct value v;
    struct err err = { 0 };
    assert_false(value_from_yaml(&memory, buf_str(&text), &v, &err));
    assert_non_null(strstr(err.message, "too many values"));
}

static void test_depth_is_limited(void **state)
{
    (void)state;
    char text[300];
    struct value v;
    memset(text, '[', 64);
    memset(text + 64, ']', 64);
    assert_true(value_from_yaml(&memory, str_n(text, 128), &v, NULL));
    struct err err = { 0 };
    memset(text, '[', 65);
    memset(text + 65, ']', 65);
    assert_false(value_from_yaml(&memory, str_n(text, 130), &v, &err));
    assert_non_null(strstr(err.message, "nested too deeply"));
    /* an alias carries its depth along */
    DROP_BUF struct buf out = { 0 };
    buf_add_cstr(&out, "- &a ");
    for (int i = 0; i < 40; i++)
        buf_add_char(&out, '[');
    for (int i = 0; i < 40; i++)
        buf_add_char(&out, ']');
    buf_add_cstr(&out, "\n- ");
    for (int i = 0; i < 30; i++)
        buf_add_char(&out, '[');
    buf_add_cstr(&out, "*a");
    for (int i = 0; i < 30; i++)
        buf_add_char(&out, ']');
    err_clear(&err);
    assert_false(value_from_yaml(&memory, buf_str(&out), &v, &err));
    assert_non_null(strstr(err.message, "nested too deeply"));
}

static void test_writing(void **state)
{
    (void)state;
    struct value v;
    const char *text = "{\"kind\":\"Deployment\",\"spec\":{\"containers\":[{\"name\":\"ai\",\"args\":[\"--port=80\",\"x y\"]},[1,[2]],[],{}],"
                       "\"script\":\"#!/bin/sh\\necho hi\\n\",\"lines\":\"a\\n\\nb\"},\"n\":null,\"yes\":\"no\",\"a: b\":\"12\",\"t\":\"12:30\"}";
    assert_true(value_from_json(&memory, str_of(text), &v, NULL));
    DROP_BUF struct buf out = { 0 };
    assert_true(value_to_yaml(&out, v, NULL));
    assert_string_equal(buf_str(&out).ptr, "\"a: b\": \"12\"\n"
                                           "kind: Deployment\n"
                                           "\"n\": null\n"
                                           "spec:\n"
                                           "  containers:\n"
                                           "    - args:\n"
                                           "        - \"--port=80\"\n"
                                           "        - x y\n"
                                           "      name: ai\n"
                                           "    - - 1\n"
                                           "      - - 2\n"
                                           "    - []\n"
                                           "    - {}\n"
                                           "  lines: |-\n"
                                           "    a\n"
                                           "\n"
                                           "    b\n"
                                           "  script: |\n"
                                           "    #!/bin/sh\n"
                                           "    echo hi\n"
                                           "t: \"12:30\"\n"
                                           "\"yes\": \"no\"\n");
}

static void test_what_is_written_reads_back(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", " ", "a", "a ", " a", "a b", "a  b", "a:b", "a: b", "a:", ":a", "-", "- a", "a #b", "#", "null", "NULL", "~", "yes", "On", "n",
        "1", "1.5", "0x1", "0777", "1e3", ".inf", ".5", "+1", "<<", "=", "!a", "&a", "*a", "%a", "@a", "`a", "{a", "[a", "a,b", "a]", "'a'",
        "\"a\"", "a\nb", "a\nb\n", "a\nb\n\n", "\na", " a\nb", "a\n b", "a \nb", "a\n\nb", "a\tb", "a\n\tb", "a\r\nb", "\x7f", "\x01",
        "é", "日本語", "😀", "\xc2\x85", "\xe2\x80\xa8", "\xef\xbb\xbfz", "---", "...", "--- a", "a\n---\nb", "a\n...\nb", "?", "? a",
        "|", ">", "/usr/bin", "key=value", "a\\b", "x:y:z", "a :b", "a ::b", "2001-01-01", "\n", "\n\n",
    };
    struct value_builder items = { .arena = &memory }, keys = { .arena = &memory };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        value_builder_add(&items, value_cstr(texts[i]));
        value_builder_put(&keys, str_of(texts[i]), value_list(&memory, (struct value[]){ value_cstr(texts[i]) }, 1));
    }
    char *key = arena_alloc(&memory, 3001);
    memset(key, '-', 3000);
    value_builder_put(&keys, str_of(key), value_map_of(&memory, "a", value_int(1), NULL));
    struct value all[] = {
        value_builder_list(&items), value_builder_map(&keys), value_bytes(STR("\xff\x00")), value_float(0.1), value_float(1e300),
        value_float(9007199254740994.0), value_int(INT64_MIN), value_null(), value_bool(false), value_list(&memory, NULL, 0),
        value_cstr("top\nlevel\n"), value_cstr("a\nb"),
    };
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        DROP_BUF struct buf out = { 0 };
        struct value back;
        struct err err = { 0 };
        assert_true(value_to_yaml(&out, all[i], NULL));
        if (!value_from_yaml(&memory, buf_str(&out), &back, &err))
            fail_msg("%s\n%s", err.message, out.ptr);
        assert_true(value_eq(back, all[i]));
    }
}

static void test_unknown_values_are_not_written(void **state)
{
    (void)state;
    struct value ref = expr_ref(&memory, STR("aws_vpc.a"), (struct path){ 0 }, false, (struct pos){ 0 });
    DROP_BUF struct buf out = { 0 };
    struct err err = { 0 };
    assert_false(value_to_yaml(&out, value_map_of(&memory, "a", ref, NULL), &err));
    assert_int_equal(err.code, ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_core_schema_scalars, empty_memory),
        cmocka_unit_test_teardown(test_anchors_are_shared, empty_memory),
        cmocka_unit_test_teardown(test_refusals, empty_memory),
        cmocka_unit_test_teardown(test_a_second_document_gets_a_hint, empty_memory),
        cmocka_unit_test_teardown(test_aliases_that_multiply_are_refused, empty_memory),
        cmocka_unit_test_teardown(test_depth_is_limited, empty_memory),
        cmocka_unit_test_teardown(test_writing, empty_memory),
        cmocka_unit_test_teardown(test_what_is_written_reads_back, empty_memory),
        cmocka_unit_test_teardown(test_unknown_values_are_not_written, empty_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
