/*
 * graph.h - nodes and edges by index: order, shortest cycle, selection, longest path. Knows no resource.
 *
 *     struct graph g = { .arena = arena };
 *     graph_init(&g, arena, count);
 *     graph_edge(&g, from, to);                "from needs to": to comes first
 *     TRY(graph_sort(&g, &order, &cycle));
 */
#ifndef ENGINE_GRAPH_GRAPH_H
#define ENGINE_GRAPH_GRAPH_H

#include "engine/base/arena.h"
#include "engine/base/err.h"

struct graph {
    struct arena *arena;
    uint32_t count;              /* nodes are 0 .. count-1 */
    VEC(uint64_t) edges;         /* from << 32 | to; sealed into the arrays below */
    uint32_t *first, *needs;     /* needs[first[n] .. first[n+1]): what n needs */
    uint32_t *first_by, *needed_by;
    bool sealed;
};

void graph_init(struct graph *g, struct arena *arena, uint32_t count);
void graph_edge(struct graph *g, uint32_t from, uint32_t to);    /* repeats are fine; from == to is a cycle */
void graph_seal(struct graph *g);                                /* sorts and drops repeats; linear */

/*
 * Order in which every node comes after what it needs; among equals by index, so declaration order is kept. False when there is
 * a cycle: *ret_cycle gets the shortest one (first node repeated at the end), made in the arena.
 */
bool graph_sort(const struct graph *g, uint32_t **ret_order, uint32_t **ret_cycle, size_t *ret_cycle_len) MUST_USE;
/* Layer of each node: 0 needs nothing, else 1 + the deepest need. */
void graph_layers(const struct graph *g, const uint32_t *order, uint32_t *ret_layers);
/* Marks everything reachable along needs (down) or needed_by (up) from the marked nodes. */
void graph_spread(const struct graph *g, bool *marked, bool up);
/* Longest remaining path: cost[n] + the longest of what needs n. */
void graph_longest(const struct graph *g, const uint32_t *order, const uint64_t *cost, uint64_t *ret_remaining);

#endif
