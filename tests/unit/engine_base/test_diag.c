/*
 * test_diag.c - findings: order, repeats, the cap, and the one-error form.
 */
#include "engine/base/diag.h"
#include "tests/unit/test.h"

static struct pos at(const char *file, uint32_t line, uint32_t column)
{
    return (struct pos){ .file = str_of(file), .line = line, .column = column };
}

static void test_findings_are_sorted_by_position_and_stable(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    diag_add(&diags, DIAG_ERROR, "E0001", at("b.lua", 1, 1), "fifth");
    diag_add(&diags, DIAG_ERROR, "E0001", at("a.lua", 10, 2), "third");
    diag_add(&diags, DIAG_ERROR, "E0001", at("a.lua", 9, 40), "first");
    diag_add(&diags, DIAG_WARNING, "E0002", at("a.lua", 10, 2), "fourth");
    diag_add(&diags, DIAG_ERROR, "E0001", at("a.lua", 10, 1), "second");
    diag_sort(&diags);
    static const char *const want[] = { "first", "second", "third", "fourth", "fifth" };
    CHECK_INT(diags.list.count, ARRAY_LEN(want));
    for (size_t i = 0; i < ARRAY_LEN(want); i++)
        CHECK_STR(diags.list.items[i].message, want[i]);
    CHECK_INT(diags.error_count, 4);
}

static void test_exact_repeats_are_dropped_even_when_not_neighbours(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    for (int i = 0; i < 3; i++) {
        diag_add(&diags, DIAG_ERROR, "E0001", at("a.lua", 1, 1), "same");
        diag_add(&diags, DIAG_ERROR, "E0001", at("a.lua", 1, 1), "other");
        diag_add(&diags, DIAG_NOTE, "E0001", at("a.lua", 1, 1), "same");
    }
    diag_sort(&diags);
    CHECK_INT(diags.list.count, 3);
    CHECK_INT(diags.error_count, 2);
}

static void test_the_cap_keeps_the_first_by_position_and_errors_before_warnings(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    for (uint32_t line = 100; line > 0; line--) {
        diag_add(&diags, DIAG_WARNING, "E0002", at("a.lua", line, 1), "warning");
        if (line % 10 == 0)
            diag_add(&diags, DIAG_ERROR, "E0001", at("a.lua", line, 5), "error %u", line);
    }
    diag_sort(&diags);
    CHECK_INT(diags.list.count, DIAG_MAX);
    CHECK_INT(diags.error_count, 10);
    size_t errors = 0;
    for (size_t i = 0; i < diags.list.count; i++)
        errors += diags.list.items[i].severity == DIAG_ERROR;
    CHECK_INT(errors, 10); /* not one is hidden behind warnings */
    CHECK_INT(diags.list.items[0].at.line, 1);
    CHECK_INT(diags.list.items[DIAG_MAX - 1].at.line, 100);
}

static void test_a_flood_is_counted_in_bounded_memory(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    for (uint32_t i = 0; i < 100000; i++)
        diag_add(&diags, DIAG_ERROR, "E0001", at("a.lua", 100000 - i, 1), "error %u", i)->label = STR("label");
    CHECK_INT(diags.error_count, 100000);
    CHECK(arena.used_bytes < 4 << 20);
    diag_sort(&diags);
    CHECK_INT(diags.list.count, DIAG_MAX);
    CHECK_INT(diags.error_count, 100000);
}

static void test_texts_are_copied(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    char file[] = "a.lua";
    diag_add(&diags, DIAG_ERROR, "E0001", at(file, 1, 1), "%s", "text");
    memset(file, 'z', 5);
    CHECK_STR(diags.list.items[0].at.file, "a.lua");
}

static void test_sorting_nothing_is_fine(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    diag_sort(&diags);
    CHECK_INT(diags.list.count, 0);
}

static void test_the_first_error_stands_for_all(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    struct err err = { 0 };
    diag_add(&diags, DIAG_WARNING, "E0002", at("a.lua", 1, 1), "a warning");
    diag_add(&diags, DIAG_ERROR, "E0001", at("a.lua", 2, 7), "an error")->hint = STR("do this");
    CHECK(!diag_to_err(&diags, &err));
    CHECK_ERR(&err, ERR_INVALID, "an error");
    assert_string_equal(err.hint, "do this");
    assert_string_equal(err.at.file, "a.lua");
    CHECK_INT(err.at.line, 2);
    CHECK_INT(err.at.column, 7);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_findings_are_sorted_by_position_and_stable),
        cmocka_unit_test(test_exact_repeats_are_dropped_even_when_not_neighbours),
        cmocka_unit_test(test_the_cap_keeps_the_first_by_position_and_errors_before_warnings),
        cmocka_unit_test(test_a_flood_is_counted_in_bounded_memory),
        cmocka_unit_test(test_texts_are_copied),
        cmocka_unit_test(test_sorting_nothing_is_fine),
        cmocka_unit_test(test_the_first_error_stands_for_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
