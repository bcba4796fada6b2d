/*
 * test_tape.c - recording, replaying and breaking what goes over the wire.
 */
#include "engine/net/fake_io.h"
#include "engine/net/fiber.h"
#include "engine/net/http_curl.h"
#include "engine/net/net.h"
#include "engine/net/tape.h"
#include "tests/unit/test.h"

static const struct io_header answer_headers[] = { { STR("etag"), STR("\"1\"") }, { STR("set-cookie"), STR("s3cret") } };
static const struct io_header request_headers[] = { { STR("X-Amz-Target"), STR("T") }, { STR("Authorization"), STR("s3cret") } };

static void serve(void *context, uint64_t n, const struct io_http_request *request, struct fake_io_answer *ret)
{
    int *effects = context;
    (*effects)++;
    if (str_is(request->url, "https://a.test/gone")) {
        *ret = (struct fake_io_answer){ .outcome = IO_NOT_SENT, .problem = STR("no route") };
        return;
    }
    ret->status = 200 + (int)n;
    ret->delay_ms = 10;
    ret->body = STR("line\n< 500\n");
    ret->headers = answer_headers;
    ret->header_count = ARRAY_LEN(answer_headers);
}

static struct io_http_request request_of(const char *url, const char *body)
{
    return (struct io_http_request){ .method = STR("POST"), .url = str_of(url), .body = str_of(body), .headers = request_headers,
                                     .header_count = ARRAY_LEN(request_headers) };
}

static struct io_http_reply fetch(struct io *io, const char *url, const char *body)
{
    struct io_http_request request = request_of(url, body);
    struct io_http_reply reply = { 0 };
    io->ops->http_start(io, &request, &request);
    CHECK(io->ops->wait(io, INT64_MAX, &reply) == &request);
    return reply;
}

static const char recording[] = "infra-tape 1\n"
                                "> POST https://a.test/x?y=1\n> x-amz-target: T\nbody 3\nabc\n"
                                "< 200\n< etag: \"1\"\nbody 11\nline\n< 500\n\n"
                                "> POST https://a.test/gone\n> x-amz-target: T\nbody 0\n\n"
                                "< not-sent no route\nbody 0\n\n";

static void test_a_recording_holds_the_wire_without_credentials(void **state)
{
    (void)state;
    int effects = 0;
    struct io *inner = fake_io_open(&(struct fake_io_options){ .serve = serve, .context = &effects });
    struct io *io = tape_open(&(struct tape_options){ .inner = inner, .record = true }, NULL);
    struct io_http_reply reply = fetch(io, "https://a.test/x?y=1", "abc");
    arena_done(&reply.memory);
    reply = fetch(io, "https://a.test/gone", "");
    arena_done(&reply.memory);
    CHECK_STR(tape_text(io), recording);
    tape_close(io);
    fake_io_close(inner);
}

static void test_a_replay_answers_each_request_once(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct io *inner = fake_io_open(&(struct fake_io_options){ 0 });
    struct io *io = tape_open(&(struct tape_options){ .inner = inner, .replay = str_of(recording) }, &err);
    CHECK(io);
    struct io_http_reply reply = fetch(io, "https://a.test/gone", "");
    CHECK_INT(reply.outcome, IO_NOT_SENT);
    CHECK_STR(reply.problem, "no route");
    arena_done(&reply.memory);
    CHECK_INT(tape_unused(io), 1);
    reply = fetch(io, "https://a.test/x?y=1", "abc");
    CHECK_INT(reply.status, 200);
    CHECK_STR(reply.body, "line\n< 500\n");
    CHECK_STR(net_header(reply.headers, reply.header_count, "etag"), "\"1\"");
    arena_done(&reply.memory);
    static const char *const unknown[][2] = { { "https://a.test/x?y=1", "abc" }, { "https://a.test/gone", "x" } };
    for (size_t i = 0; i < 2; i++) {
        reply = fetch(io, unknown[i][0], unknown[i][1]);
        CHECK_INT(reply.outcome, IO_NOT_SENT);
        CHECK_INT(reply.status, HTTP_CURL_FINAL);
        arena_done(&reply.memory);
    }
    CHECK_INT(tape_requests(io), 4);
    CHECK_INT(fake_io_started(inner), 0);
    tape_close(io);
    fake_io_close(inner);
}

static void test_what_is_no_tape_is_refused_with_the_line(void **state)
{
    (void)state;
    static const struct { const char *text; enum err_code code; const char *says; } cases[] = {
        { "", ERR_FORMAT, "no tape" },
        { "infra-tape x\n", ERR_FORMAT, "no tape" },
        { "infra-tape 2\n", ERR_NEWER, "version 2" },
        { "infra-tape 1\nGET /\n", ERR_FORMAT, "line 2 of the tape: a request" },
        { "infra-tape 1\n> GET /\nbody 5\nabc\n", ERR_FORMAT, "line 3 of the tape: a body" },
        { "infra-tape 1\n> GET /\nbody -1\n\n", ERR_FORMAT, "a body" },
        { "infra-tape 1\n> GET /\n> broken\nbody 0\n\n", ERR_FORMAT, "line 3 of the tape: a header" },
        { "infra-tape 1\n> GET /\nbody 0\n\n", ERR_FORMAT, "an answer" },
        { "infra-tape 1\n> GET /\nbody 0\n\n< 99\nbody 0\n\n", ERR_FORMAT, "a status" },
    };
    struct io *inner = fake_io_open(&(struct fake_io_options){ 0 });
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err = { 0 };
        CHECK(!tape_open(&(struct tape_options){ .inner = inner, .replay = str_of(cases[i].text) }, &err));
        CHECK_ERR(&err, cases[i].code, cases[i].says);
    }
    fake_io_close(inner);
}

static enum tape_fault fault(void *context, uint64_t n, const struct io_http_request *request)
{
    (void)request;
    return n == 0 ? *(enum tape_fault *)context : TAPE_PASS;
}

static void test_every_fault_is_what_it_says(void **state)
{
    (void)state;
    static const struct { enum tape_fault fault; enum io_outcome outcome; int status, effects; int64_t took_ms; } cases[] = {
        { TAPE_PASS, IO_ANSWERED, 200, 1, 10 },      { TAPE_NOT_SENT, IO_NOT_SENT, 0, 0, 0 },     { TAPE_RESET, IO_AMBIGUOUS, 0, 0, 0 },
        { TAPE_LOST, IO_AMBIGUOUS, 0, 1, 10 },       { TAPE_TIMEOUT, IO_AMBIGUOUS, 0, 0, 60000 }, { TAPE_THROTTLED, IO_ANSWERED, 503, 0, 0 },
        { TAPE_500, IO_ANSWERED, 500, 0, 0 },        { TAPE_500_AFTER, IO_ANSWERED, 500, 1, 10 },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int effects = 0;
        struct io *inner = fake_io_open(&(struct fake_io_options){ .serve = serve, .context = &effects });
        enum tape_fault kind = cases[i].fault;
        struct io *io = tape_open(&(struct tape_options){ .inner = inner, .fault = fault, .context = &kind,
                                                          .throttled = { 503, STR("slow down") } }, NULL);
        int64_t start_ms = io_mono_ms(io);
        struct io_http_reply reply = fetch(io, "https://a.test/", "");
        CHECK_INT(reply.outcome, cases[i].outcome);
        CHECK_INT(reply.status, cases[i].status);
        CHECK_INT(effects, cases[i].effects);
        CHECK_INT(io_mono_ms(io) - start_ms, cases[i].took_ms);
        if (cases[i].fault == TAPE_THROTTLED)
            CHECK_STR(reply.body, "slow down");
        arena_done(&reply.memory);
        tape_close(io);
        fake_io_close(inner);
    }
}

static void test_transfers_can_be_cancelled(void **state)
{
    (void)state;
    int effects = 0;
    enum tape_fault kind = TAPE_TIMEOUT;
    struct io *inner = fake_io_open(&(struct fake_io_options){ .serve = serve, .context = &effects });
    struct io *io = tape_open(&(struct tape_options){ .inner = inner, .fault = fault, .context = &kind }, NULL);
    struct io_http_request first = request_of("https://a.test/", ""), second = first;
    struct io_http_reply reply;
    io->ops->http_start(io, &first, &first);
    io->ops->http_start(io, &second, &second);
    io->ops->http_cancel(io, &second);
    io->ops->http_cancel(io, &first);
    CHECK(!io->ops->wait(io, io_mono_ms(io) + 100000, &reply));
    io->ops->http_start(io, &first, &first); /* closing with one under way is fine */
    tape_close(io);
    fake_io_close(inner);
}

/* ---- Every fault at every request: what callers may rely on --------------------------------------------------------- */

struct history {
    struct net *net;
    struct net_scope scope;
    enum tape_fault first, second;
    bool ok, earlier_unknown;
    enum err_code code;
};

static enum tape_fault two_faults(void *context, uint64_t n, const struct io_http_request *request)
{
    (void)request;
    const struct history *history = context;
    return n == 0 ? history->first : n == 1 ? history->second : TAPE_PASS;
}

static void call(void *argument)
{
    struct history *history = argument;
    struct net_reply reply;
    struct err err = { 0 };
    struct net_request request = { .method = STR("POST"), .url = STR("https://a.test/"), .mutates = true, .scope = &history->scope };
    history->ok = net_call(history->net, &request, &reply, &err);
    history->code = err.code;
    if (history->ok) {
        history->earlier_unknown = reply.earlier_unknown;
        arena_done(&reply.memory);
    }
}

static void test_effects_are_never_more_than_a_caller_is_told(void **state)
{
    (void)state;
    for (int never_resend = 0; never_resend < 2; never_resend++) {
        for (int f = 0; f < 64; f++) {
            int effects = 0;
            struct history history = { .first = (enum tape_fault)(f / 8), .second = (enum tape_fault)(f % 8) };
            history.scope = (struct net_scope){ .step = STR("s"), .approved = true, .never_resend = never_resend };
            struct io *inner = fake_io_open(&(struct fake_io_options){ .serve = serve, .context = &effects });
            struct io *io = tape_open(&(struct tape_options){ .inner = inner, .fault = two_faults, .context = &history }, NULL);
            struct loop *loop = loop_new(io);
            history.net = net_new(loop, &(struct net_options){ .seed = 1, .fast_profile = true });
            loop_call(loop, call, &history);
            if (history.ok && !history.earlier_unknown)
                CHECK_INT(effects, 1);
            if (!history.ok && history.code != ERR_AMBIGUOUS)
                CHECK_INT(effects, 0);
            if (never_resend)
                CHECK(effects <= 1);
            CHECK(history.ok || never_resend || history.code == ERR_AMBIGUOUS || history.code == ERR_TIMEOUT);
            net_free(history.net);
            loop_free(loop);
            tape_close(io);
            fake_io_close(inner);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_recording_holds_the_wire_without_credentials),
        cmocka_unit_test(test_a_replay_answers_each_request_once),
        cmocka_unit_test(test_what_is_no_tape_is_refused_with_the_line),
        cmocka_unit_test(test_every_fault_is_what_it_says),
        cmocka_unit_test(test_transfers_can_be_cancelled),
        cmocka_unit_test(test_effects_are_never_more_than_a_caller_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
