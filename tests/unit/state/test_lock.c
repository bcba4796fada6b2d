/*
 * test_lock.c - one writer: who holds the log is told, waiting ends with its end, and its death frees it.
 */
#include "tests/unit/state/fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* A process that holds the log until it is killed. */
static pid_t holder(void)
{
    int ready[2];
    CHECK_INT(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct state_options options = { .io = &io, .path = log_path(), .identity = &me, .create = true };
        struct state *s;
        if (!state_open(&options, &s, NULL) || !state_begin_writing(s, 0, NULL))
            _exit(1);
        struct record beat = { .type = RECORD_HEARTBEAT };
        if (!state_append(s, &beat, 1, NULL) || write(ready[1], "x", 1) != 1)
            _exit(1);
        for (;;)
            (void)pause();
    }
    char c;
    CHECK_INT(read(ready[0], &c, 1), 1);
    (void)close(ready[0]);
    (void)close(ready[1]);
    return pid;
}

static void end_holder(pid_t pid)
{
    (void)kill(pid, SIGKILL);
    CHECK_INT(waitpid(pid, NULL, 0), pid);
}

static void test_a_second_writer_is_told_who_holds_the_log(void **state)
{
    (void)state;
    pid_t pid = holder();
    struct state *s = open_log(); /* reading needs no lock */
    CHECK_INT(state_serial(s), 2);
    struct err err = { 0 };
    CHECK(!state_begin_writing(s, 0, &err));
    CHECK_ERR(&err, ERR_LOCKED, "another run holds the log: ");
    CHECK(strstr(err.message, arena_printf(&arena, " pid %ld since 2025-", (long)pid).ptr));
    CHECK(strstr(err.hint, "--lock-wait"));
    CHECK(!state_is_writing(s));
    err_clear(&err);
    CHECK(!state_begin_writing(s, 30, &err)); /* waiting, too, has an end */
    CHECK_INT(err.code, ERR_LOCKED);
    end_holder(pid);
    CHECK(state_begin_writing(s, 0, &err)); /* a lock dies with its process */
    append_one(s, (struct record){ .type = RECORD_HEARTBEAT });
    CHECK_INT(state_serial(s), 3);
    state_close(s);
}

static bool newest_epoch(void *context, const struct record *r)
{
    *(uint64_t *)context = r->epoch;
    return true;
}

static void test_who_follows_a_killed_writer_reads_what_it_wrote_and_writes_a_higher_epoch(void **state)
{
    (void)state;
    struct state *s = open_log(); /* opened before the other one wrote */
    CHECK_INT(state_serial(s), 1);
    end_holder(holder());
    CHECK(state_begin_writing(s, 0, NULL));
    CHECK_INT(state_serial(s), 2);
    append_one(s, (struct record){ .type = RECORD_HEARTBEAT });
    uint64_t epoch = 0, records;
    CHECK(state_records(s, 3, 0, newest_epoch, &epoch, NULL));
    CHECK_INT(epoch, 2);
    CHECK(state_verify(s, &records, NULL));
    CHECK_INT(records, 3);
    state_close(s);
}

static void test_letting_go_frees_the_log_for_others(void **state)
{
    (void)state;
    struct state *s = open_writing();
    CHECK(state_begin_writing(s, 0, NULL)); /* asking twice is fine */
    state_end_writing(s);
    end_holder(holder());
    state_close(s);
}

/* Killed at any moment while it appends: the log is whole and goes on. */
static void test_a_writer_killed_at_any_moment_leaves_a_whole_log(void **state)
{
    (void)state;
    uint64_t last = 0;
    for (int i = 0; i < 8; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            struct state *s;
            struct state_options options = { .io = &io, .path = log_path(), .identity = &me, .create = true };
            if (!state_open(&options, &s, NULL) || !state_begin_writing(s, 1000, NULL))
                _exit(1);
            for (int n = 0;; n++) {
                DROP_ARENA struct arena scratch = { 0 };
                struct object o = object_of("uid-1", "aws_vpc.main");
                struct record batch[] = { record_object(&scratch, RECORD_OBSERVED, &o), { .type = RECORD_HEARTBEAT } };
                if (!state_append(s, batch, 2, NULL))
                    _exit(1);
            }
        }
        struct io_http_reply unused;
        (void)io.ops->wait(&io, io_mono_ms(&io) + 5 + 11 * i, &unused);
        end_holder(pid);
        struct state *s = open_log();
        uint64_t records;
        struct err err = { 0 };
        if (!state_verify(s, &records, &err))
            fail_msg("%s", err.message);
        CHECK(records >= last);
        CHECK_INT(records % 2, 1); /* genesis, then pairs */
        last = records;
        state_close(s);
    }
    CHECK(last > 1);
}

static void test_readers_see_whole_batches_while_another_process_writes(void **state)
{
    (void)state;
    state_close(open_log());
    pid_t pid = fork();
    if (pid == 0) {
        struct state *s = open_writing();
        for (;;)
            fill(s);
    }
    for (int i = 0; i < 8; i++) {
        struct state *s = read_log();
        uint64_t records = 0;
        struct err err = { 0 };
        if (!state_verify(s, &records, &err))
            fail_msg("%s", err.message);
        state_close(s);
    }
    end_holder(pid);
}

static void test_makers_at_the_same_time_make_one_log(void **state)
{
    (void)state;
    pid_t pids[4];
    for (size_t i = 0; i < ARRAY_LEN(pids); i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            struct state_options options = { .io = &io, .path = log_path(), .identity = &me, .create = true };
            struct state *s;
            struct err err = { 0 };
            if (!state_open(&options, &s, &err) || !state_begin_writing(s, 5000, &err)) {
                print_error("%s\n", err.message);
                _exit(1);
            }
            struct record beat = { .type = RECORD_HEARTBEAT };
            _exit(state_append(s, &beat, 1, NULL) ? 0 : 1);
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(pids); i++) {
        int status;
        CHECK_INT(waitpid(pids[i], &status, 0), pids[i]);
        CHECK_INT(status, 0);
    }
    struct state *s = read_log();
    uint64_t records;
    CHECK(state_verify(s, &records, NULL));
    CHECK_INT(records, 5);
    state_close(s);
}

static void test_a_link_in_place_of_the_lock_is_not_followed(void **state)
{
    (void)state;
    struct state *s = open_log();
    (void)remove(in_folder(".infra/default/state.db.lock"));
    CHECK_INT(symlink(in_folder("x"), in_folder(".infra/default/state.db.lock")), 0);
    struct err err = { 0 };
    CHECK(!state_begin_writing(s, 0, &err));
    CHECK_ERR(&err, ERR_IO, "cannot open the lock");
    state_close(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_done)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_a_second_writer_is_told_who_holds_the_log),
        TEST(test_who_follows_a_killed_writer_reads_what_it_wrote_and_writes_a_higher_epoch),
        TEST(test_letting_go_frees_the_log_for_others),
        TEST(test_a_writer_killed_at_any_moment_leaves_a_whole_log),
        TEST(test_readers_see_whole_batches_while_another_process_writes),
        TEST(test_makers_at_the_same_time_make_one_log),
        TEST(test_a_link_in_place_of_the_lock_is_not_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
