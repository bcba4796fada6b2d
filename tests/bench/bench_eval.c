/*
 * bench_eval.c - CPU time and memory of evaluating N resources of 8 attributes: budget 5 us and 500 B each
 * (design section 12).
 *
 *     bench_eval [N]...           a line each: N, us of CPU and bytes a resource, and the growth exponent
 * between lines
 *
 * Memory is what the config keeps after evaluation. The shape is one loop; half of the resources name another
 * one.
 */
#include "engine/lang/lang.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

static const struct attr bench_attrs[] = {
    {.name = "name", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED},
    {.name = "vpc_id", .type = ATTR_STRING, .flags = OPTIONAL},
    {.name = "cidr_block", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW},
    {.name = "availability_zone", .type = ATTR_STRING, .flags = OPTIONAL},
    {.name = "map_public_ip_on_launch", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false"},
    {.name = "port", .type = ATTR_INT, .flags = OPTIONAL},
    {.name = "description", .type = ATTR_STRING, .flags = OPTIONAL},
    {.name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL},
    {.name = "id", .type = ATTR_STRING, .flags = COMPUTED},
    {0}};
static const struct resource_type bench_type = {.name = "bench_subnet", .attrs = bench_attrs};
static const struct resource_type *const bench_types[] = {&bench_type, NULL};
static const struct provider_type bench_provider = {
    .name = "bench", .prefix = "bench_", .types = bench_types};
static const struct provider_type *const bench_providers[] = {&bench_provider, NULL};
static const struct registry bench_registry = {bench_providers};

static const char stack[] = "local count = input \"count\" { type = \"integer\" }\n"
                            "local first = bench.subnet \"first\" { }\n"
                            "for i = 1, count do\n"
                            "  bench.subnet(\"s\" .. i) {\n"
                            "    name = \"subnet-\" .. i, vpc_id = i % 2 == 0 and first.id or \"vpc-1\", "
                            "cidr_block = \"10.0.0.0/16\", availability_zone = \"eu-central-1a\",\n"
                            "    map_public_ip_on_launch = true, port = i, description = \"made in a loop\", "
                            "tags = { Name = \"x\" },\n"
                            "  }\n"
                            "end\n";

static double cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static bool measure(int64_t count, double *ret_us, double *ret_bytes)
{
    struct arena arena = {0};
    struct diags diags = {.arena = &arena};
    struct config_file file = {
        .path = STR("stack.lua"), .bytes = str_n(stack, sizeof stack - 1), .chunk = true};
    struct lang_options options = {.stack_dir = "/bench",
                                   .registry = &bench_registry,
                                   .bundle = &file,
                                   .bundle_count = 1,
                                   .bundle_inputs = value_map_of(&arena, "count", value_int(count), NULL),
                                   .memory_max_bytes = (size_t)4 << 30};
    struct config *config;
    double start = cpu_us();
    bool ok = lang_evaluate(&options, &diags, &config);
    *ret_us = (cpu_us() - start) / (double)count;
    *ret_bytes = ok ? (double)config->arena.used_bytes / (double)count : 0;
    if (!ok && diags.list.count)
        fprintf(stderr, "%.*s\n", STR_ARG(diags.list.items[0].message));
    config_free(config);
    arena_done(&arena);
    return ok;
}

int main(int argc, char **argv)
{
    static const char *const usual[] = {"1000", "10000", "100000"};
    int lines = argc > 1 ? argc - 1 : (int)ARRAY_LEN(usual);
    double last_us = 0, last_count = 0;
    printf("%10s %14s %14s %10s\n", "resources", "us each", "bytes each", "exponent");
    for (int i = 0; i < lines; i++) {
        int64_t count;
        double us, bytes, best = 0;
        if (!str_to_i64(str_of(argc > 1 ? argv[i + 1] : usual[i]), &count) || count < 1)
            return 1;
        for (int round = 0; round < 3; round++) {
            if (!measure(count, &us, &bytes))
                return 1;
            best = round && best < us ? best : us;
        }
        printf("%10lld %14.2f %14.0f", (long long)count, best, bytes);
        if (last_count > 0)
            printf(" %10.2f", log(best * (double)count / last_us) / log((double)count / last_count));
        printf("\n");
        last_us = best * (double)count;
        last_count = (double)count;
    }
    return 0;
}
