/*
 * test_process.c - running a program from the user's configuration: splitting, output, limits, every failure.
 */
#include "engine/auth/process.h"
#include "tests/unit/engine_auth/fake_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void check_split(const char *command, const char *joined)
{
    DROP_ARENA struct arena arena = { 0 };
    struct buf out = { 0 };
    char **args;
    assert_true(process_split(&arena, str_of(command), &args, NULL));
    for (; *args; args++)
        buf_printf(&out, "<%s>", *args);
    assert_string_equal(out.ptr, joined);
    buf_done(&out);
}

static void test_commands_are_split_as_posix_quoting_says(void **state)
{
    (void)state;
    check_split("a b", "<a><b>");
    check_split("  a\tb\n", "<a><b>");
    check_split("'a b' \"c d\"", "<a b><c d>");
    check_split("a\\ b \"c\\\"d\\\\e\\f\" 'g\\h'", "<a b><c\"d\\e\\f><g\\h>");
    check_split("a'b'\"c\"d ''", "<abcd><>");
    check_split("tool $HOME ; rm > x | y `z`", "<tool><$HOME><;><rm><>><x><|><y><`z`>");
}

static void test_open_quotes_and_empty_commands_are_refused(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct err err = { 0 };
    char **args;
    assert_false(process_split(&arena, STR("a 'b"), &args, &err));
    assert_string_equal(err.message, "the command has an open ' quote");
    assert_false(process_split(&arena, STR("a \"b\\\""), &args, &err));
    assert_string_equal(err.message, "the command has an open \" quote");
    assert_false(process_split(&arena, STR("  "), &args, &err));
    assert_string_equal(err.message, "the command is empty");
    DROP_BUF struct buf many = { 0 };
    for (int i = 0; i <= PROCESS_MAX_ARGS; i++)
        buf_add_cstr(&many, "a ");
    assert_false(process_split(&arena, buf_str(&many), &args, &err));
    assert_int_equal(err.code, ERR_LIMIT);
}

static bool run(const char *script, int64_t timeout_ms, size_t max_bytes, struct arena *arena, struct str *ret, struct err *err)
{
    struct fake_world fake;
    fake_init(&fake);
    fake.mono_step_ms = timeout_ms ? 20000 : 0; /* the clock, not the test, is fast */
    struct process_options options = { .io = &fake.io, .timeout_ms = timeout_ms, .max_bytes = max_bytes };
    bool ok = process_run(arena, &options, (char *[]){ "sh", "-c", (char *)(uintptr_t)script, NULL }, ret, err);
    fake_done(&fake);
    return ok;
}

static void test_the_output_comes_back_whole(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct str output;
    assert_true(run("printf 'a\\nb'; cat", 0, 0, &arena, &output, NULL)); /* cat: its input is empty */
    assert_true(str_is(output, "a\nb"));
    assert_true(run("printf 12345", 0, 5, &arena, &output, NULL));
    assert_true(str_is(output, "12345"));
}

static void test_each_failure_has_its_code_and_shows_no_output(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct str output;
    struct err err = { 0 };
    assert_false(run("echo hush; exit 3", 0, 0, &arena, &output, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_string_equal(err.message, "'sh' ended with exit code 3");
    assert_false(run("echo hush; kill -9 $$", 0, 0, &arena, &output, &err));
    assert_string_equal(err.message, "'sh' was ended by signal 9");
    assert_false(run("printf 123456", 0, 5, &arena, &output, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_string_equal(err.message, "'sh' printed more than 5 bytes");
    assert_false(run("sleep 1000 & sleep 1000", 60000, 0, &arena, &output, &err));
    assert_int_equal(err.code, ERR_TIMEOUT);
    assert_string_equal(err.message, "'sh' did not finish within 60 s");

    struct fake_world fake;
    fake_init(&fake);
    struct process_options options = { .io = &fake.io };
    assert_false(process_run(&arena, &options, (char *[]){ "/no/such/program", NULL }, &output, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_string_equal(err.message, "cannot run '/no/such/program': No such file or directory");
    assert_false(process_run(&arena, &options, (char *[]){ "/", NULL }, &output, &err));
    assert_int_equal(err.code, ERR_IO);
    fake_done(&fake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands_are_split_as_posix_quoting_says),
        cmocka_unit_test(test_open_quotes_and_empty_commands_are_refused),
        cmocka_unit_test(test_the_output_comes_back_whole),
        cmocka_unit_test(test_each_failure_has_its_code_and_shows_no_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
