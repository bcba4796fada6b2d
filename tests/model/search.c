/*
 * search.c - every reachable state, breadth first, each once; then: can every run come to its end from
 * everywhere?
 *
 * States are stored whole (no hash compaction: "exhaustive" must mean it) in one array in the order found,
 * which is also the queue. A hash table of indices finds duplicates. Requests under way are a set, and the
 * engines are alike, so a state is put in one order of them before it is looked up. Edges that are not a
 * crash or a new run are kept for the second question, answered backwards.
 */
#include "tests/model/model.h"

#include <stdlib.h>
#include <string.h>

enum { SEARCH_MAX_STATES = 1 << 23, FIRST_ROOM = 1 << 14, TRACE_MAX = 200 };

struct search {
    const struct world *world;
    struct state *states;
    uint32_t *parents;
    uint32_t *table; /* index + 1 */
    uint32_t *edges; /* of state i: edges[edge_start[i]] .. edges[edge_start[i + 1]] */
    uint64_t *edge_start;
    uint64_t edge_count, edge_room;
    uint32_t count, room, at; /* the table has 2 * room slots */
    struct result result;
    uint32_t broken_at; /* the state that breaks a promise, or whose last move did */
    struct label broken_move;
    bool broken_by_move;
    /* tracing: search_emit only looks for this state */
    const struct state *wanted;
    struct label found;
    bool was_found, found_swapped;
};

static void *need(void *memory)
{
    if (!memory) {
        fputs("model: out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

static uint64_t hash_state(const struct state *state)
{
    const uint8_t *bytes = (const uint8_t *)state;
    uint64_t hash = 0x9e3779b97f4a7c15u;
    size_t i = 0;
    for (; i + 8 <= sizeof *state; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, 8);
        hash = (hash ^ word) * 0xff51afd7ed558ccdu;
        hash ^= hash >> 32;
    }
    for (; i < sizeof *state; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash ^ hash >> 29;
}

static int request_order(const void *left, const void *right)
{
    return memcmp(left, right, sizeof(struct request));
}

/* Engines are alike and requests are a set: one state stands for all their orders. Returns whether engines
 * changed names. */
static bool canonical(struct state *state)
{
    bool swap = memcmp(&state->engine[0], &state->engine[1], sizeof state->engine[0]) < 0;
    if (swap) {
        struct engine first = state->engine[0];
        state->engine[0] = state->engine[1];
        state->engine[1] = first;
        for (int r = 0; r < REQUESTS; r++)
            if (state->request[r].awaited)
                state->request[r].engine ^= 1;
    }
    qsort(state->request, REQUESTS, sizeof state->request[0], request_order);
    return swap;
}

static uint64_t slot_of(const struct search *search, const struct state *state)
{
    return hash_state(state) & (2 * (uint64_t)search->room - 1);
}

static void grow(struct search *search)
{
    search->room = search->room ? search->room * 2 : FIRST_ROOM;
    search->states = need(realloc(search->states, search->room * sizeof *search->states));
    search->parents = need(realloc(search->parents, search->room * sizeof *search->parents));
    search->edge_start = need(realloc(search->edge_start, (search->room + 1) * sizeof *search->edge_start));
    free(search->table);
    search->table = need(calloc(2 * (size_t)search->room, sizeof *search->table));
    for (uint32_t i = 0; i < search->count; i++) {
        uint64_t slot = slot_of(search, &search->states[i]);
        while (search->table[slot])
            slot = (slot + 1) & (2 * (uint64_t)search->room - 1);
        search->table[slot] = i + 1;
    }
}

/* Returns the state's index; *ret_new tells whether it was not known. */
static uint32_t intern(struct search *search, const struct state *state, bool *ret_new)
{
    *ret_new = false;
    if (search->count == search->room)
        grow(search);
    uint64_t slot = slot_of(search, state);
    for (; search->table[slot]; slot = (slot + 1) & (2 * (uint64_t)search->room - 1))
        if (!memcmp(&search->states[search->table[slot] - 1], state, sizeof *state))
            return search->table[slot] - 1;
    if (search->count == SEARCH_MAX_STATES) {
        search->result.full = true;
        return 0;
    }
    search->states[search->count] = *state;
    search->parents[search->count] = search->at;
    search->table[slot] = ++search->count;
    *ret_new = true;
    return search->count - 1;
}

static void keep_edge(struct search *search, uint32_t to)
{
    if (search->edge_count == search->edge_room) {
        search->edge_room = search->edge_room ? search->edge_room * 2 : 1 << 20;
        search->edges = need(realloc(search->edges, search->edge_room * sizeof *search->edges));
    }
    search->edges[search->edge_count++] = to;
}

void search_emit(struct search *search, struct state *next, struct label label)
{
    bool swapped = canonical(next);
    if (search->wanted) {
        if (!search->was_found && !memcmp(search->wanted, next, sizeof *next)) {
            search->found = label;
            search->found_swapped = swapped;
            search->was_found = true;
        }
        return;
    }
    if (search->result.broken || search->result.full)
        return;

    bool is_new;
    uint32_t index = intern(search, next, &is_new);
    search->result.moves++;
    if (!label.outside && !search->world->harm_only)
        keep_edge(search, index);
    const char *broken = label.broken;
    if (!broken && is_new)
        broken = promise_check(search->world, next);
    if (is_new && next->log.ended)
        search->result.returns++;
    if (broken) {
        search->result.broken = broken;
        search->broken_by_move = label.broken != NULL;
        search->broken_move = label;
        search->broken_at = label.broken ? search->at : index;
    }
}

static void moves(struct search *search, const struct state *now)
{
    engine_moves(search, search->world, now);
    log_moves(search, search->world, now);
    cloud_moves(search, search->world, now);
}

/* ---- traces ---- */

static void print_move(FILE *out, int number, struct label label, bool swapped)
{
    int engine = label.engine ^ swapped;
    fprintf(out, "    %3d. %-8s %s", number,
            label.engine < 0 ? "world"
            : engine         ? "engine B"
                             : "engine A",
            label.text);
    if (label.a >= 0 && label.u >= 0)
        fprintf(out, "  [address %d, uid %d]", label.a, label.u);
    fputc('\n', out);
}

static void print_trace(struct search *search, FILE *out)
{
    uint32_t path[TRACE_MAX];
    int length = 0;
    for (uint32_t i = search->broken_at; length < TRACE_MAX; i = search->parents[i]) {
        path[length++] = i;
        if (search->parents[i] == i)
            break;
    }
    const struct state *first = &search->states[path[length - 1]];
    if (first->log.at[0].uid[0].st == UID_LIVE)
        fprintf(out, "      0. at first: address 0 is live with value 1\n");
    int number = 1;
    bool swapped = false; /* the engines' names in the trace against those in the stored state */
    for (int i = length - 1; i > 0; i--) {
        search->wanted = &search->states[path[i - 1]];
        search->was_found = false;
        struct state from = search->states[path[i]];
        moves(search, &from);
        print_move(out, number++, search->found, swapped);
        swapped ^= search->found_swapped;
    }
    search->wanted = NULL;
    if (search->broken_by_move)
        print_move(out, number, search->broken_move, swapped);
    fprintf(out, "       => %s\n", search->result.broken);
}

/* ---- can every run come to its end? ---- */

static bool at_rest(const struct state *state)
{
    for (int e = 0; e < ENGINES; e++)
        if (state->engine[e].pc != PC_IDLE)
            return false;
    return true;
}

static void check_progress(struct search *search)
{
    uint8_t *ends = need(calloc(search->count, 1));
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = search->count; i-- > 0;) {
            bool end = ends[i] || at_rest(&search->states[i]);
            for (uint64_t k = search->edge_start[i]; !end && k < search->edge_start[i + 1]; k++)
                end = ends[search->edges[k]];
            if (end && !ends[i])
                ends[i] = changed = 1;
        }
    }
    for (uint32_t i = 0; i < search->count; i++)
        if (!ends[i]) {
            search->result.broken = "from here no run can come to its end";
            search->broken_at = i;
            break;
        }
    free(ends);
}

/* ---- the search ---- */

static void seed(struct search *search, bool live)
{
    const struct world *world = search->world;
    struct state first;
    bool is_new;

    memset(&first, 0, sizeof first);
    first.runs_left = world->runs;
    first.log.ended = 1;
    if (live) {
        first.log.want = 1;
        first.log.at[0].uid[0] = (struct uid_log){.st = UID_LIVE, .id = 1, .val = 1};
        first.object[0] = (struct object){
            .used = 1, .exists = 1, .visible = 1, .marked = world->class != CLASS_X, .val = 1};
    } else if (world->stranger == STRANGER_FIRST) {
        first.object[0] = (struct object){.used = 1, .exists = 1, .visible = 1, .foreign = 1};
    }
    search->at = search->count;
    intern(search, &first, &is_new);
}

struct result search_run(const struct world *world, FILE *trace)
{
    struct search search = {.world = world};

    seed(&search, false);
    if (world->addresses == 1 && world->stranger != STRANGER_FIRST)
        seed(&search, true);
    for (search.at = 0; search.at < search.count && !search.result.broken && !search.result.full;
         search.at++) {
        struct state now = search.states[search.at];
        search.edge_start[search.at] = search.edge_count;
        moves(&search, &now);
    }
    search.edge_start[search.at] = search.edge_count;
    if (!search.result.broken && !search.result.full && !world->harm_only)
        check_progress(&search);
    if (search.result.broken && trace)
        print_trace(&search, trace);

    search.result.states = search.count;
    for (uint32_t i = search.count - 1; search.parents[i] != i; i = search.parents[i])
        search.result.depth++;
    free(search.states);
    free(search.parents);
    free(search.edge_start);
    free(search.table);
    free(search.edges);
    return search.result;
}
