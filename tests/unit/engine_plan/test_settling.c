/*
 * test_settling.c - what interrupted runs left, as entries of the next plan: per create class, found, absent, open, foreign, twins.
 */
#include "tests/unit/engine_plan/fixture.h"

#define NET map("cidr", text("10.0.0.0/16"), NULL)
#define SUB map("net_id", text("net-1"), NULL)
#define NAMED map("name", text("n"), "kind", text("k"), NULL)

static void quiet(void)
{
    fake_io_advance(io, 3600 * 1000);
}

static void test_an_open_create_that_is_there_is_adopted(void **unused)
{
    (void)unused;
    put_intent(intent_of(INTENT_CREATE, "t_net.a", "u-1", NET));
    (void)thing("t_net", "net-1", "u-1", NET);
    declare("t_net.a", NET);
    CHECK_PLAN("adopt t_net.a");
    CHECK_STR(change_of(CHANGE_ADOPT, "t_net.a")->uid, "u-1");
    CHECK_STR(change_of(CHANGE_ADOPT, "t_net.a")->id, "net-1");
    CHECK(has_cause(change_of(CHANGE_ADOPT, "t_net.a"), CAUSE_SETTLE));
    CHECK_INT(plan->counts.settle, 1);
}

static void test_it_is_adopted_also_under_another_configuration(void **unused)
{
    (void)unused;
    put_intent(intent_of(INTENT_CREATE, "t_net.a", "u-1", NET));
    (void)thing("t_net", "net-1", "u-1", NET);
    declare("t_net.a", map("cidr", text("10.0.0.0/16"), "name", text("new"), NULL));
    CHECK_PLAN("adopt t_net.a");
    CHECK_ATTRS(change_of(CHANGE_ADOPT, "t_net.a"), "name none -> \"new\"");
    config->resources.items[0].args = map("cidr", text("10.1.0.0/16"), NULL); /* what cannot be updated is replaced */
    CHECK_PLAN("create t_net.a | delete t_net.a");
    CHECK_STR(change_of(CHANGE_DELETE, "t_net.a")->id, "net-1");
    CHECK_STR(change_of(CHANGE_CREATE, "t_net.a")->uid, "");
}

static void test_one_that_nobody_wants_any_more_is_deleted(void **unused)
{
    (void)unused;
    put_intent(intent_of(INTENT_CREATE, "t_net.a", "u-1", NET));
    (void)thing("t_net", "net-1", "u-1", NET);
    CHECK_PLAN("delete t_net.a");
    CHECK_STR(change_of(CHANGE_DELETE, "t_net.a")->id, "net-1");
    declare("t_net.a", NET);
    input.destroy = true;
    CHECK_PLAN("delete t_net.a");
}

static void test_one_that_is_not_seen_is_issued_again_under_its_uid(void **unused)
{
    (void)unused;
    put_intent(intent_of(INTENT_CREATE, "t_net.a", "u-1", NET));
    put_intent(intent_of(INTENT_CREATE, "t_sub.b", "u-2", SUB));
    declare("t_net.a", NET);
    declare("t_sub.b", SUB);
    CHECK_PLAN("reissue t_net.a | reissue t_sub.b");
    CHECK_STR(change_of(CHANGE_REISSUE, "t_sub.b")->uid, "u-2");
    CHECK_INT(change_of(CHANGE_REISSUE, "t_sub.b")->settled->status, SETTLE_OPEN);
    CHECK(change_of(CHANGE_REISSUE, "t_sub.b")->settled->until_wall_ms > io_wall_ms(io));
    quiet();
    CHECK_PLAN("reissue t_net.a | reissue t_sub.b");
    CHECK_INT(change_of(CHANGE_REISSUE, "t_sub.b")->settled->status, SETTLE_ABSENT);
    forget_configuration();
    CHECK_PLAN("drop t_net.a | drop t_sub.b");
}

static void test_a_name_that_is_taken_blocks_its_address_only(void **unused)
{
    (void)unused;
    put_intent(intent_of(INTENT_CREATE, "t_named.a", "u-1", NAMED));
    (void)thing("t_named", "n-1", "", NAMED); /* somebody else's */
    declare("t_named.a", NAMED);
    declare("t_net.b", NET);
    plan_now();
    const struct change *c = plan_find(plan, STR("t_net.b"));
    CHECK_INT(c->action, CHANGE_CREATE);
}

static void test_a_bound_id_is_read_by_id(void **unused)
{
    (void)unused;
    struct intent i = intent_of(INTENT_CREATE, "t_net.a", "u-1", NET);
    put_intent(i);
    struct record r = record_bound(&arena, &i, STR("id"), text("net-7"));
    CHECK(state_append(state, &r, 1, NULL));
    struct thing *t = thing("t_net", "net-7", "u-1", NET);
    t->uid = STR(""); /* marks are set in a second request that never left */
    declare("t_net.a", NET);
    CHECK_PLAN("adopt t_net.a");
    CHECK_STR(change_of(CHANGE_ADOPT, "t_net.a")->id, "net-7");
}

static void test_twins_are_dropped_and_the_ready_one_stays(void **unused)
{
    (void)unused;
    put_intent(intent_of(INTENT_CREATE, "t_sub.a", "u-1", SUB));
    thing("t_sub", "sub-1", "u-1", SUB)->health = HEALTH_PENDING;
    (void)thing("t_sub", "sub-3", "u-1", SUB);
    (void)thing("t_sub", "sub-2", "u-1", SUB);
    declare("t_sub.a", SUB);
    CHECK_PLAN("adopt t_sub.a | drop t_sub.a | drop t_sub.a");
    CHECK_STR(change_of(CHANGE_ADOPT, "t_sub.a")->id, "sub-2");
    CHECK_INT(plan->counts.settle, 3);
}

static void test_a_dead_find_is_replaced(void **unused)
{
    (void)unused;
    put_intent(intent_of(INTENT_CREATE, "t_net.a", "u-1", NET));
    thing("t_net", "net-1", "u-1", NET)->health = HEALTH_DEAD;
    declare("t_net.a", NET);
    CHECK_PLAN("create t_net.a | delete t_net.a");
}

static void test_an_update_that_was_interrupted_is_closed_with_its_row(void **unused)
{
    (void)unused;
    struct value applied = NET, wanted = map("cidr", text("10.0.0.0/16"), "name", text("n"), NULL);
    row("t_net.a", "net-1", applied);
    put_intent(intent_of(INTENT_UPDATE, "t_net.a", "u-net-1", wanted));
    declare("t_net.a", wanted);
    CHECK_PLAN("adopt t_net.a"); /* not done yet */
    CHECK_ATTRS(change_of(CHANGE_ADOPT, "t_net.a"), "name none -> \"n\"");
    thing_of("net-1")->attrs = value_with(&arena, thing_of("net-1")->attrs, "name", text("n"));
    CHECK_PLAN("adopt t_net.a"); /* done, but not closed */
    CHECK_ATTRS(change_of(CHANGE_ADOPT, "t_net.a"), "");
}

static void test_a_delete_that_was_interrupted_goes_on_or_is_called_off(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    put_intent(intent_of(INTENT_DELETE, "t_net.a", "u-net-1", NET));
    CHECK_PLAN("delete t_net.a");
    declare("t_net.a", NET); /* wanted again */
    CHECK_PLAN("adopt t_net.a");
    thing_of("net-1")->hidden = true;
    CHECK_PLAN("gone create t_net.a");
    forget_configuration();
    CHECK_PLAN("gone delete t_net.a");
}

static void test_a_provider_that_cannot_be_read_leaves_the_intent_open(void **unused)
{
    (void)unused;
    put_intent(intent_of(INTENT_CREATE, "t_net.a", "u-1", NET));
    read_fails = ERR_UNREACHABLE;
    declare("t_net.a", NET);
    CHECK_PLAN("unread keep t_net.a");
    forget_configuration();
    CHECK_PLAN("unread keep t_net.a");
    open_fails = ERR_AUTH;
    CHECK_PLAN("unread keep t_net.a");
}

static void test_state_only_work_was_never_begun(void **unused)
{
    (void)unused;
    put_intent(intent_of(INTENT_CREATE, "t_data.a", "u-1", map("input", text("x"), NULL)));
    declare("t_data.a", map("input", text("x"), NULL));
    CHECK_PLAN("reissue t_data.a");
}

static void test_an_unfinished_run_is_told(void **unused)
{
    (void)unused;
    struct run run = { .number = 3, .command = STR("apply") };
    struct record r = record_run_begin(&arena, &run, VALUE_NONE, VALUE_NONE, VALUE_NONE);
    CHECK(state_append(state, &r, 1, NULL));
    CHECK_PLAN("");
    CHECK_INT(plan->unfinished_run, 3);
    run.exit_code = 5;
    r = record_run_end(&arena, &run);
    CHECK(state_append(state, &r, 1, NULL));
    CHECK_PLAN("");
    CHECK_INT(plan->unfinished_run, 3);
    run.exit_code = 0;
    r = record_run_end(&arena, &run);
    CHECK(state_append(state, &r, 1, NULL));
    CHECK_PLAN("");
    CHECK_INT(plan->unfinished_run, 0);
}

static void test_what_the_last_run_made_is_looked_for_twice(void **unused)
{
    (void)unused;
    struct run run = { .number = 3, .command = STR("apply") };
    struct record r[2] = { record_run_begin(&arena, &run, VALUE_NONE, VALUE_NONE, VALUE_NONE), record_run_end(&arena, &run) };
    CHECK(state_append(state, r, 2, NULL));
    struct object o = row_of("t_net.a", "net-1", NET);
    o.run = 3;
    put_row(o);
    struct thing *t = thing("t_net", "net-1", "u-net-1", NET);
    declare("t_net.a", NET);
    t->seen_from_ms = io_mono_ms(io) + 500; /* a replica that is behind */
    CHECK_PLAN("");
    t->hidden = true;
    reads = 0;
    CHECK_PLAN("gone create t_net.a");
    int young = reads;
    quiet();
    reads = 0;
    CHECK_PLAN("gone create t_net.a");
    CHECK(reads < young); /* it is old: what is not seen is gone */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_an_open_create_that_is_there_is_adopted),
        TEST(test_it_is_adopted_also_under_another_configuration),
        TEST(test_one_that_nobody_wants_any_more_is_deleted),
        TEST(test_one_that_is_not_seen_is_issued_again_under_its_uid),
        TEST(test_a_name_that_is_taken_blocks_its_address_only),
        TEST(test_a_bound_id_is_read_by_id),
        TEST(test_twins_are_dropped_and_the_ready_one_stays),
        TEST(test_a_dead_find_is_replaced),
        TEST(test_an_update_that_was_interrupted_is_closed_with_its_row),
        TEST(test_a_delete_that_was_interrupted_goes_on_or_is_called_off),
        TEST(test_a_provider_that_cannot_be_read_leaves_the_intent_open),
        TEST(test_state_only_work_was_never_begun),
        TEST(test_an_unfinished_run_is_told),
        TEST(test_what_the_last_run_made_is_looked_for_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
