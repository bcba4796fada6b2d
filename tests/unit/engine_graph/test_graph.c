/*
 * test_graph.c - order, cycles, spreading and longest paths on small graphs written as "a->b" (a needs b).
 */
#include "engine/graph/graph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;

static struct graph graph_of(uint32_t count, const char *const *edges)
{
    struct graph g;
    graph_init(&g, &arena, count);
    for (; *edges; edges++)
        graph_edge(&g, (uint32_t)((*edges)[0] - 'a'), (uint32_t)((*edges)[3] - 'a'));
    graph_seal(&g);
    return g;
}
#define GRAPH(count, ...) graph_of(count, (const char *const[]){ __VA_ARGS__, NULL })

static const char *letters(const uint32_t *nodes, size_t count)
{
    char *text = arena_alloc(&arena, count + 1);
    for (size_t i = 0; i < count; i++)
        text[i] = (char)('a' + nodes[i]);
    return text;
}

static void needs_come_first_and_ties_keep_declaration_order(void **state)
{
    (void)state;
    struct graph g = GRAPH(5, "a->d", "b->d", "d->e");
    uint32_t *order = NULL;
    assert_true(graph_sort(&g, &order, NULL, NULL));
    assert_string_equal(letters(order, 5), "cedab");
}

static void a_repeated_edge_counts_once(void **state)
{
    (void)state;
    struct graph g = GRAPH(2, "a->b", "a->b", "a->b");
    uint32_t *order = NULL;
    assert_true(graph_sort(&g, &order, NULL, NULL));
    assert_string_equal(letters(order, 2), "ba");
    assert_int_equal(g.first[1] - g.first[0], 1);
}

static void a_cycle_names_every_member(void **state)
{
    (void)state;
    struct graph g = GRAPH(3, "a->b", "b->c", "c->a");
    uint32_t *order = NULL, *cycle = NULL;
    size_t len = 0;
    assert_false(graph_sort(&g, &order, &cycle, &len));
    assert_string_equal(letters(cycle, len), "abca");
}

static void the_shortest_of_several_cycles_is_named(void **state)
{
    (void)state;
    struct graph g = GRAPH(6, "a->b", "b->c", "c->a", "d->e", "e->d", "f->a");
    uint32_t *order = NULL, *cycle = NULL;
    size_t len = 0;
    assert_false(graph_sort(&g, &order, &cycle, &len));
    assert_string_equal(letters(cycle, len), "ded");
}

static void a_node_that_needs_itself_is_a_cycle(void **state)
{
    (void)state;
    struct graph g = GRAPH(2, "b->b");
    uint32_t *order = NULL, *cycle = NULL;
    size_t len = 0;
    assert_false(graph_sort(&g, &order, &cycle, &len));
    assert_string_equal(letters(cycle, len), "bb");
}

static void spreading_follows_needs_down_and_users_up(void **state)
{
    (void)state;
    struct graph g = GRAPH(4, "a->b", "b->c", "d->c");
    bool down[4] = { [1] = true }, up[4] = { [1] = true };
    graph_spread(&g, down, false);
    assert_true(!down[0] && down[1] && down[2] && !down[3]);
    graph_spread(&g, up, true);
    assert_true(up[0] && up[1] && !up[2] && !up[3]);
}

static void longest_path_and_layers_count_the_slowest_branch(void **state)
{
    (void)state;
    struct graph g = GRAPH(4, "a->b", "a->c", "b->d", "c->d");
    uint64_t cost[4] = { 1, 10, 2, 5 }, remaining[4] = { 0 };
    uint32_t *order = NULL, layers[4] = { 0 };
    assert_true(graph_sort(&g, &order, NULL, NULL));
    graph_longest(&g, order, cost, remaining);
    assert_int_equal(remaining[3], 16);
    assert_int_equal(remaining[2], 3);
    graph_layers(&g, order, layers);
    assert_int_equal(layers[0], 2);
    assert_int_equal(layers[3], 0);
}

static void a_hundred_thousand_nodes_in_a_chain_need_no_stack(void **state)
{
    (void)state;
    enum { N = 100000 };
    struct graph g;
    graph_init(&g, &arena, N);
    for (uint32_t i = 0; i + 1 < N; i++)
        graph_edge(&g, i, i + 1);
    graph_seal(&g);
    uint32_t *order = NULL;
    assert_true(graph_sort(&g, &order, NULL, NULL));
    assert_int_equal(order[0], N - 1);
    assert_int_equal(order[N - 1], 0);
}

static int forget(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(needs_come_first_and_ties_keep_declaration_order, forget),
        cmocka_unit_test_teardown(a_repeated_edge_counts_once, forget),
        cmocka_unit_test_teardown(a_cycle_names_every_member, forget),
        cmocka_unit_test_teardown(the_shortest_of_several_cycles_is_named, forget),
        cmocka_unit_test_teardown(a_node_that_needs_itself_is_a_cycle, forget),
        cmocka_unit_test_teardown(spreading_follows_needs_down_and_users_up, forget),
        cmocka_unit_test_teardown(longest_path_and_layers_count_the_slowest_branch, forget),
        cmocka_unit_test_teardown(a_hundred_thousand_nodes_in_a_chain_need_no_stack, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
