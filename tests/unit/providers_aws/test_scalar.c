/*
 * test_scalar.c - texts of single values: times in three formats, numbers, percent encoding.
 */
#include "tests/unit/test.h"

#include "providers/aws/model/scalar.h"

static void reads_as(const char *text, int64_t want)
{
    int64_t ms = -1;
    if (!scalar_time_read(str_of(text), &ms))
        print_error("cannot read '%s'\n", text);
    CHECK_INT(ms, want);
}

static void test_times_are_read_in_every_format(void **state)
{
    (void)state;
    reads_as("1970-01-01T00:00:00Z", 0);
    reads_as("2014-04-29T18:30:38Z", 1398796238000);
    reads_as("2014-04-29T18:30:38.25Z", 1398796238250);
    reads_as("2019-12-16T22:48:18-01:00", 1576540098000);
    reads_as("2019-12-17t05:48:18+0600", 1576540098000);
    reads_as("2000-02-29T00:00:00z", 951782400000);
    reads_as("0001-01-01T00:00:00Z", -62135596800000);
    reads_as("Tue, 29 Apr 2014 18:30:38 GMT", 1398796238000);
    reads_as("Sun, 02 Jan 2000 20:34:56.456 GMT", 946845296456);
    reads_as(" 1398796238 ", 1398796238000);
    reads_as("1398796238.5", 1398796238500);
    reads_as("-1", -1000);
}

static void test_what_is_no_time_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = { "",
                                         "now",
                                         "2014-13-01T00:00:00Z",
                                         "2014-04-29",
                                         "2014-04-29T18:30:38",
                                         "2014-04-29T18:30:38Zx",
                                         "2014-04-29T25:30:38Z",
                                         "Tue, 29 Foo 2014 18:30:38 GMT",
                                         "Tue, 29 Apr 2014 18:30:38 EST",
                                         "Tue, 29 Apr",
                                         "1e300",
                                         "2014-04-29T18:30:38+",
                                         "2014-04-00T00:00:00Z" };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        int64_t ms;
        if (scalar_time_read(str_of(wrong[i]), &ms))
            fail_msg("'%s' was read", wrong[i]);
    }
}

static void written_as(int64_t ms, enum model_timestamp format, const char *want)
{
    DROP_BUF struct buf out = { 0 };
    scalar_time_write(&out, ms, format);
    CHECK_STR(buf_str(&out), want);
}

static void test_times_are_written_in_every_format(void **state)
{
    (void)state;
    written_as(1398796238000, MODEL_TIME_DEFAULT, "2014-04-29T18:30:38Z");
    written_as(1398796238250, MODEL_TIME_ISO8601, "2014-04-29T18:30:38.250Z");
    written_as(1398796238000, MODEL_TIME_RFC822, "Tue, 29 Apr 2014 18:30:38 GMT");
    written_as(1398796238000, MODEL_TIME_UNIX, "1398796238");
    written_as(1398796238500, MODEL_TIME_UNIX, "1398796238.5");
    written_as(-1, MODEL_TIME_ISO8601, "1969-12-31T23:59:59.999Z");
    written_as(951782400000, MODEL_TIME_RFC822, "Tue, 29 Feb 2000 00:00:00 GMT");
}

/* Every 37 hours from year 1 to 9999. */
static void test_every_day_survives_a_round_trip(void **state)
{
    (void)state;
    for (int64_t ms = -62135596800000; ms < 253402300800000; ms += 37 * 3600000LL + 1001) {
        DROP_BUF struct buf out = { 0 };
        int64_t back;
        scalar_time_write(&out, ms, MODEL_TIME_ISO8601);
        CHECK(scalar_time_read(buf_str(&out), &back));
        CHECK_INT(back, ms);
        ms += 20 * 86400000LL;
    }
}

static void number_is(double d, const char *want)
{
    DROP_BUF struct buf out = { 0 };
    scalar_number_write(&out, d);
    CHECK_STR(buf_str(&out), want);
}

static void test_numbers_are_as_short_as_they_can_be(void **state)
{
    (void)state;
    number_is(0.1, "0.1");
    number_is(5.5, "5.5");
    number_is(1.0 / 3, "0.3333333333333333");
    number_is(1e300, "1e+300");
}

static void test_percent_encoding(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    DROP_BUF struct buf out = { 0 };
    scalar_percent_encode(&out, STR("a-b_c.d~/ +%\0\xed\x95\x9c"), "/");
    CHECK_STR(buf_str(&out), "a-b_c.d~/%20%2B%25%00%ED%95%9C");
    CHECK_STR(scalar_percent_decode(&arena, STR("a%2fb%2Fc+d%"), true), "a/b/c d%");
    CHECK_STR(scalar_percent_decode(&arena, STR("a+%zz%4"), false), "a+%zz%4");
    CHECK_STR(scalar_percent_decode(&arena, STR_NONE, false), "");
}

static void read_fails(enum model_kind kind, const char *text, const char *message)
{
    DROP_ARENA struct arena arena = { 0 };
    struct model_shape shape = { .kind = (uint8_t)kind };
    struct value v;
    struct err err = { 0 };
    CHECK(!scalar_read(&arena, &shape, str_of(text), &v, &err));
    CHECK_ERR(&err, ERR_INVALID, message);
}

static void test_texts_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    read_fails(MODEL_BOOLEAN, "yes", "'yes' is no boolean");
    read_fails(MODEL_INTEGER, "1.5", "'1.5' is no integer");
    read_fails(MODEL_LONG, "99999999999999999999", "is no long");
    read_fails(MODEL_DOUBLE, "nan", "'nan' is no double");
    read_fails(MODEL_TIMESTAMP, "today", "'today' is no timestamp");
    read_fails(MODEL_BLOB, "***", "'***' is no blob");
    read_fails(MODEL_STRING, "\xff", "a text is not UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times_are_read_in_every_format),
        cmocka_unit_test(test_what_is_no_time_is_refused),
        cmocka_unit_test(test_times_are_written_in_every_format),
        cmocka_unit_test(test_every_day_survives_a_round_trip),
        cmocka_unit_test(test_numbers_are_as_short_as_they_can_be),
        cmocka_unit_test(test_percent_encoding),
        cmocka_unit_test(test_texts_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
