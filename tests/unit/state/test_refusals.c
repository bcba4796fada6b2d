/*
 * test_refusals.c - logs that are not opened: damaged, newer, another deployment's, linked, readable by others.
 */
#include "state/store_internal.h"
#include "tests/unit/state/fixture.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void check_refused_(bool read_only, enum err_code code, const char *part, const char *file, int line)
{
    struct state_options options = { .io = &io, .path = log_path(), .identity = &me, .create = !read_only, .read_only = read_only };
    struct state *s = NULL;
    struct err err = { 0 };
    if (state_open(&options, &s, &err)) {
        state_close(s);
        print_error("%s:%d: the log was opened\n", file, line);
        _fail(file, line);
    }
    check_err_(&err, code, part, file, line);
}
#define CHECK_REFUSED(code, part)                                   \
    do {                                                            \
        check_refused_(true, code, part, __FILE__, __LINE__);       \
        check_refused_(false, code, part, __FILE__, __LINE__);      \
    } while (0)

static void make_log(void)
{
    struct state *s = open_writing();
    fill(s);
    state_close(s);
}

static void test_another_deployments_log_is_refused(void **state)
{
    (void)state;
    make_log();
    me.mark_stack = STR("prod/dr/aaaaaaaaaaaaaaaaaaaaaaaaaa");
    CHECK_REFUSED(ERR_CONFLICT, "belongs to the deployment prod/default/");
}

static void test_a_newer_format_is_refused_with_the_version_to_get(void **state)
{
    (void)state;
    make_log();
    tamper("UPDATE meta SET value = '2' WHERE key = 'format'; UPDATE meta SET value = '9.1.0' WHERE key = 'needs'");
    struct state_options options = { .io = &io, .path = log_path(), .identity = &me };
    struct state *s;
    struct err err = { 0 };
    CHECK(!state_open(&options, &s, &err));
    CHECK_ERR(&err, ERR_NEWER, "written by a newer infra (format 2, this one knows 1)");
    CHECK_STR(str_of(err.hint), "get infra 9.1.0 or later");
}

/* A record as a later infra would write it: version in front. */
static void test_a_newer_record_is_refused(void **state)
{
    (void)state;
    make_log();
    struct digest head = { 0 };
    struct value v[11] = { value_int(2), value_int(99), value_int(19), value_int(0), value_int(1), value_int(5),
                           value_bytes((struct str){ (char *)head.bytes, 32 }), value_cstr(""), value_cstr(""), value_map(&arena, NULL, 0),
                           value_cstr("new field") };
    DROP_BUF struct buf bytes = { 0 };
    value_encode(&bytes, value_list(&arena, v, 11));
    struct digest hash = digest_of(buf_str(&bytes));
    struct str hex = digest_hex(&arena, &hash);
    tamper(arena_printf(&arena, "INSERT INTO record VALUES(19, x'%s', x'%s'); UPDATE meta SET value = '%s' WHERE key = 'head'",
                        hex_encode(&arena, buf_str(&bytes)).ptr, hex.ptr, hex.ptr).ptr);
    CHECK_REFUSED(ERR_NEWER, "log format 2, this infra knows 1");
}

static void test_what_is_no_log_is_refused(void **state)
{
    (void)state;
    CHECK(io_make_dirs(&io, in_folder(".infra/default"), 0700, NULL));
    put_file(log_path(), STR("this is a text, and long enough to be taken for a page of a database, perhaps ................................."), 0600);
    CHECK_REFUSED(ERR_FORMAT, "is damaged: file is not a database");
    DROP_BUF struct buf random = { 0 };
    for (int i = 0; i < 20000; i++)
        buf_add_char(&random, (char)(i * 7919 >> 3));
    put_file(log_path(), buf_str(&random), 0600);
    CHECK_REFUSED(ERR_FORMAT, "is damaged: file is not a database");
    (void)remove(log_path());
    tamper("CREATE TABLE album(title TEXT)");
    CHECK_INT(chmod(log_path(), 0600), 0);
    CHECK_REFUSED(ERR_FORMAT, "is a database, but no log of infra");
    (void)remove(log_path());
    tamper("CREATE TABLE meta(key TEXT, value TEXT)");
    CHECK_INT(chmod(log_path(), 0600), 0);
    CHECK_REFUSED(ERR_FORMAT, "is no log of infra");
}

static void test_a_log_cut_at_any_page_is_refused(void **state)
{
    (void)state;
    make_log();
    struct str whole = file_bytes(log_path());
    for (size_t len = 0; len < whole.len; len += 512) {
        put_file(log_path(), str_slice(whole, 0, len), 0600);
        (void)remove(in_folder(".infra/default/state.db-wal"));
        (void)remove(in_folder(".infra/default/state.db-shm"));
        struct state_options options = { .io = &io, .path = log_path(), .identity = &me, .create = true };
        struct state *s = NULL;
        struct err err = { 0 };
        uint64_t records;
        bool ok = state_open(&options, &s, &err);
        if (ok) {
            ok = state_verify(s, &records, &err);
            state_close(s);
        }
        CHECK(!ok);
        CHECK_INT(err.code, ERR_FORMAT);
    }
}

static void test_an_empty_file_and_a_missing_one_with_its_wal_are_damage(void **state)
{
    (void)state;
    make_log();
    put_file(log_path(), STR(""), 0600);
    CHECK_REFUSED(ERR_FORMAT, "is empty: something cut it off");
    (void)remove(log_path());
    put_file(in_folder(".infra/default/state.db-wal"), STR("frames"), 0600);
    CHECK_REFUSED(ERR_FORMAT, "which is a part of it");
}

static void test_a_link_is_not_followed(void **state)
{
    (void)state;
    make_log();
    CHECK_INT(rename(log_path(), in_folder("elsewhere")), 0);
    CHECK_INT(symlink(in_folder("elsewhere"), log_path()), 0);
    CHECK_REFUSED(ERR_IO, "is a symbolic link, which is not followed");
    (void)remove(log_path());
    CHECK_INT(symlink(in_folder("nothing"), log_path()), 0);
    CHECK_REFUSED(ERR_IO, "is a symbolic link");
    CHECK(access(in_folder("nothing"), F_OK) != 0);
}

static void test_a_folder_may_be_a_link(void **state)
{
    (void)state;
    CHECK_INT(rename(in_folder(".infra"), in_folder("real")), 0);
    CHECK_INT(symlink(in_folder("real"), in_folder(".infra")), 0);
    make_log();
    CHECK(access(in_folder("real/default/state.db"), F_OK) == 0);
    struct state *s = read_log();
    CHECK_INT(state_serial(s), 18);
    state_close(s);
}

static void test_a_log_that_others_can_read_is_refused(void **state)
{
    (void)state;
    make_log();
    static const unsigned modes[] = { 0644, 0640, 0602, 0604, 0610 };
    for (size_t i = 0; i < ARRAY_LEN(modes); i++) {
        CHECK_INT(chmod(log_path(), modes[i]), 0);
        CHECK_REFUSED(ERR_IO, "can be read or written by others");
    }
}

static void test_a_folder_in_its_place_is_refused(void **state)
{
    (void)state;
    CHECK(io_make_dirs(&io, log_path(), 0700, NULL));
    CHECK_REFUSED(ERR_IO, "is not a regular file");
}

static void test_a_folder_that_cannot_be_made_is_an_error(void **state)
{
    (void)state;
    CHECK_INT(rename(in_folder(".infra"), in_folder("away")), 0);
    put_file(in_folder(".infra"), STR("a file"), 0600);
    struct state_options options = { .io = &io, .path = log_path(), .identity = &me, .create = true };
    struct state *s = NULL;
    struct err err = { 0 };
    CHECK(!state_open(&options, &s, &err));
    CHECK_INT(err.code, ERR_IO);
}

static void test_a_lost_tail_is_seen_at_opening(void **state)
{
    (void)state;
    make_log();
    tamper("DELETE FROM record WHERE serial = 18");
    CHECK_REFUSED(ERR_FORMAT, "is damaged: what follows serial 17 is missing");
    tamper("DELETE FROM record");
    CHECK_REFUSED(ERR_FORMAT, "has no first record");
}

static void test_a_changed_newest_record_is_seen_at_opening(void **state)
{
    (void)state;
    make_log();
    tamper("UPDATE record SET bytes = x'00' WHERE serial = 18");
    CHECK_REFUSED(ERR_FORMAT, "is damaged at serial 18");
}

static void test_a_row_of_the_view_that_cannot_be_is_an_error(void **state)
{
    (void)state;
    make_log();
    struct object odd = object_of("uid-1", "aws_vpc.one");
    struct object *objects;
    size_t count;
    odd.role = (enum object_role)7;
    static const char *const rows[] = { "\x01", "\x01\x07", "\xff", "\x01\x08\x00" };
    for (size_t i = 0; i <= ARRAY_LEN(rows); i++) {
        DROP_BUF struct buf bytes = { 0 };
        if (i < ARRAY_LEN(rows)) {
            buf_add_cstr(&bytes, rows[i]);
        } else {
            struct record r = record_object(&arena, RECORD_IMPORT, &odd);
            value_encode(&bytes, value_get(r.body, "object"));
        }
        tamper(arena_printf(&arena, "UPDATE object SET bytes = x'%s', sum = %lld, serial = 8 WHERE uid = 'uid-1'",
                            hex_encode(&arena, buf_str(&bytes)).ptr, (long long)view_sum(buf_str(&bytes), 8)).ptr);
        struct state *s = read_log();
        struct err err = { 0 };
        CHECK(!state_objects(s, &arena, &objects, &count, &err));
        CHECK(err.code == ERR_FORMAT || err.code == ERR_NEWER);
        CHECK(!strstr(err.message, "is not what was written"));
        state_close(s);
    }
    tamper("UPDATE object SET address = 'aws_vpc.other'");
    struct state *s = read_log();
    struct err err = { 0 };
    CHECK(!state_objects(s, &arena, &objects, &count, &err));
    state_close(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_done)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_another_deployments_log_is_refused),
        TEST(test_a_newer_format_is_refused_with_the_version_to_get),
        TEST(test_a_newer_record_is_refused),
        TEST(test_what_is_no_log_is_refused),
        TEST(test_a_log_cut_at_any_page_is_refused),
        TEST(test_an_empty_file_and_a_missing_one_with_its_wal_are_damage),
        TEST(test_a_link_is_not_followed),
        TEST(test_a_folder_may_be_a_link),
        TEST(test_a_log_that_others_can_read_is_refused),
        TEST(test_a_folder_in_its_place_is_refused),
        TEST(test_a_folder_that_cannot_be_made_is_an_error),
        TEST(test_a_lost_tail_is_seen_at_opening),
        TEST(test_a_changed_newest_record_is_seen_at_opening),
        TEST(test_a_row_of_the_view_that_cannot_be_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
