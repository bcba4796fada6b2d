/*
 * test_value.c - making, reading, changing and comparing values.
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

static struct value ref(const char *address)
{
    return expr_ref(&memory, str_of(address), (struct path){ 0 }, false, (struct pos){ 0 });
}

static void test_integral_floats_become_integers(void **state)
{
    (void)state;
    assert_int_equal(value_float(3.0).kind, VALUE_INT);
    assert_int_equal(value_float(-0.0).kind, VALUE_INT);
    assert_int_equal(value_float(9007199254740992.0).kind, VALUE_INT);
    assert_int_equal(value_float(9007199254740994.0).kind, VALUE_FLOAT);
    assert_int_equal(value_float(0.5).kind, VALUE_FLOAT);
}

static void test_maps_are_sorted_and_the_last_of_equal_keys_wins(void **state)
{
    (void)state;
    struct value m = value_map_of(&memory, "b", value_int(1), "a", value_int(2), "b", value_int(3), "ab", value_null(), NULL);
    assert_int_equal(m.count, 3);
    assert_string_equal(m.fields[0].key, "a");
    assert_string_equal(m.fields[1].key, "ab");
    assert_int_equal(value_to_int(value_get(m, "b"), 0), 3);
    assert_int_equal(m.fields[2].reserved, 0);
}

static void test_large_maps_are_sorted_stably(void **state)
{
    (void)state;
    struct value_builder b = { .arena = &memory };
    for (int i = 0; i < 500; i++)
        value_builder_put(&b, arena_printf(&memory, "k%d", (i * 37) % 100), value_int(i));
    struct value m = value_builder_map(&b);
    assert_int_equal(m.count, 100);
    for (uint32_t i = 1; i < m.count; i++)
        assert_true(str_cmp(str_of(m.fields[i - 1].key), str_of(m.fields[i].key)) < 0);
    for (int i = 400; i < 500; i++)
        assert_int_equal(value_to_int(value_get_str(m, arena_printf(&memory, "k%d", (i * 37) % 100)), -1), i);
}

static void test_absent_values_are_never_stored(void **state)
{
    (void)state;
    struct value items[] = { value_int(1), VALUE_NONE, value_int(2) };
    assert_int_equal(value_list(&memory, items, 3).count, 2);
    struct value m = value_map_of(&memory, "a", VALUE_NONE, "b", value_null(), NULL);
    assert_int_equal(m.count, 1);
    assert_false(value_given(value_get(m, "a")));
    assert_true(value_given(value_get(m, "b")));
    assert_false(value_present(value_get(m, "b")));
    struct value_builder b = { .arena = &memory };
    value_builder_put(&b, STR("x"), VALUE_NONE);
    value_builder_add(&b, VALUE_NONE);
    assert_int_equal(value_builder_list(&b).count, 0);
    assert_int_equal(value_builder_map(&b).count, 0);
}

static void test_flags_and_depth_rise(void **state)
{
    (void)state;
    struct value secret = value_mark_sensitive(value_cstr("pw"));
    struct value m = value_map_of(&memory, "list", value_list(&memory, (struct value[]){ secret, ref("aws_vpc.a") }, 2), NULL);
    assert_true(value_sensitive(m));
    assert_false(value_known(m));
    assert_int_equal(m.depth, 3);
    assert_false(m.flags & VALUE_ALL_SENSITIVE);
    assert_true(value_known(value_map_of(&memory, "a", value_int(1), NULL)));
}

static void test_children_of_what_is_sensitive_as_a_whole_are_sensitive(void **state)
{
    (void)state;
    struct value m = value_map_of(&memory, "a", value_map_of(&memory, "b", value_list(&memory, (struct value[]){ value_int(1) }, 1), NULL), NULL);
    m = value_mark_sensitive(m);
    assert_true(value_sensitive(value_path(m, "a.b[0]")));
    assert_true(value_sensitive(value_field_at(m, 0)));
    assert_false(value_sensitive(m.fields[0].value));
    assert_true(value_sensitive(value_mark_sensitive_deep(&memory, m).fields[0].value.fields[0].value.items[0]));
    assert_true(value_sensitive(value_get(value_merge(&memory, value_map_of(&memory, "x", value_int(1), NULL), m), "a")));
    assert_true(value_sensitive(value_get(value_with(&memory, m, "z", value_int(1)), "a")));
    assert_false(value_sensitive(value_clear_sensitive(m)));
    assert_false(value_given(value_mark_sensitive(VALUE_NONE)));
}

static void test_reading_the_wrong_kind_gives_the_fallback(void **state)
{
    (void)state;
    assert_false(value_given(value_get(value_int(1), "a")));
    assert_false(value_given(value_at(value_cstr("x"), 0)));
    assert_false(value_given(value_at(value_list(&memory, NULL, 0), 0)));
    assert_false(value_given(value_field_at(value_int(1), 0)));
    assert_int_equal(value_text(value_int(1)).len, 0);
    assert_int_equal(value_to_int(value_cstr("1"), 7), 7);
    assert_true(value_to_bool(value_null(), true));
    assert_false(value_is(value_bytes(STR("a")), "a"));
    assert_false(value_given(value_cstr(NULL)));
    assert_string_equal(value_text(value_str(STR_NONE)).ptr, "");
}

static void test_dotted_paths_of_providers(void **state)
{
    (void)state;
    struct value tag = value_map_of(&memory, "Key", value_cstr("Name"), NULL);
    struct value v = value_map_of(&memory, "Vpc", value_map_of(&memory, "Tags", value_list(&memory, &tag, 1), NULL), NULL);
    assert_true(value_is(value_path(v, "Vpc.Tags[0].Key"), "Name"));
    assert_false(value_given(value_path(v, "Vpc.Tags[1].Key")));
    assert_false(value_given(value_path(v, "Vpc.Nope.Key")));
    assert_false(value_given(value_path(v, "Vpc.Tags[x]")));
    assert_false(value_given(value_path(v, "Vpc.Tags[0")));
    assert_int_equal(value_path(v, "").kind, VALUE_MAP);
}

static void test_copies_share_nothing(void **state)
{
    (void)state;
    struct arena other = { 0 };
    struct path path;
    assert_true(path_parse(&other, STR("tags[Name].x[a=b]"), &path, NULL));
    struct value r = expr_ref(&other, STR("aws_vpc.a"), path, true, (struct pos){ .file = STR("stack.lua"), .line = 3 });
    struct value call;
    assert_true(expr_call(&other, STR("upper"), &r, 1, (struct pos){ 0 }, &call, NULL));
    struct value v = value_map_of(&other, "a", value_list(&other, &call, 1), "b", value_str_copy(&other, STR("text")), "c",
                                  value_bytes(STR("\0\1")), NULL);
    struct digest before = value_digest(v);
    struct value copy = value_copy(&memory, v);
    assert_true(value_eq(copy, v));
    arena_done(&other);
    struct digest after = value_digest(copy);
    assert_true(digest_eq(&before, &after));
    assert_true(value_sensitive(copy));
}

static void test_with_sets_and_removes(void **state)
{
    (void)state;
    struct value m = value_map_of(&memory, "a", value_int(1), "b", value_int(2), NULL);
    assert_int_equal(value_to_int(value_get(value_with(&memory, m, "a", value_int(9)), "a"), 0), 9);
    assert_int_equal(value_with(&memory, m, "a", VALUE_NONE).count, 1);
    assert_int_equal(value_with(&memory, m, "c", value_int(3)).count, 3);
    assert_int_equal(value_with(&memory, VALUE_NONE, "c", value_int(3)).count, 1);
    assert_int_equal(value_to_int(value_get(m, "a"), 0), 1);
}

static void test_merge_goes_one_level(void **state)
{
    (void)state;
    struct value a = value_map_of(&memory, "x", value_int(1), "y", value_map_of(&memory, "p", value_int(1), NULL), NULL);
    struct value b = value_map_of(&memory, "y", value_map_of(&memory, "q", value_int(2), NULL), NULL);
    struct value m = value_merge(&memory, a, b);
    assert_int_equal(m.count, 2);
    assert_false(value_given(value_path(m, "y.p")));
    assert_int_equal(value_merge(&memory, VALUE_NONE, b).count, 1);
}

static void test_order_is_kind_then_content(void **state)
{
    (void)state;
    struct value ordered[] = {
        VALUE_NONE, value_null(), value_bool(false), value_bool(true), value_int(-1), value_int(2), value_float(-0.5),
        value_float(0.5), value_cstr(""), value_cstr("a"), value_cstr("ab"), value_cstr("b"), value_bytes(STR("a")),
        value_list(&memory, NULL, 0), value_list(&memory, (struct value[]){ value_int(1) }, 1),
        value_list(&memory, (struct value[]){ value_int(1), value_int(1) }, 2),
        value_list(&memory, (struct value[]){ value_int(2) }, 1),
        value_map_of(&memory, "a", value_int(1), NULL), value_map_of(&memory, "a", value_int(2), NULL),
        value_map_of(&memory, "b", value_int(1), NULL), ref("aws_vpc.a"), ref("aws_vpc.b"), ref("aws_vpc.longer"),
    };
    for (size_t i = 0; i < ARRAY_LEN(ordered); i++) {
        for (size_t j = 0; j < ARRAY_LEN(ordered); j++) {
            int order = value_cmp(ordered[i], ordered[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(value_eq(ordered[i], ordered[j]), i == j);
        }
    }
}

static void test_equality_ignores_the_sensitive_mark(void **state)
{
    (void)state;
    assert_true(value_eq(value_mark_sensitive(value_cstr("a")), value_cstr("a")));
}

static void test_every_kind_has_a_name(void **state)
{
    (void)state;
    for (int kind = VALUE_ABSENT; kind <= VALUE_EXPR; kind++)
        assert_string_not_equal(value_kind_name((enum value_kind)kind), "unknown kind");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_integral_floats_become_integers, empty_memory),
        cmocka_unit_test_teardown(test_maps_are_sorted_and_the_last_of_equal_keys_wins, empty_memory),
        cmocka_unit_test_teardown(test_large_maps_are_sorted_stably, empty_memory),
        cmocka_unit_test_teardown(test_absent_values_are_never_stored, empty_memory),
        cmocka_unit_test_teardown(test_flags_and_depth_rise, empty_memory),
        cmocka_unit_test_teardown(test_children_of_what_is_sensitive_as_a_whole_are_sensitive, empty_memory),
        cmocka_unit_test_teardown(test_reading_the_wrong_kind_gives_the_fallback, empty_memory),
        cmocka_unit_test_teardown(test_dotted_paths_of_providers, empty_memory),
        cmocka_unit_test_teardown(test_copies_share_nothing, empty_memory),
        cmocka_unit_test_teardown(test_with_sets_and_removes, empty_memory),
        cmocka_unit_test_teardown(test_merge_goes_one_level, empty_memory),
        cmocka_unit_test_teardown(test_order_is_kind_then_content, empty_memory),
        cmocka_unit_test_teardown(test_equality_ignores_the_sensitive_mark, empty_memory),
        cmocka_unit_test_teardown(test_every_kind_has_a_name, empty_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
