/*
 * main.c - the simulated AWS behind its loopback server, for tests with clients that nobody here wrote.
 *
 *     sim [--listen HOST:PORT] [--seed N] [--speed N] [--lag MS] [--instant] [--strict] [--throttle] [--default-vpc] [--world FILE]
 *
 * Prints "port N" once it listens; ends with its standard input, so that it never outlives who started it.
 */
#include "providers/aws/sim/face.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile int stop;

static void *watch_stdin(void *unused)
{
    char byte;
    (void)unused;
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    stop = 1;
    return NULL;
}

static void ready(void *context, int port)
{
    (void)context;
    printf("port %d\n", port);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    static const struct sim_face *const faces[] = { &aws_sim_face, NULL };
    struct arena arena = { 0 };
    struct sim_options options = { .faces = faces, .seed = 1, .speed = 1 };
    struct io io = { .ops = &io_real_ops };
    struct sim_server_options server = { .listen = "127.0.0.1:0", .io = &io, .ready = ready, .stop = &stop };
    struct value_builder knobs = { .arena = &arena };
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "0";
        if (!strcmp(argv[i], "--listen"))
            server.listen = argv[++i];
        else if (!strcmp(argv[i], "--seed"))
            options.seed = strtoull(value, NULL, 10), i++;
        else if (!strcmp(argv[i], "--speed"))
            options.speed = strtod(value, NULL), i++;
        else if (!strcmp(argv[i], "--lag"))
            options.lag_ms = strtoll(value, NULL, 10), i++;
        else if (!strcmp(argv[i], "--world"))
            server.world_path = argv[++i];
        else if (!strcmp(argv[i], "--instant"))
            options.instant = true;
        else if (!strcmp(argv[i], "--strict"))
            options.strict = true;
        else if (!strcmp(argv[i], "--throttle"))
            value_builder_put(&knobs, STR("throttle"), value_bool(true));
        else if (!strcmp(argv[i], "--default-vpc"))
            value_builder_put(&knobs, STR("default_vpc"), value_bool(true));
    }
    options.knobs = value_map_of(&arena, "aws", value_builder_map(&knobs), NULL);
    struct sim_world *world = sim_world_new(&options);
    struct err err = { 0 };
    pthread_t watcher;
    bool ok = !server.world_path || sim_world_load(world, &io, server.world_path, &err);
    ok = ok && pthread_create(&watcher, NULL, watch_stdin, NULL) == 0 && pthread_detach(watcher) == 0;
    ok = ok && sim_serve(world, &server, &err);
    if (!ok)
        fprintf(stderr, "sim: %s\n", err.message);
    sim_world_free(world);
    arena_done(&arena);
    return ok ? 0 : 1;
}
