/*
 * test_str.c - string views: edges, numbers, UTF-8, nearest word.
 */
#include "tests/unit/test.h"

static void test_comparison_is_by_bytes_then_length(void **state)
{
    (void)state;
    CHECK(str_cmp(STR("a"), STR("b")) < 0);
    CHECK(str_cmp(STR("a"), STR("ab")) < 0);
    CHECK(str_cmp(STR("\xff"), STR("a")) > 0); /* unsigned bytes */
    CHECK(str_cmp(STR(""), STR_NONE) == 0);
    CHECK(str_cmp(STR("a\0b"), STR("a\0c")) < 0);
    CHECK(str_eq(STR_NONE, STR("")));
    CHECK(!str_eq(STR("a\0b"), STR("a\0c")));
}

static void test_slices_are_clamped(void **state)
{
    (void)state;
    CHECK_STR(str_slice(STR("abcdef"), 2, 4), "cd");
    CHECK_STR(str_slice(STR("abc"), 2, 99), "c");
    CHECK_STR(str_slice(STR("abc"), 99, 2), "");
    CHECK_STR(str_slice(STR_NONE, 0, 5), "");
}

static void test_finding_and_affixes(void **state)
{
    (void)state;
    CHECK_INT(str_find(STR("hello"), STR("ll")), 2);
    CHECK_INT(str_find(STR("hello"), STR("lo!")), -1);
    CHECK_INT(str_find(STR("hello"), STR("")), 0);
    CHECK_INT(str_find(STR_NONE, STR("x")), -1);
    CHECK_INT(str_find_char(STR("a\0b"), 'b'), 2);
    CHECK_INT(str_find_char(STR_NONE, 'b'), -1);
    CHECK(str_starts(STR("vpc-1"), STR("vpc-")));
    CHECK(!str_starts(STR("vp"), STR("vpc-")));
    CHECK(str_starts(STR_NONE, STR_NONE));
    CHECK(str_ends(STR("a.lua"), STR(".lua")));
    CHECK(!str_ends(STR("lua"), STR(".lua")));
}

static void test_split_keeps_empty_pieces_and_ends_with_null(void **state)
{
    (void)state;
    struct str rest = STR("a,,b,");
    CHECK_STR(str_split(&rest, ','), "a");
    CHECK_STR(str_split(&rest, ','), "");
    CHECK_STR(str_split(&rest, ','), "b");
    CHECK(rest.ptr);
    CHECK_STR(str_split(&rest, ','), "");
    CHECK(!rest.ptr);
}

static void test_trim_takes_ascii_space_only(void **state)
{
    (void)state;
    CHECK_STR(str_trim(STR(" \t\r\n\v\fa b \n")), "a b");
    CHECK_STR(str_trim(STR("   ")), "");
    CHECK_STR(str_trim(STR("\xc2\xa0" "a")), "\xc2\xa0" "a");
}

static void test_integers_are_whole_decimal_and_do_not_overflow(void **state)
{
    (void)state;
    static const struct { const char *text; bool ok; int64_t value; } rows[] = {
        { "0", true, 0 }, { "-0", true, 0 }, { "007", true, 7 },
        { "9223372036854775807", true, INT64_MAX }, { "-9223372036854775808", true, INT64_MIN },
        { "9223372036854775808", false, 0 }, { "-9223372036854775809", false, 0 }, { "99999999999999999999", false, 0 },
        { "", false, 0 }, { "-", false, 0 }, { "+1", false, 0 }, { " 1", false, 0 }, { "1 ", false, 0 },
        { "0x10", false, 0 }, { "1e3", false, 0 }, { "--1", false, 0 },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t n = 4711;
        CHECK_INT(str_to_i64(str_of(rows[i].text), &n), rows[i].ok);
        CHECK(n == (rows[i].ok ? rows[i].value : 4711));
    }
}

static void test_doubles_are_whole_and_finite(void **state)
{
    (void)state;
    double d = 4711;
    CHECK(str_to_f64(STR("1.5e3"), &d) && d == 1500.0);
    CHECK(str_to_f64(STR("-.5"), &d) && d == -0.5);
    CHECK(str_to_f64(str_n("2.25junk", 4), &d) && d == 2.25);
    static const char *const bad[] = { "", "inf", "nan", "0x1p3", "1e999", "1.5 ", " 1", "1,5", "1.2.3", "e5", "." };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        CHECK(!str_to_f64(str_of(bad[i]), &d));
    CHECK(!str_to_f64(STR("1\0"), &d));
    CHECK(!str_to_f64(STR("0000000000000000000000000000000000000000000000000000000000000000001"), &d));
}

static void test_utf8_is_checked_strictly(void **state)
{
    (void)state;
    static const struct { const char *text; bool ok; } rows[] = {
        { "", true }, { "ascii", true }, { "\xc3\xa9", true }, { "\xed\x95\x9c", true }, { "\xf0\x9f\x98\x80", true },
        { "\xf4\x8f\xbf\xbf", true },    /* U+10FFFF */
        { "\xee\x80\x80", true },        /* U+E000 */
        { "\xed\x9f\xbf", true },        /* U+D7FF */
        { "\x80", false },               /* continuation alone */
        { "\xc3", false }, { "\xe2\x82", false }, { "\xf0\x9f\x98", false }, /* cut */
        { "\xc0\xaf", false }, { "\xc1\xbf", false }, { "\xe0\x80\xaf", false }, { "\xf0\x80\x80\xaf", false }, /* overlong */
        { "\xed\xa0\x80", false }, { "\xed\xbf\xbf", false }, /* surrogates */
        { "\xf4\x90\x80\x80", false }, { "\xf5\x80\x80\x80", false }, { "\xff", false },
        { "\xc3(", false }, { "a\xe2(\xa1", false },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_INT(str_is_utf8(str_of(rows[i].text)), rows[i].ok);
    CHECK(str_is_utf8(STR_NONE));
    CHECK(str_is_utf8(STR("a\0b")));
}

static void test_hash_depends_on_every_byte_and_the_length(void **state)
{
    (void)state;
    char text[33] = { 0 };
    uint64_t zero = str_hash(str_n(text, 32));
    for (int i = 0; i < 32; i++) {
        text[i] = 1;
        CHECK(str_hash(str_n(text, 32)) != zero);
        text[i] = 0;
        CHECK(str_hash(str_n(text, (size_t)i)) != zero);
    }
    CHECK(str_hash(STR_NONE) == str_hash(STR("")));
}

static void test_distance_counts_edits_and_swaps_up_to_the_cap(void **state)
{
    (void)state;
    CHECK_INT(str_distance(STR("cidr_block"), STR("cidr_blok"), 5), 1);
    CHECK_INT(str_distance(STR("vpc"), STR("vcp"), 5), 1);
    CHECK_INT(str_distance(STR("kitten"), STR("sitting"), 5), 3);
    CHECK_INT(str_distance(STR(""), STR("abc"), 5), 3);
    CHECK_INT(str_distance(STR("aaaa"), STR("bbbb"), 2), 2);
    char longer[100];
    memset(longer, 'a', sizeof longer);
    CHECK_INT(str_distance(str_n(longer, 100), STR("a"), 3), 3);
}

static void test_nearest_suggests_only_what_is_near(void **state)
{
    (void)state;
    const struct str names[] = { STR("cidr_block"), STR("vpc_id"), STR("tags") };
    CHECK_STR(str_nearest(STR("cidr_blok"), names, 3), "cidr_block");
    CHECK_STR(str_nearest(STR("vcp_id"), names, 3), "vpc_id");
    CHECK(!str_nearest(STR("availability_zone"), names, 3).ptr);
    CHECK(!str_nearest(STR("x"), names, 0).ptr);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comparison_is_by_bytes_then_length),
        cmocka_unit_test(test_slices_are_clamped),
        cmocka_unit_test(test_finding_and_affixes),
        cmocka_unit_test(test_split_keeps_empty_pieces_and_ends_with_null),
        cmocka_unit_test(test_trim_takes_ascii_space_only),
        cmocka_unit_test(test_integers_are_whole_decimal_and_do_not_overflow),
        cmocka_unit_test(test_doubles_are_whole_and_finite),
        cmocka_unit_test(test_utf8_is_checked_strictly),
        cmocka_unit_test(test_hash_depends_on_every_byte_and_the_length),
        cmocka_unit_test(test_distance_counts_edits_and_swaps_up_to_the_cap),
        cmocka_unit_test(test_nearest_suggests_only_what_is_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
