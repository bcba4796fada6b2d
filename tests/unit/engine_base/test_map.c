/*
 * test_map.c - maps: lookup, replacement, removal, and the order of iteration.
 */
#include "engine/base/map.h"
#include "tests/unit/test.h"

static char values[4096]; /* any distinct non-NULL pointers */

static struct str key_of(struct arena *arena, int i)
{
    return arena_printf(arena, "key-%d", i);
}

static void test_an_empty_map_finds_and_iterates_nothing(void **state)
{
    (void)state;
    struct map map = { 0 };
    struct map_entry entry;
    size_t i = 0;
    CHECK(!map_find(&map, STR("a")));
    CHECK(!map_remove(&map, STR("a")));
    CHECK(!map_next(&map, &i, &entry));
}

static void test_put_finds_and_replaces_in_place(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct map map = { .arena = &arena };
    CHECK(!map_put(&map, STR("a"), &values[1]));
    CHECK(!map_put(&map, STR("b"), &values[2]));
    CHECK(map_put(&map, STR("a"), &values[3]) == &values[1]);
    CHECK(map_find(&map, STR("a")) == &values[3]);
    CHECK_INT(map.live, 2);
    struct map_entry entry;
    size_t i = 0;
    CHECK(map_next(&map, &i, &entry) && str_is(entry.key, "a"));
    CHECK(map_next(&map, &i, &entry) && str_is(entry.key, "b"));
    CHECK(!map_next(&map, &i, &entry));
}

static void test_the_empty_key_is_a_key(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct map map = { .arena = &arena };
    map_put(&map, STR_NONE, &values[1]);
    CHECK(map_find(&map, STR("")) == &values[1]);
    struct map_entry entry;
    size_t i = 0;
    CHECK(map_next(&map, &i, &entry));
    CHECK(map_remove(&map, STR_NONE) == &values[1]);
    CHECK(!map_find(&map, STR("")));
}

static void test_removal_keeps_the_order_of_the_rest(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct map map = { .arena = &arena };
    for (int i = 0; i < 1000; i++)
        map_put(&map, key_of(&arena, i), &values[i]);
    for (int i = 0; i < 1000; i += 3)
        CHECK(map_remove(&map, key_of(&arena, i)) == &values[i]);
    map_put(&map, key_of(&arena, 0), &values[0]); /* comes back at the end */
    for (int i = 1000; i < 1500; i++)
        map_put(&map, key_of(&arena, i), &values[i]); /* rebuilds drop the tombstones */
    struct map_entry entry;
    size_t at = 0;
    for (int i = 0; i < 1000; i++)
        if (i % 3)
            CHECK(map_next(&map, &at, &entry) && entry.value == &values[i]);
    CHECK(map_next(&map, &at, &entry) && entry.value == &values[0]);
    for (int i = 1000; i < 1500; i++)
        CHECK(map_next(&map, &at, &entry) && entry.value == &values[i]);
    CHECK(!map_next(&map, &at, &entry));
    for (int i = 1; i < 1500; i++)
        CHECK(map_find(&map, key_of(&arena, i)) == (i < 1000 && i % 3 == 0 ? NULL : &values[i]));
}

static void test_churn_does_not_grow_without_bound(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct map map = { .arena = &arena };
    for (int i = 0; i < 100000; i++) {
        map_put(&map, STR("same"), &values[1]);
        CHECK(map_remove(&map, STR("same")) == &values[1]);
    }
    CHECK_INT(map.live, 0);
    CHECK(map.room <= 16);
}

static void test_keys_may_hold_any_byte(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct map map = { .arena = &arena };
    map_put(&map, STR("a\0b"), &values[1]);
    map_put(&map, STR("a\0c"), &values[2]);
    CHECK(map_find(&map, STR("a\0c")) == &values[2]);
    CHECK(!map_find(&map, STR("a")));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_empty_map_finds_and_iterates_nothing),
        cmocka_unit_test(test_put_finds_and_replaces_in_place),
        cmocka_unit_test(test_the_empty_key_is_a_key),
        cmocka_unit_test(test_removal_keeps_the_order_of_the_rest),
        cmocka_unit_test(test_churn_does_not_grow_without_bound),
        cmocka_unit_test(test_keys_may_hold_any_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
