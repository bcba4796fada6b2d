/*
 * test_words.c - how names, values and durations are said.
 */
#include "engine/render/render_internal.h"
#include "tests/unit/test.h"

static struct arena arena;

static void check_names(const char *want, size_t max, size_t count, const char *a, const char *b, const char *c)
{
    struct str names[] = { str_of(a), str_of(b), str_of(c) };
    CHECK_STR(say_names(&arena, names, count, max), want);
}

static void test_names_share_what_is_common_at_breaks(void **state)
{
    (void)state;
    check_names("aws_subnet.private-{a,b}", 0, 2, "aws_subnet.private-a", "aws_subnet.private-b", NULL);
    check_names("aws_subnet.{a,b,c}.id", 0, 3, "aws_subnet.a.id", "aws_subnet.b.id", "aws_subnet.c.id");
    check_names("x.{web,worker}", 0, 2, "x.web", "x.worker", NULL);
    check_names("a, b", 0, 2, "a", "b", NULL);
    check_names("x.{a,b,…}", 2, 3, "x.a", "x.b", "x.c");
    check_names("x.y", 0, 1, "x.y", NULL, NULL);
    check_names("", 0, 0, NULL, NULL, NULL);
    check_names("x.{a,a-b}", 0, 2, "x.a", "x.a-b", NULL);
    check_names("n.{a-a,a}", 0, 2, "n.a-a", "n.a", NULL);
}

static void test_durations(void **state)
{
    (void)state;
    CHECK_STR(say_duration(&arena, 0), "0.0 s");
    CHECK_STR(say_duration(&arena, 2149), "2.1 s");
    CHECK_STR(say_duration(&arena, 9949), "9.9 s");
    CHECK_STR(say_duration(&arena, 9950), "9 s");
    CHECK_STR(say_duration(&arena, 400000), "6 m 40 s");
    CHECK_STR(say_duration(&arena, 360000), "6 m");
    CHECK_STR(say_duration(&arena, 7500000), "2 h 5 m");
    CHECK_STR(say_about(&arena, 1), "1 s");
    CHECK_STR(say_about(&arena, 540000), "9 min");
    CHECK_STR(say_about(&arena, 7200000), "2 h");
    CHECK_STR(say_clock(&arena, 90000, true), "00:01:30");
    CHECK_STR(say_clock(&arena, -5, false), "00:00");
}

static void test_strings_are_bare_when_nothing_is_lost(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = { { "g5.2xlarge", "g5.2xlarge" }, { "10.0.0.0/16", "10.0.0.0/16" }, { "", "\"\"" },      { "3", "\"3\"" },
                  { "true", "\"true\"" },         { "a b", "\"a b\"" },             { "é", "\"é\"" },    { "a\nb", "\"a\\nb\"" } };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(say_value(&arena, value_cstr(cases[i].text), 60), cases[i].want);
    CHECK_STR(say_value(&arena, value_int(3), 60), "3");
    CHECK_STR(say_value(&arena, VALUE_NONE, 60), "(none)");
    CHECK_STR(say_value(&arena, value_mark_sensitive(value_cstr("x")), 60), "••••");
}

static void test_a_computation_over_a_secret_shows_no_literal(void **state)
{
    (void)state;
    struct value ref = expr_ref(&arena, STR("x.y"), (struct path){ 0 }, false, (struct pos){ 0 }), v;
    struct err err = { 0 };
    CHECK(expr_call(&arena, STR("concat"), (struct value[]){ value_cstr("hunter2"), ref }, 2, (struct pos){ 0 }, &v, &err));
    CHECK_STR(say_value(&arena, value_mark_sensitive(v), 60), "••••");
    CHECK_STR(say_value(&arena, value_map_of(&arena, "k", value_mark_sensitive(v), NULL), 60), "••••");
    CHECK_STR(say_origin(&arena, value_mark_sensitive(v)), "x.y");
    CHECK_STR(say_origin(&arena, v), "\"hunter2\" .. x.y");
}

static void test_width_counts_what_a_terminal_shows(void **state)
{
    (void)state;
    struct page page = { .unicode = true };
    CHECK_INT(markup_columns(&page, STR("abc")), 3);
    CHECK_INT(markup_columns(&page, STR("日本")), 4);
    CHECK_INT(markup_columns(&page, STR("e\xcc\x81")), 1);
    CHECK_INT(markup_columns(&page, STR("\x02x\x01")), 1);
    page.unicode = false;
    CHECK_INT(markup_columns(&page, STR("→…é")), 6);
}

static int done(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_share_what_is_common_at_breaks),
        cmocka_unit_test(test_durations),
        cmocka_unit_test(test_strings_are_bare_when_nothing_is_lost),
        cmocka_unit_test(test_a_computation_over_a_secret_shows_no_literal),
        cmocka_unit_test(test_width_counts_what_a_terminal_shows),
    };
    return cmocka_run_group_tests(tests, NULL, done);
}
