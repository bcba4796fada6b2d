/*
 * test_io_real.c - the real door: private files replaced whole, links never followed, waiting and waking.
 */
#include "engine/base/io.h"
#include "tests/unit/test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct io io = { .ops = &io_real_ops };
static struct arena arena;
static char folder[64];

static const char *in_folder(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name).ptr;
}

static int setup(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/infra-test-io-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int done(void **state)
{
    (void)state;
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    arena_done(&arena);
    return system(command);
}

static size_t names_in_folder(void)
{
    struct str *names;
    size_t count;
    CHECK(io_dir_list(&io, &arena, folder, &names, &count, NULL));
    return count;
}

static void check_content(const char *path, const char *want)
{
    struct str text;
    CHECK(io_file_read(&io, &arena, path, 1 << 20, &text, NULL));
    CHECK_STR(text, want);
    CHECK(text.ptr[text.len] == '\0');
}

static void test_a_written_file_reads_back_and_is_private(void **state)
{
    (void)state;
    const char *path = in_folder("f");
    struct io_file_info info;
    mode_t old = umask(0);
    CHECK(io_file_write(&io, path, STR("one"), 0, NULL));
    check_content(path, "one");
    CHECK(io_file_info(&io, path, &info, NULL));
    CHECK_INT(info.mode, 0600);
    CHECK_INT(info.kind, IO_FILE);
    CHECK_INT(info.size_bytes, 3);
    CHECK_INT(info.owner, getuid());
    umask(077);
    CHECK(io_file_write(&io, path, STR("two, longer"), 0644, NULL));
    umask(old);
    CHECK(io_file_info(&io, path, &info, NULL));
    CHECK_INT(info.mode, 0644); /* as asked, whatever the umask */
    check_content(path, "two, longer");
    CHECK(io_file_write(&io, path, STR_NONE, 0600, NULL));
    check_content(path, "");
    CHECK_INT(names_in_folder(), 1); /* no temporary file stays */
}

static void test_a_world_readable_file_can_be_told(void **state)
{
    (void)state;
    struct io_file_info info;
    CHECK(io_file_write(&io, in_folder("open"), STR("x"), 0604, NULL));
    CHECK(io_file_info(&io, in_folder("open"), &info, NULL));
    CHECK(info.mode & 004);
}

static void test_a_large_file_and_one_without_a_size_are_read_whole(void **state)
{
    (void)state;
    size_t len = (3 << 20) + 7;
    char *data = arena_alloc(&arena, len);
    for (size_t i = 0; i < len; i++)
        data[i] = (char)(i % 251);
    struct str back;
    CHECK(io_file_write(&io, in_folder("big"), str_n(data, len), 0, NULL));
    CHECK(io_file_read(&io, &arena, in_folder("big"), SIZE_MAX, &back, NULL));
    CHECK(str_eq(back, str_n(data, len)));
    CHECK(io_file_read(&io, &arena, "/proc/self/status", 1 << 20, &back, NULL)); /* says it has 0 bytes */
    CHECK(back.len > 100);
}

static void test_the_read_limit_is_exact(void **state)
{
    (void)state;
    struct str text = STR("untouched");
    struct err err = { 0 };
    CHECK(io_file_write(&io, in_folder("f"), STR("12345"), 0, NULL));
    CHECK(!io_file_read(&io, &arena, in_folder("f"), 4, &text, &err));
    CHECK_ERR(&err, ERR_LIMIT, "more than the 4");
    CHECK_STR(text, "untouched");
    CHECK(io_file_read(&io, &arena, in_folder("f"), 5, &text, NULL));
    CHECK(!io_file_read(&io, &arena, "/proc/self/status", 10, &text, &err));
    CHECK_ERR(&err, ERR_LIMIT, "more than the 10");
}

static void test_what_is_not_there_is_not_found(void **state)
{
    (void)state;
    struct str text, *names;
    size_t count;
    struct io_file_info info;
    struct err err = { 0 };
    CHECK(!io_file_read(&io, &arena, in_folder("no"), 9, &text, &err));
    CHECK_ERR(&err, ERR_NOT_FOUND, "there is no '");
    CHECK(!io_file_read(&io, &arena, in_folder("no/deeper"), 9, &text, &err));
    CHECK_ERR(&err, ERR_NOT_FOUND, "there is no '");
    CHECK(!io_file_info(&io, in_folder("no"), &info, &err));
    CHECK_ERR(&err, ERR_NOT_FOUND, "there is no '");
    CHECK(!io_dir_list(&io, &arena, in_folder("no"), &names, &count, &err));
    CHECK_ERR(&err, ERR_NOT_FOUND, "there is no '");
    CHECK(!io_file_resolve(&io, &arena, in_folder("no"), &text, &err));
    CHECK_ERR(&err, ERR_NOT_FOUND, "there is no '");
    CHECK(!io_file_write(&io, in_folder("no/f"), STR("x"), 0, &err));
    CHECK_ERR(&err, ERR_NOT_FOUND, "there is no '");
    CHECK(io_file_remove(&io, in_folder("no"), &err));
}

static void test_a_link_is_neither_read_nor_replaced(void **state)
{
    (void)state;
    struct str text;
    struct err err = { 0 };
    struct io_file_info info;
    CHECK(io_file_write(&io, in_folder("target"), STR("theirs"), 0, NULL));
    CHECK_INT(symlink("target", in_folder("link")), 0);
    CHECK(!io_file_read(&io, &arena, in_folder("link"), 99, &text, &err));
    CHECK_ERR(&err, ERR_IO, "symbolic link");
    CHECK(!io_file_write(&io, in_folder("link"), STR("ours"), 0, &err));
    CHECK_ERR(&err, ERR_IO, "not a regular file");
    check_content(in_folder("target"), "theirs");
    CHECK(io_file_info(&io, in_folder("link"), &info, NULL));
    CHECK_INT(info.kind, IO_LINK);
    CHECK(io_file_remove(&io, in_folder("link"), NULL)); /* the link itself */
    check_content(in_folder("target"), "theirs");
}

static void test_the_users_own_files_may_be_links(void **state)
{
    (void)state;
    struct str text, resolved;
    struct err err = { 0 };
    CHECK(io_file_write(&io, in_folder("target"), STR("config"), 0, NULL));
    CHECK_INT(symlink("target", in_folder("link")), 0);
    CHECK(io_file_read_linked(&io, &arena, in_folder("link"), 99, &text, NULL));
    CHECK_STR(text, "config");
    CHECK(io_file_resolve(&io, &arena, in_folder("link"), &resolved, NULL));
    CHECK(str_ends(resolved, STR("/target")));
    CHECK_INT(symlink("gone", in_folder("dangling")), 0);
    CHECK(!io_file_read_linked(&io, &arena, in_folder("dangling"), 99, &text, &err));
    CHECK_ERR(&err, ERR_NOT_FOUND, "there is no '");
}

static void test_only_regular_files_are_read_and_replaced(void **state)
{
    (void)state;
    struct str text;
    struct err err = { 0 };
    struct io_file_info info;
    CHECK_INT(mkfifo(in_folder("fifo"), 0600), 0);
    CHECK(!io_file_read(&io, &arena, in_folder("fifo"), 9, &text, &err)); /* and does not hang */
    CHECK_ERR(&err, ERR_IO, "not a regular file");
    CHECK(!io_file_read(&io, &arena, folder, 9, &text, &err));
    CHECK_ERR(&err, ERR_IO, "not a regular file");
    CHECK(!io_file_write(&io, folder, STR("x"), 0, &err));
    CHECK_ERR(&err, ERR_IO, "not a regular file");
    CHECK(!io_file_write(&io, "/dev/null", STR("x"), 0, &err));
    CHECK_ERR(&err, ERR_IO, "not a regular file");
    CHECK(!io_file_remove(&io, folder, &err));
    CHECK_ERR(&err, ERR_IO, "cannot remove");
    CHECK(io_file_info(&io, in_folder("fifo"), &info, NULL));
    CHECK_INT(info.kind, IO_OTHER);
}

static void test_a_full_disk_leaves_the_old_file(void **state)
{
    (void)state;
    CHECK(io_file_write(&io, in_folder("f"), STR("old"), 0, NULL));
    char *data = arena_alloc(&arena, 1 << 20);
    pid_t child = fork();
    if (child == 0) { /* a file size limit stands for the full disk, in a process of its own */
        struct err err = { 0 };
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 4096, 4096 });
        bool failed = !io_file_write(&io, in_folder("f"), str_n(data, 1 << 20), 0, &err) && err.code == ERR_IO &&
                      strstr(err.message, "cannot write '");
        _exit(failed ? 0 : 1);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK_INT(status, 0);
    check_content(in_folder("f"), "old");
    CHECK_INT(names_in_folder(), 1);
}

static void test_a_long_name_still_fits_its_temporary_one(void **state)
{
    (void)state;
    char name[256];
    memset(name, 'n', 255);
    name[255] = '\0';
    CHECK(io_file_write(&io, in_folder(name), STR("x"), 0, NULL));
    check_content(in_folder(name), "x");
}

static void test_a_bare_name_is_written_in_the_current_folder(void **state)
{
    (void)state;
    char before[4096];
    CHECK(getcwd(before, sizeof before));
    CHECK_INT(chdir(folder), 0);
    CHECK(io_file_write(&io, "bare", STR("x"), 0, NULL));
    CHECK_INT(chdir(before), 0);
    check_content(in_folder("bare"), "x");
}

static void test_folders_are_made_with_their_parents(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct io_file_info info;
    CHECK(io_make_dirs(&io, in_folder("a/b//c/"), 0700, NULL));
    CHECK(io_make_dirs(&io, in_folder("a/b/c"), 0700, NULL));
    CHECK(io_file_info(&io, in_folder("a/b/c"), &info, NULL));
    CHECK_INT(info.kind, IO_DIR);
    CHECK_INT(info.mode, 0700);
    CHECK(io_file_write(&io, in_folder("f"), STR("x"), 0, NULL));
    CHECK(!io_make_dirs(&io, in_folder("f"), 0700, &err));
    CHECK_ERR(&err, ERR_IO, "is not a folder");
    CHECK(!io_make_dirs(&io, in_folder("f/below"), 0700, &err));
    CHECK_ERR(&err, ERR_IO, "cannot make the folder");
    CHECK_INT(symlink("a", in_folder("link")), 0);
    CHECK(!io_make_dirs(&io, in_folder("link"), 0700, &err));
    CHECK_ERR(&err, ERR_IO, "is not a folder");
    CHECK(!io_make_dirs(&io, "", 0700, &err));
}

static void test_a_folder_lists_sorted_by_bytes(void **state)
{
    (void)state;
    static const char *const made[] = { "b", "a", "B", ".hidden", "ab" };
    for (size_t i = 0; i < ARRAY_LEN(made); i++)
        CHECK(io_file_write(&io, in_folder(made[i]), STR("x"), 0, NULL));
    struct str *names;
    size_t count;
    struct err err = { 0 };
    CHECK(io_dir_list(&io, &arena, folder, &names, &count, NULL));
    static const char *const want[] = { ".hidden", "B", "a", "ab", "b" };
    CHECK_INT(count, ARRAY_LEN(want));
    for (size_t i = 0; i < count; i++)
        CHECK_STR(names[i], want[i]);
    CHECK(!io_dir_list(&io, &arena, in_folder("a"), &names, &count, &err));
    CHECK_ERR(&err, ERR_IO, "is not a folder");
}

static void test_random_bytes_differ(void **state)
{
    (void)state;
    char a[32], b[32];
    io_random(&io, a, sizeof a);
    io_random(&io, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    io_random(&io, a, 0);
}

static void test_the_clocks_go(void **state)
{
    (void)state;
    CHECK(io_wall_ms(&io) > 1700000000000);
    int64_t before = io_mono_ms(&io);
    CHECK(!io.ops->wait(&io, before - 1000, NULL)); /* the past: polls */
    CHECK(!io.ops->wait(&io, before + 2, NULL));
    CHECK(io_mono_ms(&io) >= before + 2);
}

static void wake_on_signal(int signal_number)
{
    (void)signal_number;
    io_wake();
}

static void test_a_wake_ends_one_wait(void **state)
{
    (void)state;
    int64_t never = io_mono_ms(&io) + 3600 * 1000;
    io_wake();
    io_wake();
    CHECK(!io.ops->wait(&io, never, NULL)); /* came before the wait: not lost; two count once */
    CHECK(!io_wake_clear());
    signal(SIGUSR1, wake_on_signal);
    raise(SIGUSR1);
    CHECK(!io.ops->wait(&io, never, NULL));
    signal(SIGUSR1, SIG_DFL);
}

static void test_a_door_without_transport_refuses_http(void **state)
{
    (void)state;
    for (int cancel = 0; cancel < 2; cancel++) {
        pid_t child = fork();
        if (child == 0) {
            setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
            signal(SIGABRT, SIG_DFL);
            CHECK(freopen("/dev/null", "w", stderr));
            if (cancel)
                io.ops->http_cancel(&io, &io);
            else
                io.ops->http_start(&io, &(struct io_http_request){ .url = STR("https://example.com/") }, &io);
            _exit(0);
        }
        int status;
        CHECK(waitpid(child, &status, 0) == child);
        CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    }
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, done)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_A_FOLDER(test_a_written_file_reads_back_and_is_private),
        IN_A_FOLDER(test_a_world_readable_file_can_be_told),
        IN_A_FOLDER(test_a_large_file_and_one_without_a_size_are_read_whole),
        IN_A_FOLDER(test_the_read_limit_is_exact),
        IN_A_FOLDER(test_what_is_not_there_is_not_found),
        IN_A_FOLDER(test_a_link_is_neither_read_nor_replaced),
        IN_A_FOLDER(test_the_users_own_files_may_be_links),
        IN_A_FOLDER(test_only_regular_files_are_read_and_replaced),
        IN_A_FOLDER(test_a_full_disk_leaves_the_old_file),
        IN_A_FOLDER(test_a_long_name_still_fits_its_temporary_one),
        IN_A_FOLDER(test_a_bare_name_is_written_in_the_current_folder),
        IN_A_FOLDER(test_folders_are_made_with_their_parents),
        IN_A_FOLDER(test_a_folder_lists_sorted_by_bytes),
        cmocka_unit_test(test_random_bytes_differ),
        cmocka_unit_test(test_the_clocks_go),
        cmocka_unit_test(test_a_wake_ends_one_wait),
        cmocka_unit_test(test_a_door_without_transport_refuses_http),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
