/*
 * bench_journal.c - durable records a second: the log's appends as a run with many steps in flight makes them.
 *
 *     bench_journal [IN_FLIGHT [RECORDS]]      100 and 20,000 by default; one line: rate, time, CPU, size
 *
 * Every step in flight asks for one record and waits until it is durable, so a batch is IN_FLIGHT records: intents and outcomes of a
 * resource of 8 attributes, about 1 KB each as they are stored. Real disk (the current folder), real fsync, the real door.
 */
#include "state/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { IN_FLIGHT = 100, RECORDS = 20000 };

static struct io io;
static char *folder;

static const char *bench_getenv(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "HOME") == 0 ? folder : NULL;
}

static double cpu_ms(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1e3 + (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e3;
}

static struct value attributes(struct arena *arena, size_t n)
{
    return value_map_of(arena, "cidr_block", value_str(arena_printf(arena, "10.%zu.0.0/16", n % 256)), "enable_dns_hostnames",
                        value_bool(true), "enable_dns_support", value_bool(true), "instance_tenancy", value_cstr("default"), "owner_id",
                        value_cstr("123456789012"), "id", value_str(arena_printf(arena, "vpc-%017zx", n)), "arn",
                        value_str(arena_printf(arena, "arn:aws:ec2:ap-northeast-2:123456789012:vpc/vpc-%017zx", n)), "tags",
                        value_map_of(arena, "Name", value_cstr("bench"), "team", value_cstr("infrastructure"), NULL), NULL);
}

static struct record make(struct arena *arena, size_t n)
{
    struct intent *intent = ARENA_NEW(arena, struct intent);
    *intent = (struct intent){
        .kind = INTENT_CREATE, .uid = arena_printf(arena, "%026zu", n / 2), .address = arena_printf(arena, "net/aws_vpc.main-%zu", n / 2),
        .type = STR("aws_vpc"), .type_version = 1, .provider_key = STR("aws/aws/123456789012/ap-northeast-2"), .provider_name = STR("aws"),
        .generation = 1, .create_class = CREATE_TAGGED, .planned = attributes(arena, n / 2), .token = STR("0123456789abcdef0123456789abcdef"),
        .run = 1, .at = { .file = STR("stack.lua"), .line = 12, .column = 3 },
    };
    if (n % 2 == 0)
        return record_intent(arena, intent);
    struct object row = { .uid = intent->uid, .address = intent->address, .address_at_birth = intent->address, .generation = 1,
                          .type = intent->type, .type_version = 1, .create_class = CREATE_TAGGED, .provider_key = intent->provider_key,
                          .provider_name = intent->provider_name, .id = value_text(value_get(intent->planned, "id")),
                          .applied = intent->planned, .observed = intent->planned, .run = 1, .at = intent->at };
    return record_outcome(arena, intent, "done", &row);
}

static bool fill(struct state *state, size_t in_flight, size_t count, struct err *err)
{
    DROP_ARENA struct arena scratch = { 0 };
    for (size_t done = 0; done < count; done += in_flight) {
        struct record *batch = ARENA_ARRAY(&scratch, struct record, in_flight);
        for (size_t i = 0; i < in_flight; i++) /* half the steps begin, half end: an outcome follows its intent one batch later at most */
            batch[i] = make(&scratch, done + i);
        TRY(state_append(state, batch, in_flight, err));
        arena_reset(&scratch);
    }
    return true;
}

static bool measure(size_t in_flight, size_t count, struct err *err)
{
    DROP_ARENA struct arena arena = { 0 };
    struct identity identity;
    struct state *state;
    const char *path = arena_printf(&arena, "%s/state.db", folder).ptr;
    TRY(identity_open(&(struct identity_options){ .io = &io, .stack_dir = folder, .stack = STR("bench"), .may_create = true,
                                                  .getenv = bench_getenv }, &identity, err));
    TRY(state_open(&(struct state_options){ .io = &io, .path = path, .identity = &identity, .create = true }, &state, err));
    TRY(state_begin_writing(state, 0, err));
    double cpu = cpu_ms();
    int64_t began_ms = io_mono_ms(&io);
    TRY(fill(state, in_flight, count, err));
    double took_s = (double)(io_mono_ms(&io) - began_ms) / 1e3;
    cpu = cpu_ms() - cpu;
    state_end_writing(state);
    state_close(state);
    identity_done(&identity);
    struct stat file = { 0 };
    (void)stat(path, &file);
    printf("%zu in flight: %.0f durable records/s (%zu in %.2f s), %.1f us CPU a record, %.0f bytes a record on disk\n", in_flight,
           (double)count / took_s, count, took_s, cpu * 1e3 / (double)count, (double)file.st_size / (double)count);
    return true;
}

int main(int argc, char **argv)
{
    size_t in_flight = argc > 1 ? strtoul(argv[1], NULL, 10) : IN_FLIGHT, count = argc > 2 ? strtoul(argv[2], NULL, 10) : RECORDS;
    io = (struct io){ .ops = &io_real_ops };
    char made[] = "bench-journal-XXXXXX", command[512];
    if (!in_flight || count < in_flight || !mkdtemp(made) || !(folder = realpath(made, NULL)))
        return 2;
    struct err err = { 0 };
    bool ok = measure(in_flight, count - count % in_flight, &err);
    if (!ok)
        fprintf(stderr, "%s\n", err.message);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    free(folder); /* realpath's */
    return system(command) == 0 && ok ? 0 : 1;
}
