/*
 * test_value_encode.c - canonical bytes, strict decoding, digests; and the golden vectors of tests/vectors/value.
 */
#include "engine/value/expr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

static struct arena memory;

static int empty_memory(void **state)
{
    (void)state;
    arena_done(&memory);
    return 0;
}

static struct str hex_of(struct value v)
{
    DROP_BUF struct buf out = { 0 };
    value_encode(&out, v);
    return hex_encode(&memory, buf_str(&out));
}

static bool decode(const char *hex, struct value *ret, struct err *err)
{
    struct str bytes;
    assert_true(hex_decode(&memory, str_of(hex), &bytes));
    return value_decode(&memory, bytes, ret, err);
}

static struct value decoded(const char *hex)
{
    struct value v;
    struct err err = { 0 };
    if (!decode(hex, &v, &err))
        fail_msg("%s: %s", hex, err.message);
    return v;
}

/* Every line of a vector file: notation <tab> hex <tab> sha256. Reading the bytes and writing them again gives the same bytes. */
static void test_golden_vectors(void **state)
{
    (void)state;
    static const char *const files[] = { "tests/vectors/value/values.txt", "tests/vectors/value/expressions.txt" };
    size_t checked = 0;
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        char line[65536];
        FILE *in = fopen(files[i], "re");
        assert_non_null(in);
        while (fgets(line, sizeof line, in)) {
            struct str rest = str_trim(str_of(line));
            if (!rest.len || rest.ptr[0] == '#')
                continue;
            (void)str_split(&rest, '\t');
            struct str hex = arena_str(&memory, str_split(&rest, '\t')), digest = arena_str(&memory, rest);
            struct value v = decoded(hex.ptr);
            assert_string_equal(hex_of(v).ptr, hex.ptr);
            struct digest d = value_digest(v);
            assert_string_equal(digest_hex(&memory, &d).ptr, digest.ptr);
            checked++;
        }
        fclose(in);
    }
    assert_true(checked >= 60);
}

/* The same vectors, from text: what JSON can say must come out as the vector's bytes. */
static void test_golden_vectors_from_json(void **state)
{
    (void)state;
    char line[65536];
    size_t checked = 0;
    FILE *in = fopen("tests/vectors/value/values.txt", "re");
    assert_non_null(in);
    while (fgets(line, sizeof line, in)) {
        struct str rest = str_trim(str_of(line));
        if (!rest.len || rest.ptr[0] == '#' || str_starts(rest, STR("bytes ")))
            continue;
        struct str text = str_split(&rest, '\t'), hex = arena_str(&memory, str_split(&rest, '\t'));
        struct value v;
        struct err err = { 0 };
        if (!value_from_json(&memory, text, &v, &err))
            fail_msg("%.*s: %s", STR_ARG(text), err.message);
        assert_string_equal(hex_of(v).ptr, hex.ptr);
        checked++;
    }
    fclose(in);
    assert_true(checked >= 40);
}

static void test_refused_vectors(void **state)
{
    (void)state;
    char line[4096];
    size_t checked = 0;
    FILE *in = fopen("tests/vectors/value/refused.txt", "re");
    assert_non_null(in);
    while (fgets(line, sizeof line, in)) {
        struct str rest = str_trim(str_of(line));
        if (!rest.len || rest.ptr[0] == '#')
            continue;
        struct str why = arena_str(&memory, str_split(&rest, '\t'));
        struct value v = value_int(77);
        struct err err = { 0 };
        if (decode(arena_cstr(&memory, rest), &v, &err))
            fail_msg("accepted: %s", why.ptr);
        assert_int_equal(err.code, str_starts(why, STR("newer")) ? ERR_NEWER : ERR_FORMAT);
        assert_int_equal(v.integer, 77);
        checked++;
    }
    fclose(in);
    assert_true(checked >= 25);
}

static void test_every_truncation_is_refused(void **state)
{
    (void)state;
    struct path path;
    assert_true(path_parse(&memory, STR("a[1][\"k\"][n=x]"), &path, NULL));
    struct expr closure = { .kind = EXPR_CLOSURE, .name = STR("stack.lua"), .line = 300, .ordinal = 2, .arg_count = 1 };
    struct value arg = expr_ref(&memory, STR("aws_vpc.a"), path, false, (struct pos){ 0 });
    closure.args = &arg;
    struct value v = value_map_of(&memory, "bool", value_bool(true), "bytes", value_bytes(STR("xy")), "float", value_float(1.5), "int",
                                  value_int(-70000), "list", value_list(&memory, (struct value[]){ value_null(), value_cstr("é") }, 2),
                                  "closure", expr_new(&memory, &closure), NULL);
    DROP_BUF struct buf out = { 0 };
    value_encode(&out, v);
    for (size_t len = 0; len < out.len; len++) {
        struct value ret;
        struct err err = { 0 };
        assert_false(value_decode(&memory, arena_str(&memory, str_n(out.ptr, len)), &ret, &err));
        assert_int_equal(err.code, ERR_FORMAT);
    }
    struct value back;
    assert_true(value_decode(&memory, buf_str(&out), &back, NULL));
    assert_true(value_eq(back, v));
    assert_int_equal(back.depth, v.depth);
}

static void test_depth_is_limited(void **state)
{
    (void)state;
    for (size_t depth = 63; depth <= 66; depth++) {
        DROP_BUF struct buf out = { 0 };
        buf_add_char(&out, 1);
        for (size_t i = 0; i < depth; i++)
            buf_add(&out, "\x08\x01", 2);
        buf_add_char(&out, 1);
        struct value v;
        assert_int_equal(value_decode(&memory, buf_str(&out), &v, NULL), depth <= VALUE_DEPTH_MAX);
    }
}

static void test_long_texts_pass_the_small_buffer(void **state)
{
    (void)state;
    for (size_t len = 1000; len < 1050; len++) {
        char *text = arena_alloc(&memory, len + 1);
        memset(text, 'a', len);
        struct value v = value_list(&memory, (struct value[]){ value_str(str_n(text, len)), value_int(5), value_str(str_n(text, 3 * len / 4)) }, 3);
        DROP_BUF struct buf out = { 0 };
        value_encode(&out, v);
        struct value back;
        assert_true(value_decode(&memory, buf_str(&out), &back, NULL));
        assert_true(value_eq(v, back));
        struct digest a = value_digest(v), b = digest_of(buf_str(&out));
        assert_true(digest_eq(&a, &b));
    }
}

static void test_digests_are_of_the_encoding_and_ignore_the_sensitive_mark(void **state)
{
    (void)state;
    struct value v = value_map_of(&memory, "a", value_int(1), NULL);
    struct digest a = value_digest(v), b = value_digest(value_mark_sensitive_deep(&memory, v));
    assert_true(digest_eq(&a, &b));
    DROP_BUF struct buf out = { 0 };
    value_encode(&out, v);
    struct digest keyed = value_digest_keyed(STR("key"), v), expected = digest_hmac(STR("key"), buf_str(&out));
    assert_true(digest_eq(&keyed, &expected));
    assert_false(digest_eq(&keyed, &a));
}

static void test_sensitive_inputs_stay_sensitive(void **state)
{
    (void)state;
    struct value input = expr_new(&memory, &(struct expr){ .kind = EXPR_INPUT, .name = STR("password") });
    assert_true(value_sensitive(input));
    struct str hex = hex_of(input);
    assert_true(value_sensitive(decoded(hex.ptr)));
    struct value lookup = expr_new(&memory, &(struct expr){ .kind = EXPR_LOOKUP, .name = STR("ami") });
    assert_false(value_sensitive(decoded(hex_of(lookup).ptr)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_golden_vectors, empty_memory),
        cmocka_unit_test_teardown(test_golden_vectors_from_json, empty_memory),
        cmocka_unit_test_teardown(test_refused_vectors, empty_memory),
        cmocka_unit_test_teardown(test_every_truncation_is_refused, empty_memory),
        cmocka_unit_test_teardown(test_depth_is_limited, empty_memory),
        cmocka_unit_test_teardown(test_long_texts_pass_the_small_buffer, empty_memory),
        cmocka_unit_test_teardown(test_digests_are_of_the_encoding_and_ignore_the_sensitive_mark, empty_memory),
        cmocka_unit_test_teardown(test_sensitive_inputs_stay_sensitive, empty_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
