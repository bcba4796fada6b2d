/*
 * test_log.c - the log of a deployment: what is appended comes back, all of a batch or nothing, secrets only sealed.
 */
#include "tests/unit/state/fixture.h"
#include "tests/unit/state/fault_vfs.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_a_missing_log_reads_as_an_empty_deployment(void **state)
{
    (void)state;
    struct state *s = read_log();
    struct object *objects;
    size_t count = 9;
    struct value outputs;
    CHECK(state_objects(s, &arena, &objects, &count, NULL));
    CHECK_INT(count, 0);
    CHECK(state_outputs(s, &arena, &outputs, NULL));
    CHECK_INT(outputs.count, 0);
    CHECK_INT(state_serial(s), 0);
    CHECK_INT(state_address_serial(s, STR("aws_vpc.a")), 0);
    uint64_t records = 9;
    CHECK(state_verify(s, &records, NULL));
    CHECK_INT(records, 0);
    struct err err = { 0 };
    CHECK(!state_begin_writing(s, 0, &err));
    state_close(s);
    CHECK(access(log_path(), F_OK) != 0); /* reading made nothing */
}

static void test_a_new_log_is_private_and_begins_with_its_genesis(void **state)
{
    (void)state;
    mode_t old = umask(0);
    struct state *s = open_log();
    umask(old);
    CHECK_INT(state_serial(s), 1);
    struct stat st;
    CHECK_INT(stat(log_path(), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    CHECK_INT(stat(in_folder(".infra/default"), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0700);
    state_close(s);
    s = open_writing();
    append_one(s, (struct record){ .type = RECORD_HEARTBEAT });
    const char *const files[] = { ".infra/default/state.db", ".infra/default/state.db-wal", ".infra/default/state.db-shm",
                                  ".infra/default/state.db.lock" };
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        CHECK_INT(stat(in_folder(files[i]), &st), 0);
        CHECK_INT(st.st_mode & 0777, 0600);
    }
    state_close(s);
}

static bool note_types(void *context, const struct record *r)
{
    struct buf *out = context;
    buf_printf(out, "%llu:%s/%llu ", (unsigned long long)r->serial, record_type_name(r->type), (unsigned long long)r->epoch);
    return true;
}

static void test_records_come_back_in_order_with_their_epoch(void **state)
{
    (void)state;
    struct state *s = open_writing();
    append(s, (struct record[]){ { .type = RECORD_HEARTBEAT }, { .type = RECORD_HEARTBEAT } }, 2);
    state_end_writing(s);
    CHECK(!state_is_writing(s));
    CHECK(state_begin_writing(s, 0, NULL)); /* the same process again: another writer */
    append_one(s, (struct record){ .type = RECORD_TAKE_OVER });
    DROP_BUF struct buf out = { 0 };
    CHECK(state_records(s, 1, 0, note_types, &out, NULL));
    CHECK_STR(buf_str(&out), "1:genesis/0 2:heartbeat/1 3:heartbeat/1 4:take-over/2 ");
    buf_truncate(&out, 0);
    CHECK(state_records(s, 2, 3, note_types, &out, NULL));
    CHECK_STR(buf_str(&out), "2:heartbeat/1 3:heartbeat/1 ");
    state_close(s);
}

static bool stop_at_once(void *context, const struct record *r)
{
    (void)r;
    ++*(int *)context;
    return false;
}

static void test_a_visitor_may_stop(void **state)
{
    (void)state;
    struct state *s = open_writing();
    fill(s);
    int seen = 0;
    CHECK(state_records(s, 1, 0, stop_at_once, &seen, NULL));
    CHECK_INT(seen, 1);
    state_close(s);
}

static void test_nothing_is_appended_without_the_lock_or_the_key(void **state)
{
    (void)state;
    struct state *s = open_log();
    struct record beat = { .type = RECORD_HEARTBEAT };
    struct err err = { 0 };
    CHECK(!state_append(s, &beat, 1, &err));
    CHECK_ERR(&err, ERR_INTERNAL, "without holding its lock");
    state_close(s);
    me.has_secret = false;
    s = open_writing();
    err_clear(&err);
    CHECK(!state_append(s, &beat, 1, &err));
    CHECK_ERR(&err, ERR_AUTH, "needs the deployment's key");
    state_close(s);
}

static struct object only_object(struct state *s, const char *uid)
{
    struct object *objects;
    size_t count;
    struct err err = { 0 };
    if (!state_objects(s, &arena, &objects, &count, &err))
        fail_msg("%s", err.message);
    for (size_t i = 0; i < count; i++)
        if (str_is(objects[i].uid, uid))
            return objects[i];
    fail_msg("no object %s", uid);
    return (struct object){ 0 };
}

static void test_an_object_row_keeps_every_field(void **state)
{
    (void)state;
    struct object want = object_of("uid-1", "aws_vpc.main");
    want.observed = value_map_of(&arena, "id", value_cstr("vpc-1"), "password", secret_text("hunter2"), NULL);
    struct state *s = open_writing();
    append_one(s, record_object(&arena, RECORD_IMPORT, &want));
    state_close(s);
    s = read_log();
    struct object got = only_object(s, "uid-1");
    state_close(s);
    CHECK_STR(got.address, "aws_vpc.main");
    CHECK_STR(got.address_at_birth, "aws_vpc.birth");
    CHECK_INT(got.role, OBJECT_CURRENT);
    CHECK_INT(got.status, OBJECT_PARTIAL);
    CHECK_INT(got.generation, 2);
    CHECK_STR(got.type, "aws_vpc");
    CHECK_INT(got.type_version, 3);
    CHECK_INT(got.create_class, CREATE_TAGGED);
    CHECK_STR(got.provider_key, "aws/aws/123456789012/eu-west-1");
    CHECK_STR(got.provider_name, "aws");
    CHECK(value_eq(got.recipe, want.recipe));
    CHECK_STR(got.id, "vpc-1");
    CHECK(value_eq(got.applied, want.applied));
    CHECK(digest_eq(&got.applied_digest, &want.applied_digest));
    CHECK(digest_eq(&got.source_digest, &want.source_digest));
    CHECK(value_eq(got.observed, want.observed));
    CHECK(value_sensitive(value_get(got.observed, "password")));
    CHECK(!value_sensitive(value_get(got.observed, "id")));
    CHECK_INT(got.depends_on_count, 2);
    CHECK_STR(got.depends_on[1], "uid-y");
    CHECK(got.prevent_destroy);
    CHECK(!got.create_before_destroy);
    CHECK(!got.sensitive_unknown);
    CHECK_INT(got.run, 7);
    CHECK_INT(got.serial, 2);
    CHECK_STR(got.at.file, "stack.lua");
    CHECK_INT(got.at.line, 14);
    CHECK_INT(got.at.column, 3);
}

static void test_absent_fields_stay_absent(void **state)
{
    (void)state;
    struct object bare = { .uid = STR("u"), .address = STR("core_data.a"), .type = STR("core_data"), .generation = 1, .type_version = 1 };
    struct state *s = open_writing();
    append_one(s, record_object(&arena, RECORD_IMPORT, &bare));
    struct object got = only_object(s, "u");
    state_close(s);
    CHECK(!value_given(got.recipe));
    CHECK(!value_given(got.applied));
    CHECK(!value_given(got.observed));
    CHECK_INT(got.depends_on_count, 0);
    CHECK_STR(got.id, "");
}

static void test_an_intent_collects_what_its_step_binds_until_its_outcome(void **state)
{
    (void)state;
    struct state *s = open_writing();
    struct intent want = intent_of("uid-1", "aws_vpc.main");
    struct record r = record_intent(&arena, &want);
    r.run = 3;
    append_one(s, r);
    append_one(s, record_bound(&arena, &want, STR("id"), value_cstr("vpc-1")));
    append_one(s, record_bound(&arena, &want, STR("handle"), secret_text("h")));
    append_one(s, record_effect(&arena, &want, STR("version"), STR("a/b"), VALUE_NONE));
    state_close(s);
    s = read_log();
    struct intent *intents;
    size_t count;
    CHECK(state_intents(s, &arena, &intents, &count, NULL));
    state_close(s);
    CHECK_INT(count, 1);
    struct intent got = intents[0];
    CHECK_INT(got.serial, 2);
    CHECK_INT(got.run, 3);
    CHECK_INT(got.epoch, 1);
    CHECK(got.wall_ms > 1700000000000);
    CHECK_INT(got.kind, INTENT_CREATE);
    CHECK_STR(got.uid, "uid-1");
    CHECK_STR(got.address, "aws_vpc.main");
    CHECK_STR(got.type, "aws_vpc");
    CHECK_INT(got.type_version, 3);
    CHECK_INT(got.create_class, CREATE_TAGGED);
    CHECK_STR(got.provider_key, "aws/aws/123456789012/eu-west-1");
    CHECK_INT(got.generation, 1);
    CHECK(value_eq(got.planned, want.planned));
    CHECK(digest_eq(&got.planned_digest, &want.planned_digest));
    CHECK(value_eq(got.prior, want.prior));
    CHECK_STR(got.token, "tok-1");
    CHECK_INT(got.last_possible_send_ms, 99);
    CHECK_INT(got.depends_on_count, 1);
    CHECK_INT(got.at.line, 2);
    CHECK(value_is(value_get(got.bound, "id"), "vpc-1"));
    CHECK(value_sensitive(value_get(got.bound, "handle")));
    CHECK_INT(value_get(got.effects, "version/a/b").kind, VALUE_NULL);
    s = open_writing();
    struct object row = object_of("uid-1", "aws_vpc.main");
    append_one(s, record_outcome(&arena, &want, "done", &row));
    CHECK(state_intents(s, &arena, &intents, &count, NULL));
    CHECK_INT(count, 0);
    CHECK_STR(only_object(s, "uid-1").id, "vpc-1");
    CHECK_INT(state_address_serial(s, STR("aws_vpc.main")), 6);
    append_one(s, record_outcome(&arena, &want, "absent", NULL)); /* and deleted */
    CHECK_INT(state_address_serial(s, STR("aws_vpc.main")), 0);
    state_close(s);
}

static void test_pins_outputs_and_runs_come_back(void **state)
{
    (void)state;
    struct state *s = open_writing();
    fill(s);
    state_close(s);
    s = read_log();
    struct pin *pins;
    struct run *runs;
    size_t count;
    struct value outputs;
    CHECK(state_pins(s, &arena, &pins, &count, NULL));
    CHECK_INT(count, 1);
    CHECK_STR(pins[0].key, "aws_ami/x");
    CHECK(value_is(value_get(pins[0].args, "name"), "al"));
    CHECK(value_is(pins[0].answer, "ami-1"));
    CHECK_INT(pins[0].serial, 15);
    CHECK(state_outputs(s, &arena, &outputs, NULL));
    CHECK(value_is(value_get(outputs, "pw"), "canary-output"));
    CHECK(value_sensitive(value_get(outputs, "pw")));
    CHECK(!value_sensitive(value_get(outputs, "endpoint")));
    CHECK(state_runs(s, &arena, &runs, &count, NULL));
    CHECK_INT(count, 1);
    CHECK_INT(runs[0].number, 1);
    CHECK_INT(runs[0].first_serial, 2);
    CHECK_INT(runs[0].last_serial, 18);
    CHECK(runs[0].ended_ms > runs[0].began_ms);
    CHECK_STR(runs[0].who, "ada");
    CHECK_STR(runs[0].where, "host");
    CHECK_STR(runs[0].commit, "abc");
    CHECK_STR(runs[0].command, "apply");
    CHECK_STR(runs[0].digest, "00ff");
    CHECK_INT(runs[0].exit_code, 0);
    CHECK_INT(value_to_int(value_get(runs[0].counts, "create"), 0), 1);
    state_close(s);
}

static void test_a_run_without_an_end_is_unfinished(void **state)
{
    (void)state;
    struct state *s = open_writing();
    struct run run = { .number = 5, .command = STR("apply") };
    append_one(s, record_run_begin(&arena, &run, VALUE_NONE, VALUE_NONE, VALUE_NONE));
    struct run *runs;
    size_t count;
    CHECK(state_runs(s, &arena, &runs, &count, NULL));
    CHECK_INT(count, 1);
    CHECK_INT(runs[0].number, 5);
    CHECK_INT(runs[0].ended_ms, 0);
    CHECK_INT(runs[0].exit_code, -1);
    run.exit_code = 130;
    append_one(s, record_run_end(&arena, &run));
    CHECK(state_runs(s, &arena, &runs, &count, NULL));
    CHECK_INT(runs[0].exit_code, 130);
    state_close(s);
}

static void test_a_batch_with_a_bad_record_leaves_nothing(void **state)
{
    (void)state;
    struct state *s = open_writing();
    struct intent one = intent_of("uid-1", "aws_vpc.one"), stranger = intent_of("uid-9", "aws_vpc.nine");
    struct record batch[] = { record_intent(&arena, &one), record_bound(&arena, &one, STR("id"), value_cstr("vpc-1")),
                              record_bound(&arena, &stranger, STR("id"), value_cstr("vpc-9")), { .type = RECORD_HEARTBEAT } };
    struct err err = { 0 };
    CHECK(!state_append(s, batch, ARRAY_LEN(batch), &err));
    CHECK_ERR(&err, ERR_FORMAT, "record 4 (bound) has no open intent");
    CHECK_INT(state_serial(s), 1);
    struct intent *intents;
    size_t count;
    CHECK(state_intents(s, &arena, &intents, &count, NULL));
    CHECK_INT(count, 0);
    append(s, batch, 2); /* the log goes on where it was */
    CHECK_INT(state_serial(s), 3);
    uint64_t records;
    CHECK(state_verify(s, &records, NULL));
    CHECK_INT(records, 3);
    state_close(s);
}

/* Each write, sync and truncation of an append fails once: afterwards the batch is there as a whole or not at all, and told so. */
static void test_a_failing_disk_leaves_a_whole_batch_or_nothing(void **state)
{
    (void)state;
    fault_open();
    vfs_name = "infra-test-faults";
    int n = 1;
    for (bool failed = true; failed; n++) {
        assert_true(n < 500);
        struct state *s = open_writing();
        uint64_t before = state_serial(s);
        struct intent intent = intent_of("uid-1", "aws_vpc.one");
        char *big = arena_alloc(&arena, 20001);
        memset(big, 'x', 20000);
        struct object row = object_of("uid-1", "aws_vpc.one");
        row.observed = value_map_of(&arena, "big", value_cstr(big), NULL);
        struct record batch[] = { record_intent(&arena, &intent), record_outcome(&arena, &intent, "done", &row), { .type = RECORD_HEARTBEAT } };
        fault_arm(n);
        struct err err = { 0 };
        bool ok = state_append(s, batch, 3, &err);
        failed = fault_happened();
        fault_arm(0);
        if (!ok)
            CHECK(failed && (err.code == ERR_IO || err.code == ERR_FORMAT));
        if (!failed)
            CHECK(ok);
        CHECK_INT(state_serial(s), ok ? before + 3 : before);
        state_close(s);
        s = open_log();
        uint64_t serial = state_serial(s), records;
        if (ok)
            CHECK_INT(serial, before + 3);
        else
            CHECK(serial == before || serial == before + 3); /* a lost answer of the disk: it may have landed */
        CHECK(state_verify(s, &records, &err));
        CHECK_INT(records, serial);
        state_close(s);
    }
    assert_true(n > 4);
}

static void test_making_the_log_on_a_failing_disk_can_be_repeated(void **state)
{
    (void)state;
    fault_open();
    vfs_name = "infra-test-faults";
    int n = 1;
    for (bool failed = true; failed; n++) {
        assert_true(n < 500);
        struct state_options options = { .io = &io, .path = log_path(), .identity = &me, .create = true };
        struct state *s = NULL;
        struct err err = { 0 };
        fault_arm(n);
        bool ok = state_open(&options, &s, &err);
        failed = fault_happened();
        fault_arm(0);
        CHECK(ok || failed);
        if (ok)
            state_close(s);
        s = open_log(); /* nobody has to clean up */
        CHECK_INT(state_serial(s), 1);
        uint64_t records;
        CHECK(state_verify(s, &records, NULL));
        state_close(s);
        (void)remove(log_path());
    }
    assert_true(n > 2);
}

static void test_secrets_never_reach_the_disk_in_clear(void **state)
{
    (void)state;
    struct state *s = open_writing();
    fill(s);
    struct intent intent = intent_of("uid-7", "aws_vpc.seven");
    intent.planned = value_mark_sensitive(value_map_of(&arena, "whole", value_cstr("canary-whole"), "other", secret_text("canary-child"), NULL));
    intent.prior = value_mark_sensitive(value_list(&arena, (struct value[]){ value_cstr("canary-list"), secret_text("canary-item") }, 2));
    intent.bound = value_map_of(&arena, "n", value_map_of(&arena, "deep", secret_text("canary-deep"), NULL), NULL);
    append_one(s, record_intent(&arena, &intent));
    append_one(s, record_effect(&arena, &intent, STR("e"), STR("k"), secret_text("canary-effect")));
    const char *const files[] = { ".infra/default/state.db", ".infra/default/state.db-wal", ".infra/default/state.db-shm",
                                  ".infra/default/state.db.lock" };
    for (size_t i = 0; i < ARRAY_LEN(files); i++)
        CHECK(!file_holds(in_folder(files[i]), "canary"));
    CHECK(file_holds(in_folder(files[1]), "$sealed")); /* it was looked for in the right place */
    struct intent *intents;
    size_t count;
    CHECK(state_intents(s, &arena, &intents, &count, NULL));
    CHECK_INT(count, 2);
    CHECK(value_is(value_get(intents[1].planned, "whole"), "canary-whole"));
    CHECK(value_sensitive(intents[1].planned) && value_sensitive(value_get(intents[1].planned, "whole")));
    CHECK(value_is(value_at(intents[1].prior, 0), "canary-list"));
    CHECK(value_is(value_get(intents[1].effects, "e/k"), "canary-effect"));
    state_close(s);
    CHECK(!file_holds(in_folder(files[0]), "canary"));
}

static void test_without_the_key_everything_but_the_secrets_can_be_read(void **state)
{
    (void)state;
    struct state *s = open_writing();
    fill(s);
    state_close(s);
    struct state_options options = { .io = &io, .path = log_path(), .identity = NULL, .read_only = true };
    CHECK(state_open(&options, &s, NULL));
    struct object got = only_object(s, "uid-1");
    CHECK(got.sensitive_unknown);
    CHECK(value_is(value_get(got.observed, "id"), "vpc-1"));
    struct value key = value_get(got.observed, "key");
    CHECK(value_sensitive(key) && key.kind == VALUE_NULL);
    CHECK(!only_object(s, "uid-4").sensitive_unknown);
    struct value outputs;
    CHECK(state_outputs(s, &arena, &outputs, NULL));
    CHECK(value_is(value_get(outputs, "endpoint"), "e"));
    uint64_t records;
    CHECK(state_verify(s, &records, NULL));
    CHECK_INT(records, 18);
    state_close(s);
}

static void test_a_users_key_called_sealed_is_just_a_key(void **state)
{
    (void)state;
    struct object o = object_of("uid-1", "aws_vpc.main");
    o.applied = value_map_of(&arena, "tags", value_map_of(&arena, "$sealed", value_cstr("wax"), "x", secret_text("s"), NULL), NULL);
    o.observed = value_map_of(&arena, "tags", value_map_of(&arena, "$sealed", value_cstr("wax"), "$digest", value_cstr("y"), NULL), NULL);
    struct state *s = open_writing();
    append_one(s, record_object(&arena, RECORD_IMPORT, &o));
    struct object got = only_object(s, "uid-1");
    CHECK(value_eq(got.applied, o.applied));
    CHECK(value_eq(got.observed, o.observed));
    state_close(s);
}

static void test_data_of_the_very_shape_of_sealed_bytes_stays_data(void **state)
{
    (void)state;
    struct value shape = value_map_of(&arena, "$sealed", value_bytes(STR("anything")), "$digest", value_cstr("y"), NULL);
    struct object o = object_of("uid-1", "core_data.a"), beside = object_of("uid-2", "core_data.b");
    o.applied = o.observed = value_map_of(&arena, "input", shape, NULL);
    beside.applied = beside.observed = value_map_of(&arena, "input", shape, "list", value_list(&arena, &shape, 1), "x", secret_text("s"), NULL);
    struct state *s = open_writing();
    append_one(s, record_object(&arena, RECORD_IMPORT, &o));
    append_one(s, record_object(&arena, RECORD_IMPORT, &beside));
    struct object *objects;
    size_t count;
    CHECK(state_objects(s, &arena, &objects, &count, NULL));
    CHECK_INT(count, 2);
    CHECK(value_eq(objects[0].applied, o.applied));
    CHECK(value_eq(objects[1].observed, beside.observed));
    state_close(s);
}

static void test_another_key_opens_no_secret(void **state)
{
    (void)state;
    struct state *s = open_writing();
    fill(s);
    me.seal_key[0] ^= 1;
    struct object *objects;
    size_t count;
    struct err err = { 0 };
    CHECK(!state_objects(s, &arena, &objects, &count, &err));
    CHECK_ERR(&err, ERR_AUTH, "do not open");
    state_close(s);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_done)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_a_missing_log_reads_as_an_empty_deployment),
        TEST(test_a_new_log_is_private_and_begins_with_its_genesis),
        TEST(test_records_come_back_in_order_with_their_epoch),
        TEST(test_a_visitor_may_stop),
        TEST(test_nothing_is_appended_without_the_lock_or_the_key),
        TEST(test_an_object_row_keeps_every_field),
        TEST(test_absent_fields_stay_absent),
        TEST(test_an_intent_collects_what_its_step_binds_until_its_outcome),
        TEST(test_pins_outputs_and_runs_come_back),
        TEST(test_a_run_without_an_end_is_unfinished),
        TEST(test_a_batch_with_a_bad_record_leaves_nothing),
        TEST(test_a_failing_disk_leaves_a_whole_batch_or_nothing),
        TEST(test_making_the_log_on_a_failing_disk_can_be_repeated),
        TEST(test_secrets_never_reach_the_disk_in_clear),
        TEST(test_without_the_key_everything_but_the_secrets_can_be_read),
        TEST(test_a_users_key_called_sealed_is_just_a_key),
        TEST(test_data_of_the_very_shape_of_sealed_bytes_stays_data),
        TEST(test_another_key_opens_no_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
