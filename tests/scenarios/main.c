/*
 * main.c - whole engines against a simulated AWS: stacks, faults, kills, drift and a second configuration, all by seed.
 *
 *     scenarios [--list FILE] [--from N] [--count N] [--seconds N] [--twice K]
 *                                                                     those of the file, then many; every K-th runs twice: the same trace
 *     scenarios --seed N [-v]                                         one; -v shows stacks, plans and events
 *
 * SCENARIOS_TRACE=FILE: the requests of the scenario that ran last. SCENARIOS_KEEP=1: its folder stays. SCENARIOS_JSON=1: with -v plans as JSON too.
 * Prints the seeds that fail with what is wrong, then `scenarios: P passed, F failed, 0 skipped`.
 */
#include "tests/scenarios/scenarios.h"

#include "engine/base/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 10, FAULTY_RUNS = 5, SCENARIO_MAX_S = 120 };

static bool verbose;
static uint64_t running;
static struct {
    uint64_t scenarios, failed, applies, kills, faults, requests;
} total;

static void write_stack(struct scenario *s, const struct stack_model *m)
{
    static struct io files = { .ops = &io_real_ops };
    struct buf text = { 0 };
    struct err err = { 0 };
    stack_text(m, &text);
    if (s->verbose)
        printf("---- stack.lua\n%.*s----\n", STR_ARG(buf_str(&text)));
    if (!io_file_write(&files, arena_printf(&s->memory, "%s/stack.lua", s->folder).ptr, buf_str(&text), 0600, &err))
        problem(s, "harness: %s", err.message);
    buf_done(&text);
}

/* Until an apply ends with exit 0. Faults and kills stop after some runs: what is left then must settle. */
static bool run_to_end(struct scenario *s, bool destroy, const char *what)
{
    struct outcome o = { 0 };
    int percent = s->fault_percent;
    for (int i = 0; i < RUNS_MAX; i++) {
        s->phase++;
        s->faults.at = s->seed * 1000003 + s->phase;
        if (i >= FAULTY_RUNS)
            s->fault_percent = 0;
        if (i < FAULTY_RUNS - 1 && dice_percent(&s->dice, 30)) {
            static const int ranges[] = { 8, 40, 150, 600 };
            (void)engine_apply_killed(s, destroy, 1 + (uint64_t)dice_below(&s->dice, ranges[dice_below(&s->dice, 4)]));
            continue;
        }
        o = engine_apply(s, destroy);
        if (o.code == 0 || s->problems.len)
            break;
    }
    s->fault_percent = 0;
    for (int i = 0; i < 2 && s->twins && !destroy; i++)
        o = engine_apply(s, destroy);
    if (s->twins && !destroy)
        problem(s, "a twin is still there two runs after it came");
    s->fault_percent = percent;
    if (o.code)
        problem(s, "%s did not end well: exit %d %s", what, o.code, o.err.message);
    judge_foreign(s);
    return !o.code && !s->problems.len;
}

static bool must_be_empty(struct scenario *s, const char *what)
{
    world_wait(s, 1000);
    struct outcome o = engine_plan(s);
    if (!o.planned || !o.empty || o.code)
        problem(s, "the plan after %s is not empty: %s", what, o.err.message);
    return !s->problems.len;
}

static void play(struct scenario *s)
{
    static const int faults[] = { 0, 0, 1, 3, 8, 20 };
    struct dice stacks = { s->seed ^ 0x5eed }, drifts = { s->seed ^ 0xd21f7 };
    struct stack_model m;
    s->kills_writes = dice_percent(&s->dice, 50);
    s->fault_percent = faults[dice_below(&s->dice, (int)ARRAY_LEN(faults))];
    world_open(s);
    world_plant(s);
    stack_make(&m, &stacks, dice_below(&stacks, 4));
    write_stack(s, &m);
    if (!run_to_end(s, false, "the first apply") || !must_be_empty(s, "the first apply"))
        return;
    for (int i = dice_below(&stacks, 3); i >= 0; i--) {
        stack_change(&m, &stacks, 5 + dice_below(&stacks, 60));
        write_stack(s, &m);
        if (!run_to_end(s, false, "the apply of a change") || !must_be_empty(s, "the apply of a change"))
            return;
    }
    if (dice_percent(&drifts, 60)) {
        int shown = world_drift(s, &drifts);
        struct outcome o = engine_plan(s);
        if (!o.planned || (shown && o.empty))
            problem(s, "the plan does not show what was changed behind our back: %s", o.err.message);
        if (!run_to_end(s, false, "the apply after drift") || !must_be_empty(s, "the apply after drift"))
            return;
    }
    judge_secrets(s);
    if (run_to_end(s, true, "destroy"))
        judge_emptiness(s);
    judge_secrets(s);
}

static void remove_folder(const char *folder)
{
    char command[160];
    (void)snprintf(command, sizeof command, "rm -rf '%s' '%s'.*", folder, folder);
    if (system(command) != 0)
        abort();
}

/* The problems, or nothing; *ret: digest of all that was asked. */
static struct str run_scenario(uint64_t seed, struct arena *arena, struct digest *ret)
{
    struct scenario s = { .seed = seed, .verbose = verbose, .dice = { seed * 0x2545f4914f6cdd1d } };
    const char *memory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp"; /* no disk to wait for */
    (void)snprintf(s.folder, sizeof s.folder, "%s/infra-scenario-XXXXXX", memory);
    if (!mkdtemp(s.folder))
        abort();
    running = seed;
    (void)alarm(SCENARIO_MAX_S);
    play(&s);
    (void)alarm(0);
    sim_audit_text(s.world, &s.trace);
    *ret = digest_of(buf_str(&s.trace));
    const char *kept = getenv("SCENARIOS_TRACE");
    if (kept) {
        FILE *f = fopen(kept, "we");
        if (f) {
            (void)fwrite(buf_str(&s.trace).ptr, 1, s.trace.len, f);
            (void)fclose(f);
        }
    }
    struct str problems = arena_str(arena, buf_str(&s.problems));
    total.applies += s.applies;
    total.kills += s.kills;
    total.faults += s.faults_given;
    total.requests += s.requests;
    sim_world_free(s.world);
    buf_done(&s.trace);
    buf_done(&s.shown);
    buf_done(&s.problems);
    if (getenv("SCENARIOS_KEEP"))
        printf("kept: %s\n", s.folder);
    else
        remove_folder(s.folder);
    arena_done(&s.session_memory);
    arena_done(&s.memory);
    return problems;
}

static void run_seed(uint64_t seed, bool twice, const char *program)
{
    DROP_ARENA struct arena arena = { 0 };
    struct digest one, two;
    struct str problems = run_scenario(seed, &arena, &one);
    total.scenarios++;
    if (twice && !problems.len) {
        problems = run_scenario(seed, &arena, &two);
        if (!problems.len && memcmp(&one, &two, sizeof one) != 0)
            problems = STR("  the same seed left another trace\n");
    }
    if (!problems.len)
        return;
    total.failed++;
    printf("seed %llu fails:\n%.*s  run again: %s --seed %llu -v\n", (unsigned long long)seed, STR_ARG(problems), program, (unsigned long long)seed);
    (void)fflush(stdout);
}

static uint64_t number(int argc, char **argv, const char *name, uint64_t fallback)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0)
            return strtoull(argv[i + 1], NULL, 10);
    return fallback;
}

/* One seed a line, then why. */
static void run_list(const char *path, const char *program)
{
    FILE *f = fopen(path, "re");
    char line[200];
    if (!f) {
        printf("cannot open '%s'\n", path);
        total.failed++;
        return;
    }
    while (fgets(line, sizeof line, f))
        if (*line != '#' && *line != '\n')
            run_seed(strtoull(line, NULL, 10), false, program);
    (void)fclose(f);
}

int main(int argc, char **argv)
{
    uint64_t seed = number(argc, argv, "--seed", 0), from = number(argc, argv, "--from", 1), count = number(argc, argv, "--count", 100);
    uint64_t seconds = number(argc, argv, "--seconds", 0), twice = number(argc, argv, "--twice", 10);
    verbose = argc > 1 && strcmp(argv[argc - 1], "-v") == 0;
    engine_open();
    time_t started = time(NULL);
    clock_t cpu = clock();
    if (seed) {
        run_seed(seed, twice, argv[0]);
    } else {
        for (int i = 1; i + 1 < argc; i++)
            if (strcmp(argv[i], "--list") == 0)
                run_list(argv[i + 1], argv[0]);
        for (uint64_t i = from; i < from + count && (!seconds || time(NULL) - started < (time_t)seconds); i++)
            run_seed(i, twice && i % twice == 0, argv[0]);
    }
    double took = (double)(clock() - cpu) / CLOCKS_PER_SEC;
    printf("%llu scenarios, %llu applies, %llu kills, %llu requests, %llu faults; %.1f scenarios a second of processor time\n",
           (unsigned long long)total.scenarios, (unsigned long long)total.applies, (unsigned long long)total.kills, (unsigned long long)total.requests,
           (unsigned long long)total.faults, took > 0 ? (double)total.scenarios / took : 0.0);
    printf("scenarios: %llu passed, %llu failed, 0 skipped\n", (unsigned long long)(total.scenarios - total.failed), (unsigned long long)total.failed);
    return total.failed ? 1 : 0;
}
