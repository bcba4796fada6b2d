/*
 * test_door.c - the in-process door: virtual clock, fates as a client sees them, cancelling, closing, files.
 */
#include "tests/unit/engine_sim/face.h"
#include "tests/unit/test.h"

static const struct sim_face *const faces[] = { &toy_face, NULL };
static enum sim_fate fated;
static struct io real = { .ops = &io_real_ops };

static enum sim_fate fate_of(void *context, uint64_t n, const struct sim_request *request)
{
    (void)context, (void)n, (void)request;
    return fated;
}

static struct sim_world *world_of(struct sim_options options)
{
    options.faces = faces;
    options.fate = fate_of;
    fated = FATE_NORMAL;
    return sim_world_new(&options);
}

static const struct io_header headers[] = { { { "X-Test", 6 }, { "Y", 1 } } };

static struct io_http_request request_to(const char *method, const char *url)
{
    return (struct io_http_request){ .method = str_of(method), .url = str_of(url), .headers = headers, .header_count = 1, .body = STR("body") };
}

static struct io_http_reply ask(struct io *io, const char *method, const char *url)
{
    struct io_http_request request = request_to(method, url);
    struct io_http_reply reply = { 0 };
    io->ops->http_start(io, &request, &reply);
    assert_ptr_equal(io->ops->wait(io, INT64_MAX, &reply), &reply);
    return reply;
}

static void test_time_moves_only_when_everything_waits(void **state)
{
    (void)state;
    struct sim_world *world = world_of((struct sim_options){ .latency_ms = 100 });
    struct io *io = sim_door_open(world, &real, 1000000);
    CHECK_INT(io_wall_ms(io), 1000000);
    CHECK_INT(io_mono_ms(io), 0);
    CHECK(!io->ops->wait(io, 5000, NULL));
    CHECK_INT(io_mono_ms(io), 5000);
    CHECK(!io->ops->wait(io, 10, NULL)); /* in the past: polls */
    CHECK_INT(io_wall_ms(io), 1005000);
    struct io_http_reply reply = ask(io, "POST", "http://toy.test/a");
    CHECK_INT(reply.outcome, IO_ANSWERED);
    CHECK_INT(reply.status, 201);
    CHECK_STR(reply.headers[0].name, "x-toy");
    CHECK(io_mono_ms(io) >= 5050 && io_mono_ms(io) <= 5100);
    arena_done(&reply.memory);
    sim_door_close(io);
    io = sim_door_open(world, &real, 1000); /* the world's clock does not go back */
    CHECK(io_wall_ms(io) >= 1005025);
    sim_door_close(io);
    sim_world_free(world);
}

static void test_a_wake_ends_a_wait(void **state)
{
    (void)state;
    struct sim_world *world = world_of((struct sim_options){ 0 });
    struct io *io = sim_door_open(world, &real, 1);
    io_wake();
    CHECK(!io->ops->wait(io, 99999, NULL));
    CHECK_INT(io_mono_ms(io), 0);
    sim_door_close(io);
    sim_world_free(world);
}

static void test_fates_as_the_client_sees_them(void **state)
{
    (void)state;
    static const struct {
        enum sim_fate fate;
        enum io_outcome outcome;
        int status;
        const char *problem;
    } rows[] = {
        { FATE_NORMAL, IO_ANSWERED, 404, "" },
        { FATE_REFUSED, IO_NOT_SENT, 0, "connection refused" },
        { FATE_RESET_BEFORE, IO_AMBIGUOUS, 0, "connection reset" },
        { FATE_RESET_AFTER, IO_AMBIGUOUS, 0, "connection reset" },
        { FATE_ERROR_BEFORE, IO_ANSWERED, 500, "" },
        { FATE_ERROR_AFTER, IO_ANSWERED, 500, "" },
        { FATE_TIMEOUT_BEFORE, IO_AMBIGUOUS, 0, "no answer in time" },
        { FATE_TIMEOUT_AFTER, IO_AMBIGUOUS, 0, "no answer in time" },
        { FATE_THROTTLED, IO_ANSWERED, 429, "" },
        { FATE_DUPLICATED, IO_ANSWERED, 404, "" },
    };
    CHECK_INT(ARRAY_LEN(rows), FATE_COUNT);
    struct sim_world *world = world_of((struct sim_options){ 0 });
    struct io *io = sim_door_open(world, &real, 1);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        fated = rows[i].fate;
        int64_t before_ms = io_mono_ms(io);
        struct io_http_reply reply = ask(io, "GET", "https://toy.test/none");
        CHECK_INT(reply.outcome, rows[i].outcome);
        CHECK_INT(reply.status, rows[i].status);
        CHECK_STR(reply.problem, rows[i].problem);
        if (rows[i].fate == FATE_TIMEOUT_AFTER)
            CHECK_INT(io_mono_ms(io) - before_ms, 60000);
        arena_done(&reply.memory);
    }
    sim_door_close(io);
    sim_world_free(world);
}

static void test_other_hosts_and_non_urls_are_not_reached(void **state)
{
    (void)state;
    struct sim_world *world = world_of((struct sim_options){ 0 });
    struct io *io = sim_door_open(world, &real, 1);
    struct io_http_reply reply = ask(io, "GET", "https://example.com/");
    CHECK_INT(reply.outcome, IO_NOT_SENT);
    CHECK_STR(reply.problem, "no simulated cloud serves this host");
    arena_done(&reply.memory);
    reply = ask(io, "GET", "nonsense");
    CHECK_INT(reply.outcome, IO_NOT_SENT);
    arena_done(&reply.memory);
    sim_door_close(io);
    sim_world_free(world);
}

static void test_long_answers_end_as_ambiguous(void **state)
{
    (void)state;
    struct sim_world *world = world_of((struct sim_options){ 0 });
    struct io *io = sim_door_open(world, &real, 1);
    struct io_http_reply reply = ask(io, "POST", "http://toy.test/a");
    arena_done(&reply.memory);
    struct io_http_request request = request_to("GET", "http://toy.test/a");
    request.max_body_bytes = 3;
    io->ops->http_start(io, &request, &request);
    assert_ptr_equal(io->ops->wait(io, 10, &reply), &request);
    CHECK_INT(reply.outcome, IO_AMBIGUOUS);
    arena_done(&reply.memory);
    sim_door_close(io);
    sim_world_free(world);
}

static void test_a_cancelled_request_still_arrives(void **state)
{
    (void)state;
    struct sim_world *world = world_of((struct sim_options){ .latency_ms = 100 });
    struct io *io = sim_door_open(world, &real, 1);
    char url[] = "http://toy.test/a";
    struct io_http_request request = request_to("POST", url);
    io->ops->http_start(io, &request, &request);
    io->ops->http_cancel(io, &request);
    memset(url, 'x', sizeof url - 1); /* the caller's memory is the caller's again */
    CHECK(!io->ops->wait(io, 1000, NULL));
    CHECK(sim_get(world, TOY, STR(""), STR("a")));
    sim_door_close(io);
    sim_world_free(world);
}

static void test_closing_decides_by_seed_what_arrives(void **state)
{
    (void)state;
    int arrived = 0;
    for (uint64_t seed = 0; seed < 32; seed++) {
        struct sim_world *world = world_of((struct sim_options){ .latency_ms = 100, .seed = seed });
        struct io *io = sim_door_open(world, &real, 1);
        struct io_http_request request = request_to("POST", "http://toy.test/a");
        io->ops->http_start(io, &request, &request);
        sim_door_close(io);
        arrived += sim_get(world, TOY, STR(""), STR("a")) != NULL;
        sim_world_free(world);
    }
    CHECK(arrived > 4 && arrived < 28);
}

static struct str trace(struct arena *arena, uint64_t seed)
{
    struct sim_world *world = world_of((struct sim_options){ .latency_ms = 50, .lag_ms = 200, .seed = seed });
    struct io *io = sim_door_open(world, &real, 1);
    struct io_http_request requests[8];
    struct io_http_reply reply;
    struct buf out = { 0 };
    for (int round = 0; round < 4; round++) {
        for (size_t i = 0; i < ARRAY_LEN(requests); i++) {
            requests[i] = request_to(i % 2 ? "GET" : "POST", arena_printf(arena, "http://toy.test/%zu", i * (size_t)round).ptr);
            io->ops->http_start(io, &requests[i], &requests[i]);
        }
        for (size_t i = 0; i < ARRAY_LEN(requests); i++) {
            struct io_http_request *ended = io->ops->wait(io, INT64_MAX, &reply);
            buf_printf(&out, "%ld:%lld ", (long)(ended - requests), (long long)io_mono_ms(io));
            arena_done(&reply.memory);
        }
    }
    uint64_t random;
    io_random(io, &random, sizeof random);
    buf_printf(&out, "%llx\n", (unsigned long long)random);
    sim_audit_text(world, &out);
    struct str done = arena_str(arena, buf_str(&out));
    buf_done(&out);
    sim_door_close(io);
    sim_world_free(world);
    return done;
}

static void test_the_same_seed_is_the_same_trace(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    CHECK(str_eq(trace(&arena, 3), trace(&arena, 3)));
    CHECK(!str_eq(trace(&arena, 3), trace(&arena, 4)));
}

static void test_files_are_the_real_ones(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct sim_world *world = world_of((struct sim_options){ 0 });
    struct io *io = sim_door_open(world, &real, 1);
    struct err err = { 0 };
    struct io_file_info info;
    struct str text, *names;
    size_t count;
    const char *folder = "/tmp/infra-test-door", *file = "/tmp/infra-test-door/f";
    CHECK(io_make_dirs(io, folder, 0700, &err));
    CHECK(io_file_write(io, file, STR("hello"), 0600, &err));
    CHECK(io_file_read(io, &arena, file, 100, &text, &err));
    CHECK_STR(text, "hello");
    CHECK(io_file_info(io, file, &info, &err));
    CHECK_INT(info.size_bytes, 5);
    CHECK(io_file_resolve(io, &arena, "/tmp/infra-test-door/../infra-test-door/f", &text, &err));
    CHECK_STR(text, file);
    CHECK(io_dir_list(io, &arena, folder, &names, &count, &err));
    CHECK_INT(count, 1);
    CHECK(io_file_remove(io, file, &err));
    CHECK(!io_file_read(io, &arena, file, 100, &text, &err));
    assert_null(io->ops->sqlite_vfs(io));
    sim_door_close(io);
    sim_door_close(NULL);
    sim_world_free(world);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_moves_only_when_everything_waits),
        cmocka_unit_test(test_a_wake_ends_a_wait),
        cmocka_unit_test(test_fates_as_the_client_sees_them),
        cmocka_unit_test(test_other_hosts_and_non_urls_are_not_reached),
        cmocka_unit_test(test_long_answers_end_as_ambiguous),
        cmocka_unit_test(test_a_cancelled_request_still_arrives),
        cmocka_unit_test(test_closing_decides_by_seed_what_arrives),
        cmocka_unit_test(test_the_same_seed_is_the_same_trace),
        cmocka_unit_test(test_files_are_the_real_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
