/*
 * test_arena.c - allocation in arenas, and growing arrays in them.
 */
#include "engine/base/arena.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static void test_memory_is_zeroed_aligned_and_stays(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    char *kept[500];
    for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
        size_t size = i * 7 % 3000;
        kept[i] = arena_alloc(&arena, size + 1);
        CHECK((uintptr_t)kept[i] % 16 == 0);
        for (size_t j = 0; j <= size; j++)
            CHECK(kept[i][j] == 0);
        memset(kept[i], (int)i, size + 1);
    }
    for (size_t i = 0; i < ARRAY_LEN(kept); i++)
        CHECK(kept[i][0] == (char)i);
}

static void test_reset_keeps_one_block_and_zeroes_again(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    for (int i = 0; i < 1000; i++)
        memset(arena_alloc(&arena, 1000), 0xff, 1000);
    size_t before = arena.used_bytes;
    arena_reset(&arena);
    CHECK(arena.used_bytes < before);
    CHECK(arena.used_bytes > 0);
    const char *p = arena_alloc(&arena, 1000);
    for (int i = 0; i < 1000; i++)
        CHECK(p[i] == 0);
}

static void test_an_empty_arena_can_be_reset_and_done(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    arena_reset(&arena);
    arena_done(&arena);
    arena_done(&arena);
    void *volatile nothing = arena_alloc(&arena, 0); /* volatile: the compiler believes the promise, the test must not */
    CHECK(nothing);
    arena_done(&arena);
    CHECK_INT(arena.used_bytes, 0);
}

static void test_a_request_larger_than_a_block_gets_its_own(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    char *big = arena_alloc(&arena, 5 << 20);
    big[0] = big[(5 << 20) - 1] = 1;
    char *small = arena_alloc(&arena, 10);
    CHECK(small && big[0] == 1);
}

static void test_copies_are_terminated_and_keep_inner_nuls(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct str s = arena_str(&arena, STR("a\0b"));
    CHECK_INT(s.len, 3);
    CHECK(s.ptr[2] == 'b' && s.ptr[3] == '\0');
    assert_string_equal(arena_cstr(&arena, STR_NONE), "");
    assert_memory_equal(arena_copy(&arena, "xyz", 3), "xyz", 3);
    CHECK(arena_copy(&arena, NULL, 0));
}

static void test_printf_grows_past_its_small_buffer(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    for (int len = 250; len < 262; len++) { /* around the 256 bytes tried first */
        struct str s = arena_printf(&arena, "%*d", len, 7);
        CHECK_INT(s.len, len);
        CHECK(s.ptr[len - 1] == '7' && s.ptr[len] == '\0');
    }
    CHECK_STR(arena_printf(&arena, "%s-%d", "main", 3), "main-3");
    CHECK_STR(arena_printf(&arena, "%s", ""), "");
}

static void test_join_puts_separators_between(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    const struct str parts[] = { STR("a"), STR_NONE, STR("c") };
    CHECK_STR(arena_join(&arena, parts, 3, STR(", ")), "a, , c");
    CHECK_STR(arena_join(&arena, parts, 1, STR(", ")), "a");
    CHECK_STR(arena_join(&arena, parts, 0, STR(", ")), "");
    CHECK_STR(arena_join(&arena, parts, 3, STR_NONE), "ac");
}

static void test_a_vec_grows_and_keeps_its_items(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    VEC(int) numbers = { 0 };
    for (int i = 0; i < 1000; i++)
        *VEC_PUSH(&numbers, &arena) = i;
    CHECK_INT(numbers.count, 1000);
    for (int i = 0; i < 1000; i++)
        CHECK_INT(numbers.items[i], i);
}

static void test_a_large_vec_grows_zeroed_beside_others(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct pair {
        uint64_t a, b;
    };
    VEC(struct pair) first = { 0 }, second = { 0 };
    for (uint64_t i = 0; i < 50000; i++) {
        struct pair *x = VEC_PUSH(&first, &arena);
        CHECK(x->a == 0 && x->b == 0);
        x->a = x->b = i + 1;
        *VEC_PUSH(&second, &arena) = (struct pair){ i, ~i };
    }
    for (uint64_t i = 0; i < 50000; i++)
        CHECK(first.items[i].b == i + 1 && second.items[i].b == ~i);
    CHECK(arena.used_bytes < 3 * 65536 * sizeof(struct pair)); /* no old copies */
    arena_reset(&arena);
    CHECK(!arena.large);
}

static void test_text_and_data_share_a_block(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    const char *texts[2000];
    uint64_t *numbers[2000];
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
            texts[i] = arena_printf(&arena, "%zu", i).ptr;
            numbers[i] = ARENA_NEW(&arena, uint64_t);
            CHECK(*numbers[i] == 0 && (uintptr_t)numbers[i] % 16 == 0);
            *numbers[i] = i;
        }
        for (size_t i = 0; i < ARRAY_LEN(texts); i++)
            CHECK(strtoul(texts[i], NULL, 10) == (unsigned long)i && *numbers[i] == i);
        arena_reset(&arena);
    }
}

static void test_min_and_max_nest_and_evaluate_once(void **state)
{
    (void)state;
    int n = 0;
    CHECK_INT(MIN_OF(++n, 10), 1);
    CHECK_INT(n, 1);
    CHECK_INT(MAX_OF(MIN_OF(5, 3), MAX_OF(1, MIN_OF(9, 2))), 3);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_zeroed_aligned_and_stays),
        cmocka_unit_test(test_reset_keeps_one_block_and_zeroes_again),
        cmocka_unit_test(test_an_empty_arena_can_be_reset_and_done),
        cmocka_unit_test(test_a_request_larger_than_a_block_gets_its_own),
        cmocka_unit_test(test_copies_are_terminated_and_keep_inner_nuls),
        cmocka_unit_test(test_printf_grows_past_its_small_buffer),
        cmocka_unit_test(test_join_puts_separators_between),
        cmocka_unit_test(test_a_vec_grows_and_keeps_its_items),
        cmocka_unit_test(test_a_large_vec_grows_zeroed_beside_others),
        cmocka_unit_test(test_text_and_data_share_a_block),
        cmocka_unit_test(test_min_and_max_nest_and_evaluate_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
