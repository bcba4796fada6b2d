/*
 * test_net.c - calls against a scripted server in virtual time: what is sent, when, and what is said afterwards.
 */
#include "engine/base/buf.h"
#include "engine/base/log.h"
#include "engine/net/fake_io.h"
#include "engine/net/http_curl.h"
#include "engine/net/net.h"
#include "tests/unit/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define URL "https://ec2.test/path?Signature=hidden"

enum { SENT_MAX = 256 };

struct scene {
    struct io *io;
    struct loop *loop;
    struct net *net;
    const struct fake_io_answer *script; /* the last one repeats */
    size_t script_len;
    int64_t sent_ms[SENT_MAX], start_ms;
    uint64_t sent;
    struct buf urls;
    /* the call */
    struct net_scope scope;
    struct net_request request;
    struct net_reply reply;
    struct err err;
    bool ok;
    /* hooks */
    int64_t stamps[SENT_MAX];
    int prepared, cleared, refreshed, refuse_cleared_at, fail_prepare_at;
    enum net_verdict verdicts[8];
    size_t verdict_count, judged;
    bool refresh_fails;
    int64_t interrupt_at_ms;
};

static void serve(void *context, uint64_t n, const struct io_http_request *request, struct fake_io_answer *ret)
{
    struct scene *scene = context;
    scene->sent_ms[n % SENT_MAX] = io_mono_ms(scene->io) - scene->start_ms;
    scene->sent = n + 1;
    buf_add_str(&scene->urls, request->url);
    buf_add_char(&scene->urls, ' ');
    if (scene->script_len)
        *ret = scene->script[MIN_OF((size_t)n, scene->script_len - 1)];
}

static void scene_open(struct scene *scene, const struct fake_io_answer *script, size_t script_len)
{
    *scene = (struct scene){ .script = script, .script_len = script_len };
    scene->io = fake_io_open(&(struct fake_io_options){ .serve = serve, .context = scene, .seed = 7 });
    scene->start_ms = io_mono_ms(scene->io);
    scene->loop = loop_new(scene->io);
    scene->net = net_new(scene->loop, &(struct net_options){ .seed = 3 });
    scene->request = (struct net_request){ .method = STR("POST"), .url = STR(URL), .operation = STR("EC2 CreateVpc"),
                                           .scope = &scene->scope, .context = scene };
}
#define OPEN(scene, ...)                                          \
    static const struct fake_io_answer script_[] = { __VA_ARGS__ }; \
    struct scene scene;                                           \
    scene_open(&scene, script_, ARRAY_LEN(script_))

static void as_step(struct scene *scene)
{
    scene->scope = (struct net_scope){ .step = STR("s1"), .approved = true,
                                       .deadline_mono_ms = scene->start_ms + 600000 };
    scene->request.mutates = true;
}

static void scene_close(struct scene *scene)
{
    arena_done(&scene->reply.memory);
    buf_done(&scene->urls);
    net_free(scene->net);
    loop_free(scene->loop);
    fake_io_close(scene->io);
}

static void call_on_fiber(void *argument)
{
    struct scene *scene = argument;
    scene->ok = net_call(scene->net, &scene->request, &scene->reply, &scene->err);
}

static void interrupt_on_fiber(void *argument)
{
    struct scene *scene = argument;
    (void)fiber_sleep_until(scene->loop, scene->start_ms + scene->interrupt_at_ms);
    loop_interrupt(scene->loop, 2);
}

static bool run(struct scene *scene)
{
    if (scene->interrupt_at_ms)
        loop_spawn(scene->loop, interrupt_on_fiber, scene);
    loop_spawn(scene->loop, call_on_fiber, scene);
    loop_run(scene->loop);
    return scene->ok;
}

static const struct io_header date_later[] = { { STR("date"), STR("Sun, 22 Nov 2026 01:00:00 GMT") } };
static const struct io_header retry_after[] = { { STR("retry-after"), STR("7") } };
static const struct io_header amz_retry_after[] = { { STR("x-amz-retry-after"), STR("3000") } };

#define ANSWER(code) { .outcome = IO_ANSWERED, .status = (code) }
#define LOST { .outcome = IO_AMBIGUOUS, .problem = STR("connection reset") }
#define UNSENT { .outcome = IO_NOT_SENT, .problem = STR("connection refused") }

/* ---- Attempts ---------------------------------------------------------------------------------------------------- */

static void test_an_answer_is_handed_over(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 201, .headers = date_later, .header_count = 1, .body = STR("hello") });
    CHECK(run(&scene));
    CHECK_INT(scene.reply.status, 201);
    CHECK_STR(scene.reply.body, "hello");
    CHECK_STR(net_header(scene.reply.headers, scene.reply.header_count, "date"), "Sun, 22 Nov 2026 01:00:00 GMT");
    CHECK(net_header(scene.reply.headers, scene.reply.header_count, "etag").ptr == NULL);
    CHECK_INT(scene.reply.attempts, 1);
    CHECK(!scene.reply.earlier_unknown);
    CHECK_INT(scene.err.code, ERR_NONE);
    scene_close(&scene);
}

static void test_a_mutating_request_without_an_approved_step_is_never_sent(void **state)
{
    (void)state;
    OPEN(scene, ANSWER(200));
    const struct net_scope scopes[] = { { .step = STR("s1") }, { .approved = true }, { .deadline_mono_ms = 1 } };
    scene.request.mutates = true;
    for (size_t i = 0; i <= ARRAY_LEN(scopes); i++) {
        scene.request.scope = i < ARRAY_LEN(scopes) ? &scopes[i] : NULL;
        CHECK(!run(&scene));
        CHECK_ERR(&scene.err, ERR_INTERNAL, "EC2 CreateVpc changes things but belongs to no approved step");
    }
    CHECK_INT(scene.sent, 0);
    scene_close(&scene);
}

static void test_a_refusal_ends_the_call_with_the_code_of_its_status(void **state)
{
    (void)state;
    static const struct { int status; enum err_code code; } cases[] = {
        { 400, ERR_REMOTE }, { 401, ERR_AUTH }, { 403, ERR_DENIED }, { 404, ERR_NOT_FOUND }, { 409, ERR_CONFLICT }, { 412, ERR_CONFLICT },
        { 302, ERR_REMOTE },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct fake_io_answer answer = ANSWER(cases[i].status);
        struct scene scene;
        scene_open(&scene, &answer, 1);
        as_step(&scene);
        CHECK(!run(&scene));
        CHECK_ERR(&scene.err, cases[i].code, "EC2 CreateVpc: the server answered");
        CHECK_INT(scene.err.http_status, cases[i].status);
        CHECK_INT(scene.sent, 1);
        scene_close(&scene);
    }
}

static void test_a_lost_answer_is_tried_again_and_remembered(void **state)
{
    (void)state;
    OPEN(scene, LOST, ANSWER(503), ANSWER(200));
    as_step(&scene);
    CHECK(run(&scene));
    CHECK_INT(scene.reply.attempts, 3);
    CHECK(scene.reply.earlier_unknown);
    CHECK(scene.sent_ms[1] <= 50 && scene.sent_ms[2] - scene.sent_ms[1] <= 100);
    scene_close(&scene);
}

static void test_a_read_has_nothing_unknown(void **state)
{
    (void)state;
    OPEN(scene, LOST, ANSWER(200));
    CHECK(run(&scene));
    CHECK(!scene.reply.earlier_unknown);
    scene_close(&scene);
}

static void test_a_refusal_after_a_lost_answer_is_ambiguous_and_keeps_its_code(void **state)
{
    (void)state;
    OPEN(scene, LOST, ANSWER(409));
    as_step(&scene);
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_AMBIGUOUS, "the server answered 409");
    CHECK_INT(scene.err.http_status, 409);
    scene_close(&scene);
}

static void test_what_may_not_be_resent_is_not(void **state)
{
    (void)state;
    static const struct fake_io_answer firsts[] = { LOST, ANSWER(500), ANSWER(408) };
    for (size_t i = 0; i < ARRAY_LEN(firsts); i++) {
        struct scene scene;
        scene_open(&scene, &firsts[i], 1);
        as_step(&scene);
        scene.scope.never_resend = true;
        CHECK(!run(&scene));
        CHECK_INT(scene.err.code, ERR_AMBIGUOUS);
        CHECK_INT(scene.sent, 1);
        scene_close(&scene);
    }
}

static void test_what_may_not_be_resent_is_tried_again_when_surely_not_applied(void **state)
{
    (void)state;
    OPEN(scene, UNSENT, ANSWER(429), ANSWER(200));
    as_step(&scene);
    scene.scope.never_resend = true;
    CHECK(run(&scene));
    CHECK_INT(scene.reply.attempts, 3);
    CHECK(!scene.reply.earlier_unknown);
    scene_close(&scene);
}

static void test_throttling_lasts_until_the_deadline_only(void **state)
{
    (void)state;
    OPEN(scene, ANSWER(429));
    as_step(&scene);
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_THROTTLED, "EC2 CreateVpc: gave up at the deadline after");
    CHECK(io_mono_ms(scene.io) - scene.start_ms > 570000 && io_mono_ms(scene.io) - scene.start_ms <= 600000);
    CHECK(scene.sent > 20 && scene.sent < 200);
    CHECK_INT(net_stats(scene.net).throttled, scene.sent);
    scene_close(&scene);
}

static void test_a_step_outlasts_a_network_that_is_away_and_a_read_does_not(void **state)
{
    (void)state;
    OPEN(scene, UNSENT);
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_UNREACHABLE, "cannot reach https://ec2.test/path: connection refused");
    CHECK(!strstr(scene.err.message, "hidden"));
    CHECK_INT(scene.sent, 8);
    CHECK(io_mono_ms(scene.io) - scene.start_ms < 10000);
    scene_close(&scene);

    struct scene step;
    scene_open(&step, script_, 1);
    as_step(&step);
    CHECK(!run(&step));
    CHECK_INT(step.err.code, ERR_UNREACHABLE);
    CHECK(step.sent > 20);
    scene_close(&step);
}

static void test_a_failure_that_stays_is_not_tried_again(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_NOT_SENT, .status = HTTP_CURL_FINAL, .problem = STR("bad certificate") });
    as_step(&scene);
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_UNREACHABLE, "bad certificate");
    CHECK_INT(scene.sent, 1);
    scene_close(&scene);
}

static void test_a_slow_server_ends_in_a_time_out(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 200, .delay_ms = 1 << 30 });
    scene.request.timeout_ms = 5000;
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_TIMEOUT, "no whole answer: no answer in time");
    CHECK(io_mono_ms(scene.io) - scene.start_ms <= 126000);
    scene_close(&scene);
}

static void test_the_number_of_attempts_can_be_limited(void **state)
{
    (void)state;
    OPEN(scene, ANSWER(500));
    scene.request.max_attempts = 2;
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_TIMEOUT, "gave up after 2 attempts: the server answered 500");
    CHECK_INT(scene.sent, 2);
    scene_close(&scene);
}

static void test_the_server_may_ask_for_more_time(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 503, .headers = retry_after, .header_count = 1 },
         { .outcome = IO_ANSWERED, .status = 503, .headers = amz_retry_after, .header_count = 1 }, ANSWER(200));
    CHECK(run(&scene));
    CHECK_INT(scene.sent_ms[1], 7000);
    CHECK_INT(scene.sent_ms[2], 10000);
    scene_close(&scene);
}

/* ---- Hooks ------------------------------------------------------------------------------------------------------- */

static bool prepare(void *context, struct arena *arena, int64_t wall_ms, struct io_http_request *http, struct err *err)
{
    struct scene *scene = context;
    scene->stamps[scene->prepared++] = wall_ms;
    if (scene->prepared == scene->fail_prepare_at)
        return FAIL(err, ERR_AUTH, "no credentials");
    http->url = arena_printf(arena, "https://ec2.test/signed-%d", scene->prepared);
    http->mutates = false; /* must not get through */
    return true;
}

static enum net_verdict classify(void *context, const struct io_http_reply *reply, struct err *err)
{
    struct scene *scene = context;
    enum net_verdict verdict = scene->verdicts[MIN_OF(scene->judged, scene->verdict_count - 1)];
    scene->judged++;
    if (verdict == NET_OK)
        return verdict;
    (void)FAIL(err, ERR_REMOTE, "said %d", reply->status);
    (void)snprintf(err->remote_code, sizeof err->remote_code, "Code%zu", scene->judged);
    return verdict;
}

static bool refresh(void *context, struct err *err)
{
    struct scene *scene = context;
    scene->refreshed++;
    return scene->refresh_fails ? FAIL(err, ERR_AUTH, "the profile is gone") : true;
}

static bool cleared(void *context, struct err *err)
{
    struct scene *scene = context;
    if (++scene->cleared == scene->refuse_cleared_at)
        return FAIL(err, ERR_LOCKED, "another run took over");
    (void)fiber_sleep_until(scene->loop, io_mono_ms(scene->io) + 10); /* a heartbeat */
    return true;
}

static void test_every_attempt_is_prepared_anew(void **state)
{
    (void)state;
    OPEN(scene, ANSWER(500), ANSWER(200));
    as_step(&scene);
    scene.request.prepare = prepare;
    CHECK(run(&scene));
    CHECK_STR(buf_str(&scene.urls), "https://ec2.test/signed-1 https://ec2.test/signed-2 ");
    CHECK(scene.stamps[1] > scene.stamps[0]);
    CHECK_INT(net_stats(scene.net).mutating_requests, 2);
    scene_close(&scene);
}

static void test_a_kept_stamp_stays_the_same(void **state)
{
    (void)state;
    OPEN(scene, ANSWER(429), ANSWER(429), ANSWER(200));
    as_step(&scene);
    scene.scope.sign_at_wall_ms = 12345;
    scene.request.prepare = prepare;
    CHECK(run(&scene));
    CHECK(scene.prepared == 3 && scene.stamps[0] == 12345 && scene.stamps[2] == 12345);
    scene_close(&scene);
}

static void test_a_failing_prepare_ends_the_call_before_anything_is_sent(void **state)
{
    (void)state;
    OPEN(scene, ANSWER(200));
    as_step(&scene);
    scene.request.prepare = prepare;
    scene.fail_prepare_at = 1;
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_AUTH, "EC2 CreateVpc: no credentials");
    CHECK_INT(scene.sent, 0);
    CHECK(run(&scene)); /* the slot was let go */
    scene_close(&scene);
}

static void test_a_failing_prepare_after_a_lost_answer_is_ambiguous(void **state)
{
    (void)state;
    OPEN(scene, LOST);
    as_step(&scene);
    scene.request.prepare = prepare;
    scene.fail_prepare_at = 2;
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_AMBIGUOUS, "no credentials");
    scene_close(&scene);
}

static void test_the_fence_is_asked_before_each_mutating_send(void **state)
{
    (void)state;
    OPEN(scene, ANSWER(500), ANSWER(200));
    as_step(&scene);
    scene.scope.cleared = cleared;
    scene.scope.cleared_context = &scene;
    CHECK(run(&scene));
    CHECK_INT(scene.cleared, 2);
    scene.refuse_cleared_at = 3;
    arena_done(&scene.reply.memory);
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_LOCKED, "EC2 CreateVpc: another run took over");
    CHECK_INT(scene.sent, 2);
    scene_close(&scene);
}

static void test_a_lost_fence_is_said_even_when_an_attempt_is_unknown(void **state)
{
    (void)state;
    OPEN(scene, LOST);
    as_step(&scene);
    scene.scope.cleared = cleared;
    scene.scope.cleared_context = &scene;
    scene.refuse_cleared_at = 2;
    CHECK(!run(&scene));
    CHECK_INT(scene.err.code, ERR_LOCKED);
    CHECK_INT(scene.sent, 1);
    scene_close(&scene);
}

static void test_the_fence_is_not_asked_for_reads(void **state)
{
    (void)state;
    OPEN(scene, ANSWER(200));
    scene.scope.cleared = cleared;
    scene.scope.cleared_context = &scene;
    CHECK(run(&scene));
    CHECK_INT(scene.cleared, 0);
    scene_close(&scene);
}

static void test_credentials_are_refreshed_once(void **state)
{
    (void)state;
    OPEN(scene, ANSWER(400));
    scene.request.classify = classify;
    scene.request.refresh = refresh;
    scene.verdicts[0] = NET_CREDENTIALS;
    scene.verdicts[1] = NET_OK;
    scene.verdict_count = 2;
    CHECK(run(&scene));
    CHECK_INT(scene.refreshed, 1);
    CHECK_INT(scene.reply.attempts, 2);
    arena_done(&scene.reply.memory);

    scene.judged = 0;
    scene.verdict_count = 1; /* still refused */
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_REMOTE, "EC2 CreateVpc: said 400");
    assert_string_equal(scene.err.remote_code, "Code2");
    CHECK_INT(scene.refreshed, 2);

    scene.refresh_fails = true;
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_AUTH, "the profile is gone");
    scene_close(&scene);
}

static void test_a_wrong_clock_is_corrected_once_and_for_the_host(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 403, .headers = date_later, .header_count = 1 });
    scene.request.classify = classify;
    scene.request.prepare = prepare;
    scene.verdicts[0] = NET_CLOCK_SKEW;
    scene.verdicts[1] = NET_OK;
    scene.verdict_count = 2;
    CHECK(run(&scene));
    int64_t server_ms;
    CHECK(io_parse_time(STR("Sun, 22 Nov 2026 01:00:00 GMT"), &server_ms));
    CHECK(scene.stamps[0] < server_ms);
    CHECK_INT(scene.stamps[1], server_ms);
    arena_done(&scene.reply.memory);
    CHECK(run(&scene)); /* a later call starts with it */
    CHECK(scene.stamps[2] >= server_ms);
    arena_done(&scene.reply.memory);

    scene.judged = 0; /* the clock is right now: the same complaint is a refusal */
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_REMOTE, "said 403");
    scene_close(&scene);
}

static void test_a_kept_stamp_is_not_corrected(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 403, .headers = date_later, .header_count = 1 });
    as_step(&scene);
    scene.scope.sign_at_wall_ms = 1;
    scene.request.classify = classify;
    scene.verdicts[0] = NET_CLOCK_SKEW;
    scene.verdict_count = 1;
    CHECK(!run(&scene));
    CHECK_INT(scene.sent, 1);
    scene_close(&scene);
}

/* ---- Interruption ------------------------------------------------------------------------------------------------ */

static void test_an_interruption_ends_the_back_off(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 503, .headers = retry_after, .header_count = 1 });
    scene.interrupt_at_ms = 100;
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_INTERRUPTED, "EC2 CreateVpc: interrupted");
    CHECK_INT(io_mono_ms(scene.io) - scene.start_ms, 100);
    CHECK(!run(&scene)); /* nothing is sent any more */
    CHECK_INT(scene.err.code, ERR_INTERRUPTED);
    CHECK_INT(scene.sent, 1);
    scene_close(&scene);
}

static void test_an_interrupted_mutating_transfer_is_ambiguous(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 200, .delay_ms = 1000 });
    as_step(&scene);
    scene.interrupt_at_ms = 100;
    CHECK(!run(&scene));
    CHECK_ERR(&scene.err, ERR_AMBIGUOUS, "interrupted");
    scene_close(&scene);
}

/* ---- Gate -------------------------------------------------------------------------------------------------------- */

struct many {
    struct scene *scene;
    struct net_request request;
    struct net_scope scope;
    struct buf *order;
    int name;
    bool ok;
};

static void call_many(void *argument)
{
    struct many *many = argument;
    struct net_reply reply;
    struct err err = { 0 };
    many->ok = net_call(many->scene->net, &many->request, &reply, &err);
    if (many->order)
        buf_printf(many->order, "%d%s ", many->name, many->ok ? "" : err_code_name(err.code));
    if (many->ok)
        arena_done(&reply.memory);
}

static void spawn_many(struct scene *scene, struct many *many, size_t count, struct str bucket, struct buf *order)
{
    for (size_t i = 0; i < count; i++) {
        many[i] = (struct many){ .scene = scene, .request = scene->request, .order = order, .name = (int)i };
        many[i].request.bucket = bucket;
        many[i].request.scope = &many[i].scope;
        loop_spawn(scene->loop, call_many, &many[i]);
    }
}

static void test_no_more_than_the_limit_is_in_flight(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 200, .delay_ms = 20 });
    static struct many many[1000];
    spawn_many(&scene, many, ARRAY_LEN(many), STR_NONE, NULL);
    loop_run(scene.loop);
    for (size_t i = 0; i < ARRAY_LEN(many); i++)
        CHECK(many[i].ok);
    CHECK_INT(fake_io_most_in_flight(scene.io), 128);
    CHECK_INT(io_mono_ms(scene.io) - scene.start_ms, 160); /* 8 waves of 20 ms: nothing is idle */
    scene_close(&scene);
}

static void test_higher_priority_goes_first(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 200 });
    net_bucket_rate(scene.net, STR("b"), 1, 1);
    struct many many[5];
    DROP_BUF struct buf order = { 0 };
    spawn_many(&scene, many, ARRAY_LEN(many), STR("b"), &order);
    many[3].scope.priority = 9;
    many[4].scope.priority = 5;
    loop_run(scene.loop);
    CHECK_STR(buf_str(&order), "0 3 4 1 2 "); /* 0 found a token before the others came */
    scene_close(&scene);
}

static void test_a_bucket_keeps_its_rate(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 200 });
    net_bucket_rate(scene.net, STR("b"), 10, 5);
    struct many many[105];
    spawn_many(&scene, many, ARRAY_LEN(many), STR("b"), NULL);
    loop_run(scene.loop);
    int64_t took_ms = io_mono_ms(scene.io) - scene.start_ms;
    CHECK(took_ms >= 9900 && took_ms <= 10100); /* 5 at once, 100 at 10/s */
    scene_close(&scene);
}

static void test_who_waits_for_a_token_gives_up_at_the_deadline(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 200 });
    net_bucket_rate(scene.net, STR("b"), 1, 1);
    struct many many[4];
    DROP_BUF struct buf order = { 0 };
    spawn_many(&scene, many, ARRAY_LEN(many), STR("b"), &order);
    many[1].scope.deadline_mono_ms = scene.start_ms + 500;
    many[2].scope.deadline_mono_ms = scene.start_ms + 600;
    loop_run(scene.loop);
    CHECK_STR(buf_str(&order), "0 1timeout 2timeout 3 ");
    CHECK_INT(io_mono_ms(scene.io) - scene.start_ms, 1000);
    scene_close(&scene);
}

static void test_a_throttled_bucket_slows_down_and_recovers(void **state)
{
    (void)state;
    static const struct fake_io_answer one_refused[] = { ANSWER(200), ANSWER(200), ANSWER(429), ANSWER(200) };
    struct scene scene;
    scene_open(&scene, one_refused, ARRAY_LEN(one_refused));
    net_bucket_rate(scene.net, STR("b"), 20, 1);
    struct many many[200];
    spawn_many(&scene, many, ARRAY_LEN(many), STR("b"), NULL);
    loop_run(scene.loop);
    for (size_t i = 0; i < ARRAY_LEN(many); i++)
        CHECK(many[i].ok);
    int64_t early = scene.sent_ms[20] - scene.sent_ms[10], late = scene.sent_ms[199] - scene.sent_ms[189];
    CHECK(early > 600);          /* it had been 500 */
    CHECK(late <= 520);          /* and is again */
    CHECK(late >= 480);          /* never above the declared rate */
    CHECK_INT(net_stats(scene.net).throttled, 1);
    scene_close(&scene);
}

static void test_an_interruption_empties_the_gate(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 200, .delay_ms = 50 });
    net_bucket_rate(scene.net, STR("b"), 1, 1);
    static struct many many[300];
    spawn_many(&scene, many, 150, STR("b"), NULL);
    spawn_many(&scene, many + 150, 150, STR_NONE, NULL);
    scene.interrupt_at_ms = 20;
    loop_spawn(scene.loop, interrupt_on_fiber, &scene);
    loop_run(scene.loop);
    for (size_t i = 0; i < ARRAY_LEN(many); i++)
        CHECK(!many[i].ok);
    CHECK_INT(io_mono_ms(scene.io) - scene.start_ms, 20);
    scene_close(&scene);
}

struct fence {
    struct scene *scene;
    struct net_request request;
};

/* The fence needs a request of its own: it must not wait for the slots that wait for the fence. */
static bool cleared_by_request(void *context, struct err *err)
{
    struct fence *fence = context;
    struct net_reply reply;
    TRY(net_call(fence->scene->net, &fence->request, &reply, err));
    arena_done(&reply.memory);
    return true;
}

static void test_a_fence_that_sends_requests_does_not_lock_up_the_gate(void **state)
{
    (void)state;
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 200, .delay_ms = 5 });
    net_free(scene.net);
    scene.net = net_new(scene.loop, &(struct net_options){ .seed = 3, .max_in_flight = 2 });
    struct fence fence = { .scene = &scene, .request = { .method = STR("PUT"), .url = STR("https://log.test/") } };
    struct many many[20];
    as_step(&scene);
    spawn_many(&scene, many, ARRAY_LEN(many), STR_NONE, NULL);
    for (size_t i = 0; i < ARRAY_LEN(many); i++) {
        many[i].scope = scene.scope;
        many[i].scope.cleared = cleared_by_request;
        many[i].scope.cleared_context = &fence;
    }
    loop_run(scene.loop);
    for (size_t i = 0; i < ARRAY_LEN(many); i++)
        CHECK(many[i].ok);
    scene_close(&scene);
}

static void test_the_same_seed_gives_the_same_times(void **state)
{
    (void)state;
    int64_t first[8];
    for (int round = 0; round < 2; round++) {
        static const struct fake_io_answer answers[] = { ANSWER(500), ANSWER(429), UNSENT, ANSWER(500), ANSWER(429), ANSWER(200) };
        struct scene scene;
        scene_open(&scene, answers, ARRAY_LEN(answers));
        CHECK(run(&scene));
        for (size_t i = 0; i < 6; i++) {
            if (round == 0)
                first[i] = scene.sent_ms[i];
            CHECK_INT(scene.sent_ms[i], first[i]);
        }
        scene_close(&scene);
    }
}

static void test_the_fast_profile_does_not_wait_for_seconds(void **state)
{
    (void)state;
    OPEN(scene, ANSWER(429), ANSWER(429), ANSWER(500), ANSWER(200));
    net_free(scene.net);
    scene.net = net_new(scene.loop, &(struct net_options){ .seed = 3, .fast_profile = true });
    CHECK(run(&scene));
    CHECK(io_mono_ms(scene.io) - scene.start_ms <= 1 + 2 + 4);
    scene_close(&scene);
}

/* ---- Tracing ----------------------------------------------------------------------------------------------------- */

static void test_the_trace_shows_no_secrets(void **state)
{
    (void)state;
    char path[] = "/tmp/test_net_XXXXXX";
    int fd = mkstemp(path);
    CHECK(fd >= 0);
    struct err err = { 0 };
    CHECK(log_open("trace:net", path, &err));
    static const struct io_header cookie[] = { { STR("set-cookie"), STR("s3cret-c") }, { STR("etag"), STR("v1") } };
    OPEN(scene, { .outcome = IO_ANSWERED, .status = 200, .headers = cookie, .header_count = 2, .body = STR("s3cret-b") });
    static const struct io_header sent[] = { { STR("Authorization"), STR("s3cret-a") }, { STR("X-Amz-Security-Token"), STR("s3cret-t") },
                                             { STR("X-Vault"), STR("s3cret-v") }, { STR("X-Amz-Date"), STR("20261122T000000Z") } };
    scene.request.headers = sent;
    scene.request.header_count = ARRAY_LEN(sent);
    scene.request.body = STR("Password=s3cret-p");
    CHECK(run(&scene));
    log_close();
    char text[4096];
    ssize_t n = read(fd, text, sizeof text - 1);
    CHECK(n > 0);
    text[n] = '\0';
    CHECK(strstr(text, "EC2 CreateVpc attempt 1: POST https://ec2.test/path, 17 bytes -> 200, 8 bytes in 0 ms"));
    CHECK(strstr(text, "> X-Amz-Date: 20261122T000000Z") && strstr(text, "> Authorization: (8 bytes)") && strstr(text, "< etag: v1"));
    CHECK(!strstr(text, "s3cret") && !strstr(text, "hidden"));
    (void)close(fd);
    (void)unlink(path);
    scene_close(&scene);
}

#define T(name) cmocka_unit_test(name)
int main(void)
{
    static const struct CMUnitTest tests[] = {
        T(test_an_answer_is_handed_over),
        T(test_a_mutating_request_without_an_approved_step_is_never_sent),
        T(test_a_refusal_ends_the_call_with_the_code_of_its_status),
        T(test_a_lost_answer_is_tried_again_and_remembered),
        T(test_a_read_has_nothing_unknown),
        T(test_a_refusal_after_a_lost_answer_is_ambiguous_and_keeps_its_code),
        T(test_what_may_not_be_resent_is_not),
        T(test_what_may_not_be_resent_is_tried_again_when_surely_not_applied),
        T(test_throttling_lasts_until_the_deadline_only),
        T(test_a_step_outlasts_a_network_that_is_away_and_a_read_does_not),
        T(test_a_failure_that_stays_is_not_tried_again),
        T(test_a_slow_server_ends_in_a_time_out),
        T(test_the_number_of_attempts_can_be_limited),
        T(test_the_server_may_ask_for_more_time),
        T(test_every_attempt_is_prepared_anew),
        T(test_a_kept_stamp_stays_the_same),
        T(test_a_failing_prepare_ends_the_call_before_anything_is_sent),
        T(test_a_failing_prepare_after_a_lost_answer_is_ambiguous),
        T(test_the_fence_is_asked_before_each_mutating_send),
        T(test_a_lost_fence_is_said_even_when_an_attempt_is_unknown),
        T(test_the_fence_is_not_asked_for_reads),
        T(test_credentials_are_refreshed_once),
        T(test_a_wrong_clock_is_corrected_once_and_for_the_host),
        T(test_a_kept_stamp_is_not_corrected),
        T(test_an_interruption_ends_the_back_off),
        T(test_an_interrupted_mutating_transfer_is_ambiguous),
        T(test_no_more_than_the_limit_is_in_flight),
        T(test_higher_priority_goes_first),
        T(test_a_bucket_keeps_its_rate),
        T(test_who_waits_for_a_token_gives_up_at_the_deadline),
        T(test_a_throttled_bucket_slows_down_and_recovers),
        T(test_an_interruption_empties_the_gate),
        T(test_a_fence_that_sends_requests_does_not_lock_up_the_gate),
        T(test_the_same_seed_gives_the_same_times),
        T(test_the_fast_profile_does_not_wait_for_seconds),
        T(test_the_trace_shows_no_secrets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
