/*
 * test_http_curl.c - the real transport against a local server that behaves badly in every way we name.
 */
#include "engine/base/arena.h"
#include "engine/net/fiber.h"
#include "engine/net/http_curl.h"
#include "engine/net/net.h"
#include "tests/unit/engine_net/local_server.h"
#include "tests/unit/test.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

struct scene {
    struct local_server server;
    struct io *io;
    struct arena memory;
    struct io_http_reply reply;
    struct io_http_request request;
    struct io_tls tls;
};

static void scene_open(struct scene *scene)
{
    struct err err = { 0 };
    scene->io = http_curl_open(&err);
    CHECK(scene->io);
    local_server_start(&scene->server);
}

static void scene_close(struct scene *scene)
{
    arena_done(&scene->reply.memory);
    http_curl_close(scene->io);
    local_server_stop(&scene->server);
    SSL_CTX_free(scene->server.tls);
    arena_done(&scene->memory);
}

static void prepare(struct scene *scene, const char *method, const char *path)
{
    struct str url = str_starts(str_of(path), STR("http"))
                         ? str_of(path)
                         : arena_printf(&scene->memory, "http%s://127.0.0.1:%d%s", scene->server.tls ? "s" : "", scene->server.port, path);
    scene->request.method = str_of(method);
    scene->request.url = url;
}

static enum io_outcome finish(struct scene *scene)
{
    arena_done(&scene->reply.memory);
    scene->io->ops->http_start(scene->io, &scene->request, scene);
    void *tag;
    do
        tag = scene->io->ops->wait(scene->io, io_mono_ms(scene->io) + 20000, &scene->reply);
    while (!tag && scene->reply.outcome == IO_ANSWERED && !scene->reply.status); /* a wake of an earlier test */
    CHECK(tag == scene);
    return scene->reply.outcome;
}

static enum io_outcome fetch(struct scene *scene, const char *method, const char *path)
{
    prepare(scene, method, path);
    return finish(scene);
}

static bool problem_has(const struct scene *scene, const char *part)
{
    return str_find(scene->reply.problem, str_of(part)) >= 0;
}

/* ---- Answers ----------------------------------------------------------------------------------------------------- */

static void test_requests_arrive_as_they_are(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    scene_open(&scene);
    char want[200];
    static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };
    static const struct io_header headers[] = { { STR("X-Test"), STR_NONE } };
    scene.request.headers = headers;
    for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
        for (int with_body = 0; with_body < 2; with_body++) {
            scene.request.header_count = (size_t)with_body;
            scene.request.body = with_body ? STR("a=b&c\n") : STR_NONE;
            CHECK_INT(fetch(&scene, methods[i], "/ok/../%2f//x?b=1&a=%20"), IO_ANSWERED);
            CHECK_INT(scene.reply.status, 200);
            snprintf(want, sizeof want, "%s /ok/../%%2f//x?b=1&a=%%20 HTTP/1.1|127.0.0.1:%d|%s|-|%s", methods[i], scene.server.port,
                     with_body ? "" : "-", with_body ? "a=b&c\n" : "");
            CHECK_STR(scene.reply.body, want);
        }
    }
    CHECK_STR(net_header(scene.reply.headers, scene.reply.header_count, "x-mixed-case"), "Value");
    CHECK_INT(scene.server.connections, 1); /* kept */
    scene.request = (struct io_http_request){ 0 };
    CHECK_INT(fetch(&scene, "HEAD", "/ok"), IO_ANSWERED);
    CHECK(scene.reply.status == 200 && scene.reply.body.len == 0);
    CHECK_INT(fetch(&scene, "DELETE", "/204"), IO_ANSWERED);
    CHECK_INT(scene.reply.status, 204);
    scene_close(&scene);
}

static void test_own_headers_replace_those_of_curl(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    scene_open(&scene);
    static const struct io_header headers[] = { { STR("host"), STR("signed.test") }, { STR("X-Test"), STR("yes") },
                                                { STR("Content-Type"), STR("text/x") } };
    scene.request.headers = headers;
    scene.request.header_count = ARRAY_LEN(headers);
    scene.request.body = STR("b");
    CHECK_INT(fetch(&scene, "POST", "/ok"), IO_ANSWERED);
    CHECK(str_find(scene.reply.body, STR(" yes|text/x|b")) > 0);
    scene_close(&scene);
}

static void test_a_redirect_is_handed_over_and_not_followed(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    scene_open(&scene);
    CHECK_INT(fetch(&scene, "GET", "/redirect"), IO_ANSWERED);
    CHECK_INT(scene.reply.status, 302);
    CHECK_INT(scene.server.requests, 1);
    scene_close(&scene);
}

static void test_headers_of_an_interim_answer_do_not_mix_in(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    scene_open(&scene);
    CHECK_INT(fetch(&scene, "GET", "/interim"), IO_ANSWERED);
    CHECK_INT(scene.reply.status, 200);
    CHECK_STR(scene.reply.body, "hi");
    CHECK(net_header(scene.reply.headers, scene.reply.header_count, "link").ptr == NULL);
    scene_close(&scene);
}

static void test_the_proxy_of_the_environment_is_not_for_loopback(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    (void)setenv("http_proxy", "http://127.0.0.1:9", 1);
    scene_open(&scene);
    CHECK_INT(fetch(&scene, "GET", "/ok"), IO_ANSWERED);
    scene.request.proxy = arena_printf(&scene.memory, "http://127.0.0.1:%d", scene.server.port);
    CHECK_INT(fetch(&scene, "GET", "http://127.0.0.1:9/ok"), IO_ANSWERED);
    CHECK(str_starts(scene.reply.body, STR("GET http://127.0.0.1:9/ok ")));
    (void)unsetenv("http_proxy");
    scene_close(&scene);
}

/* ---- Sent or not sent -------------------------------------------------------------------------------------------- */

static void test_broken_answers_are_ambiguous(void **state)
{
    (void)state;
    static const char *const paths[] = { "/reset", "/close", "/truncated", "/garbage", "/headers" };
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        for (int mutates = 0; mutates < 2; mutates++) {
            struct scene scene = { .request.mutates = mutates };
            scene_open(&scene);
            CHECK_INT(fetch(&scene, "POST", paths[i]), IO_AMBIGUOUS);
            CHECK(scene.reply.problem.len > 0 && scene.reply.body.len == 0);
            CHECK_INT(scene.server.requests, 1);
            scene_close(&scene);
        }
    }
}

static void test_slow_answers_end_at_the_time_out(void **state)
{
    (void)state;
    static const char *const paths[] = { "/slow", "/hang" };
    for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
        struct scene scene = { .request.timeout_ms = 100 };
        scene_open(&scene);
        CHECK_INT(fetch(&scene, "GET", paths[i]), IO_AMBIGUOUS);
        CHECK(problem_has(&scene, "timed out"));
        scene_close(&scene);
    }
}

static void test_an_answer_larger_than_allowed_is_never_cut(void **state)
{
    (void)state;
    struct scene scene = { .request.max_body_bytes = 65536 };
    scene_open(&scene);
    CHECK_INT(fetch(&scene, "GET", "/big"), IO_ANSWERED);
    CHECK_INT(scene.reply.body.len, 65536);
    scene.request.max_body_bytes = 65535;
    CHECK_INT(fetch(&scene, "GET", "/big"), IO_AMBIGUOUS);
    CHECK_STR(scene.reply.problem, "the answer is larger than 65535 bytes");
    scene_close(&scene);
}

static void test_a_refused_connection_is_not_sent(void **state)
{
    (void)state;
    struct scene scene = { .request.mutates = true };
    scene_open(&scene);
    CHECK_INT(fetch(&scene, "POST", "http://127.0.0.1:1/"), IO_NOT_SENT);
    CHECK(problem_has(&scene, "refused") || problem_has(&scene, "connect"));
    CHECK_INT(scene.reply.status, 0);
    scene_close(&scene);
}

static void test_a_handshake_that_is_cut_is_not_sent(void **state)
{
    (void)state;
    struct scene scene = { .request.mutates = true, .server.reset_at_accept = true };
    scene_open(&scene);
    struct str url = arena_printf(&scene.memory, "https://127.0.0.1:%d/", scene.server.port);
    CHECK_INT(fetch(&scene, "POST", url.ptr), IO_NOT_SENT);
    CHECK_INT(scene.reply.status, 0); /* worth another attempt */
    scene_close(&scene);
}

static void test_what_must_not_be_sent_is_refused(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    scene_open(&scene);
    static const char *const urls[] = { "http://example.com/", "http://127.0.0.1@example.com/", "http://10.0.0.1/", "http://127.1/",
                                        "http://localhost.example.com/", "http://127.0.0.1.example.com/", "http://[::2]/",
                                        "httpx://127.0.0.1/", "http://", "http://127.0.0.1:99999/", "http://127.0.0.1/ x" };
    for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
        CHECK_INT(fetch(&scene, "GET", urls[i]), IO_NOT_SENT);
        CHECK_INT(scene.reply.status, HTTP_CURL_FINAL);
    }
    CHECK_INT(fetch(&scene, "GET", "http://example.com/"), IO_NOT_SENT);
    CHECK_STR(scene.reply.problem, "plain http is accepted on loopback only, not for example.com");
    static const struct io_header bad[] = { { STR("X-A"), STR("b\r\nX-C: d") }, { STR("X A"), STR("b") }, { STR("X:"), STR("b") }, { STR(""), STR("b") } };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        scene.request.headers = &bad[i];
        scene.request.header_count = 1;
        CHECK_INT(fetch(&scene, "GET", "/ok"), IO_NOT_SENT);
        CHECK(problem_has(&scene, "header 1 has characters"));
    }
    scene.request.header_count = 0;
    CHECK_INT(fetch(&scene, "GET /x HTTP/1.1\r\nA:", "/ok"), IO_NOT_SENT);
    CHECK_INT(scene.server.connections, 0);
    scene_close(&scene);
}

/* ---- The hidden resend of curl ----------------------------------------------------------------------------------- */

static void test_curl_resends_a_read_on_a_stale_connection(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    scene_open(&scene);
    CHECK_INT(fetch(&scene, "GET", "/keep"), IO_ANSWERED);
    scene.request.body = STR("query");
    CHECK_INT(fetch(&scene, "POST", "/drop"), IO_ANSWERED);
    CHECK_INT(scene.server.requests, 3); /* so the next test tests something */
    scene_close(&scene);
}

static void test_a_mutating_request_is_never_resent_behind_our_back(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    scene_open(&scene);
    CHECK_INT(fetch(&scene, "GET", "/keep"), IO_ANSWERED);
    scene.request.mutates = true;
    scene.request.body = STR("create");
    CHECK_INT(fetch(&scene, "POST", "/drop"), IO_AMBIGUOUS);
    CHECK_STR(scene.reply.problem, "a kept connection was closed after the request was sent");
    CHECK_INT(scene.server.requests, 2); /* it was seen once */
    CHECK_INT(fetch(&scene, "POST", "/ok"), IO_ANSWERED);
    scene_close(&scene);
}

/* ---- TLS --------------------------------------------------------------------------------------------------------- */

struct identity {
    struct str cert_pem, key_pem;
    X509 *cert;
    EVP_PKEY *key;
};

static struct str pem_of(struct arena *arena, BIO *bio)
{
    char *data;
    long len = BIO_get_mem_data(bio, &data);
    struct str pem = arena_str(arena, str_n(data, (size_t)len));
    BIO_free(bio);
    return pem;
}

static struct identity self_signed(struct arena *arena, const char *names)
{
    struct identity id = { .cert = X509_new(), .key = EVP_EC_gen("P-256") };
    X509_set_version(id.cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(id.cert), 1);
    X509_gmtime_adj(X509_getm_notBefore(id.cert), -3600);
    X509_gmtime_adj(X509_getm_notAfter(id.cert), 3600);
    X509_set_pubkey(id.cert, id.key);
    X509_NAME *name = X509_get_subject_name(id.cert);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"test", -1, -1, 0);
    X509_set_issuer_name(id.cert, name);
    X509_EXTENSION *san = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, names);
    X509_add_ext(id.cert, san, -1);
    X509_EXTENSION_free(san);
    X509_sign(id.cert, id.key, EVP_sha256());
    BIO *cert = BIO_new(BIO_s_mem()), *key = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(cert, id.cert);
    PEM_write_bio_PrivateKey(key, id.key, NULL, NULL, 0, NULL, NULL);
    id.cert_pem = pem_of(arena, cert);
    id.key_pem = pem_of(arena, key);
    return id;
}

static void identity_done(struct identity *id)
{
    X509_free(id->cert);
    EVP_PKEY_free(id->key);
}

static int accept_any_client(int ok, X509_STORE_CTX *store)
{
    (void)ok, (void)store;
    return 1;
}

static void tls_scene_open(struct scene *scene, const struct identity *id)
{
    *scene = (struct scene){ .server.tls = SSL_CTX_new(TLS_server_method()) };
    CHECK(SSL_CTX_use_certificate(scene->server.tls, id->cert) == 1 && SSL_CTX_use_PrivateKey(scene->server.tls, id->key) == 1);
    scene_open(scene);
    scene->request.tls = &scene->tls;
}

static void test_a_certificate_nobody_vouches_for_is_refused(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    struct identity id = self_signed(&arena, "IP:127.0.0.1"), other = self_signed(&arena, "IP:127.0.0.1");
    struct scene scene;
    tls_scene_open(&scene, &id);
    scene.request.tls = NULL;
    scene.request.mutates = true;
    CHECK_INT(fetch(&scene, "POST", "/ok"), IO_NOT_SENT);
    CHECK_INT(scene.reply.status, HTTP_CURL_FINAL);
    CHECK(problem_has(&scene, "certificate"));
    scene.request.tls = &scene.tls;
    scene.tls.ca_pem = other.cert_pem;
    CHECK_INT(fetch(&scene, "POST", "/ok"), IO_NOT_SENT);
    CHECK_INT(scene.server.requests, 0);
    scene.tls.ca_pem = id.cert_pem;
    CHECK_INT(fetch(&scene, "POST", "/ok"), IO_ANSWERED);
    scene.tls = (struct io_tls){ .insecure = true };
    CHECK_INT(fetch(&scene, "POST", "/ok"), IO_ANSWERED);
    scene.request.tls = NULL; /* neither of them is remembered */
    CHECK_INT(fetch(&scene, "POST", "/ok"), IO_NOT_SENT);
    scene_close(&scene);
    identity_done(&id);
    identity_done(&other);
    arena_done(&arena);
}

static void test_the_name_is_verified_and_may_be_another_than_the_host(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    struct identity id = self_signed(&arena, "DNS:server.test");
    struct scene scene;
    tls_scene_open(&scene, &id);
    scene.tls.ca_pem = id.cert_pem;
    CHECK_INT(fetch(&scene, "GET", "/ok"), IO_NOT_SENT);
    CHECK_INT(scene.reply.status, HTTP_CURL_FINAL);
    scene.tls.server_name = STR("server.test");
    CHECK_INT(fetch(&scene, "GET", "/ok?x=1"), IO_ANSWERED);
    char want[100];
    snprintf(want, sizeof want, "GET /ok?x=1 HTTP/1.1|127.0.0.1:%d|-|-|", scene.server.port);
    CHECK_STR(scene.reply.body, want);
    scene_close(&scene);
    identity_done(&id);
    arena_done(&arena);
}

static void test_a_client_certificate_is_shown(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    struct identity id = self_signed(&arena, "IP:127.0.0.1");
    struct scene scene;
    tls_scene_open(&scene, &id);
    SSL_CTX_set_verify(scene.server.tls, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_any_client);
    SSL_CTX_set_max_proto_version(scene.server.tls, TLS1_2_VERSION); /* with 1.3 a refusal comes after the request */
    scene.tls.ca_pem = id.cert_pem;
    CHECK_INT(fetch(&scene, "GET", "/ok"), IO_NOT_SENT);
    scene.tls.client_cert_pem = id.cert_pem;
    scene.tls.client_key_pem = id.key_pem;
    CHECK_INT(fetch(&scene, "GET", "/drop"), IO_ANSWERED);
    CHECK_INT(fetch(&scene, "GET", "/close"), IO_AMBIGUOUS); /* else the kept connection of that certificate serves */
    scene.tls.client_key_pem = STR("no key");
    CHECK_INT(fetch(&scene, "GET", "/ok"), IO_NOT_SENT);
    CHECK_INT(scene.reply.status, HTTP_CURL_FINAL);
    scene_close(&scene);
    identity_done(&id);
    arena_done(&arena);
}

/* ---- Many, waking, cancelling -------------------------------------------------------------------------------------- */

struct many {
    struct net *net;
    struct str url;
    int answered;
};

static void fetch_many(void *argument)
{
    struct many *many = argument;
    struct net_reply reply;
    struct err err = { 0 };
    if (net_call(many->net, &(struct net_request){ .method = STR("GET"), .url = many->url }, &reply, &err)) {
        many->answered += reply.status == 200;
        arena_done(&reply.memory);
    }
}

static void many_at(struct scene *scene, const char *host, int count)
{
    struct loop *loop = loop_new(scene->io);
    struct many many = { .net = net_new(loop, NULL) };
    many.url = arena_printf(&scene->memory, "http://%s:%d/keep", host, scene->server.port);
    for (int i = 0; i < count; i++)
        loop_spawn(loop, fetch_many, &many);
    loop_run(loop);
    CHECK_INT(many.answered, count);
    net_free(many.net);
    loop_free(loop);
}

static void test_two_hundred_at_once_are_all_answered(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    scene_open(&scene);
    many_at(&scene, "127.0.0.1", 200);
    CHECK(scene.server.connections <= 128);
    many_at(&scene, "localhost", 50);
    scene_close(&scene);
}

static void test_a_name_that_does_not_resolve_fails_for_all_who_wait(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    scene_open(&scene);
    int tags[20];
    struct io_http_request request = { .method = STR("GET"), .url = STR("https://no-such-host.invalid/"), .timeout_ms = 15000 };
    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        scene.io->ops->http_start(scene.io, &request, &tags[i]);
    scene.io->ops->http_cancel(scene.io, &tags[5]);
    for (size_t i = 0; i < ARRAY_LEN(tags) - 1; i++) {
        struct io_http_reply reply = { 0 };
        while (!scene.io->ops->wait(scene.io, io_mono_ms(scene.io) + 20000, &reply))
            ;
        CHECK_INT(reply.outcome, IO_NOT_SENT);
        CHECK(str_find(reply.problem, STR("no-such-host.invalid")) > 0);
        arena_done(&reply.memory);
    }
    scene_close(&scene);
}

static void test_a_wake_ends_a_wait_and_a_cancelled_transfer_never_comes_back(void **state)
{
    (void)state;
    struct scene scene = { 0 };
    scene_open(&scene);
    struct io_http_reply reply;
    (void)io_wake_clear();
    prepare(&scene, "GET", "/hang");
    scene.io->ops->http_start(scene.io, &scene.request, &reply);
    http_curl_wake(scene.io);
    CHECK(!scene.io->ops->wait(scene.io, INT64_MAX, &reply));
    CHECK(!scene.io->ops->wait(scene.io, INT64_MIN, &reply)); /* polls */
    scene.io->ops->http_cancel(scene.io, &reply);
    CHECK_INT(fetch(&scene, "GET", "/ok"), IO_ANSWERED);
    prepare(&scene, "GET", "/hang");
    struct io_http_request still = scene.request;
    scene.io->ops->http_start(scene.io, &still, &reply); /* closing with one under way is fine */
    scene_close(&scene);
}

#define T(name) cmocka_unit_test(name)
int main(void)
{
    static const struct CMUnitTest tests[] = {
        T(test_requests_arrive_as_they_are),
        T(test_own_headers_replace_those_of_curl),
        T(test_a_redirect_is_handed_over_and_not_followed),
        T(test_headers_of_an_interim_answer_do_not_mix_in),
        T(test_the_proxy_of_the_environment_is_not_for_loopback),
        T(test_broken_answers_are_ambiguous),
        T(test_slow_answers_end_at_the_time_out),
        T(test_an_answer_larger_than_allowed_is_never_cut),
        T(test_a_refused_connection_is_not_sent),
        T(test_a_handshake_that_is_cut_is_not_sent),
        T(test_what_must_not_be_sent_is_refused),
        T(test_curl_resends_a_read_on_a_stale_connection),
        T(test_a_mutating_request_is_never_resent_behind_our_back),
        T(test_a_certificate_nobody_vouches_for_is_refused),
        T(test_the_name_is_verified_and_may_be_another_than_the_host),
        T(test_a_client_certificate_is_shown),
        T(test_two_hundred_at_once_are_all_answered),
        T(test_a_name_that_does_not_resolve_fails_for_all_who_wait),
        T(test_a_wake_ends_a_wait_and_a_cancelled_transfer_never_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
