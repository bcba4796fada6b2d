/*
 * test_settle.c - what a look says of an open intent: found, open until quiet, absent, foreign, unread; by id, mark, find and parent.
 */
#include "engine/net/fake_io.h"
#include "engine/provider/op.h"
#include "engine/settle/settle_internal.h"
#include "tests/unit/test.h"

enum { SETTLE_MS = 8000 };

/* What the scripted reader shows. */
static struct {
    struct arena arena;
    struct io *io;
    struct loop *loop;
    struct net *net;
    struct provider provider;
    struct resource_type type;
    struct read_object objects[4];
    size_t count;
    bool fails, unreachable, gone_code;
    uint64_t reads;
    enum read_want asked;
    struct str found_id;
    struct intent intent;
    struct settled *out;
} t;

static bool scripted_read(struct provider *provider, struct read *read, struct err *err)
{
    (void)provider;
    t.reads++;
    t.asked = read->want;
    if (t.gone_code) {
        (void)FAIL(err, ERR_REMOTE, "no such thing");
        memcpy(err->remote_code, "Gone", sizeof "Gone");
        return false;
    }
    if (t.fails)
        return FAIL(err, ERR_DENIED, "not allowed");
    for (size_t i = 0; i < t.count; i++)
        if (read->want != READ_IDS || str_empty(read->ids[0]) || str_eq(read->ids[0], t.objects[i].id))
            *VEC_PUSH(&read->objects, read->arena) = t.objects[i];
    return true;
}

static bool find(struct op *op, struct str *ret_id, struct err *err)
{
    (void)op;
    (void)err;
    *ret_id = t.found_id;
    return true;
}

static const struct attr attrs[] = {
    { .name = "parent_id", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "p" }, { .name = "name", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "n" },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED, .doc = "i" }, { 0 }
};
static const struct reader by_mark = { .by = READ_BY_MARK | READ_BY_IDS, .id = "id", .tags = "tags" };
static const struct reader by_parent = { .by = READ_BY_PARENT, .id = "id", .parent = "parent_id" };

static const struct resource_type *types[2];
static struct provider_type provider_type = { .name = "toy", .prefix = "toy_", .types = types, .read = scripted_read };
static const struct provider_type *providers[] = { &provider_type, NULL };

static struct provider *the_provider(void *context, struct str name, struct str key, struct value recipe, struct err *err)
{
    (void)context;
    (void)name;
    (void)key;
    (void)recipe;
    if (!t.unreachable)
        return &t.provider;
    (void)FAIL(err, ERR_UNREACHABLE, "nobody there");
    return NULL;
}

static int setup(void **unused)
{
    (void)unused;
    memset(&t, 0, sizeof t);
    t.io = fake_io_open(&(struct fake_io_options){ .seed = 1 });
    t.loop = loop_new(t.io);
    t.net = net_new(t.loop, &(struct net_options){ .seed = 1 });
    t.provider = (struct provider){ .type = &provider_type, .net = t.net, .poll_ms = 10, .settle_ms = SETTLE_MS };
    t.type = (struct resource_type){ .name = "toy_thing", .attrs = attrs, .reader = &by_mark, .create_class = CREATE_NAMED, .gone = "Gone" };
    types[0] = &t.type;
    t.intent = (struct intent){ .kind = INTENT_CREATE, .uid = STR("uid-1"), .address = STR("toy_thing.a"), .type = STR("toy_thing"),
                                .provider_name = STR("toy"), .provider_key = STR("toy"), .last_possible_send_ms = io_wall_ms(t.io),
                                .planned = value_map_of(&t.arena, "name", value_cstr("n"), "parent_id", value_cstr("p-1"), NULL) };
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

static struct read_object object(const char *id, const char *uid, enum health health)
{
    return (struct read_object){ .id = str_of(id), .mark_uid = str_of(uid), .mark_stack = STR("s/default/x"), .health = health,
                                 .attrs = value_map_of(&t.arena, "id", value_cstr(id), "name", value_cstr("n"), "parent_id", value_cstr("p-1"), NULL) };
}

static void show(struct read_object o)
{
    t.objects[t.count++] = o;
}

static void observe_on_fiber(void *unused)
{
    (void)unused;
    static const struct registry registry = { providers };
    struct settle_input in = { .net = t.net, .arena = &t.arena, .intents = &t.intent, .intent_count = 1, .registry = &registry,
                               .mark_stack = STR("s/default/x"), .provider = the_provider };
    struct err err = { 0 };
    CHECK(settle_observe(&in, &t.out, &err));
}

static const struct settled *observe(void)
{
    loop_call(t.loop, observe_on_fiber, NULL);
    return t.out;
}

static void be_quiet(void)
{
    fake_io_advance(t.io, 3 * SETTLE_MS);
}

static void test_what_carries_our_uid_is_found(void **unused)
{
    (void)unused;
    show(object("thing-2", "uid-2", HEALTH_READY));
    show(object("thing-1", "uid-1", HEALTH_PENDING));
    const struct settled *s = observe();
    CHECK_INT(s->status, SETTLE_FOUND);
    CHECK_STR(s->id, "thing-1");
    CHECK_INT(s->health, HEALTH_PENDING);
    CHECK_INT(t.asked, READ_UID);
}

static void test_another_stacks_object_is_not_ours(void **unused)
{
    (void)unused;
    struct read_object o = object("thing-1", "uid-1", HEALTH_READY);
    o.mark_stack = STR("s/default/y");
    show(o);
    be_quiet();
    CHECK_INT(observe()->status, SETTLE_ABSENT);
}

static void test_absence_is_said_only_when_quiet(void **unused)
{
    (void)unused;
    const struct settled *s = observe();
    CHECK_INT(s->status, SETTLE_OPEN);
    CHECK_INT(s->until_wall_ms, io_wall_ms(t.io) + 2 * SETTLE_MS); /* late and lag of its profile */
    be_quiet();
    CHECK_INT(observe()->status, SETTLE_ABSENT);
}

static void test_a_real_cloud_is_quiet_after_its_lag_and_thirty_seconds(void **unused)
{
    (void)unused;
    t.provider.settle_ms = 120 * 1000;
    CHECK_INT(settle_quiet_at(&t.intent, &t.provider) - t.intent.last_possible_send_ms, 150 * 1000);
}

static void test_absence_of_class_g_takes_two_looks(void **unused)
{
    (void)unused;
    t.type.create_class = CREATE_TAGGED;
    be_quiet();
    int64_t before = io_mono_ms(t.io);
    CHECK_INT(observe()->status, SETTLE_ABSENT);
    CHECK_INT(t.reads, 2);
    CHECK_INT(io_mono_ms(t.io) - before, SETTLE_MS / 8);
}

static void test_of_twins_the_ready_one_stays_then_the_smallest(void **unused)
{
    (void)unused;
    show(object("thing-1", "uid-1", HEALTH_PENDING));
    show(object("thing-3", "uid-1", HEALTH_READY));
    show(object("thing-2", "uid-1", HEALTH_READY));
    const struct settled *s = observe();
    CHECK_STR(s->id, "thing-2");
    CHECK_INT(s->twin_count, 2);
    CHECK_STR(s->twins[0], "thing-1");
    CHECK_STR(s->twins[1], "thing-3");
}

static void test_a_trace_of_what_was_is_not_seen(void **unused)
{
    (void)unused;
    show(object("thing-1", "uid-1", HEALTH_GONE));
    be_quiet();
    CHECK_INT(observe()->status, SETTLE_ABSENT);
}

static void test_a_bound_id_is_read_by_id(void **unused)
{
    (void)unused;
    t.intent.bound = value_map_of(&t.arena, "id", value_cstr("thing-7"), NULL);
    show(object("thing-7", "", HEALTH_READY));
    const struct settled *s = observe();
    CHECK_INT(s->status, SETTLE_FOUND);
    CHECK_INT(t.asked, READ_IDS);
    t.count = 0;
    CHECK_INT(observe()->status, SETTLE_OPEN); /* never absent before quiet */
}

static void test_a_type_may_look_in_its_own_way(void **unused)
{
    (void)unused;
    t.type.find = find;
    t.type.reader = &by_parent;
    t.found_id = STR("thing-1");
    show(object("thing-1", "", HEALTH_READY));
    CHECK_INT(observe()->status, SETTLE_FOUND);
    t.found_id = STR_NONE;
    CHECK_INT(observe()->status, SETTLE_OPEN);
}

static void test_what_a_type_finds_is_ours_only_with_our_mark(void **unused)
{
    (void)unused;
    t.type.find = find;
    t.found_id = STR("thing-1");
    show(object("thing-1", "uid-9", HEALTH_READY));
    const struct settled *s = observe();
    CHECK_INT(s->status, SETTLE_FOREIGN);
    CHECK_ERR(&s->err, ERR_CONFLICT, "has its name, but not our mark");
}

static void test_below_a_parent_of_ours_the_key_decides(void **unused)
{
    (void)unused;
    t.type.reader = &by_parent;
    t.type.natural_key = "parent_id name";
    t.type.create_class = CREATE_NATURAL;
    show(object("thing-1", "", HEALTH_READY));
    CHECK_INT(observe()->status, SETTLE_FOUND);
    t.intent.planned = value_map_of(&t.arena, "name", value_cstr("other"), "parent_id", value_cstr("p-1"), NULL);
    CHECK_INT(observe()->status, SETTLE_OPEN);
}

static void test_children_without_a_way_to_find_them_are_our_mistake(void **unused)
{
    (void)unused;
    static const struct reader one = { .by = READ_ONE, .id = "id" };
    t.type.reader = &one;
    const struct settled *s = observe();
    CHECK_INT(s->status, SETTLE_UNREAD);
    CHECK_ERR(&s->err, ERR_INTERNAL, "cannot be found without its id");
}

static void test_a_failed_read_is_no_answer(void **unused)
{
    (void)unused;
    be_quiet();
    t.fails = true;
    const struct settled *s = observe();
    CHECK_INT(s->status, SETTLE_UNREAD);
    CHECK_ERR(&s->err, ERR_DENIED, "not allowed");
    t.unreachable = true;
    CHECK_ERR(&observe()->err, ERR_UNREACHABLE, "nobody there");
}

static void test_gone_in_the_clouds_words_is_not_seen(void **unused)
{
    (void)unused;
    t.gone_code = true;
    CHECK_INT(observe()->status, SETTLE_OPEN);
}

static void test_an_unknown_type_stays_open(void **unused)
{
    (void)unused;
    t.intent.type = STR("toy_other");
    const struct settled *s = observe();
    CHECK_INT(s->status, SETTLE_UNREAD);
    CHECK_ERR(&s->err, ERR_INVALID, "whose type this infra does not know");
}

static void test_updates_and_deletes_are_read_with_their_rows(void **unused)
{
    (void)unused;
    t.intent.kind = INTENT_UPDATE;
    CHECK_INT(observe()->status, SETTLE_FOUND);
    CHECK_INT(t.reads, 0);
}

static void test_state_only_steps_left_nothing(void **unused)
{
    (void)unused;
    t.type.create_class = CREATE_STATE;
    CHECK_INT(observe()->status, SETTLE_ABSENT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    static const struct CMUnitTest tests[] = {
        TEST(test_what_carries_our_uid_is_found),
        TEST(test_another_stacks_object_is_not_ours),
        TEST(test_absence_is_said_only_when_quiet),
        TEST(test_a_real_cloud_is_quiet_after_its_lag_and_thirty_seconds),
        TEST(test_absence_of_class_g_takes_two_looks),
        TEST(test_of_twins_the_ready_one_stays_then_the_smallest),
        TEST(test_a_trace_of_what_was_is_not_seen),
        TEST(test_a_bound_id_is_read_by_id),
        TEST(test_a_type_may_look_in_its_own_way),
        TEST(test_what_a_type_finds_is_ours_only_with_our_mark),
        TEST(test_below_a_parent_of_ours_the_key_decides),
        TEST(test_children_without_a_way_to_find_them_are_our_mistake),
        TEST(test_a_failed_read_is_no_answer),
        TEST(test_gone_in_the_clouds_words_is_not_seen),
        TEST(test_an_unknown_type_stays_open),
        TEST(test_updates_and_deletes_are_read_with_their_rows),
        TEST(test_state_only_steps_left_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
