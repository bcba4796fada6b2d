/*
 * test_server.c - the loopback server: requests as sent, keep-alive, limits, lost answers, the hook for signatures, saving.
 */
#include "tests/unit/engine_sim/face.h"
#include "tests/unit/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct sim_face *const faces[] = { &toy_face, NULL };
static struct io real = { .ops = &io_real_ops };

struct running {
    struct sim_world *world;
    struct sim_server_options options;
    volatile int stop;
    int port;
    int ready[2];
    pthread_t thread;
    bool ok;
    struct err err;
};

static void ready(void *context, int port)
{
    struct running *r = context;
    r->port = port;
    ssize_t n = write(r->ready[1], "x", 1);
    (void)n;
}

static void *run(void *context)
{
    struct running *r = context;
    r->ok = sim_serve(r->world, &r->options, &r->err);
    if (!r->ok)
        ready(r, 0);
    return NULL;
}

static void start(struct running *r, struct sim_options options)
{
    char byte;
    options.faces = faces;
    options.speed = 1000000;
    r->world = sim_world_new(&options);
    r->options.io = &real;
    r->options.stop = &r->stop;
    r->options.ready = ready;
    r->options.ready_context = r;
    if (!r->options.listen)
        r->options.listen = "127.0.0.1:0";
    assert_int_equal(pipe(r->ready), 0);
    assert_int_equal(pthread_create(&r->thread, NULL, run, r), 0);
    assert_int_equal(read(r->ready[0], &byte, 1), 1);
}

static void end(struct running *r)
{
    r->stop = 1;
    pthread_join(r->thread, NULL);
    (void)close(r->ready[0]);
    (void)close(r->ready[1]);
    sim_world_free(r->world);
    CHECK(r->ok);
}

static int connect_to(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* Sends, and reads until `wanted` is there or the connection ends. */
static bool talk(int fd, const char *send_text, const char *wanted)
{
    static char got[8192];
    size_t len = 0;
    for (size_t sent = 0; sent < strlen(send_text);) {
        ssize_t n = write(fd, send_text + sent, strlen(send_text) - sent);
        if (n <= 0)
            break;
        sent += (size_t)n;
    }
    for (got[0] = '\0'; !strstr(got, wanted);) {
        ssize_t n = read(fd, got + len, sizeof got - 1 - len);
        if (n <= 0)
            return false;
        len += (size_t)n;
        got[len] = '\0';
    }
    return true;
}

static void test_requests_share_a_connection_and_arrive_as_sent(void **state)
{
    (void)state;
    struct running r = { 0 };
    start(&r, (struct sim_options){ .seed = 1 });
    int fd = connect_to(r.port);
    CHECK(talk(fd, "POST /a%2Fb?x=%20y HTTP/1.1\r\nHost: toy.test\r\nContent-Length: 5\r\n\r\nhello", " 201 "));
    CHECK(talk(fd, "GET /a%2Fb HTTP/1.1\r\nHost: toy.test\r\n\r\n", "hello"));
    CHECK(talk(fd, "GET / HTTP/1.1\r\nHost: toy.test\r\nConnection: close\r\n\r\n", "a%2Fb"));
    CHECK(!talk(fd, "", "never"));
    (void)close(fd);
    end(&r);
}

static void test_unserved_hosts_and_long_bodies_are_refused(void **state)
{
    (void)state;
    struct running r = { 0 };
    start(&r, (struct sim_options){ .seed = 1 });
    int fd = connect_to(r.port);
    CHECK(talk(fd, "GET / HTTP/1.1\r\nHost: other.test\r\n\r\n", " 404 "));
    (void)close(fd);
    size_t room = (17 << 20) + 200;
    char *big = calloc(1, room);
    int head = snprintf(big, room, "POST /a HTTP/1.1\r\nHost: toy.test\r\nContent-Length: %d\r\n\r\n", 17 << 20);
    memset(big + head, 'x', 17 << 20);
    fd = connect_to(r.port);
    CHECK(talk(fd, big, " 413 "));
    (void)close(fd);
    free(big);
    end(&r);
}

static enum sim_fate lose(void *context, uint64_t n, const struct sim_request *request)
{
    (void)context, (void)request;
    return n == 1 ? FATE_RESET_AFTER : FATE_NORMAL;
}

static void test_a_lost_answer_closes_the_connection(void **state)
{
    (void)state;
    struct running r = { 0 };
    start(&r, (struct sim_options){ .seed = 1, .fate = lose });
    int fd = connect_to(r.port);
    CHECK(!talk(fd, "POST /a HTTP/1.1\r\nHost: toy.test\r\nContent-Length: 1\r\n\r\nz", "HTTP"));
    (void)close(fd);
    fd = connect_to(r.port);
    CHECK(talk(fd, "GET /a HTTP/1.1\r\nHost: toy.test\r\n\r\n", "z"));
    (void)close(fd);
    end(&r);
}

static bool only_signed(void *context, const struct sim_request *request, int64_t now_ms, struct arena *arena, struct sim_response *ret)
{
    (void)context, (void)arena;
    if (str_is(sim_header(request, "x-signature"), "good") && now_ms > 1700000000000 && request->client_now_ms == now_ms)
        return true;
    *ret = (struct sim_response){ .status = 403, .body = STR("who are you") };
    return false;
}

static void test_the_hook_refuses_what_is_not_signed(void **state)
{
    (void)state;
    struct running r = { .options = { .verify = only_signed } };
    start(&r, (struct sim_options){ .seed = 1 });
    int fd = connect_to(r.port);
    CHECK(talk(fd, "POST /a HTTP/1.1\r\nHost: toy.test\r\nContent-Length: 1\r\n\r\nz", "who are you"));
    CHECK(talk(fd, "POST /a HTTP/1.1\r\nHost: toy.test\r\nX-Signature: good\r\nContent-Length: 1\r\n\r\nz", " 201 "));
    (void)close(fd);
    end(&r);
}

static void test_the_world_is_saved(void **state)
{
    (void)state;
    char path[64];
    (void)snprintf(path, sizeof path, "/tmp/infra-test-server-%d.json", (int)getpid());
    struct running r = { .options = { .world_path = path } };
    start(&r, (struct sim_options){ .seed = 1 });
    int fd = connect_to(r.port);
    CHECK(talk(fd, "POST /a HTTP/1.1\r\nHost: toy.test\r\nContent-Length: 1\r\n\r\nz", " 201 "));
    (void)close(fd);
    end(&r);
    struct err err = { 0 };
    struct sim_world *world = sim_world_new(&(struct sim_options){ .faces = faces });
    CHECK(sim_world_load(world, &real, path, &err));
    CHECK(sim_get(world, TOY, STR(""), STR("a")));
    sim_world_free(world);
    CHECK(io_file_remove(&real, path, &err));
}

static void test_only_loopback_is_listened_on(void **state)
{
    (void)state;
    static const struct {
        const char *listen, *part;
    } rows[] = { { "0.0.0.0:0", "loopback only" }, { "10.0.0.1:80", "loopback only" }, { "example.com:80", "loopback only" },
                 { "127.0.0.1", "not HOST:PORT" },  { "127.0.0.1:x", "not HOST:PORT" }, { "127.0.0.1:70000", "not HOST:PORT" },
                 { ":5", "not HOST:PORT" },         { "", "not HOST:PORT" } };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err err = { 0 };
        int stop = 1;
        struct sim_world *world = sim_world_new(&(struct sim_options){ .faces = faces });
        CHECK(!sim_serve(world, &(struct sim_server_options){ .listen = rows[i].listen, .io = &real, .stop = &stop }, &err));
        CHECK_ERR(&err, ERR_INVALID, rows[i].part);
        sim_world_free(world);
    }
}

static void test_a_port_in_use_is_an_error(void **state)
{
    (void)state;
    struct running r = { 0 };
    start(&r, (struct sim_options){ .seed = 1 });
    char listen_text[32];
    (void)snprintf(listen_text, sizeof listen_text, "127.0.0.1:%d", r.port);
    struct running other = { .options = { .listen = listen_text } };
    start(&other, (struct sim_options){ .seed = 1 });
    pthread_join(other.thread, NULL);
    CHECK(!other.ok);
    CHECK_ERR(&other.err, ERR_IO, "cannot listen on");
    sim_world_free(other.world);
    (void)close(other.ready[0]);
    (void)close(other.ready[1]);
    end(&r);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_requests_share_a_connection_and_arrive_as_sent),
        cmocka_unit_test(test_unserved_hosts_and_long_bodies_are_refused),
        cmocka_unit_test(test_a_lost_answer_closes_the_connection),
        cmocka_unit_test(test_the_hook_refuses_what_is_not_signed),
        cmocka_unit_test(test_the_world_is_saved),
        cmocka_unit_test(test_only_loopback_is_listened_on),
        cmocka_unit_test(test_a_port_in_use_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
