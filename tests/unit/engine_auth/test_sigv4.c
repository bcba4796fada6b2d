/*
 * test_sigv4.c - signing and verifying beyond the published vectors: S3, tokens, time stamps, the key cache, every refusal.
 *
 * Expected signatures named "botocore" were made by botocore 1.44.5 for the same request and time.
 */
#include "engine/auth/sigv4.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

static const int64_t now_ms = 1795391313000; /* 2026-11-22T23:48:33Z */
static const struct sigv4_identity lasting = { STR("AKIDEXAMPLE"), STR(SECRET), STR_NONE };
static const struct sigv4_identity temporary = { STR("ASIAEXAMPLE"), STR(SECRET), STR("to/ken+x==") };

static struct str header(const struct io_header *headers, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(headers[i].name, name))
            return headers[i].value;
    return STR_NONE;
}

static void check_signature(struct str authorization, const char *expected)
{
    struct str suffix = str_of(expected);
    if (!str_ends(authorization, suffix))
        fail_msg("%.*s does not end with %s", STR_ARG(authorization), expected);
}

static void test_s3_paths_are_signed_as_they_are(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct io_header sent[] = { { STR("Content-Type"), STR("text/plain") }, { STR("User-Agent"), STR("u") },
                                { STR("X-Amz-Meta-A"), STR("  b   c ") } };
    struct sigv4_request request = {
        STR("PUT"), STR("https://s3.eu-west-1.amazonaws.com/my-bucket/a//b/../c%20d%2Be~%C3%A9?list-type=2&prefix=x%2Fy&acl"),
        sent, 3, STR_NONE,
    };
    struct sigv4_params params = { .region = STR("eu-west-1"), .service = STR("s3"), .sign_at_ms = now_ms, .s3 = true };
    struct io_header *added;
    size_t count;
    assert_true(sigv4_is_s3(params.service));
    assert_false(sigv4_is_s3(STR("ec2")));
    assert_true(sigv4_sign(&arena, NULL, &temporary, &params, &request, &added, &count, NULL));
    check_signature(header(added, count, "authorization"), /* botocore */
                    "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-meta-a;x-amz-security-token, "
                    "Signature=ed1da50442780c8183663cbde2e439ca7191e3df7fee481f89abc57bcf564abb");
    assert_true(str_is(header(added, count, "x-amz-security-token"), "to/ken+x=="));

    request.url = STR("https://s3.eu-west-1.amazonaws.com/b/k");
    request.body = STR("hello");
    assert_true(sigv4_sign(&arena, NULL, &temporary, &params, &request, &added, &count, NULL));
    check_signature(header(added, count, "authorization"), /* botocore */
                    "Signature=8b7d190aade5b4be4f52f8085543158b876731c6051160d587e32179a9ca20ee");
    assert_true(str_is(header(added, count, "x-amz-content-sha256"),
                       "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"));
}

static void test_s3_presigned_urls_leave_the_body_open(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct sigv4_request request = { .method = STR("GET"), .url = STR("https://s3.eu-west-1.amazonaws.com/b/k%20x?versionId=1#part") };
    struct sigv4_params params = { .region = STR("eu-west-1"), .service = STR("s3"), .sign_at_ms = now_ms, .s3 = true, .expires_s = 900 };
    struct str url;
    assert_true(sigv4_presign(&arena, NULL, &temporary, &params, &request, &url, NULL));
    assert_string_equal(url.ptr, /* botocore */
                        "https://s3.eu-west-1.amazonaws.com/b/k%20x?versionId=1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                        "ASIAEXAMPLE%2F20261122%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20261122T234833Z&X-Amz-Expires=900"
                        "&X-Amz-SignedHeaders=host&X-Amz-Security-Token=to%2Fken%2Bx%3D%3D&X-Amz-Signature="
                        "8d0ba559823a3717163c614a692bd0b46367145aaad68301def64f98488629ae");
}

static void test_a_port_that_is_not_the_scheme_s_belongs_to_the_host(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct io_header sent[] = { { STR("Content-Type"), STR("application/x-www-form-urlencoded; charset=utf-8") } };
    struct sigv4_request request = { STR("POST"), STR("http://127.0.0.1:5555/"), sent, 1, STR("Action=DescribeVpcs&Version=2016-11-15") };
    struct sigv4_params params = { .region = STR("eu-west-1"), .service = STR("ec2"), .sign_at_ms = now_ms };
    struct io_header *added;
    size_t count;
    assert_true(sigv4_sign(&arena, NULL, &lasting, &params, &request, &added, &count, NULL));
    check_signature(header(added, count, "authorization"), /* botocore */
                    "Signature=5b0305f0647897a11dfd8b5447cf814ae23571fa4a78785e32251d382405d706");

    static const struct { const char *url, *host; } rows[] = {
        { "https://a.example:443/x", "host:a.example\n" },    { "http://a.example:80", "host:a.example\n" },
        { "https://a.example:80/x", "host:a.example:80\n" },  { "http://A.Example?q=1", "host:a.example\n" },
        { "https://user:pw@a.example/", "host:a.example\n" }, { "https://[::1]:8443/", "host:[::1]:8443\n" },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct sigv4_trace trace;
        request.url = str_of(rows[i].url);
        assert_true(sigv4_trace(&arena, &lasting, &params, &request, false, &trace, NULL));
        if (str_find(trace.canonical_request, str_of(rows[i].host)) < 0)
            fail_msg("%s: %.*s", rows[i].url, STR_ARG(trace.canonical_request));
    }
}

static void test_the_stamp_is_the_caller_s_and_the_same_stamp_signs_the_same(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct sigv4_request request = { .method = STR("POST"), .url = STR("https://ec2.eu-west-1.amazonaws.com/"), .body = STR("Action=CreateVpc") };
    struct sigv4_params params = { .region = STR("eu-west-1"), .service = STR("ec2"), .sign_at_ms = now_ms };
    struct sigv4_keys keys = { 0 };
    struct io_header *first, *again, *later;
    size_t count;
    assert_true(sigv4_sign(&arena, &keys, &lasting, &params, &request, &first, &count, NULL));
    assert_true(sigv4_sign(&arena, &keys, &lasting, &params, &request, &again, &count, NULL));
    assert_true(str_eq(first[1].value, again[1].value));
    assert_true(str_is(first[0].value, "20261122T234833Z"));
    params.sign_at_ms += 999; /* the same second */
    assert_true(sigv4_sign(&arena, &keys, &lasting, &params, &request, &later, &count, NULL));
    assert_true(str_eq(first[1].value, later[1].value));
    params.sign_at_ms += 1;
    assert_true(sigv4_sign(&arena, &keys, &lasting, &params, &request, &later, &count, NULL));
    assert_false(str_eq(first[1].value, later[1].value));
    sigv4_keys_done(&keys);
}

static void test_the_key_cache_misses_on_day_region_service_and_secret(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct sigv4_keys keys = { 0 };
    struct sigv4_request request = { .method = STR("GET"), .url = STR("https://h/") };
    struct sigv4_params base = { .region = STR("r"), .service = STR("s"), .sign_at_ms = now_ms };
    struct sigv4_params rows[] = { base, base, base, base };
    rows[1].sign_at_ms += 86400000;
    rows[2].region = STR("r2");
    rows[3].service = STR("s2");
    struct sigv4_identity other = { STR("AKIDEXAMPLE"), STR("another"), STR_NONE };
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i <= ARRAY_LEN(rows); i++) {
            struct io_header *cached, *plain;
            size_t count;
            const struct sigv4_identity *who = i == ARRAY_LEN(rows) ? &other : &lasting;
            const struct sigv4_params *params = &rows[i % ARRAY_LEN(rows)];
            assert_true(sigv4_sign(&arena, &keys, who, params, &request, &cached, &count, NULL));
            assert_true(sigv4_sign(&arena, NULL, who, params, &request, &plain, &count, NULL));
            assert_true(str_eq(cached[1].value, plain[1].value));
        }
    }
    assert_int_equal(keys.misses, 5);
    assert_int_equal(keys.hits, 5);
    for (int i = 0; i < 3 * SIGV4_KEY_CACHE; i++) { /* old entries give way */
        struct sigv4_params params = { .region = arena_printf(&arena, "region-%d", i), .service = STR("s"), .sign_at_ms = now_ms };
        struct io_header *added;
        size_t count;
        assert_true(sigv4_sign(&arena, &keys, &lasting, &params, &request, &added, &count, NULL));
    }
    sigv4_keys_done(&keys);
    assert_int_equal(keys.entries[0].key.bytes[0], 0);
}

static void test_what_proxies_change_is_not_signed(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    static const char *const names[] = { "User-Agent", "Expect", "Connection", "Transfer-Encoding", "TE", "Trailer", "Upgrade",
                                         "Keep-Alive", "Proxy-Authorization", "X-Amzn-Trace-Id", "Traceparent", "Tracestate",
                                         "Baggage", "Authorization", "X-Amz-Date", "X-Amz-Security-Token" };
    struct io_header sent[ARRAY_LEN(names)];
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        sent[i] = (struct io_header){ str_of(names[i]), STR("stale") };
    struct sigv4_request request = { STR("GET"), STR("https://h/"), sent, ARRAY_LEN(names), STR_NONE };
    struct sigv4_params params = { .region = STR("r"), .service = STR("s"), .sign_at_ms = now_ms };
    struct sigv4_trace trace;
    assert_true(sigv4_trace(&arena, &lasting, &params, &request, false, &trace, NULL));
    assert_true(str_find(trace.canonical_request, STR("\n\nhost;x-amz-date\n")) > 0);
    assert_int_equal(str_find(trace.canonical_request, STR("stale")), -1);
}

static void test_unsigned_payloads_are_named(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct sigv4_request request = { .method = STR("PUT"), .url = STR("https://h/k"), .body = STR("x") };
    struct sigv4_params params = { .region = STR("r"), .service = STR("s3"), .sign_at_ms = now_ms, .s3 = true, .payload = SIGV4_UNSIGNED };
    struct io_header *added;
    size_t count;
    assert_true(sigv4_sign(&arena, NULL, &lasting, &params, &request, &added, &count, NULL));
    assert_true(str_is(header(added, count, "x-amz-content-sha256"), "UNSIGNED-PAYLOAD"));
    params.payload = SIGV4_UNSIGNED_TRAILER;
    assert_true(sigv4_sign(&arena, NULL, &lasting, &params, &request, &added, &count, NULL));
    assert_true(str_is(header(added, count, "x-amz-content-sha256"), "STREAMING-UNSIGNED-PAYLOAD-TRAILER"));
}

static void test_what_cannot_be_signed_is_refused(void **state)
{
    (void)state;
    static const char long_name[] = "a-region-that-is-much-longer-than-sixty-four-characters-could-ever-be-in-earnest";
    static const struct { const char *url, *region, *service, *secret, *message; int64_t expires_s; } rows[] = {
        { "/no/host", "r", "s", "k", "cannot sign a request without an absolute URL", 1 },
        { "https:///x", "r", "s", "k", "cannot sign a request to no host", 1 },
        { "https://h/", "", "s", "k", "'' is not a region to sign for", 1 },
        { "https://h/", long_name, "s", "k", "'a-region-that-is-much-longer-than-sixty-four-characters-could-ever-be-in-earnest' is not a region to sign for", 1 },
        { "https://h/", "r", "", "k", "'' is not a service to sign for", 1 },
        { "https://h/", "r", "s", "", "cannot sign without an access key and its secret", 1 },
        { "https://h/", "r", "s", "k", "a presigned URL lasts 1 to 604800 seconds, not 0", 0 },
        { "https://h/", "r", "s", "k", "a presigned URL lasts 1 to 604800 seconds, not 604801", 604801 },
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        DROP_ARENA struct arena arena = { 0 };
        struct err err = { 0 };
        struct sigv4_identity who = { STR("A"), str_of(rows[i].secret), STR_NONE };
        struct sigv4_request request = { .method = STR("GET"), .url = str_of(rows[i].url) };
        struct sigv4_params params = { .region = str_of(rows[i].region), .service = str_of(rows[i].service), .sign_at_ms = now_ms,
                                       .expires_s = rows[i].expires_s };
        struct str url;
        struct io_header *added;
        size_t count;
        assert_false(sigv4_presign(&arena, NULL, &who, &params, &request, &url, &err));
        assert_string_equal(err.message, rows[i].message);
        assert_int_equal(err.code, ERR_INVALID);
        assert_int_equal(sigv4_sign(&arena, NULL, &who, &params, &request, &added, &count, NULL), i >= 6);
    }
}

/* ---- The server's side ------------------------------------------------------------------------------------------ */

static bool example_keys(void *ctx, struct str access_key_id, struct sigv4_identity *ret)
{
    (void)ctx;
    *ret = str_eq(access_key_id, temporary.access_key_id) ? temporary : lasting;
    return str_eq(access_key_id, ret->access_key_id);
}

/* A correctly signed POST, for tests to spoil. */
struct sample {
    struct sigv4_incoming incoming;
    struct io_header headers[8];
    struct sigv4_policy policy;
    struct sigv4_params params;
};

static void make_sample(struct arena *arena, struct sample *ret, const struct sigv4_identity *who)
{
    *ret = (struct sample){ 0 };
    ret->params = (struct sigv4_params){ .region = STR("eu-west-1"), .service = STR("ec2"), .sign_at_ms = now_ms, .send_payload_hash = true };
    ret->headers[0] = (struct io_header){ STR("Host"), STR("ec2.local") };
    ret->headers[1] = (struct io_header){ STR("X-Amz-Target"), STR("a") };
    struct sigv4_request request = { STR("POST"), STR("https://ec2.local/p%20q?b=2&a=1"), ret->headers, 2, STR("body") };
    struct io_header *added;
    size_t count;
    assert_true(sigv4_sign(arena, NULL, who, &ret->params, &request, &added, &count, NULL));
    memcpy(ret->headers + 2, added, count * sizeof *added);
    ret->incoming = (struct sigv4_incoming){ STR("POST"), STR("/p%20q"), STR("b=2&a=1"), ret->headers, 2 + count, STR("body") };
    ret->policy = (struct sigv4_policy){ .now_ms = now_ms, .max_skew_ms = 300000, .region = STR("eu-west-1"), .service = STR("ec2"),
                                         .lookup = example_keys };
}

static void check_verdict(struct arena *arena, const struct sample *s, enum sigv4_verdict verdict, const char *code)
{
    struct sigv4_checked checked;
    sigv4_verify(arena, &s->policy, &s->incoming, &checked);
    if (checked.verdict != verdict)
        fail_msg("verdict %d (%s: %.*s) instead of %d", checked.verdict, checked.code, STR_ARG(checked.explanation), verdict);
    assert_string_equal(checked.code, code);
}

static void test_a_server_accepts_what_was_signed_and_says_who(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct sample s;
    make_sample(&arena, &s, &temporary);
    struct sigv4_checked checked;
    sigv4_verify(&arena, &s.policy, &s.incoming, &checked);
    assert_int_equal(checked.verdict, SIGV4_OK);
    assert_true(str_is(checked.access_key_id, "ASIAEXAMPLE"));
    assert_true(str_is(checked.region, "eu-west-1"));
    assert_int_equal(checked.signed_at_ms, now_ms);
}

static void test_a_server_refuses_each_thing_that_was_changed(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct sample s;
    make_sample(&arena, &s, &lasting);
    s.incoming.path = STR("/p%20r");
    check_verdict(&arena, &s, SIGV4_BAD_SIGNATURE, "SignatureDoesNotMatch");
    make_sample(&arena, &s, &lasting);
    s.incoming.query = STR("a=1&b=3");
    check_verdict(&arena, &s, SIGV4_BAD_SIGNATURE, "SignatureDoesNotMatch");
    make_sample(&arena, &s, &lasting);
    s.incoming.method = STR("PUT");
    check_verdict(&arena, &s, SIGV4_BAD_SIGNATURE, "SignatureDoesNotMatch");
    make_sample(&arena, &s, &lasting);
    s.headers[1].value = STR("b");
    check_verdict(&arena, &s, SIGV4_BAD_SIGNATURE, "SignatureDoesNotMatch");
    make_sample(&arena, &s, &lasting);
    s.incoming.body = STR("other");
    check_verdict(&arena, &s, SIGV4_BAD_PAYLOAD, "XAmzContentSHA256Mismatch");
    make_sample(&arena, &s, &lasting);
    s.headers[s.incoming.header_count++] = (struct io_header){ STR("x-amz-acl"), STR("public") };
    check_verdict(&arena, &s, SIGV4_BAD_SIGNATURE, "SignatureDoesNotMatch");
    make_sample(&arena, &s, &lasting);
    s.headers[1] = (struct io_header){ STR("other"), STR("a") }; /* a signed header is gone */
    check_verdict(&arena, &s, SIGV4_BAD_SIGNATURE, "SignatureDoesNotMatch");
    make_sample(&arena, &s, &lasting);
    s.incoming.query = STR("a=1&b=2"); /* order does not matter */
    check_verdict(&arena, &s, SIGV4_OK, "");
}

static void test_a_server_checks_key_token_scope_and_clock(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct sample s;
    struct sigv4_identity stranger = { STR("AKIANOBODY"), STR("x"), STR_NONE };
    make_sample(&arena, &s, &stranger);
    check_verdict(&arena, &s, SIGV4_UNKNOWN_KEY, "InvalidClientTokenId");
    struct sigv4_identity wrong_secret = { lasting.access_key_id, STR("x"), STR_NONE };
    make_sample(&arena, &s, &wrong_secret);
    check_verdict(&arena, &s, SIGV4_BAD_SIGNATURE, "SignatureDoesNotMatch");
    struct sigv4_identity no_token = { temporary.access_key_id, STR(SECRET), STR_NONE };
    make_sample(&arena, &s, &no_token);
    check_verdict(&arena, &s, SIGV4_BAD_TOKEN, "InvalidToken");
    make_sample(&arena, &s, &lasting);
    s.policy.region = STR("us-east-1");
    check_verdict(&arena, &s, SIGV4_BAD_SCOPE, "SignatureDoesNotMatch");
    make_sample(&arena, &s, &lasting);
    s.policy.service = STR("sts");
    check_verdict(&arena, &s, SIGV4_BAD_SCOPE, "SignatureDoesNotMatch");
    make_sample(&arena, &s, &lasting);
    s.policy.now_ms = now_ms + 300000;
    check_verdict(&arena, &s, SIGV4_OK, "");
    s.policy.now_ms++;
    check_verdict(&arena, &s, SIGV4_EXPIRED, "RequestExpired");
    s.policy.now_ms = now_ms - 300001;
    check_verdict(&arena, &s, SIGV4_NOT_YET, "RequestInTheFuture");
}

static void test_a_server_names_what_is_missing(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct sample s;
    make_sample(&arena, &s, &lasting);
    s.incoming.header_count = 2;
    check_verdict(&arena, &s, SIGV4_MISSING, "MissingAuthenticationToken");
    static const char *const spoilt[] = {
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=A/20261122/r/s/aws4_request, SignedHeaders=host",
        "AWS4-HMAC-SHA1 Credential=A/20261122/r/s/aws4_request, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=A/20261122/r/s/aws5_request, SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=A, SignedHeaders=host, Signature=00",
        "Bearer x",
    };
    for (size_t i = 0; i < ARRAY_LEN(spoilt); i++) {
        make_sample(&arena, &s, &lasting);
        s.headers[s.incoming.header_count - 1].value = str_of(spoilt[i]);
        check_verdict(&arena, &s, SIGV4_INCOMPLETE, "IncompleteSignature");
    }
    make_sample(&arena, &s, &lasting);
    s.headers[2].value = STR("yesterday");
    check_verdict(&arena, &s, SIGV4_INCOMPLETE, "IncompleteSignature");
    make_sample(&arena, &s, &lasting);
    s.headers[2].value = STR("20261121T234833Z"); /* another day than the scope's */
    check_verdict(&arena, &s, SIGV4_BAD_SCOPE, "SignatureDoesNotMatch");
    make_sample(&arena, &s, &lasting);
    struct str *authorization = &s.headers[s.incoming.header_count - 1].value;
    *authorization = STR("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/ec2/aws4_request, "
                         "SignedHeaders=x-amz-content-sha256;x-amz-date;x-amz-target, Signature=00");
    check_verdict(&arena, &s, SIGV4_BAD_SIGNATURE, "SignatureDoesNotMatch"); /* host is not signed */
}

static void test_a_server_checks_presigned_urls(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct sigv4_request request = { .method = STR("GET"), .url = STR("https://h/b//k%2Bx") };
    struct sigv4_params params = { .region = STR("r"), .service = STR("s3"), .sign_at_ms = now_ms, .s3 = true, .expires_s = 60 };
    struct str url;
    assert_true(sigv4_presign(&arena, NULL, &temporary, &params, &request, &url, NULL));
    struct sample s = { .headers = { { STR("host"), STR("h") } } };
    (void)str_split(&url, '?');
    s.incoming = (struct sigv4_incoming){ STR("GET"), STR("/b//k%2Bx"), url, s.headers, 1, STR_NONE };
    s.policy = (struct sigv4_policy){ .now_ms = now_ms, .max_skew_ms = 900000, .s3 = true, .lookup = example_keys };
    check_verdict(&arena, &s, SIGV4_OK, "");
    s.policy.now_ms = now_ms + 60000;
    check_verdict(&arena, &s, SIGV4_OK, "");
    s.policy.now_ms++;
    check_verdict(&arena, &s, SIGV4_EXPIRED, "RequestExpired");
    s.policy.now_ms = now_ms;
    s.incoming.query = arena_printf(&arena, "%.*s&extra=1", STR_ARG(url));
    check_verdict(&arena, &s, SIGV4_BAD_SIGNATURE, "SignatureDoesNotMatch");
    s.incoming.query = STR("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00");
    check_verdict(&arena, &s, SIGV4_INCOMPLETE, "IncompleteSignature");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_s3_paths_are_signed_as_they_are),
        cmocka_unit_test(test_s3_presigned_urls_leave_the_body_open),
        cmocka_unit_test(test_a_port_that_is_not_the_scheme_s_belongs_to_the_host),
        cmocka_unit_test(test_the_stamp_is_the_caller_s_and_the_same_stamp_signs_the_same),
        cmocka_unit_test(test_the_key_cache_misses_on_day_region_service_and_secret),
        cmocka_unit_test(test_what_proxies_change_is_not_signed),
        cmocka_unit_test(test_unsigned_payloads_are_named),
        cmocka_unit_test(test_what_cannot_be_signed_is_refused),
        cmocka_unit_test(test_a_server_accepts_what_was_signed_and_says_who),
        cmocka_unit_test(test_a_server_refuses_each_thing_that_was_changed),
        cmocka_unit_test(test_a_server_checks_key_token_scope_and_clock),
        cmocka_unit_test(test_a_server_names_what_is_missing),
        cmocka_unit_test(test_a_server_checks_presigned_urls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
