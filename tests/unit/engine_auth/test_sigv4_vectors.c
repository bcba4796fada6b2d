/*
 * test_sigv4_vectors.c - every published SigV4 vector (tests/vectors/sigv4), signed in the header, presigned, and verified.
 *
 * 40 cases of the aws-sigv4 crate (header and presigned) and 34 of botocore's suite. Canonical request, string to sign, signature
 * and signed request are compared, whichever of them the suite gives; then the server's side must accept what was signed.
 */
#include "engine/auth/sigv4.h"
#include "engine/auth/sigv4_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define VECTORS "tests/vectors/sigv4/vectors.txt"

enum { PARTS_MAX = 12, HEADERS_MAX = 16 };

struct vector {
    struct str title;
    struct { struct str name, text; } parts[PARTS_MAX];
    size_t part_count;
};

static struct arena arena;
static struct vector vectors[100];
static size_t vector_count;

static struct str slurp(const char *path)
{
    FILE *in = fopen(path, "re");
    if (!in)
        fail_msg("cannot open %s: run from the repository's root", path);
    DROP_BUF struct buf text = { 0 };
    char block[4096];
    for (size_t n; (n = fread(block, 1, sizeof block, in)) > 0;)
        buf_add(&text, block, n);
    fclose(in);
    return arena_str(&arena, buf_str(&text));
}

/* Cuts the file into cases and parts (format: head of vectors.txt). */
static int load_vectors(void **state)
{
    (void)state;
    struct str rest = slurp(VECTORS);
    struct str *text = NULL;
    while (rest.ptr) {
        struct str line = str_split(&rest, '\n');
        struct vector *v = vector_count ? &vectors[vector_count - 1] : NULL;
        if (str_starts(line, STR("=== case "))) {
            assert_true(vector_count < ARRAY_LEN(vectors));
            vectors[vector_count++].title = str_slice(line, 9, line.len);
            text = NULL;
        } else if (str_starts(line, STR("=== "))) {
            assert_true(v && v->part_count < PARTS_MAX);
            v->parts[v->part_count].name = str_slice(line, 4, line.len);
            text = &v->parts[v->part_count++].text;
            *text = str_n(rest.ptr, 0);
        } else if (text && rest.ptr) {
            text->len = (size_t)(rest.ptr - text->ptr) - 1; /* up to this line's end */
        }
    }
    return 0;
}

static int drop_vectors(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct str part(const struct vector *v, const char *name)
{
    for (size_t i = 0; i < v->part_count; i++)
        if (str_is(v->parts[i].name, name))
            return v->parts[i].text;
    return STR_NONE;
}

static struct str option(const struct vector *v, const char *name)
{
    for (struct str rest = v->title; rest.ptr;) {
        struct str value = str_split(&rest, ' '), key = str_split(&value, '=');
        if (str_is(key, name))
            return value;
    }
    return STR_NONE;
}

static int64_t number(const struct vector *v, const char *name)
{
    int64_t n = 0;
    return str_to_i64(option(v, name), &n) ? n : 0;
}

struct wire {
    struct sigv4_request request;
    struct str path, query;
    struct io_header headers[HEADERS_MAX];
};

/* A request as it stands in the vector: request line, headers (folded lines too), empty line, body. */
static struct wire read_wire(struct str text)
{
    struct wire w = { 0 };
    ptrdiff_t head_end = str_find(text, STR("\n\n"));
    struct str head = head_end < 0 ? text : str_slice(text, 0, (size_t)head_end);
    w.request.body = head_end < 0 ? STR("") : str_slice(text, (size_t)head_end + 2, text.len);
    struct str line = str_split(&head, '\n');
    w.request.method = str_split(&line, ' ');
    if (str_ends(line, STR(" HTTP/1.1")))
        line = str_slice(line, 0, line.len - 9);
    struct str target = line, host = STR_NONE;
    while (head.ptr) {
        line = str_split(&head, '\n');
        if (str_empty(line))
            continue;
        if (line.ptr[0] == ' ' && w.request.header_count) {
            struct io_header *last = &w.headers[w.request.header_count - 1];
            last->value.len = (size_t)(line.ptr + line.len - last->value.ptr);
            continue;
        }
        assert_true(w.request.header_count < HEADERS_MAX);
        struct str name = str_split(&line, ':');
        if (str_is(sigv4_lower(&arena, name), "host"))
            host = line;
        w.headers[w.request.header_count++] = (struct io_header){ name, line };
    }
    w.request.url = arena_printf(&arena, "https://%.*s%.*s", STR_ARG(host), STR_ARG(target));
    w.query = target;
    w.path = str_split(&w.query, '?');
    return w;
}

static void same(const struct vector *v, const char *what, struct str actual, struct str expected)
{
    if (!str_eq(actual, expected))
        fail_msg("%.*s: %s differs\n--- expected\n%.*s\n--- actual\n%.*s", STR_ARG(v->title), what, STR_ARG(expected),
                 STR_ARG(actual));
}

static struct str find_header(const struct io_header *headers, size_t count, const char *lower_name)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(sigv4_lower(&arena, headers[i].name), lower_name))
            return str_trim(headers[i].value);
    return STR_NONE;
}

static bool vector_key(void *ctx, struct str access_key_id, struct sigv4_identity *ret)
{
    const struct sigv4_identity *identity = ctx;
    *ret = *identity;
    return str_eq(access_key_id, identity->access_key_id);
}

/* The server must accept what the client signed, under the same rules. */
static void accepted(const struct vector *v, const struct sigv4_identity *identity, const struct sigv4_params *params,
                     const struct sigv4_incoming *incoming)
{
    if (params->keep_path || params->encode_once)
        return; /* rules that no AWS service combines so: the verifier does not offer them */
    struct sigv4_identity known = *identity;
    struct sigv4_policy policy = { .now_ms = params->sign_at_ms, .max_skew_ms = 300000, .region = params->region,
                                   .service = params->service, .token_unsigned = params->token_unsigned,
                                   .lookup = vector_key, .ctx = &known };
    struct sigv4_checked checked;
    sigv4_verify(&arena, &policy, incoming, &checked);
    if (checked.verdict != SIGV4_OK)
        fail_msg("%.*s: refused with %s: %.*s", STR_ARG(v->title), checked.code, STR_ARG(checked.explanation));
}

static void check_header_form(const struct vector *v, const struct sigv4_identity *identity,
                              const struct sigv4_params *params, const struct wire *wire)
{
    struct err err = { 0 };
    struct sigv4_trace trace;
    assert_true(sigv4_trace(&arena, identity, params, &wire->request, false, &trace, &err));
    const struct { const char *name; struct str actual; } texts[] = {
        { "header-canonical-request", trace.canonical_request },
        { "header-string-to-sign", trace.string_to_sign },
        { "header-signature", trace.signature },
    };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        if (part(v, texts[i].name).ptr)
            same(v, texts[i].name, texts[i].actual, part(v, texts[i].name));

    struct io_header *added, all[2 * HEADERS_MAX];
    size_t count = 0, total = 0;
    assert_true(sigv4_sign(&arena, NULL, identity, params, &wire->request, &added, &count, &err));
    if (part(v, "header-authorization").ptr)
        same(v, "authorization", find_header(added, count, "authorization"), part(v, "header-authorization"));
    if (part(v, "header-signed-request").ptr) {
        struct wire expected = read_wire(part(v, "header-signed-request"));
        for (size_t i = 0; i < count; i++) {
            const char *name = arena_cstr(&arena, added[i].name);
            same(v, name, added[i].value, find_header(expected.headers, expected.request.header_count, name));
        }
    }
    for (size_t i = 0; i < wire->request.header_count; i++)
        if (!find_header(added, count, arena_cstr(&arena, sigv4_lower(&arena, wire->headers[i].name))).ptr)
            all[total++] = wire->headers[i];
    for (size_t i = 0; i < count; i++)
        all[total++] = added[i];
    accepted(v, identity, params,
             &(struct sigv4_incoming){ wire->request.method, wire->path, wire->query, all, total, wire->request.body });
}

static void check_query_form(const struct vector *v, const struct sigv4_identity *identity,
                             const struct sigv4_params *params, const struct wire *wire)
{
    if (!part(v, "query-signature").ptr)
        return;
    struct err err = { 0 };
    struct sigv4_trace trace;
    struct str url;
    assert_true(sigv4_trace(&arena, identity, params, &wire->request, true, &trace, &err));
    same(v, "query-canonical-request", trace.canonical_request, part(v, "query-canonical-request"));
    same(v, "query-string-to-sign", trace.string_to_sign, part(v, "query-string-to-sign"));
    same(v, "query-signature", trace.signature, part(v, "query-signature"));
    assert_true(sigv4_presign(&arena, NULL, identity, params, &wire->request, &url, &err));
    struct wire expected = read_wire(part(v, "query-signed-request"));
    struct str query = url;
    (void)str_split(&query, '?');
    same(v, "query-signed-request", sigv4_canonical_query(&arena, query, STR_NONE),
         sigv4_canonical_query(&arena, expected.query, STR_NONE));
    accepted(v, identity, params,
             &(struct sigv4_incoming){ wire->request.method, wire->path, query, wire->headers, wire->request.header_count,
                                       wire->request.body });
}

static size_t check_suite(const char *suite)
{
    size_t checked = 0;
    for (size_t i = 0; i < vector_count; i++) {
        const struct vector *v = &vectors[i];
        if (!str_starts(v->title, str_of(suite)))
            continue;
        struct sigv4_identity identity = { option(v, "access"), option(v, "secret"), option(v, "token") };
        struct sigv4_params params = { .region = option(v, "region"), .service = option(v, "service"),
                                       .sign_at_ms = number(v, "at") * 1000, .keep_path = number(v, "keep_path"),
                                       .encode_once = number(v, "encode_once"),
                                       .send_payload_hash = number(v, "send_payload_hash"),
                                       .token_unsigned = number(v, "token_unsigned"),
                                       .expires_s = number(v, "expires") };
        struct wire wire = read_wire(part(v, "request"));
        wire.request.headers = wire.headers;
        check_header_form(v, &identity, &params, &wire);
        check_query_form(v, &identity, &params, &wire);
        checked++;
    }
    return checked;
}

static void test_aws_sigv4_crate_vectors_pass(void **state)
{
    (void)state;
    assert_int_equal(check_suite("aws-sigv4 "), 41); /* 40 cases, one of them in two halves */
}

static void test_botocore_vectors_pass(void **state)
{
    (void)state;
    assert_int_equal(check_suite("botocore "), 34);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aws_sigv4_crate_vectors_pass),
        cmocka_unit_test(test_botocore_vectors_pass),
    };
    return cmocka_run_group_tests(tests, load_vectors, drop_vectors);
}
