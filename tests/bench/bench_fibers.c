/*
 * bench_fibers.c - what a waiting fiber costs: CPU and memory, against a door with virtual time (no network, no server).
 *
 *     bench_fibers [FIBERS]        5,000 by default; prints one line per shape
 *
 * "sleep" is the loop alone. "call" is net_call with gate, bucket, signing hook and four requests of 20 ms each, 128 in flight:
 * the shape of the budget in design section 12. Memory is what the process grew by while all fibers waited at once.
 */
#include "engine/net/fake_io.h"
#include "engine/net/fiber.h"
#include "engine/net/net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { DEFAULT_FIBERS = 5000, REQUESTS = 4, REQUEST_MS = 20 };

struct bench {
    struct io *io;
    struct loop *loop;
    struct net *net;
    size_t fibers, waiting, resident_before, resident_waiting;
};

static double cpu_ms(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
}

static size_t resident_bytes(void)
{
    unsigned long pages = 0, all = 0;
    FILE *in = fopen("/proc/self/statm", "re");
    if (in && fscanf(in, "%lu %lu", &all, &pages) != 2)
        pages = 0;
    if (in)
        (void)fclose(in);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static void serve(void *context, uint64_t n, const struct io_http_request *request, struct fake_io_answer *ret)
{
    (void)context, (void)n, (void)request;
    ret->delay_ms = REQUEST_MS;
    ret->body = STR("<DescribeVpcsResponse/>");
}

static void all_wait(struct bench *bench)
{
    if (++bench->waiting == bench->fibers)
        bench->resident_waiting = resident_bytes();
}

static void sleeper(void *argument)
{
    struct bench *bench = argument;
    all_wait(bench);
    for (int i = 0; i < REQUESTS; i++)
        (void)fiber_sleep_until(bench->loop, io_mono_ms(bench->io) + REQUEST_MS);
}

static bool sign(void *context, struct arena *arena, int64_t wall_ms, struct io_http_request *http, struct err *err)
{
    (void)context, (void)err;
    struct io_header *headers = ARENA_ARRAY(arena, struct io_header, 2);
    headers[0] = (struct io_header){ STR("Host"), STR("a.test") };
    headers[1] = (struct io_header){ STR("X-Date"), io_format_time(arena, wall_ms) };
    http->headers = headers;
    http->header_count = 2;
    return true;
}

static void caller(void *argument)
{
    struct bench *bench = argument;
    all_wait(bench);
    struct net_scope scope = { .step = STR("s"), .approved = true, .deadline_mono_ms = INT64_MAX };
    for (int i = 0; i < REQUESTS; i++) {
        struct net_reply reply;
        struct err err = { 0 };
        struct net_request request = { .method = STR("POST"), .url = STR("https://a.test/"), .body = STR("Action=DescribeVpcs"),
                                       .mutates = true, .scope = &scope, .bucket = STR("a/mutate"), .prepare = sign };
        if (!net_call(bench->net, &request, &reply, &err)) {
            fprintf(stderr, "%s\n", err.message);
            exit(1);
        }
        arena_done(&reply.memory);
    }
}

static void run(const char *name, fiber_fn *body, size_t fibers)
{
    struct bench bench = { .fibers = fibers, .io = fake_io_open(&(struct fake_io_options){ .serve = serve, .seed = 1 }) };
    bench.loop = loop_new(bench.io);
    bench.net = net_new(bench.loop, &(struct net_options){ .seed = 1 });
    bench.resident_before = resident_bytes();
    double start_ms = cpu_ms();
    int64_t start_virtual_ms = io_mono_ms(bench.io);
    for (size_t i = 0; i < fibers; i++)
        loop_spawn(bench.loop, body, &bench);
    loop_run(bench.loop);
    double took_ms = cpu_ms() - start_ms;
    printf("%-6s %zu fibers x %d waits: %.4f ms CPU a fiber, %.1f KB a waiting fiber, %lld ms virtual time\n", name, fibers, REQUESTS,
           took_ms / (double)fibers, (double)(bench.resident_waiting - bench.resident_before) / 1024 / (double)fibers,
           (long long)(io_mono_ms(bench.io) - start_virtual_ms));
    net_free(bench.net);
    loop_free(bench.loop);
    fake_io_close(bench.io);
}

int main(int argc, char **argv)
{
    size_t fibers = argc > 1 ? strtoul(argv[1], NULL, 10) : DEFAULT_FIBERS;
    run("sleep", sleeper, fibers);
    run("call", caller, fibers);
    return 0;
}
