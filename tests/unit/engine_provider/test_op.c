/*
 * test_op.c - what operations use: durable ids and effects, waiting through a scripted reader, in virtual time.
 */
#include "engine/net/fake_io.h"
#include "engine/provider/op.h"
#include "tests/unit/test.h"

#include <stdio.h>

/* What the reader shows, one entry a read; the last one stays. */
static struct script {
    struct seen {
        bool listed;
        enum health health;
        enum err_code fails;
        const char *code, *reason;
    } seen[12];
    size_t at, reads;
} script;

static struct {
    struct arena arena;
    struct io *io;
    struct loop *loop;
    struct net *net;
    struct provider provider;
    struct resource_type type;
    struct op op;
    struct err err;
    bool ok, broken;
    char bound[200], progress[200];
    struct value effect;
    int calls, fail_calls;
    struct str parent_asked;
} t;

static bool scripted_read(struct provider *provider, struct read *read, struct err *err)
{
    (void)provider;
    const struct seen *seen = &script.seen[script.at];
    script.reads++;
    if (script.at + 1 < ARRAY_LEN(script.seen) && (script.seen[script.at + 1].listed || script.seen[script.at + 1].reason || script.seen[script.at + 1].fails))
        script.at++;
    t.parent_asked = read->parent_ids[0];
    if (seen->fails) {
        (void)FAIL(err, seen->fails, "scripted");
        if (seen->code && err)
            (void)snprintf(err->remote_code, sizeof err->remote_code, "%s", seen->code);
        return false;
    }
    if (seen->listed)
        *VEC_PUSH(&read->objects, read->arena) = (struct read_object){
            .id = read->ids[0], .health = seen->health, .reason = str_of(seen->reason),
            .attrs = value_map_of(read->arena, "id", value_str(read->ids[0]), "reads", value_int((int64_t)script.reads), NULL) };
    return true;
}

static bool bind(struct journal *journal, struct str name, struct value v, struct err *err)
{
    (void)journal;
    if (t.broken)
        return FAIL(err, ERR_IO, "the disk is full");
    size_t used = strlen(t.bound);
    (void)snprintf(t.bound + used, sizeof t.bound - used, "%.*s=%.*s ", STR_ARG(name), STR_ARG(value_text(v)));
    return true;
}

static struct value effect_find(struct journal *journal, struct str name, struct str key)
{
    (void)journal;
    return str_is(name, "version") && str_is(key, "1") ? t.effect : VALUE_NONE;
}

static bool effect(struct journal *journal, struct str name, struct str key, struct value outcome, struct err *err)
{
    (void)journal;
    (void)name;
    (void)key;
    if (t.broken)
        return FAIL(err, ERR_LOCKED, "lost");
    t.effect = outcome;
    return true;
}

static const struct journal_ops ops = { .bind = bind, .effect_find = effect_find, .effect = effect };
static struct journal journal = { &ops };
static const struct reader by_id = { .by = READ_BY_IDS, .id = "id" };
static const struct provider_type scripted = { .name = "toy", .read = scripted_read };

static void note_progress(struct op *op, struct str text)
{
    (void)op;
    (void)snprintf(t.progress, sizeof t.progress, "%.*s", STR_ARG(text));
}

static int setup(void **unused)
{
    (void)unused;
    memset(&t, 0, sizeof t);
    memset(&script, 0, sizeof script);
    t.io = fake_io_open(&(struct fake_io_options){ .seed = 1 });
    t.loop = loop_new(t.io);
    t.net = net_new(t.loop, &(struct net_options){ .seed = 1 });
    t.provider = (struct provider){ .type = &scripted, .net = t.net, .poll_ms = 100, .settle_ms = 1000 };
    t.type = (struct resource_type){ .name = "toy_thing", .reader = &by_id, .gone = "Gone Missing" };
    t.op = (struct op){ .kind = OP_CREATE, .type = &t.type, .provider = &t.provider, .arena = &t.arena, .address = STR("toy_thing.a"),
                        .uid = STR("uid"), .token = STR("abcdefghijklmnopqrstuvwxyz234567"), .journal = &journal, .progress = note_progress,
                        .want = value_map_of(&t.arena, "name", value_cstr("n"), "parent_id", value_cstr("p-1"), NULL),
                        .prior = value_map_of(&t.arena, "id", value_cstr("thing-1"), NULL), .result = value_map(&t.arena, NULL, 0),
                        .started_mono_ms = io_mono_ms(t.io), .deadline_mono_ms = io_mono_ms(t.io) + 60000 };
    return 0;
}

static int teardown(void **unused)
{
    (void)unused;
    net_free(t.net);
    loop_free(t.loop);
    fake_io_close(t.io);
    arena_done(&t.arena);
    return 0;
}

static int64_t now(void)
{
    return io_mono_ms(t.io) - t.op.started_mono_ms;
}

static void wait_ready(void *unused) { (void)unused; t.ok = op_wait_ready(&t.op, &t.err); }
static void wait_gone(void *unused) { (void)unused; t.ok = op_wait_gone(&t.op, &t.err); }

static void test_values_come_from_result_then_prior(void **unused)
{
    (void)unused;
    CHECK_STR(op_id(&t.op), "thing-1");
    op_set(&t.op, "id", value_cstr("thing-2"));
    CHECK_STR(op_id(&t.op), "thing-2");
    CHECK(op_changed(&t.op, "name"));
    CHECK(!op_changed(&t.op, "size"));
    CHECK(!value_given(op_want(&t.op, "size")));
}

static void test_an_update_changes_what_differs(void **unused)
{
    (void)unused;
    struct path_step step = { .kind = PATH_FIELD, .name = STR("tags") };
    struct schema_difference d = { .path = { &step, 1 } };
    t.op.kind = OP_UPDATE;
    t.op.differences = &d;
    t.op.difference_count = 1;
    CHECK(op_changed(&t.op, "tags"));
    CHECK(!op_changed(&t.op, "name"));
}

static void test_tokens_are_equal_on_every_retry_and_differ_by_purpose(void **unused)
{
    (void)unused;
    CHECK_STR(op_token(&t.op, "", 8), "abcdefgh");
    struct str a = op_token(&t.op, "first", 32), b = op_token(&t.op, "second", 32), again = op_token(&t.op, "first", 32);
    CHECK(str_eq(a, again));
    CHECK(!str_eq(a, b));
    CHECK_INT(a.len, 32);
}

static void test_an_id_is_durable_before_it_is_used(void **unused)
{
    (void)unused;
    CHECK(op_bind(&t.op, "id", value_cstr("thing-9"), &t.err));
    assert_string_equal(t.bound, "id=thing-9 ");
    CHECK_STR(op_id(&t.op), "thing-9");
    t.broken = true;
    CHECK(!op_bind(&t.op, "handle", value_cstr("h"), &t.err));
    CHECK_ERR(&t.err, ERR_IO, "the disk is full");
    CHECK(!value_given(value_get(t.op.result, "handle")));
}

static void test_an_answer_without_an_id_is_an_error(void **unused)
{
    (void)unused;
    CHECK(!op_bind(&t.op, "id", VALUE_NONE, &t.err));
    CHECK_ERR(&t.err, ERR_REMOTE, "carries no id");
    struct err err = { 0 };
    CHECK(!op_bind(&t.op, "id", value_cstr(""), &err));
    CHECK_ERR(&err, ERR_REMOTE, "carries no id");
    assert_string_equal(t.bound, "");
}

static void test_an_effect_happens_once(void **unused)
{
    (void)unused;
    struct value done = VALUE_NONE;
    CHECK(op_effect(&t.op, "version", STR("1"), &done, &t.err));
    CHECK(!value_given(done));
    CHECK(op_effect_done(&t.op, "version", STR("1"), value_cstr("v7"), &t.err));
    CHECK(op_effect(&t.op, "version", STR("1"), &done, &t.err));
    CHECK(value_is(done, "v7"));
    t.broken = true;
    CHECK(!op_effect_done(&t.op, "version", STR("1"), value_cstr("v8"), &t.err));
    CHECK_ERR(&t.err, ERR_LOCKED, "lost");
}

static void test_waits_until_ready_and_takes_the_attributes(void **unused)
{
    (void)unused;
    script = (struct script){ .seen = { { .reason = "" }, { .listed = true, .health = HEALTH_PENDING, .reason = "creating" },
                                        { .listed = true, .health = HEALTH_PENDING, .reason = "creating" }, { .listed = true } } };
    loop_call(t.loop, wait_ready, NULL);
    CHECK(t.ok);
    CHECK_INT(value_to_int(value_get(t.op.result, "reads"), 0), 4);
    assert_string_equal(t.progress, "creating");
    CHECK_INT(now(), 100 + 151 + 227); /* grows by half */
}

static void test_a_dead_object_ends_the_wait_with_its_reason(void **unused)
{
    (void)unused;
    script = (struct script){ .seen = { { .listed = true, .health = HEALTH_DEAD, .reason = "no capacity" } } };
    loop_call(t.loop, wait_ready, NULL);
    CHECK(!t.ok);
    CHECK_ERR(&t.err, ERR_REMOTE, "toy_thing.a failed: no capacity");
    CHECK(op_error_is(&t.err, "dead"));
}

static void test_a_trace_of_what_was_is_not_ready(void **unused)
{
    (void)unused;
    script = (struct script){ .seen = { { .listed = true, .health = HEALTH_GONE } } };
    loop_call(t.loop, wait_ready, NULL);
    CHECK(!t.ok);
    CHECK_ERR(&t.err, ERR_REMOTE, "the cloud gives no reason");
}

static void test_the_deadline_ends_a_wait(void **unused)
{
    (void)unused;
    script = (struct script){ .seen = { { .listed = true, .health = HEALTH_PENDING } } };
    loop_call(t.loop, wait_ready, NULL);
    CHECK(!t.ok);
    CHECK_ERR(&t.err, ERR_TIMEOUT, "is not ready after 60 s");
    CHECK_INT(now(), 60000);
}

static void test_what_is_never_listed_ends_after_five_minutes(void **unused)
{
    (void)unused;
    t.op.deadline_mono_ms += 3600 * 1000;
    loop_call(t.loop, wait_ready, NULL);
    CHECK(!t.ok);
    CHECK_ERR(&t.err, ERR_NOT_FOUND, "was made, but is not listed");
    CHECK(now() > 300000 && now() < 320000);
}

static void test_not_found_in_the_clouds_words_is_not_listed(void **unused)
{
    (void)unused;
    script = (struct script){ .seen = { { .fails = ERR_REMOTE, .code = "Missing" }, { .fails = ERR_NOT_FOUND }, { .listed = true } } };
    loop_call(t.loop, wait_ready, NULL);
    CHECK(t.ok);
    CHECK_INT(script.reads, 3);
}

static void test_a_failed_read_ends_a_wait(void **unused)
{
    (void)unused;
    script = (struct script){ .seen = { { .fails = ERR_DENIED, .code = "AccessDenied" } } };
    loop_call(t.loop, wait_gone, NULL);
    CHECK(!t.ok);
    CHECK_ERR(&t.err, ERR_DENIED, "scripted");
}

static void test_gone_is_unlisted_or_a_trace(void **unused)
{
    (void)unused;
    script = (struct script){ .seen = { { .listed = true, .reason = "deleting" }, { .listed = true, .health = HEALTH_GONE } } };
    loop_call(t.loop, wait_gone, NULL);
    CHECK(t.ok);
    assert_string_equal(t.progress, "deleting");
    memset(&script, 0, sizeof script);
    loop_call(t.loop, wait_gone, NULL);
    CHECK(t.ok);
}

static void test_what_does_not_go_is_a_timeout(void **unused)
{
    (void)unused;
    script = (struct script){ .seen = { { .listed = true } } };
    loop_call(t.loop, wait_gone, NULL);
    CHECK(!t.ok);
    CHECK_ERR(&t.err, ERR_TIMEOUT, "is not gone");
    CHECK(strstr(t.err.hint, "lifecycle.timeouts") != NULL);
}

static void test_a_second_ctrl_c_ends_a_wait(void **unused)
{
    (void)unused;
    script = (struct script){ .seen = { { .listed = true, .health = HEALTH_PENDING } } };
    loop_interrupt(t.loop, 2);
    loop_call(t.loop, wait_ready, NULL);
    CHECK(!t.ok);
    CHECK_ERR(&t.err, ERR_INTERRUPTED, "stopped while waiting");
}

static void read_now(void *health)
{
    t.ok = op_read(&t.op, health, &t.err);
}

static void test_a_read_says_when_nothing_is_there(void **unused)
{
    (void)unused;
    enum health health = HEALTH_READY;
    loop_call(t.loop, read_now, &health);
    CHECK(!t.ok);
    CHECK_ERR(&t.err, ERR_NOT_FOUND, "toy_thing.a (thing-1) is not there");
    script = (struct script){ .seen = { { .listed = true, .health = HEALTH_PENDING } } };
    loop_call(t.loop, read_now, &health);
    CHECK(t.ok);
    CHECK_INT(health, HEALTH_PENDING);
}

static void test_children_are_asked_for_with_their_parent(void **unused)
{
    (void)unused;
    static const struct reader below = { .by = READ_BY_PARENT, .id = "id", .parent = "parent_id" };
    t.type.reader = &below;
    script = (struct script){ .seen = { { .listed = true } } };
    loop_call(t.loop, wait_ready, NULL);
    CHECK_STR(t.parent_asked, "p-1");
    t.op.prior = value_map_of(&t.arena, "id", value_cstr("thing-1"), "parent_id", value_cstr("p-0"), NULL);
    loop_call(t.loop, wait_ready, NULL);
    CHECK_STR(t.parent_asked, "p-0"); /* where it is, not where it shall be */
}

static bool busy(struct op *op, struct err *err)
{
    (void)op;
    if (t.calls++ >= t.fail_calls)
        return true;
    (void)FAIL(err, ERR_REMOTE, "it has users");
    (void)snprintf(err->remote_code, sizeof err->remote_code, "%s", "DependencyViolation");
    return false;
}

static int64_t patience_ms;
static void retry(void *codes)
{
    t.ok = op_retry_while(&t.op, codes, patience_ms, busy, &t.err);
}

static void test_tries_again_while_it_is_busy(void **unused)
{
    (void)unused;
    t.fail_calls = 3;
    patience_ms = 10000;
    loop_call(t.loop, retry, (void *)(uintptr_t)"Throttled DependencyViolation");
    CHECK(t.ok);
    CHECK_INT(t.calls, 4);
    assert_string_equal(t.progress, "DependencyViolation");
}

static void test_another_error_ends_the_tries(void **unused)
{
    (void)unused;
    t.fail_calls = 3;
    patience_ms = 10000;
    loop_call(t.loop, retry, (void *)(uintptr_t)"SomethingElse");
    CHECK(!t.ok);
    CHECK_INT(t.calls, 1);
}

static void test_the_tries_end_with_what_blocks(void **unused)
{
    (void)unused;
    t.fail_calls = 1000000;
    patience_ms = INT32_MAX;
    loop_call(t.loop, retry, (void *)(uintptr_t)"DependencyViolation");
    CHECK(!t.ok);
    CHECK_ERR(&t.err, ERR_TIMEOUT, "it has users");
    CHECK_INT(now(), 60000);
}

static void test_the_tries_end_with_their_own_time(void **unused)
{
    (void)unused;
    t.fail_calls = 1000000;
    patience_ms = 1000;
    loop_call(t.loop, retry, (void *)(uintptr_t)"DependencyViolation");
    CHECK_ERR(&t.err, ERR_REMOTE, "it has users");
    CHECK(now() >= 1000 && now() < 2000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    static const struct CMUnitTest tests[] = {
        TEST(test_values_come_from_result_then_prior),
        TEST(test_an_update_changes_what_differs),
        TEST(test_tokens_are_equal_on_every_retry_and_differ_by_purpose),
        TEST(test_an_id_is_durable_before_it_is_used),
        TEST(test_an_answer_without_an_id_is_an_error),
        TEST(test_an_effect_happens_once),
        TEST(test_waits_until_ready_and_takes_the_attributes),
        TEST(test_a_dead_object_ends_the_wait_with_its_reason),
        TEST(test_a_trace_of_what_was_is_not_ready),
        TEST(test_the_deadline_ends_a_wait),
        TEST(test_what_is_never_listed_ends_after_five_minutes),
        TEST(test_not_found_in_the_clouds_words_is_not_listed),
        TEST(test_a_failed_read_ends_a_wait),
        TEST(test_gone_is_unlisted_or_a_trace),
        TEST(test_what_does_not_go_is_a_timeout),
        TEST(test_a_second_ctrl_c_ends_a_wait),
        TEST(test_a_read_says_when_nothing_is_there),
        TEST(test_children_are_asked_for_with_their_parent),
        TEST(test_tries_again_while_it_is_busy),
        TEST(test_another_error_ends_the_tries),
        TEST(test_the_tries_end_with_what_blocks),
        TEST(test_the_tries_end_with_their_own_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
