/*
 * main.c - kill enumeration: stacks of all create classes, killed at every moment of every kind of run, then run to the end.
 *
 *     crash [every K] [only NAME] [at MOMENT] [-v]           CRASH_TRACE=1: what the engines do
 *
 * For each scenario: prepare, count the moments, and for each one restore, kill there, recover, judge. Then each fault at each request.
 * Prints one line a scenario and, last, the line that counts. What is judged is what the cloud and the log say (engine.h), never the
 * engine.
 */
#include "tests/crash/kill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char base[] =
    "local a = fake.net \"a\" { range = \"10.1\", size = 1 }\n"
    "local b = fake.net \"b\" { range = \"10.2\" }\n"
    "local a1 = fake.part \"a1\" { net_id = a.id, range = \"10.1.1\" }\n"
    "local a2 = fake.part \"a2\" { net_id = a.id, range = \"10.1.2\", size = 2 }\n"
    "fake.gate \"g\" { net_id = b.id }\n"
    "local d1 = fake.disk \"d1\" { part_id = a1.id, size = 10 }\n"
    "local d2 = fake.disk \"d2\" { part_id = a2.id, size = 20 }\n"
    "fake.link \"l1\" { part_id = a1.id, target = d2.id }\n"
    "fake.link \"l2\" { part_id = a2.id, target = d1.id, size = 4 }\n"
    "fake.name \"n\" { net_id = b.id, size = 1 }\n"
    "fake.policy \"p\" { name = \"p-one\", size = 1 }\n"
    "fake.note \"t\" { text = a.id }\n"
    "output \"net\" { value = a.id }\n";

/* Sizes change in place; the gate moves. */
static const char updated[] =
    "local a = fake.net \"a\" { range = \"10.1\", size = 5 }\n"
    "local b = fake.net \"b\" { range = \"10.2\", size = 7 }\n"
    "local a1 = fake.part \"a1\" { net_id = a.id, range = \"10.1.1\", size = 3 }\n"
    "local a2 = fake.part \"a2\" { net_id = a.id, range = \"10.1.2\" }\n"
    "fake.gate \"g\" { net_id = a.id }\n"
    "local d1 = fake.disk \"d1\" { part_id = a1.id, size = 11 }\n"
    "local d2 = fake.disk \"d2\" { part_id = a2.id, size = 20 }\n"
    "fake.link \"l1\" { part_id = a1.id, target = d2.id, size = 1 }\n"
    "fake.link \"l2\" { part_id = a2.id, target = d1.id }\n"
    "fake.name \"n\" { net_id = b.id, size = 2 }\n"
    "fake.policy \"p\" { name = \"p-one\", size = 2 }\n"
    "fake.note \"t\" { text = \"now\" }\n";

/* One net is replaced and all that lies in it; the policy gets another name. */
static const char replaced[] =
    "local a = fake.net \"a\" { range = \"10.9\", size = 1 }\n"
    "local b = fake.net \"b\" { range = \"10.2\" }\n"
    "local a1 = fake.part \"a1\" { net_id = a.id, range = \"10.1.1\" }\n"
    "local a2 = fake.part \"a2\" { net_id = a.id, range = \"10.1.2\", size = 2 }\n"
    "fake.gate \"g\" { net_id = b.id }\n"
    "local d1 = fake.disk \"d1\" { part_id = a1.id, size = 10 }\n"
    "local d2 = fake.disk \"d2\" { part_id = a2.id, size = 20 }\n"
    "fake.link \"l1\" { part_id = a1.id, target = d2.id }\n"
    "fake.link \"l2\" { part_id = a2.id, target = d1.id, size = 4 }\n"
    "fake.name \"n\" { net_id = b.id, size = 1, range = \"other\" }\n"
    "fake.policy \"p\" { name = \"p-one\", size = 1, range = \"other\" }\n"
    "fake.note \"t\" { text = a.id }\n"
    "output \"net\" { value = a.id }\n";

static const char replaced_create_first[] =
    "local first = { create_before_destroy = true }\n"
    "local a = fake.net \"a\" { range = \"10.9\", size = 1, lifecycle = first }\n"
    "local b = fake.net \"b\" { range = \"10.2\" }\n"
    "local a1 = fake.part \"a1\" { net_id = a.id, range = \"10.1.1\", lifecycle = first }\n"
    "local a2 = fake.part \"a2\" { net_id = a.id, range = \"10.1.2\", size = 2, lifecycle = first }\n"
    "fake.gate \"g\" { net_id = b.id }\n"
    "local d1 = fake.disk \"d1\" { part_id = a1.id, size = 10, lifecycle = first }\n"
    "local d2 = fake.disk \"d2\" { part_id = a2.id, size = 20, lifecycle = first }\n"
    "fake.link \"l1\" { part_id = a1.id, target = d2.id, lifecycle = first }\n"
    "fake.link \"l2\" { part_id = a2.id, target = d1.id, size = 4, lifecycle = first }\n"
    "fake.name \"n\" { net_id = b.id, size = 1, range = \"other\", lifecycle = first }\n"
    "fake.policy \"p\" { name = \"p-one\", size = 1 }\n"
    "fake.note \"t\" { text = a.id }\n"
    "output \"net\" { value = a.id }\n";

/* Some resources go, one is renamed and replaced, some are new. */
static const char changed[] =
    "local a = fake.net \"a\" { range = \"10.1\", size = 2 }\n"
    "local a1 = fake.part \"other\" { net_id = a.id, range = \"10.1.7\" }\n"
    "local a2 = fake.part \"a2\" { net_id = a.id, range = \"10.1.2\", size = 2 }\n"
    "local d2 = fake.disk \"d2\" { part_id = a2.id, size = 25 }\n"
    "fake.link \"l1\" { part_id = a1.id, target = d2.id }\n"
    "fake.name \"moved\" { net_id = a.id, size = 1 }\n"
    "fake.policy \"other\" { name = \"p-two\", size = 9 }\n"
    "moved { from = \"fake_name.n\", to = \"fake_name.moved\" }\n";

/* `before` is applied undisturbed (NULL: nothing), `run` is disturbed, `after` recovers. destroy: instead of a stack's text. */
static const struct scenario {
    const char *name, *before, *run, *after;
    bool run_destroys, after_destroys;
} scenarios[] = {
    { "create", NULL, base, base, false, false },
    { "update", base, updated, updated, false, false },
    { "replace", base, replaced, replaced, false, false },
    { "replace, create first", base, replaced_create_first, replaced_create_first, false, false },
    { "change", base, changed, changed, false, false },
    { "destroy", base, base, base, true, true },
    { "create, then other", NULL, base, changed, false, false },
    { "create, then destroy", NULL, base, base, false, true },
    { "update, then back", base, updated, base, false, false },
    { "replace, then back", base, replaced, base, false, false },
    { "create first, then back", base, replaced_create_first, base, false, false },
    { "replace, then destroy", base, replaced_create_first, base, false, true },
    { "destroy, then create", base, base, base, true, false },
};

static struct {
    uint64_t kills, faults, doubles, bad, scenarios, second_applies, no_plan;
    int orphans, duplicates, missing, strangers, undurable, open;
    int64_t slowest_ms;
} total;
static bool verbose;
static uint64_t every = 1, seen, shown, only_at;
static struct config *configs[3];

static void use(struct deployment *d, const char *stack)
{
    if (d->config)
        d->config = NULL; /* kept: several are used in turn */
    deployment_write(d, stack);
}

static void count(const struct scenario *s, const char *what, uint64_t at, uint64_t second, const struct recovery *r)
{
    if (r->no_plan) { /* TODO(4): engine/plan makes the create wait for the delete of its deposed predecessor, whose users wait for it */
        total.no_plan++;
        return;
    }
    total.orphans += r->verdict.orphans;
    total.duplicates += r->verdict.duplicates;
    total.missing += r->verdict.missing;
    total.strangers += r->verdict.strangers_touched;
    total.undurable += r->verdict.undurable != 0;
    total.open += r->verdict.open_intents != 0;
    total.second_applies += r->applies == 2;
    total.slowest_ms = MAX_OF(total.slowest_ms, r->took_ms);
    if (recovery_is_clean(r))
        return;
    total.bad++;
    if (verbose || ++shown <= 20)
        (void)printf("  %s, %s %llu/%llu: %s\n", s->name, what, (unsigned long long)at, (unsigned long long)second, r->text);
}

static const struct engine_options to_run = { 0 }, to_destroy = { .destroy = true };

static void prepare(struct deployment *d, const struct scenario *s)
{
    if (s->before) {
        use(d, s->before);
        struct engine_result r = deployment_apply(d, NULL);
        if (!r.ok || r.exit_code)
            (void)printf("  %s: cannot be prepared: %s\n", s->name, r.err.message);
    }
    deployment_save(d);
    use(d, s->run);
    configs[0] = d->config;
    use(d, s->after);
    configs[1] = d->config;
}

static const struct engine_options *options_of(bool destroys)
{
    return destroys ? &to_destroy : &to_run;
}

static uint64_t count_points(struct deployment *d, const struct scenario *s, uint64_t *ret_requests)
{
    deployment_restore(d);
    d->config = configs[0];
    uint64_t before = d->cloud->requests, points = kill_points(d, options_of(s->run_destroys));
    *ret_requests = d->cloud->requests - before;
    struct recovery r = kill_recover(d, options_of(s->run_destroys));
    count(s, "undisturbed", 0, 0, &r);
    return points;
}

static bool chosen(uint64_t at)
{
    return only_at ? at == only_at : seen++ % every == 0;
}

static void kill_everywhere(struct deployment *d, const struct scenario *s, uint64_t points, bool late)
{
    for (uint64_t at = 1; at <= points; at++) {
        if (!chosen(at))
            continue;
        deployment_restore(d);
        d->cloud->late_at_kill = late;
        d->config = configs[0];
        if (!kill_run(d, options_of(s->run_destroys), at, NULL))
            break;
        d->cloud->late_at_kill = false;
        total.kills++;
        d->config = configs[1];
        struct recovery r = kill_recover(d, options_of(s->after_destroys));
        count(s, late ? "kill with a late request" : "kill", at, 0, &r);
    }
}

static void kill_twice(struct deployment *d, const struct scenario *s, uint64_t points)
{
    for (uint64_t at = 1; at <= points; at += 7) {
        for (uint64_t second = 1 + at % 13; second < 400; second += 61) {
            if (!chosen(at))
                continue;
            deployment_restore(d);
            d->config = configs[0];
            if (!kill_run(d, options_of(s->run_destroys), at, NULL))
                return;
            d->config = configs[1];
            if (!kill_run(d, options_of(s->after_destroys), second, NULL))
                break;
            total.doubles++;
            struct recovery r = kill_recover(d, options_of(s->after_destroys));
            count(s, "two kills", at, second, &r);
        }
    }
}

static void break_everything(struct deployment *d, const struct scenario *s, uint64_t requests)
{
    for (int fault = FAULT_NONE + 1; fault < FAULT_COUNT; fault++)
        for (uint64_t at = 1; at <= requests; at++) {
            if (!chosen(at))
                continue;
            deployment_restore(d);
            d->cloud->fault = fault;
            d->cloud->fault_at = d->cloud->requests + at;
            d->config = configs[0];
            struct engine_result result;
            (void)kill_run(d, options_of(s->run_destroys), KILL_NONE, &result);
            total.faults++;
            d->cloud->fault_at = 0;
            d->config = configs[1];
            struct recovery r = kill_recover(d, options_of(s->after_destroys));
            if (result.exit_code == -1)
                (void)snprintf(r.text, sizeof r.text, "%.300s", result.err.message);
            r.ended = r.ended && result.exit_code != -1;
            count(s, cloud_fault_name((enum cloud_fault)fault), at, (uint64_t)result.exit_code, &r);
        }
}

static void run_scenario(const struct scenario *s)
{
    struct deployment d;
    deployment_open(&d);
    kill_open(&d);
    uint64_t before = total.bad, requests;
    struct timespec t0, t1;
    (void)clock_gettime(CLOCK_MONOTONIC, &t0);
    prepare(&d, s);
    uint64_t points = count_points(&d, s, &requests);
    kill_everywhere(&d, s, points, false);
    kill_everywhere(&d, s, points, true);
    break_everything(&d, s, requests);
    kill_twice(&d, s, points);
    (void)clock_gettime(CLOCK_MONOTONIC, &t1);
    (void)printf("%-26s %4llu moments, %3llu requests, %llu bad, %.1f s\n", s->name, (unsigned long long)points, (unsigned long long)requests,
                 (unsigned long long)(total.bad - before), (double)(t1.tv_sec - t0.tv_sec) + (double)(t1.tv_nsec - t0.tv_nsec) / 1e9);
    total.scenarios++;
    config_free(configs[0]);
    config_free(configs[1]);
    d.config = NULL;
    deployment_close(&d);
}

int main(int argc, char **argv)
{
    const char *only = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-v") == 0)
            verbose = true;
        else if (strcmp(argv[i], "every") == 0 && i + 1 < argc)
            every = MAX_OF((uint64_t)strtoull(argv[++i], NULL, 10), (uint64_t)1);
        else if (strcmp(argv[i], "only") == 0 && i + 1 < argc)
            only = argv[++i];
        else if (strcmp(argv[i], "at") == 0 && i + 1 < argc)
            only_at = strtoull(argv[++i], NULL, 10);
    }
    for (size_t i = 0; i < ARRAY_LEN(scenarios); i++)
        if (!only || strstr(scenarios[i].name, only))
            run_scenario(&scenarios[i]);
    (void)printf("kills %llu, second kills %llu, faults %llu: orphans %d, duplicates %d, rows without an object %d, strangers touched %d, "
                 "sent before durable %d, left open %d; recovered by a second apply %llu, slowest recovery %.1f s of the cloud's time\n",
                 (unsigned long long)total.kills, (unsigned long long)total.doubles, (unsigned long long)total.faults, total.orphans,
                 total.duplicates, total.missing, total.strangers, total.undurable, total.open,
                 (unsigned long long)total.second_applies, (double)total.slowest_ms / 1000);
    uint64_t runs = total.kills + total.doubles + total.faults + total.scenarios;
    if (total.no_plan)
        (void)printf("skipped: %llu where planning finds no order (a create waits for its deposed predecessor, engine/plan)\n",
                     (unsigned long long)total.no_plan);
    (void)printf("crash: %llu passed, %llu failed, %llu skipped\n", (unsigned long long)(runs - total.bad - total.no_plan),
                 (unsigned long long)total.bad, (unsigned long long)total.no_plan);
    return total.bad ? 1 : 0;
}
