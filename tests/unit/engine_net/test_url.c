/*
 * test_url.c - URLs, percent-encoding, header lookup and back-off arithmetic.
 */
#include "engine/net/net.h"
#include "engine/net/retry.h"
#include "tests/unit/test.h"

static void test_urls_are_taken_apart(void **state)
{
    (void)state;
    static const struct { const char *text, *scheme, *host, *port, *path, *query; } cases[] = {
        { "https://a.b-c_d.test", "https", "a.b-c_d.test", "", "", "" },
        { "https://a.test:8443/p/q?x=1&y", "https", "a.test", "8443", "/p/q", "x=1&y" },
        { "http://[::1]:80/", "http", "[::1]", "80", "/", "" },
        { "http://[fe80::1]?q", "http", "[fe80::1]", "", "", "q" },
        { "s3://bucket/prefix?region=x?y", "s3", "bucket", "", "/prefix", "region=x?y" },
        { "https://a.test?", "https", "a.test", "", "", "" },
        { "https://a.test/a:b@c//", "https", "a.test", "", "/a:b@c//", "" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct url url;
        CHECK(url_parse(str_of(cases[i].text), &url));
        CHECK_STR(url.scheme, cases[i].scheme);
        CHECK_STR(url.host, cases[i].host);
        CHECK_STR(url.port, cases[i].port);
        CHECK_STR(url.path, cases[i].path);
        CHECK_STR(url.query, cases[i].query);
    }
}

static void test_what_parsers_could_read_differently_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "", "a", "/a", "://a", "https:/a", "https:///a", "https://", "1s://a", "ht tp://a", "https://user@a/", "https://user:pw@a/",
        "https://a b/", "https://a\\b/", "https://a/\n", "https://a/\x7f", "https://a/\xc3\xa9", "https://a/#f", "https://a:/", "https://a:0/",
        "https://a:65536/", "https://a:+1/", "https://a:1x/", "https://[::1/", "https://[]/", "https://[::1]x/", "https://[a]/", "https://[::1]:/",
        "https://a%2fb/", "https://a,b/", "https://a/{x}", "https://a:1:2/", "https://[fe80::1%25eth0]/",
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct url url = { .host = STR("untouched") };
        CHECK(!url_parse(str_of(texts[i]), &url));
        CHECK_STR(url.host, "untouched");
    }
}

static void test_loopback_is_what_everybody_calls_loopback(void **state)
{
    (void)state;
    static const struct { const char *url; bool loopback; } cases[] = {
        { "http://localhost/", true }, { "http://LocalHost:1/", true }, { "http://127.0.0.1/", true }, { "http://127.255.0.9:80/", true },
        { "http://[::1]/", true }, { "http://localhost.a.test/", false }, { "http://127.0.0.1.a.test/", false }, { "http://127.1/", false },
        { "http://127.0.0.01/", false }, { "http://127.0.0.256/", false }, { "http://0127.0.0.1/", false }, { "http://128.0.0.1/", false },
        { "http://2130706433/", false }, { "http://0x7f000001/", false }, { "http://[::ffff:127.0.0.1]/", false }, { "http://0.0.0.0/", false },
        { "http://127.0.0.1.0/", false }, { "http://127..0.1/", false }, { "http://169.254.169.254/", false },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct url url;
        CHECK(url_parse(str_of(cases[i].url), &url));
        CHECK_INT(url_is_loopback(&url), cases[i].loopback);
    }
}

static void test_percent_encoding_goes_both_ways(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    CHECK_STR(url_encode(&arena, STR("aZ09-._~"), false), "aZ09-._~");
    CHECK_STR(url_encode(&arena, STR("a/b c+d%\xc3\xa9*"), false), "a%2Fb%20c%2Bd%25%C3%A9%2A");
    CHECK_STR(url_encode(&arena, STR("/a/b "), true), "/a/b%20");
    CHECK_STR(url_encode(&arena, str_n("\0", 1), false), "%00");
    CHECK_STR(url_encode(&arena, STR_NONE, false), "");
    CHECK_STR(url_decode(&arena, STR("a%2fb%20c+d%zz%4")), "a/b c+d%zz%4");
    CHECK_STR(url_decode(&arena, STR("%41%")), "A%");
    char all[256];
    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    struct str text = str_n(all, sizeof all);
    CHECK(str_eq(url_decode(&arena, url_encode(&arena, text, false)), text));
    CHECK(str_eq(url_decode(&arena, url_encode(&arena, text, true)), text));
    arena_done(&arena);
}

/* ---- Back-off ---------------------------------------------------------------------------------------------------- */

static int64_t most_of(enum retry_reason reason, int retries, bool fast)
{
    struct retry_random random;
    retry_seed(&random, 1);
    int64_t most = 0;
    for (int i = 0; i < 3000; i++)
        most = MAX_OF(most, retry_delay_ms(&random, reason, retries, fast, 0, NULL, 0));
    return most;
}

static void test_delays_double_up_to_the_cap_with_full_jitter(void **state)
{
    (void)state;
    static const struct { enum retry_reason reason; int retries; bool fast; int64_t most; } cases[] = {
        { RETRY_TRANSIENT, 0, false, 50 },     { RETRY_TRANSIENT, 3, false, 400 },   { RETRY_TRANSIENT, 9, false, 20000 },
        { RETRY_TRANSIENT, 1000, false, 20000 }, { RETRY_THROTTLED, 0, false, 1000 }, { RETRY_THROTTLED, 2, false, 4000 },
        { RETRY_THROTTLED, 5, false, 20000 },  { RETRY_THROTTLED, 0, true, 1 },      { RETRY_TRANSIENT, 20, true, 400 },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int64_t most = most_of(cases[i].reason, cases[i].retries, cases[i].fast);
        CHECK(most <= cases[i].most && most >= cases[i].most * 95 / 100);
    }
    struct retry_random random;
    retry_seed(&random, 0);
    double sum = 0;
    for (int i = 0; i < 10000; i++) {
        double x = retry_uniform(&random);
        CHECK(x >= 0 && x < 1);
        sum += x;
    }
    CHECK(sum > 4850 && sum < 5150);
}

static int64_t delay_with(const char *name, const char *value)
{
    struct retry_random random;
    retry_seed(&random, 1);
    struct io_header header = { str_of(name), str_of(value) };
    return retry_delay_ms(&random, RETRY_TRANSIENT, 0, false, 1795305600000, &header, 1);
}

static void test_a_wish_of_the_server_raises_the_delay_within_reason(void **state)
{
    (void)state;
    int64_t plain = delay_with("x", "y");
    CHECK(plain >= 1 && plain <= 50);
    CHECK_INT(delay_with("x-amz-retry-after", "2500"), 2500);
    CHECK_INT(delay_with("x-amz-retry-after", "0"), plain);
    CHECK_INT(delay_with("x-amz-retry-after", "99999"), plain + 5000);
    CHECK_INT(delay_with("x-amz-retry-after", "soon"), plain);
    CHECK_INT(delay_with("x-amz-retry-after", "-5"), plain);
    CHECK_INT(delay_with("retry-after", "3"), 3000);
    CHECK_INT(delay_with("retry-after", "9223372036854775807"), 120000);
    CHECK_INT(delay_with("retry-after", "-1"), plain);
    CHECK_INT(delay_with("retry-after", "Sun, 22 Nov 2026 00:00:09 GMT"), 9000);
    CHECK_INT(delay_with("retry-after", "Sun, 22 Nov 2020 00:00:09 GMT"), plain);
    CHECK_INT(delay_with("retry-after", "never"), plain);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_urls_are_taken_apart),
        cmocka_unit_test(test_what_parsers_could_read_differently_is_refused),
        cmocka_unit_test(test_loopback_is_what_everybody_calls_loopback),
        cmocka_unit_test(test_percent_encoding_goes_both_ways),
        cmocka_unit_test(test_delays_double_up_to_the_cap_with_full_jitter),
        cmocka_unit_test(test_a_wish_of_the_server_raises_the_delay_within_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
