/*
 * test_cleanup.c - owners let go once, at the end of their scope, unless ownership was handed on.
 */
#include "tests/unit/test.h"

static int released;

static int release(int *thing)
{
    released += *thing;
    return 0;
}

DEFINE_DROP(thing, int *, release)

static int *make_or_fail(int *from, bool fail)
{
    DROP(thing) int *mine = from;
    if (fail)
        return NULL;
    return TAKE(mine);
}

static void test_a_scope_releases_what_it_owns(void **state)
{
    (void)state;
    int thing = 1;
    released = 0;
    {
        DROP(thing) int *owner = &thing;
        DROP(thing) int *nobody = NULL;
        CHECK(owner && !nobody);
        CHECK_INT(released, 0);
    }
    CHECK_INT(released, 1);
}

static void test_taking_hands_ownership_on(void **state)
{
    (void)state;
    int thing = 1;
    released = 0;
    CHECK(make_or_fail(&thing, false) == &thing);
    CHECK_INT(released, 0);
    CHECK(!make_or_fail(&thing, true));
    CHECK_INT(released, 1);
}

static void test_array_len_counts_elements(void **state)
{
    (void)state;
    static const char *const three[] = { "a", "b", "c" };
    CHECK_INT(ARRAY_LEN(three), 3);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_scope_releases_what_it_owns),
        cmocka_unit_test(test_taking_hands_ownership_on),
        cmocka_unit_test(test_array_len_counts_elements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
