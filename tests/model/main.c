/*
 * main.c - the worlds that are searched, and the rules whose absence must do harm in them.
 *
 *     crash-model                everything: a line for each, then `model: P passed, F failed, S skipped`
 *     crash-model -v             ... with the trace of every counterexample
 *     crash-model -l             three runs and every want wherever that fits into memory (a minute, 2 GB)
 *     crash-model WORLD [RULE]   one world, with RULE taken out, and its trace
 *
 * First every world with all rules: nothing may break, and from every state every run must be able to come to
 * its end. Then, rule by rule, a world without that rule: something must break. A rule whose absence does no
 * harm is not a rule (or the model does not reach what it is for); a trace says what the rule is for better
 * than words.
 */
#include "tests/model/model.h"

#include <string.h>
#include <time.h>

enum { NOTHING = 1, ONE = 2, TWO = 4, ANY = NOTHING | ONE | TWO };

/* clang-format off */
static const struct world worlds[] = {
    { .name = "T-again",   .class = CLASS_T, .addresses = 1, .runs = 3, .wants = NOTHING | ONE },
    { .name = "T-any",     .class = CLASS_T, .addresses = 1, .runs = 2, .wants = ANY },
    { .name = "T-update",  .class = CLASS_T, .addresses = 1, .runs = 3, .wants = ONE | TWO, .update = true },
    { .name = "N-replace", .class = CLASS_N, .addresses = 1, .runs = 3, .wants = ANY },
    { .name = "N-update",  .class = CLASS_N, .addresses = 1, .runs = 2, .wants = ANY, .update = true },
    { .name = "N-id",      .class = CLASS_N, .addresses = 1, .runs = 3, .wants = NOTHING | ONE, .by_id = true },
    { .name = "N-stranger", .class = CLASS_N, .addresses = 1, .runs = 3, .wants = NOTHING | ONE, .by_id = true, .stranger = STRANGER_COMES },
    { .name = "N-taken",   .class = CLASS_N, .addresses = 1, .runs = 3, .wants = NOTHING | ONE, .stranger = STRANGER_FIRST },
    { .name = "P-replace", .class = CLASS_P, .addresses = 1, .runs = 3, .wants = ANY },
    { .name = "P-update",  .class = CLASS_P, .addresses = 1, .runs = 3, .wants = ONE | TWO, .update = true },
    { .name = "P-taken",   .class = CLASS_P, .addresses = 1, .runs = 3, .wants = NOTHING | ONE, .stranger = STRANGER_FIRST },
    { .name = "G-create",  .class = CLASS_G, .addresses = 1, .runs = 3, .wants = ONE },
    { .name = "G-replace", .class = CLASS_G, .addresses = 1, .runs = 3, .wants = ANY },
    { .name = "G-update",  .class = CLASS_G, .addresses = 1, .runs = 3, .wants = ONE | TWO, .update = true },
    { .name = "X-replace", .class = CLASS_X, .addresses = 1, .runs = 2, .wants = ANY },
    { .name = "X-update",  .class = CLASS_X, .addresses = 1, .runs = 2, .wants = ANY, .update = true },
    { .name = "G-pair",    .class = CLASS_G, .addresses = 2, .runs = 2, .wants = NOTHING | ONE },
    { .name = "N-pair",    .class = CLASS_N, .addresses = 2, .runs = 2, .wants = NOTHING | ONE },
    { .name = "T-pair",    .class = CLASS_T, .addresses = 2, .runs = 2, .wants = NOTHING | ONE },
};
enum { WORLDS = sizeof worlds / sizeof worlds[0] };

/* Where the absence of a rule must show. Every rule stands here at least once (checked below). */
static const struct {
    enum rule rule;
    const char *world;
} harms[] = {
    { RULE_FENCE, "G-replace" },          { RULE_FENCE, "T-update" },        { RULE_FENCE, "N-replace" },
    { RULE_WRITE_AHEAD, "T-update" },     { RULE_WRITE_AHEAD, "G-replace" }, { RULE_WRITE_AHEAD, "N-replace" },
    { RULE_WRITE_AHEAD, "P-replace" },    { RULE_WRITE_AHEAD, "G-pair" },
    { RULE_OBSERVE, "T-any" },            { RULE_OBSERVE, "N-replace" },     { RULE_OBSERVE, "P-replace" },
    { RULE_OBSERVE, "G-replace" },        { RULE_OBSERVE, "X-replace" },
    { RULE_SETTLE, "G-replace" },         { RULE_SETTLE, "G-pair" },
    { RULE_MARK, "G-replace" },           { RULE_MARK, "N-replace" },        { RULE_MARK, "T-any" },
    { RULE_SIGN_ONCE, "G-create" },       { RULE_SIGN_ONCE, "N-replace" },   { RULE_SIGN_ONCE, "T-update" },
    { RULE_NO_BLIND_RETRY, "G-replace" },
    { RULE_SAME_TOKEN, "T-any" },
    { RULE_SELF_CHECK, "G-create" },      { RULE_SELF_CHECK, "N-replace" },
    { RULE_LEASE_START, "G-create" },     { RULE_LEASE_START, "N-replace" },
    { RULE_QUIET_ABSENT, "T-any" },       { RULE_QUIET_ABSENT, "N-replace" },
    { RULE_QUIET_REUSE, "N-replace" },    { RULE_QUIET_REUSE, "P-replace" }, { RULE_QUIET_REUSE, "X-replace" },
    { RULE_QUIET_UPDATE, "T-update" },    { RULE_QUIET_UPDATE, "P-update" },
    { RULE_INHERIT, "N-replace" },        { RULE_INHERIT, "T-update" },
    { RULE_MARK_CHECK, "N-taken" },       { RULE_MARK_CHECK, "N-stranger" },
    { RULE_LOOK_FIRST, "P-taken" },
    { RULE_DELETE_SEEN, "X-replace" },
    { RULE_ONE_SEND, "G-replace" },       { RULE_ONE_SEND, "N-replace" },
};
/* clang-format on */
enum { HARMS = sizeof harms / sizeof harms[0] };

static const char *const rule_names[] = {
#define X(id, name, text) [RULE_##id] = name,
    RULES(X)
#undef X
};
static const char *const rule_texts[] = {
#define X(id, name, text) [RULE_##id] = text,
    RULES(X)
#undef X
};

static int passed, failed;
static long states;

static const struct world *world_find(const char *name)
{
    for (size_t i = 0; i < WORLDS; i++)
        if (!strcmp(worlds[i].name, name))
            return &worlds[i];
    return NULL;
}

static void count(bool good)
{
    good ? passed++ : failed++;
}

/* All rules: nothing breaks, and there were runs that returned to look at. */
static void prove(const struct world *given, bool longer)
{
    struct world world = *given;
    world.rules = RULES_ALL;
    if (longer && world.addresses == 1 && world.stranger != STRANGER_COMES) {
        world.runs = 3;
        world.wants = ANY;
    }
    struct result result = search_run(&world, stdout);
    bool good = !result.broken && !result.full && result.returns > 0;

    count(good);
    states += result.states;
    printf("%s  %-11s %8ld states, %9ld moves, depth %3d, %6ld after a return%s%s\n", good ? "ok  " : "FAIL",
           world.name, result.states, result.moves, result.depth, result.returns, result.broken ? ": " : "",
           result.full     ? ": too large, nothing proved"
           : result.broken ? result.broken
                           : "");
}

static void refute(enum rule rule, const struct world *given, bool verbose)
{
    struct world world = *given;
    world.rules = RULES_ALL & ~(1u << rule);
    world.harm_only = true;
    struct result result = search_run(&world, verbose ? stdout : NULL);
    bool good = result.broken;

    count(good);
    states += result.states;
    printf("%s  without %-14s %-11s %7ld states: %s\n", good ? "ok  " : "FAIL", rule_names[rule], world.name,
           result.states, good ? result.broken : "no harm found");
}

static int one(const char *world_name, const char *rule_name)
{
    const struct world *world = world_find(world_name);
    int rule = 0;
    while (rule_name && rule < RULE_COUNT && strcmp(rule_names[rule], rule_name))
        rule++;
    if (!world || rule == RULE_COUNT) {
        fprintf(stderr, "usage: crash-model [-v | -l | WORLD [RULE]]\nworlds:");
        for (size_t i = 0; i < WORLDS; i++)
            fprintf(stderr, " %s", worlds[i].name);
        fprintf(stderr, "\nrules:\n");
        for (rule = 0; rule < RULE_COUNT; rule++)
            fprintf(stderr, "  %-15s %s\n", rule_names[rule], rule_texts[rule]);
        return 2;
    }
    if (rule_name)
        refute(rule, world, true);
    else
        prove(world, false);
    return failed > 0;
}

int main(int argc, char **argv)
{
    bool verbose = argc > 1 && !strcmp(argv[1], "-v");
    bool longer = argc > 1 && !strcmp(argv[1], "-l");
    if (argc > 1 && !verbose && !longer)
        return one(argv[1], argc > 2 ? argv[2] : NULL);

    struct timespec start, end;
    unsigned asked = 0;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (size_t i = 0; i < WORLDS; i++)
        prove(&worlds[i], longer);
    for (size_t i = 0; i < HARMS; i++) {
        refute(harms[i].rule, world_find(harms[i].world), verbose);
        asked |= 1u << harms[i].rule;
    }
    if (asked != RULES_ALL) {
        printf("FAIL  a rule is never taken out\n");
        failed++;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%ld states in %.1f s\n", states,
           (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9);
    printf("model: %d passed, %d failed, 0 skipped\n", passed, failed);
    return failed > 0;
}
