/*
 * test_err.c - one message, said once, with a trail.
 */
#include "tests/unit/test.h"

static bool origin(struct err *err)
{
    return FAIL(err, ERR_REMOTE, "EC2 returned %d VPCs", 2);
}

static bool middle(struct err *err)
{
    TRY(origin(err));
    return true;
}

static void test_fail_fills_code_message_and_frame(void **state)
{
    (void)state;
    struct err err = { 0 };
    CHECK(!origin(&err));
    CHECK_INT(err.code, ERR_REMOTE);
    assert_string_equal(err.message, "EC2 returned 2 VPCs");
    CHECK_INT(err.frame_count, 1);
    assert_string_equal(err.frames[0].function, "origin");
}

static void test_try_adds_a_frame(void **state)
{
    (void)state;
    struct err err = { 0 };
    CHECK(!middle(&err));
    CHECK_INT(err.frame_count, 2);
    assert_string_equal(err.frames[1].function, "middle");
}

static void test_a_new_failure_replaces_an_old_one_whole(void **state)
{
    (void)state;
    struct err err = { 0 };
    middle(&err);
    err_hint(&err, "old hint");
    err_at(&err, "stack.lua", 3, 4);
    origin(&err);
    CHECK_INT(err.frame_count, 1);
    assert_string_equal(err.hint, "");
    CHECK_INT(err.at.line, 0);
}

static void test_frames_stop_at_their_maximum(void **state)
{
    (void)state;
    struct err err = { 0 };
    origin(&err);
    for (int i = 0; i < 100; i++)
        CHECK(!err_frame_(&err, __FILE__, __func__, i));
    CHECK_INT(err.frame_count, ERR_FRAMES_MAX);
}

static void test_context_goes_in_front(void **state)
{
    (void)state;
    struct err err = { 0 };
    origin(&err);
    CHECK(!err_context(&err, "creating %s", "aws_vpc.main"));
    assert_string_equal(err.message, "creating aws_vpc.main: EC2 returned 2 VPCs");
}

static void test_long_texts_are_cut_and_terminated(void **state)
{
    (void)state;
    char big[3 * ERR_MESSAGE_MAX];
    memset(big, 'x', sizeof big - 1);
    big[sizeof big - 1] = '\0';
    struct err err = { 0 };
    FAIL(&err, ERR_IO, "%s", big);
    CHECK_INT(strlen(err.message), ERR_MESSAGE_MAX - 1);
    memset(big, 'c', sizeof big - 1);
    err_context(&err, "%s", big);
    CHECK_INT(strlen(err.message), ERR_MESSAGE_MAX - 1);
    CHECK(strstr(err.message, "c: x")); /* the cause is still there */
    err_hint(&err, "%s", big);
    CHECK_INT(strlen(err.hint), ERR_HINT_MAX - 1);
}

static void test_a_position_is_kept_once_set(void **state)
{
    (void)state;
    struct err err = { 0 };
    origin(&err);
    err_at(&err, "stack.lua", 14, 3);
    err_at(&err, "other.lua", 99, 1);
    assert_string_equal(err.at.file, "stack.lua");
    CHECK_INT(err.at.line, 14);
}

static void test_no_err_to_fill_is_fine(void **state)
{
    (void)state;
    CHECK(!middle(NULL));
    CHECK(!err_context(NULL, "x"));
    CHECK(!err_hint(NULL, "x"));
    err_at(NULL, "stack.lua", 1, 1);
    err_clear(NULL);
}

static void test_every_code_has_a_name(void **state)
{
    (void)state;
    for (int code = ERR_NONE; code <= ERR_INTERNAL; code++)
        assert_string_not_equal(err_code_name(code), "unknown");
    assert_string_equal(err_code_name(ERR_NOT_BUILT), "not_built");
    assert_string_equal(err_code_name((enum err_code)1000), "unknown");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fail_fills_code_message_and_frame),
        cmocka_unit_test(test_try_adds_a_frame),
        cmocka_unit_test(test_a_new_failure_replaces_an_old_one_whole),
        cmocka_unit_test(test_frames_stop_at_their_maximum),
        cmocka_unit_test(test_context_goes_in_front),
        cmocka_unit_test(test_long_texts_are_cut_and_terminated),
        cmocka_unit_test(test_a_position_is_kept_once_set),
        cmocka_unit_test(test_no_err_to_fill_is_fine),
        cmocka_unit_test(test_every_code_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
