/*
 * graph.c - building, order and the shortest cycle. Everything is linear in nodes and edges but the search of a cycle's shortest form.
 */
#include "engine/graph/graph.h"

#include <assert.h>

void graph_init(struct graph *g, struct arena *arena, uint32_t count)
{
    *g = (struct graph){ .arena = arena, .count = count };
}

void graph_edge(struct graph *g, uint32_t from, uint32_t to)
{
    assert(!g->sealed && from < g->count && to < g->count);
    *VEC_PUSH(&g->edges, g->arena) = (uint64_t)from << 32 | to;
}

/* Counting sort of edges by one end: fills first[] and the other ends; stable, so order of the other end is kept. */
static void bucket(const uint64_t *edges, size_t edge_count, uint32_t count, bool by_to, struct arena *arena,
                   uint32_t **ret_first, uint64_t *sorted)
{
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, (size_t)count + 2);
    for (size_t i = 0; i < edge_count; i++)
        first[(by_to ? (uint32_t)edges[i] : edges[i] >> 32) + 2]++;
    for (uint32_t n = 1; n <= count; n++)
        first[n + 1] += first[n];
    for (size_t i = 0; i < edge_count; i++)
        sorted[first[(by_to ? (uint32_t)edges[i] : edges[i] >> 32) + 1]++] = edges[i];
    *ret_first = first;
}

void graph_seal(struct graph *g)
{
    assert(!g->sealed);
    size_t n = g->edges.count;
    uint64_t *by_to = ARENA_ARRAY(g->arena, uint64_t, n), *by_from = ARENA_ARRAY(g->arena, uint64_t, n);
    uint32_t *unused;
    bucket(g->edges.items, n, g->count, true, g->arena, &unused, by_to);
    bucket(by_to, n, g->count, false, g->arena, &unused, by_from); /* now sorted by from, then to */
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!i || by_from[i] != by_from[i - 1])
            by_from[kept++] = by_from[i];
    bucket(by_from, kept, g->count, false, g->arena, &g->first, by_to);
    g->needs = ARENA_ARRAY(g->arena, uint32_t, kept + 1);
    for (size_t i = 0; i < kept; i++)
        g->needs[i] = (uint32_t)by_to[i];
    bucket(by_from, kept, g->count, true, g->arena, &g->first_by, by_to);
    g->needed_by = ARENA_ARRAY(g->arena, uint32_t, kept + 1);
    for (size_t i = 0; i < kept; i++)
        g->needed_by[i] = (uint32_t)(by_to[i] >> 32);
    g->sealed = true;
}

/* Binary min-heap of node indexes: equals come out in declaration order. */
static void heap_push(uint32_t *heap, size_t *count, uint32_t node)
{
    size_t at = (*count)++;
    for (; at && heap[(at - 1) / 2] > node; at = (at - 1) / 2)
        heap[at] = heap[(at - 1) / 2];
    heap[at] = node;
}

static uint32_t heap_pop(uint32_t *heap, size_t *count)
{
    uint32_t top = heap[0], last = heap[--*count];
    size_t at = 0;
    for (;;) {
        size_t child = at * 2 + 1;
        if (child >= *count)
            break;
        if (child + 1 < *count && heap[child + 1] < heap[child])
            child++;
        if (heap[child] >= last)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = last;
    return top;
}

/*
 * The shortest cycle: a breadth-first search along needs from every node that is still in one. Only nodes the sort could not place are
 * looked at; the search stops at the first cycle of length 1 and never goes deeper than the best found so far.
 */
static void shortest_cycle(const struct graph *g, const uint32_t *left, uint32_t **ret_cycle, size_t *ret_len)
{
    uint32_t *parent = ARENA_ARRAY(g->arena, uint32_t, g->count), *depth = ARENA_ARRAY(g->arena, uint32_t, g->count);
    uint32_t *queue = ARENA_ARRAY(g->arena, uint32_t, g->count), *seen = ARENA_ARRAY(g->arena, uint32_t, g->count);
    size_t best = SIZE_MAX, tries = 0;
    for (uint32_t start = 0; start < g->count && best > 1 && tries < 1000; start++) {
        if (!left[start])
            continue;
        tries++;
        size_t head = 0, tail = 0;
        queue[tail++] = start;
        seen[start] = start + 1;
        depth[start] = 0;
        bool closed = false;
        while (head < tail && !closed) {
            uint32_t n = queue[head++];
            if (depth[n] + 1 >= best)
                break;
            for (uint32_t e = g->first[n]; e < g->first[n + 1]; e++) {
                uint32_t to = g->needs[e];
                if (to == start) {
                    size_t len = depth[n] + 1;
                    uint32_t *cycle = ARENA_ARRAY(g->arena, uint32_t, len + 1);
                    cycle[len] = start;
                    uint32_t at = n;
                    for (size_t i = len; i-- > 0; at = parent[at])
                        cycle[i] = at;
                    *ret_cycle = cycle;
                    *ret_len = len + 1;
                    best = len;
                    closed = true;
                    break;
                }
                if (left[to] && seen[to] != start + 1) {
                    seen[to] = start + 1;
                    depth[to] = depth[n] + 1;
                    parent[to] = n;
                    queue[tail++] = to;
                }
            }
        }
    }
}

bool graph_sort(const struct graph *g, uint32_t **ret_order, uint32_t **ret_cycle, size_t *ret_cycle_len)
{
    assert(g->sealed);
    uint32_t *left = ARENA_ARRAY(g->arena, uint32_t, g->count); /* needs not yet placed */
    uint32_t *order = ARENA_ARRAY(g->arena, uint32_t, g->count), *ready = ARENA_ARRAY(g->arena, uint32_t, g->count);
    size_t ready_count = 0, placed = 0;
    for (uint32_t n = 0; n < g->count; n++) {
        left[n] = g->first[n + 1] - g->first[n];
        if (!left[n])
            heap_push(ready, &ready_count, n);
    }
    while (ready_count) {
        uint32_t n = heap_pop(ready, &ready_count);
        order[placed++] = n;
        for (uint32_t e = g->first_by[n]; e < g->first_by[n + 1]; e++)
            if (!--left[g->needed_by[e]])
                heap_push(ready, &ready_count, g->needed_by[e]);
    }
    if (placed == g->count) {
        *ret_order = order;
        return true;
    }
    if (ret_cycle)
        shortest_cycle(g, left, ret_cycle, ret_cycle_len);
    return false;
}

void graph_layers(const struct graph *g, const uint32_t *order, uint32_t *ret_layers)
{
    for (uint32_t i = 0; i < g->count; i++) {
        uint32_t n = order[i], layer = 0;
        for (uint32_t e = g->first[n]; e < g->first[n + 1]; e++)
            layer = MAX_OF(layer, ret_layers[g->needs[e]] + 1);
        ret_layers[n] = layer;
    }
}

void graph_spread(const struct graph *g, bool *marked, bool up)
{
    const uint32_t *first = up ? g->first_by : g->first, *next = up ? g->needed_by : g->needs;
    uint32_t *stack = ARENA_ARRAY(g->arena, uint32_t, g->count);
    size_t depth = 0;
    for (uint32_t n = 0; n < g->count; n++)
        if (marked[n])
            stack[depth++] = n;
    while (depth) {
        uint32_t n = stack[--depth];
        for (uint32_t e = first[n]; e < first[n + 1]; e++) {
            if (!marked[next[e]]) {
                marked[next[e]] = true;
                stack[depth++] = next[e];
            }
        }
    }
}

void graph_longest(const struct graph *g, const uint32_t *order, const uint64_t *cost, uint64_t *ret_remaining)
{
    for (uint32_t i = g->count; i-- > 0;) {
        uint32_t n = order[i];
        uint64_t longest = 0;
        for (uint32_t e = g->first_by[n]; e < g->first_by[n + 1]; e++)
            longest = MAX_OF(longest, ret_remaining[g->needed_by[e]]);
        ret_remaining[n] = cost[n] + longest;
    }
}
