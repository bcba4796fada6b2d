/*
 * test_verify.c - `state verify` finds every flipped bit, every missing, moved or added row.
 *
 * INFRA_TEST_LONG=1 flips every bit of the file instead of a sample.
 */
#include "tests/unit/state/fixture.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void make_log(void)
{
    struct state *s = open_writing();
    fill(s);
    state_close(s);
}

static void check_found_(const char *sql, const char *part, const char *file, int line)
{
    tamper(sql);
    struct state_options options = { .io = &io, .path = log_path(), .identity = NULL, .read_only = true };
    struct state *s = NULL;
    struct err err = { 0 };
    uint64_t records = 77;
    bool ok = state_open(&options, &s, &err);
    if (ok) {
        ok = state_verify(s, &records, &err);
        state_close(s);
    }
    if (ok) {
        print_error("%s:%d: not found: %s\n", file, line, sql);
        _fail(file, line);
    }
    check_err_(&err, ERR_FORMAT, part, file, line);
}
#define CHECK_FOUND(sql, part) check_found_(sql, part, __FILE__, __LINE__)

static void test_an_untouched_log_is_sound(void **state)
{
    (void)state;
    make_log();
    struct state *s = read_log();
    uint64_t records;
    CHECK(state_verify(s, &records, NULL));
    CHECK_INT(records, 18);
    CHECK(state_verify(s, &records, NULL)); /* and again: it leaves nothing behind */
    state_close(s);
}

static void test_rows_that_are_missing_moved_or_added_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *part;
    } cases[] = {
        { "DELETE FROM record WHERE serial = 5", "serial 5: the record is missing" },
        { "DELETE FROM record WHERE serial = 1", "serial 1: the record is missing" },
        { "DELETE FROM record WHERE serial = 18", "what follows serial 17 is missing" },
        { "DELETE FROM record WHERE serial >= 10", "what follows serial 9 is missing" },
        { "UPDATE record SET serial = 25 WHERE serial = 18", "damaged: record 25 says it is 18" },
        { "UPDATE record SET serial = 0 WHERE serial = 18; UPDATE record SET serial = serial + 100; UPDATE record SET serial = serial - 99",
          "damaged" },
        { "UPDATE record SET serial = 99 WHERE serial = 7; UPDATE record SET serial = 7 WHERE serial = 8; UPDATE record SET serial = 8 WHERE serial = 99",
          "serial 7: it stands in the wrong place" },
        { "INSERT INTO record SELECT 19, bytes, hash FROM record WHERE serial = 17", "damaged" },
        { "DELETE FROM object WHERE uid = 'uid-1'", "its view does not fit its records" },
        { "UPDATE object SET address = 'aws_vpc.other' WHERE uid = 'uid-1'", "its view does not fit its records" },
        { "UPDATE object SET role = 1 WHERE uid = 'uid-1'", "its view does not fit its records" },
        { "UPDATE object SET serial = serial + 1", "its view does not fit its records" },
        { "UPDATE object SET uid = 'uid-0' WHERE uid = 'uid-1'", "its view does not fit its records" },
        { "INSERT INTO object SELECT 'uid-99', address, role, serial, bytes, sum FROM object LIMIT 1", "its view does not fit its records" },
        { "DELETE FROM intent", "its view does not fit its records" },
        { "UPDATE intent SET serial = 1", "its view does not fit its records" },
        { "DELETE FROM pin", "its view does not fit its records" },
        { "UPDATE pin SET serial = 3", "its view does not fit its records" },
        { "DELETE FROM output", "its view does not fit its records" },
        { "UPDATE output SET bytes = (SELECT bytes FROM pin)", "its view does not fit its records" },
        { "DELETE FROM run", "its view does not fit its records" },
        { "UPDATE run SET exit_code = 1", "its view does not fit its records" },
        { "UPDATE run SET exit_code = '0x'", "its view does not fit its records" },
        { "UPDATE run SET ended = ended + 1", "its view does not fit its records" },
        { "UPDATE meta SET value = 'other/default/x' WHERE key = 'deployment'", "serial 1: it is about another deployment" },
        { "DELETE FROM meta WHERE key = 'head'", "is missing" },
        { "DROP TABLE pin", "damaged" },
        { "DROP INDEX object_address; DROP TABLE run", "damaged" },
    };
    make_log();
    struct str whole = file_bytes(log_path());
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK_FOUND(cases[i].sql, cases[i].part);
        (void)remove(in_folder(".infra/default/state.db-wal"));
        (void)remove(in_folder(".infra/default/state.db-shm"));
        put_file(log_path(), whole, 0600);
    }
}


static void test_records_that_contradict_the_protocol_are_found(void **state)
{
    (void)state;
    struct state *s = open_writing();
    append_one(s, (struct record){ .type = RECORD_HEARTBEAT });
    append_one(s, (struct record){ .type = RECORD_GENESIS, .body = value_map_of(&arena, "deployment", value_str(me.mark_stack), NULL) });
    uint64_t records;
    struct err err = { 0 };
    CHECK(!state_verify(s, &records, &err));
    CHECK_ERR(&err, ERR_FORMAT, "serial 3: a log has one genesis");
    state_close(s);
}

/* Flips one bit at a time in a column, on a connection of its own, and asks an opened log each time. */
static void flip_column(const char *table, const char *column, int bits_a_byte)
{
    sqlite3 *db;
    CHECK_INT(sqlite3_open(log_path(), &db), SQLITE_OK);
    CHECK_INT(sqlite3_exec(db, "PRAGMA synchronous=OFF", NULL, NULL, NULL), SQLITE_OK);
    struct state *s = read_log();
    sqlite3_stmt *get, *put;
    char sql[200];
    (void)snprintf(sql, sizeof sql, "SELECT rowid, %s FROM %s", column, table);
    CHECK_INT(sqlite3_prepare_v2(db, sql, -1, &get, NULL), SQLITE_OK);
    (void)snprintf(sql, sizeof sql, "UPDATE %s SET %s = ?1 WHERE rowid = ?2", table, column);
    CHECK_INT(sqlite3_prepare_v2(db, sql, -1, &put, NULL), SQLITE_OK);
    struct {
        sqlite3_int64 id;
        struct str bytes;
    } rows[64];
    size_t count = 0, flips = 0;
    while (sqlite3_step(get) == SQLITE_ROW) {
        assert_true(count < ARRAY_LEN(rows));
        rows[count].id = sqlite3_column_int64(get, 0);
        rows[count++].bytes = arena_str(&arena, str_n(sqlite3_column_blob(get, 1), (size_t)sqlite3_column_bytes(get, 1)));
    }
    for (size_t i = 0; i < count; i++) {
        char *bytes = arena_cstr(&arena, rows[i].bytes);
        for (size_t at = 0; at <= rows[i].bytes.len; at++) {
            for (int n = 0; n < bits_a_byte; n++) {
                char mask = (char)(1 << ((at + (size_t)n) % 8));
                if (at < rows[i].bytes.len)
                    bytes[at] ^= mask; /* the last round puts the true bytes back */
                (void)sqlite3_bind_blob(put, 1, bytes, (int)rows[i].bytes.len, SQLITE_STATIC);
                (void)sqlite3_bind_int64(put, 2, rows[i].id);
                CHECK_INT(sqlite3_step(put), SQLITE_DONE);
                CHECK_INT(sqlite3_reset(put), SQLITE_OK);
                uint64_t records;
                struct err err = { 0 };
                bool sound = state_verify(s, &records, &err);
                if (at == rows[i].bytes.len) {
                    assert_true(sound);
                    break;
                }
                if (sound || (err.code != ERR_FORMAT && err.code != ERR_NEWER))
                    fail_msg("%s.%s row %lld byte %zu: %s", table, column, rows[i].id, at, sound ? "not found" : err.message);
                bytes[at] ^= mask;
                flips++;
            }
        }
    }
    assert_true(flips > 100);
    (void)sqlite3_finalize(get);
    (void)sqlite3_finalize(put);
    (void)sqlite3_close(db);
    state_close(s);
}

static void small_log(void)
{
    struct state *s = open_writing();
    struct intent one = intent_of("uid-1", "aws_vpc.one"), two = intent_of("uid-2", "aws_vpc.two");
    struct object row = object_of("uid-1", "aws_vpc.one");
    append(s, (struct record[]){ record_intent(&arena, &one), record_outcome(&arena, &one, "done", &row), record_intent(&arena, &two) }, 3);
    state_close(s);
}

static void test_every_flipped_byte_of_records_hashes_and_rows_is_found(void **state)
{
    (void)state;
    small_log();
    int bits = getenv("INFRA_TEST_LONG") ? 8 : 1;
    flip_column("record", "bytes", bits);
    flip_column("record", "hash", 8);
    flip_column("object", "bytes", bits);
    flip_column("intent", "bytes", bits);
}

/* A plan reads rows without verifying the log first: bit rot there must not become another id. */
static void test_a_flipped_bit_of_a_row_is_seen_when_it_is_read(void **state)
{
    (void)state;
    make_log();
    static const char *const tables[] = { "object", "intent", "pin", "output" };
    for (size_t t = 0; t < ARRAY_LEN(tables); t++) {
        sqlite3 *db;
        sqlite3_stmt *get, *put;
        CHECK_INT(sqlite3_open(log_path(), &db), SQLITE_OK);
        CHECK_INT(sqlite3_exec(db, "PRAGMA synchronous=OFF", NULL, NULL, NULL), SQLITE_OK);
        CHECK_INT(sqlite3_prepare_v2(db, arena_printf(&arena, "SELECT rowid, bytes FROM %s", tables[t]).ptr, -1, &get, NULL), SQLITE_OK);
        CHECK_INT(sqlite3_prepare_v2(db, arena_printf(&arena, "UPDATE %s SET bytes = ?1 WHERE rowid = ?2", tables[t]).ptr, -1, &put, NULL), SQLITE_OK);
        CHECK_INT(sqlite3_step(get), SQLITE_ROW);
        sqlite3_int64 id = sqlite3_column_int64(get, 0);
        size_t len = (size_t)sqlite3_column_bytes(get, 1);
        char *bytes = arena_copy(&arena, sqlite3_column_blob(get, 1), len);
        (void)sqlite3_finalize(get);
        struct state *s = read_log();
        for (size_t bit = 0; bit <= len * 8; bit++) {
            DROP_ARENA struct arena scratch = { 0 };
            if (bit < len * 8)
                bytes[bit / 8] ^= (char)(1 << (bit % 8));
            (void)sqlite3_bind_blob(put, 1, bytes, (int)len, SQLITE_STATIC);
            (void)sqlite3_bind_int64(put, 2, id);
            CHECK_INT(sqlite3_step(put), SQLITE_DONE);
            (void)sqlite3_reset(put);
            struct object *objects;
            struct intent *intents;
            struct pin *pins;
            struct value outputs;
            size_t n;
            struct err err = { 0 };
            bool ok = state_objects(s, &scratch, &objects, &n, &err) && state_intents(s, &scratch, &intents, &n, &err) &&
                      state_pins(s, &scratch, &pins, &n, &err) && state_outputs(s, &scratch, &outputs, &err);
            CHECK(ok == (bit == len * 8));
            if (!ok)
                CHECK_ERR(&err, ERR_FORMAT, "is not what was written");
            if (bit < len * 8)
                bytes[bit / 8] ^= (char)(1 << (bit % 8));
        }
        state_close(s);
        (void)sqlite3_finalize(put);
        (void)sqlite3_close(db);
    }
}

/* Everything that a reader can see, as one digest. */
static bool see(struct state *s, struct digest *ret)
{
    DROP_ARENA struct arena scratch = { 0 };
    DROP_BUF struct buf out = { 0 };
    struct object *objects;
    struct intent *intents;
    struct run *runs;
    size_t n;
    struct value outputs;
    if (!state_objects(s, &scratch, &objects, &n, NULL))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct record r = record_object(&scratch, RECORD_IMPORT, &objects[i]);
        value_encode(&out, r.body);
    }
    if (!state_intents(s, &scratch, &intents, &n, NULL))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct record r = record_intent(&scratch, &intents[i]);
        value_encode(&out, r.body);
    }
    if (!state_runs(s, &scratch, &runs, &n, NULL) || !state_outputs(s, &scratch, &outputs, NULL))
        return false;
    value_encode(&out, outputs);
    buf_printf(&out, "%zu %llu %llu", n, (unsigned long long)state_serial(s), (unsigned long long)state_address_serial(s, STR("aws_vpc.one")));
    *ret = digest_of(buf_str(&out));
    return true;
}

/* A disk's bit rot, anywhere in the file: found, or without effect on anything that is read. */
static void test_a_flipped_bit_of_the_file_is_found_or_changes_nothing(void **state)
{
    (void)state;
    small_log();
    struct state *s = read_log();
    struct digest want, got;
    CHECK(see(s, &want));
    state_close(s);
    (void)remove(in_folder(".infra/default/state.db-wal"));
    (void)remove(in_folder(".infra/default/state.db-shm"));
    struct str whole = file_bytes(log_path());
    int fd = open(log_path(), O_WRONLY);
    assert_true(fd >= 0);
    bool long_run = getenv("INFRA_TEST_LONG") != NULL;
    size_t found = 0, harmless = 0, bits = whole.len * 8;
    struct state_options options = { .io = &io, .path = log_path(), .identity = &me, .read_only = true };
    for (size_t bit = 0; bit < bits; bit += long_run ? 1 : 197) {
        char byte = (char)(whole.ptr[bit / 8] ^ (1 << (bit % 8)));
        CHECK_INT(pwrite(fd, &byte, 1, (off_t)(bit / 8)), 1);
        uint64_t records;
        struct err err = { 0 };
        struct state *flipped = NULL;
        bool sound = state_open(&options, &flipped, &err) && state_verify(flipped, &records, &err);
        if (!sound) {
            found++;
            CHECK(err.code != ERR_NONE && err.code != ERR_INTERNAL);
        } else {
            harmless++;
            if (!see(flipped, &got) || !digest_eq(&got, &want))
                fail_msg("bit %zu changes what is read and is not found", bit);
        }
        state_close(flipped);
        CHECK_INT(pwrite(fd, &whole.ptr[bit / 8], 1, (off_t)(bit / 8)), 1);
    }
    (void)close(fd);
    print_message("%zu found, %zu without effect\n", found, harmless);
    assert_true(found > 100);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_done)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_an_untouched_log_is_sound),
        TEST(test_rows_that_are_missing_moved_or_added_are_found),
        TEST(test_records_that_contradict_the_protocol_are_found),
        TEST(test_every_flipped_byte_of_records_hashes_and_rows_is_found),
        TEST(test_a_flipped_bit_of_a_row_is_seen_when_it_is_read),
        TEST(test_a_flipped_bit_of_the_file_is_found_or_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
