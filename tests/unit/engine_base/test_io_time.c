/*
 * test_io_time.c - times in and out as text. Wanted values from GNU date.
 */
#include "engine/base/io.h"
#include "tests/unit/test.h"

static struct arena arena;

static void test_times_are_written_as_rfc_3339(void **state)
{
    (void)state;
    static const struct { int64_t ms; const char *text; } rows[] = {
        { 0, "1970-01-01T00:00:00Z" },
        { 999, "1970-01-01T00:00:00Z" },
        { -1, "1969-12-31T23:59:59Z" },
        { 951782400000, "2000-02-29T00:00:00Z" },
        { 1795391313000, "2026-11-22T23:48:33Z" },
        { 4107542400000, "2100-03-01T00:00:00Z" }, /* 2100 has no leap day */
        { 253402300799999, "9999-12-31T23:59:59Z" },
        { -62135596800000, "0001-01-01T00:00:00Z" },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        CHECK_STR(io_format_time(&arena, rows[i].ms), rows[i].text);
}

static void test_times_are_read_in_every_form_that_clouds_send(void **state)
{
    (void)state;
    static const struct { const char *text; int64_t ms; } rows[] = {
        { "2026-11-22T23:48:33Z", 1795391313000 },
        { "2026-11-22t23:48:33z", 1795391313000 },
        { "2026-11-22 23:48:33Z", 1795391313000 },
        { "2026-11-22T23:48:33.5Z", 1795391313500 },
        { "2026-11-22T23:48:33.123456789Z", 1795391313123 },
        { "2026-11-23T08:48:33+09:00", 1795391313000 },
        { "2026-11-22T18:18:33-0530", 1795391313000 },
        { "20261122T234833Z", 1795391313000 },
        { "Sun, 22 Nov 2026 23:48:33 GMT", 1795391313000 },
        { "Sun, 06 Nov 1994 08:49:37 GMT", 784111777000 },
        { "2016-12-31T23:59:60Z", 1483228799000 }, /* a leap second */
        { "1969-12-31T23:59:59Z", -1000 },
        { "2000-02-29T00:00:00Z", 951782400000 },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t ms = 0;
        if (!io_parse_time(str_of(rows[i].text), &ms) || ms != rows[i].ms)
            fail_msg("%s: got %lld", rows[i].text, (long long)ms);
    }
}

static void test_what_is_not_a_time_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "Z", "2026", "2026-11-22", "2026-11-22T23:48:33", "2026-11-22T23:48Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-11-31T00:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T23:60:00Z", "2026-11-22T23:48:61Z", "2026-11-22T23:48:33.Z",
        "2026-11-22T23:48:33Zx", "2026-11-22T23:48:33+9", "2026-11-22T23:48:33+24:00", "0000-01-01T00:00:00Z",
        "+026-11-22T23:48:33Z", "2026-1122T23:48:33Z", "Sun, 22 Nov 2026 23:48:33", "Sun, 22 Nov 2026 23:48:33 CET",
        "Sun, 2 Nov 2026 23:48:33 GMT", "Sun, 22 Nov", "Sun, 22 N", "Sunday, 22-Nov-26 23:48:33 GMT",
        "Sun, 22 ovD 2026 23:48:33 GMT", "Sun, 31 Feb 2026 23:48:33 GMT",
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        int64_t ms = 4711;
        if (io_parse_time(str_of(bad[i]), &ms) || ms != 4711)
            fail_msg("'%s' was read as %lld", bad[i], (long long)ms);
    }
    int64_t ms;
    CHECK(!io_parse_time(STR_NONE, &ms));
    CHECK(!io_parse_time(STR("2026-11-22\0T23:48:33Z"), &ms));
}

static void test_every_day_of_eight_centuries_round_trips(void **state)
{
    (void)state;
    DROP_ARENA struct arena scratch = { 0 };
    for (int64_t day = -146097; day < 146097; day += 1) {
        int64_t ms = day * 86400000 + 3723000, back;
        CHECK(io_parse_time(io_format_time(&scratch, ms), &back));
        CHECK(back == ms);
        arena_reset(&scratch);
    }
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
        cmocka_unit_test(test_times_are_written_as_rfc_3339),
        cmocka_unit_test(test_times_are_read_in_every_form_that_clouds_send),
        cmocka_unit_test(test_what_is_not_a_time_is_refused),
        cmocka_unit_test(test_every_day_of_eight_centuries_round_trips),
    };
    return cmocka_run_group_tests(tests, NULL, done);
}
