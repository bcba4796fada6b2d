/*
 * test_log.c - the debug log: what INFRA_LOG may say, which rooms speak, and what a line looks like.
 */
#include "engine/base/io.h"
#include "engine/base/log.h"
#include "tests/unit/test.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct io io = { .ops = &io_real_ops };
static struct arena arena;
static char folder[] = "/tmp/infra-test-log-XXXXXX";

static const char *in_folder(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name).ptr;
}

static void test_nothing_is_logged_unless_asked(void **state)
{
    (void)state;
    CHECK(log_open(NULL, NULL, NULL) && !log_on(LOG_LEVEL_DEBUG, "net"));
    CHECK(log_open("", NULL, NULL) && !log_on(LOG_LEVEL_DEBUG, "net"));
    CHECK(log_open("off", NULL, NULL) && !log_on(LOG_LEVEL_DEBUG, "net"));
}

static void test_levels_and_rooms_select(void **state)
{
    (void)state;
    CHECK(log_open("debug", NULL, NULL));
    CHECK(log_on(LOG_LEVEL_DEBUG, "net") && !log_on(LOG_LEVEL_TRACE, "net") && !log_on(LOG_OFF, "net"));
    CHECK(log_open("trace:net,auth", NULL, NULL));
    CHECK(log_on(LOG_LEVEL_TRACE, "net") && log_on(LOG_LEVEL_DEBUG, "auth"));
    CHECK(!log_on(LOG_LEVEL_DEBUG, "plan") && !log_on(LOG_LEVEL_DEBUG, "ne"));
    log_close();
    CHECK(!log_on(LOG_LEVEL_DEBUG, "net"));
}

static void test_a_spec_that_is_not_understood_is_an_error(void **state)
{
    (void)state;
    static const char *const bad[] = { "verbose", "debug:", "debug:net,", "debug:Net", "debug: net", "DEBUG", ":net", "off:net" };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct err err = { 0 };
        CHECK(!log_open(bad[i], NULL, &err));
        CHECK_ERR(&err, ERR_INVALID, "INFRA_LOG=");
        CHECK(*err.hint);
        CHECK(!log_on(LOG_LEVEL_DEBUG, "net"));
    }
}

static void test_lines_go_to_a_private_file(void **state)
{
    (void)state;
    const char *path = in_folder("log");
    CHECK(log_open("debug", path, NULL));
    errno = EDOM;
    LOG_DEBUG("net", "%s waits %d ms", "ec2", 20);
    LOG_TRACE("net", "not this");
    CHECK_INT(errno, EDOM);
    log_close();
    struct str text;
    struct io_file_info info;
    CHECK(io_file_read(&io, &arena, path, 1000, &text, NULL));
    CHECK(str_ends(text, STR(" debug net: ec2 waits 20 ms\n")));
    CHECK(str_find(text, STR("not this")) < 0);
    CHECK(io_file_info(&io, path, &info, NULL));
    CHECK_INT(info.mode, 0600);
}

static void test_control_characters_and_long_texts_are_tamed(void **state)
{
    (void)state;
    const char *path = in_folder("tame");
    char *big = arena_alloc(&arena, 100001);
    memset(big, 'x', 100000);
    CHECK(log_open("debug", path, NULL));
    LOG_DEBUG("net", "a\033[31mb\nc");
    LOG_DEBUG("net", "%s", big);
    log_close();
    struct str text;
    CHECK(io_file_read(&io, &arena, path, 1 << 20, &text, NULL));
    CHECK(str_find(text, STR("a?[31mb?c\n")) > 0);
    CHECK(text.len < 20000 && text.ptr[text.len - 1] == '\n');
}

static void test_a_log_file_that_is_a_link_is_refused(void **state)
{
    (void)state;
    struct err err = { 0 };
    CHECK_INT(symlink("/dev/null", in_folder("link")), 0);
    CHECK(!log_open("debug", in_folder("link"), &err));
    CHECK_ERR(&err, ERR_INVALID, "cannot open INFRA_LOG_FILE");
    CHECK(!log_open("debug", in_folder("no/such/log"), &err));
}

static int setup(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int done(void **state)
{
    (void)state;
    static const char *const names[] = { "log", "tame", "link" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        (void)unlink(in_folder(names[i]));
    arena_done(&arena);
    return rmdir(folder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_logged_unless_asked),
        cmocka_unit_test(test_levels_and_rooms_select),
        cmocka_unit_test(test_a_spec_that_is_not_understood_is_an_error),
        cmocka_unit_test(test_lines_go_to_a_private_file),
        cmocka_unit_test(test_control_characters_and_long_texts_are_tamed),
        cmocka_unit_test(test_a_log_file_that_is_a_link_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, done);
}
