/*
 * test_library.c - loading shared libraries late.
 */
#include "engine/base/library.h"
#include "tests/unit/test.h"

struct math {
    double (*sqrt)(double x);
    void (*missing)(void);
};

static const struct library_symbol symbols[] = { { "sqrt", offsetof(struct math, sqrt) }, { 0 } };

static void test_the_first_library_that_is_there_is_loaded(void **state)
{
    (void)state;
    static const char *const names[] = { "libnowhere.so.9", "libm.so.6", NULL };
    struct math math = { 0 };
    struct err err = { 0 };
    CHECK(library_load(names, symbols, &math, &err));
    CHECK(math.sqrt(9) == 3);
    CHECK(!math.missing);
}

static void test_a_missing_library_is_named(void **state)
{
    (void)state;
    static const char *const names[] = { "libnowhere.so.9", "libnowhere.so", NULL };
    struct math math = { 0 };
    struct err err = { 0 };
    CHECK(!library_load(names, symbols, &math, &err));
    CHECK_ERR(&err, ERR_NOT_FOUND, "the library libnowhere.so.9 cannot be loaded");
    CHECK(err.hint[0]);
}

static void test_a_missing_symbol_is_named(void **state)
{
    (void)state;
    static const char *const names[] = { "libm.so.6", NULL };
    static const struct library_symbol wanted[] = { { "no_such_function", offsetof(struct math, missing) }, { 0 } };
    struct math math = { 0 };
    struct err err = { 0 };
    CHECK(!library_load(names, wanted, &math, &err));
    CHECK_ERR(&err, ERR_NOT_BUILT, "it has no no_such_function");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_first_library_that_is_there_is_loaded),
        cmocka_unit_test(test_a_missing_library_is_named),
        cmocka_unit_test(test_a_missing_symbol_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
