/*
 * test_value_rows.c - reading many encoded lists, with what repeats made once.
 */
#include "engine/value/value.h"
#include "tests/unit/test.h"

#include <stdlib.h>

struct world {
    struct arena arena, scratch;
    struct value_rows *rows;
};

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w); /* cmocka keeps it */
    w->rows = ARENA_NEW(&w->scratch, struct value_rows);
    w->rows->arena = &w->arena;
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    value_rows_done(w->rows);
    arena_done(&w->arena);
    arena_done(&w->scratch);
    free(w);
    return 0;
}

static struct value inner(struct arena *arena, int64_t n)
{
    return value_map_of(arena, "name", value_cstr("net"), "size", value_int(n), "tags",
                        value_map_of(arena, "team", value_cstr("infrastructure"), NULL), NULL);
}

/* Encodes the list, reads it from bytes that go away, and compares. */
static void read_back(struct world *w, struct value list, struct value *items, size_t room)
{
    struct buf bytes = { 0 };
    struct err err = { 0 };
    size_t count;
    value_encode(&bytes, list);
    CHECK(value_rows_read(w->rows, buf_str(&bytes), items, room, &count, &err));
    CHECK_INT(count, MIN_OF(room, (size_t)list.count));
    for (size_t i = 0; i < count; i++)
        CHECK(value_eq(items[i], list.items[i]));
    buf_done(&bytes);
}

static void test_equal_trees_of_a_row_are_one(void **state)
{
    struct world *w = *state;
    struct value in = inner(&w->arena, 7), items[2];
    struct value pair[2] = { in, value_map_of(&w->arena, "observed", in, NULL) };
    read_back(w, value_list(&w->arena, pair, 2), items, 2);
    CHECK(items[0].fields == value_get(items[1], "observed").fields);
}

static void test_a_row_shares_with_the_one_before_and_its_texts_with_all(void **state)
{
    struct world *w = *state;
    struct value a[3], b[3], c[3];
    for (int i = 0; i < 3; i++) {
        struct value one[3] = { inner(&w->arena, 1), value_int(i), inner(&w->arena, 100 + i) };
        read_back(w, value_list(&w->arena, one, 3), i == 0 ? a : i == 1 ? b : c, 3);
    }
    CHECK(a[0].fields == b[0].fields && b[0].fields == c[0].fields);
    CHECK(a[2].fields != b[2].fields);
    CHECK(a[2].fields[0].key == c[2].fields[0].key);
    CHECK(value_get(a[2], "tags").fields == value_get(c[2], "tags").fields);
}

static void test_what_only_begins_alike_is_not_shared(void **state)
{
    struct world *w = *state;
    struct value items[4], same = value_cstr("x");
    struct value one[] = { value_list(&w->arena, &same, 1), value_list(&w->arena, (struct value[]){ same, same }, 2),
                           value_list(&w->arena, NULL, 0), value_map(&w->arena, NULL, 0) };
    read_back(w, value_list(&w->arena, one, 4), items, 4);
    read_back(w, value_list(&w->arena, one, 4), items, 4);
}

static void test_depth_is_limited_where_a_tree_is_shared_too(void **state)
{
    struct world *w = *state;
    struct value deep = value_null(), items[2];
    for (int i = 0; i < VALUE_DEPTH_MAX - 2; i++)
        deep = value_list(&w->arena, &deep, 1);
    struct value deeper = value_list(&w->arena, &deep, 1), pair[2] = { deep, deeper };
    read_back(w, value_list(&w->arena, pair, 2), items, 2);
    CHECK_INT(items[1].depth, VALUE_DEPTH_MAX - 1);
    /* One more level, by hand: a list of one item around what was just seen. */
    DROP_BUF struct buf bytes = { 0 };
    struct value wrapped = value_list(&w->arena, pair, 2);
    value_encode(&bytes, wrapped);
    DROP_BUF struct buf more = { 0 };
    buf_add(&more, "\1\10\2", 3);
    buf_add(&more, bytes.ptr + 1, bytes.len - 1);
    buf_add(&more, "\10\1", 2);
    buf_add(&more, bytes.ptr + 1, bytes.len - 1);
    struct err err = { 0 };
    size_t count;
    CHECK(!value_rows_read(w->rows, buf_str(&more), items, 2, &count, &err));
    CHECK_ERR(&err, ERR_FORMAT, "nested too deeply");
}

static void test_bytes_of_the_list_are_views_and_further_items_left_out(void **state)
{
    struct world *w = *state;
    struct value one[] = { value_bytes(STR("\1\2")), value_map_of(&w->arena, "b", value_bytes(STR("\3")), NULL), value_int(3) };
    DROP_BUF struct buf bytes = { 0 };
    value_encode(&bytes, value_list(&w->arena, one, 3));
    struct value items[2];
    struct err err = { 0 };
    size_t count;
    CHECK(value_rows_read(w->rows, buf_str(&bytes), items, 2, &count, &err));
    CHECK_INT(count, 2);
    CHECK(items[0].text > bytes.ptr && items[0].text < bytes.ptr + bytes.len);
    CHECK(!(value_get(items[1], "b").text > bytes.ptr && value_get(items[1], "b").text < bytes.ptr + bytes.len));
}

static void test_damage_is_refused_and_the_next_row_is_read(void **state)
{
    struct world *w = *state;
    struct value in[2] = { inner(&w->arena, 7), inner(&w->arena, 7) }, items[2];
    DROP_BUF struct buf bytes = { 0 };
    value_encode(&bytes, value_list(&w->arena, in, 2));
    for (size_t cut = 0; cut < bytes.len; cut++) {
        char *part = arena_copy(&w->scratch, bytes.ptr, cut); /* so that reading past the end is seen */
        struct err err = { 0 };
        size_t count;
        CHECK(!value_rows_read(w->rows, str_n(part, cut), items, 2, &count, &err));
        CHECK_INT(err.code, ERR_FORMAT);
    }
    read_back(w, value_list(&w->arena, in, 2), items, 2);
    struct err err = { 0 };
    size_t count;
    CHECK(!value_rows_read(w->rows, STR("\1\6\1x"), items, 2, &count, &err));
    CHECK_ERR(&err, ERR_FORMAT, "not a list");
    err = (struct err){ 0 };
    CHECK(!value_rows_read(w->rows, STR("\2\10\0"), items, 2, &count, &err));
    CHECK_INT(err.code, ERR_NEWER);
    err = (struct err){ 0 };
    CHECK(!value_rows_read(w->rows, STR("\1\10\1\6\2\xc3\x28"), items, 2, &count, &err));
    CHECK_ERR(&err, ERR_FORMAT, "not UTF-8");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    static const struct CMUnitTest tests[] = {
        T(test_equal_trees_of_a_row_are_one),
        T(test_a_row_shares_with_the_one_before_and_its_texts_with_all),
        T(test_what_only_begins_alike_is_not_shared),
        T(test_depth_is_limited_where_a_tree_is_shared_too),
        T(test_bytes_of_the_list_are_views_and_further_items_left_out),
        T(test_damage_is_refused_and_the_next_row_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
