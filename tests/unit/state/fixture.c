/*
 * fixture.c - see fixture.h.
 */
#include "tests/unit/state/fixture.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct io io;
struct arena arena;
struct identity me;
struct identity_options identity_options;
struct fixture_env env_now;
const char *vfs_name;
char folder[64];

static struct io_ops ops;
static uint8_t next_random;
static int64_t now_ms;

/* 0, 1, 2 … : two draws differ, two runs do not. */
static void counted_random(struct io *self, void *ret, size_t len)
{
    (void)self;
    for (size_t i = 0; i < len; i++)
        ((uint8_t *)ret)[i] = next_random++;
}

static int64_t fixed_wall(struct io *self)
{
    (void)self;
    return now_ms++;
}

static const char *chosen_vfs(struct io *self)
{
    (void)self;
    return vfs_name;
}

static const char *test_getenv(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "HOME") == 0 ? env_now.home : strcmp(name, "XDG_CONFIG_HOME") == 0 ? env_now.config
           : strcmp(name, "INFRA_STATE_PASSPHRASE") == 0 ? env_now.passphrase : NULL;
}

int fixture_setup(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/infra-test-state-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    ops = io_real_ops;
    ops.random = counted_random;
    ops.wall_ms = fixed_wall;
    ops.sqlite_vfs = chosen_vfs;
    io = (struct io){ .ops = &ops };
    next_random = 0;
    now_ms = 1763856000000;
    vfs_name = NULL;
    env_now = (struct fixture_env){ .home = in_folder("home") };
    identity_options = (struct identity_options){ .io = &io, .stack_dir = folder, .stack = STR("prod"), .may_create = true,
                                                  .getenv = test_getenv };
    struct err err = { 0 };
    if (!identity_open(&identity_options, &me, &err)) {
        print_error("%s\n", err.message);
        return -1;
    }
    return 0;
}

int fixture_done(void **state)
{
    (void)state;
    identity_done(&me);
    char command[256];
    (void)snprintf(command, sizeof command, "chmod -R u+rwx '%s'; rm -rf '%s'", folder, folder);
    arena_done(&arena);
    return system(command);
}

const char *in_folder(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name).ptr;
}

const char *log_path(void)
{
    return in_folder(".infra/default/state.db");
}

static struct state *open_as(struct state_options options)
{
    struct state *s;
    struct err err = { 0 };
    if (!state_open(&options, &s, &err))
        fail_msg("%s", err.message);
    return s;
}

struct state *open_log(void)
{
    return open_as((struct state_options){ .io = &io, .path = log_path(), .identity = &me, .create = true });
}

struct state *read_log(void)
{
    return open_as((struct state_options){ .io = &io, .path = log_path(), .identity = &me, .read_only = true });
}

struct state *open_writing(void)
{
    struct state *s = open_log();
    struct err err = { 0 };
    if (!state_begin_writing(s, 0, &err))
        fail_msg("%s", err.message);
    return s;
}

void append(struct state *s, struct record *records, size_t count)
{
    struct err err = { 0 };
    if (!state_append(s, records, count, &err))
        fail_msg("%s", err.message);
}

void append_one(struct state *s, struct record r)
{
    append(s, &r, 1);
}

struct value secret_text(const char *s)
{
    return value_mark_sensitive(value_cstr(s));
}

struct object object_of(const char *uid, const char *address)
{
    struct value applied = value_map_of(&arena, "cidr_block", value_cstr("10.0.0.0/16"), "tags",
                                        value_map_of(&arena, "Name", value_cstr("a"), NULL), NULL);
    static const struct str depends[] = { { "uid-x", 5 }, { "uid-y", 5 } };
    return (struct object){ .uid = str_of(uid), .address = str_of(address), .address_at_birth = STR("aws_vpc.birth"), .generation = 2,
                            .type = STR("aws_vpc"), .type_version = 3, .create_class = CREATE_TAGGED, .status = OBJECT_PARTIAL,
                            .role = OBJECT_CURRENT, .provider_key = STR("aws/aws/123456789012/eu-west-1"), .provider_name = STR("aws"),
                            .recipe = value_map_of(&arena, "region", value_cstr("eu-west-1"), NULL), .id = STR("vpc-1"), .applied = applied,
                            .applied_digest = value_digest(applied), .source_digest = digest_of(STR("source")),
                            .observed = value_map_of(&arena, "id", value_cstr("vpc-1"), NULL), .depends_on = depends, .depends_on_count = 2,
                            .prevent_destroy = true, .run = 7, .at = { .file = STR("stack.lua"), .line = 14, .column = 3 } };
}

struct intent intent_of(const char *uid, const char *address)
{
    struct value planned = value_map_of(&arena, "cidr_block", value_cstr("10.0.0.0/16"), NULL);
    static const struct str depends[] = { { "uid-x", 5 } };
    return (struct intent){ .kind = INTENT_CREATE, .uid = str_of(uid), .address = str_of(address), .type = STR("aws_vpc"),
                            .provider_key = STR("aws/aws/123456789012/eu-west-1"), .provider_name = STR("aws"), .generation = 1,
                            .type_version = 3, .create_class = CREATE_TAGGED, .planned = planned, .planned_digest = value_digest(planned),
                            .prior = value_map_of(&arena, "cidr_block", value_cstr("10.9.0.0/16"), NULL), .token = STR("tok-1"),
                            .last_possible_send_ms = 99, .depends_on = depends, .depends_on_count = 1,
                            .at = { .file = STR("stack.lua"), .line = 2, .column = 1 } };
}

void tamper(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(log_path(), &db), SQLITE_OK);
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

struct str file_bytes(const char *path)
{
    struct str bytes;
    struct err err = { 0 };
    if (!io_file_read(&io, &arena, path, 64 << 20, &bytes, &err))
        fail_msg("%s", err.message);
    return bytes;
}

void put_file(const char *path, struct str bytes, unsigned mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.ptr, bytes.len), (ssize_t)bytes.len);
    assert_int_equal(fchmod(fd, mode), 0);
    (void)close(fd);
}

bool file_holds(const char *path, const char *text)
{
    if (access(path, F_OK) != 0)
        return false;
    return str_find(file_bytes(path), str_of(text)) >= 0;
}

void fill(struct state *s)
{
    struct run run = { .number = 1, .who = STR("ada"), .where = STR("host"), .commit = STR("abc"), .command = STR("apply"),
                       .digest = STR("00ff"), .counts = value_map_of(&arena, "create", value_int(1), NULL) };
    struct intent one = intent_of("uid-1", "aws_vpc.one"), two = intent_of("uid-2", "aws_vpc.two"), three = intent_of("uid-3", "aws_vpc.three");
    struct object first = object_of("uid-1", "aws_vpc.one"), second = object_of("uid-4", "aws_vpc.four"), gone = object_of("uid-4", "aws_vpc.four");
    first.observed = value_map_of(&arena, "id", value_cstr("vpc-1"), "key", secret_text("canary-observed"), NULL);
    gone.role = OBJECT_FORGOTTEN;
    struct record a[] = {
        record_run_begin(&arena, &run, value_cstr("plan"), value_cstr("bundle"), value_map_of(&arena, "pw", secret_text("canary-input"), NULL)),
        record_intent(&arena, &one),
        record_intent(&arena, &two),
        record_intent(&arena, &three),
        record_bound(&arena, &one, STR("id"), value_cstr("vpc-1")),
        record_effect(&arena, &two, STR("version"), STR("v1"), value_int(4)),
    };
    for (size_t i = 0; i < ARRAY_LEN(a); i++)
        a[i].run = 1;
    append(s, a, ARRAY_LEN(a));
    struct pin pin = { .key = STR("aws_ami/x"), .args = value_map_of(&arena, "name", value_cstr("al"), NULL), .answer = value_cstr("ami-1") };
    struct record b[] = {
        record_outcome(&arena, &one, "done", &first),
        record_outcome(&arena, &three, "absent", NULL),
        record_object(&arena, RECORD_IMPORT, &second),
        record_object(&arena, RECORD_MARKS, &second),
        record_object(&arena, RECORD_MOVE, &second),
        record_object(&arena, RECORD_OBSERVED, &second),
        record_object(&arena, RECORD_FORGET, &gone),
        record_pin(&arena, &pin),
    };
    append(s, b, ARRAY_LEN(b));
    struct record c[] = {
        record_outputs(&arena, value_map_of(&arena, "endpoint", value_cstr("e"), "pw", secret_text("canary-output"), NULL)),
        { .type = RECORD_HEARTBEAT, .run = 1 },
        record_run_end(&arena, &run),
    };
    append(s, c, ARRAY_LEN(c));
}
