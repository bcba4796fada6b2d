/*
 * test_buf.c - growing byte strings and their maximum.
 */
#include "engine/base/buf.h"
#include "tests/unit/test.h"

static void test_appends_build_a_terminated_string(void **state)
{
    (void)state;
    DROP_BUF struct buf buf = { 0 };
    CHECK_STR(buf_str(&buf), "");
    buf_add_cstr(&buf, "a");
    buf_add_str(&buf, STR_NONE);
    buf_add_char(&buf, '=');
    buf_printf(&buf, "%d", 42);
    CHECK_STR(buf_str(&buf), "a=42");
    CHECK(buf.ptr[buf.len] == '\0');
    CHECK(!buf.overflow);
}

static void test_the_maximum_is_exact_and_sticky(void **state)
{
    (void)state;
    DROP_BUF struct buf buf = { .max_bytes = 4 };
    buf_add_cstr(&buf, "abcd");
    CHECK(!buf.overflow);
    buf_add_cstr(&buf, "e");
    CHECK(buf.overflow);
    CHECK_STR(buf_str(&buf), "abcd");
    buf_truncate(&buf, 1);
    buf_add_cstr(&buf, "z");
    CHECK_STR(buf_str(&buf), "a"); /* what was lost stays lost: later appends would leave a hole */
}

static void test_printf_past_the_maximum_adds_nothing(void **state)
{
    (void)state;
    DROP_BUF struct buf buf = { .max_bytes = 4 };
    buf_printf(&buf, "%s", "abcde");
    CHECK(buf.overflow);
    CHECK_STR(buf_str(&buf), "");
}

static void test_an_absurd_length_is_overflow_not_wraparound(void **state)
{
    (void)state;
    DROP_BUF struct buf buf = { 0 };
    buf_add_cstr(&buf, "abc");
    buf_add(&buf, "x", SIZE_MAX - 1);
    CHECK(buf.overflow);
    CHECK_STR(buf_str(&buf), "abc");
}

static void test_growth_over_many_appends(void **state)
{
    (void)state;
    DROP_BUF struct buf buf = { 0 };
    for (int i = 0; i < 100000; i++)
        buf_add_char(&buf, (char)('a' + i % 26));
    CHECK_INT(buf.len, 100000);
    CHECK(buf.ptr[99999] == 'a' + 99999 % 26);
}

static void test_varints_are_leb128(void **state)
{
    (void)state;
    static const struct { uint64_t n; const char *bytes; size_t len; } rows[] = {
        { 0, "\0", 1 }, { 1, "\1", 1 }, { 127, "\x7f", 1 }, { 128, "\x80\x01", 2 }, { 624485, "\xe5\x8e\x26", 3 },
        { UINT64_MAX, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10 },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        DROP_BUF struct buf buf = { 0 };
        buf_add_varint(&buf, rows[i].n);
        CHECK_INT(buf.len, rows[i].len);
        assert_memory_equal(buf.ptr, rows[i].bytes, rows[i].len);
    }
}

static void test_done_leaves_a_buf_that_can_be_used_again(void **state)
{
    (void)state;
    struct buf buf = { .max_bytes = 3 };
    buf_add_cstr(&buf, "abcd");
    CHECK(buf.overflow);
    buf_done(&buf);
    CHECK_INT(buf.max_bytes, 3);
    buf_add_cstr(&buf, "abc");
    CHECK(!buf.overflow);
    buf_truncate(&buf, 99);
    CHECK_STR(buf_str(&buf), "abc");
    buf_done(&buf);
    buf_done(&buf);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_appends_build_a_terminated_string),
        cmocka_unit_test(test_the_maximum_is_exact_and_sticky),
        cmocka_unit_test(test_printf_past_the_maximum_adds_nothing),
        cmocka_unit_test(test_an_absurd_length_is_overflow_not_wraparound),
        cmocka_unit_test(test_growth_over_many_appends),
        cmocka_unit_test(test_varints_are_leb128),
        cmocka_unit_test(test_done_leaves_a_buf_that_can_be_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
