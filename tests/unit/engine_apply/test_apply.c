/*
 * test_apply.c - plan and apply against a small cloud of all create classes, on a real log, in virtual time.
 *
 * The cloud (tests/crash/cloud.h) checks at every mutating request that its intent is in the log; deployment_judge compares cloud and
 * log. Kills are tests/crash.
 */
#include "tests/crash/engine.h"
#include "tests/unit/test.h"

#include <stdio.h>
#include <string.h>

static struct deployment d;
static char text[320];

static int setup(void **unused)
{
    (void)unused;
    deployment_open(&d);
    return 0;
}

static int teardown(void **unused)
{
    (void)unused;
    deployment_close(&d);
    return 0;
}

#define NET "local a = fake.net \"a\" { range = \"10.1\", size = 1 }\n"
#define PART "local p = fake.part \"p\" { net_id = a.id, range = \"10.1.1\" }\n"
#define DISK "local k = fake.disk \"k\" { part_id = p.id, size = 10 }\n"
#define REST                                                                                                     \
    "fake.link \"l\" { part_id = p.id, target = k.id }\nfake.name \"n\" {}\nfake.policy \"o\" { name = \"one\" }\n" \
    "fake.gate \"g\" { net_id = a.id }\nfake.note \"t\" { text = a.id }\noutput \"net\" { value = a.id }\n"
static const char all[] = NET PART DISK REST;

static struct engine_result apply(const char *stack, const struct engine_options *options)
{
    deployment_write(&d, stack);
    return deployment_apply(&d, options);
}

static void check_clean(void)
{
    struct verdict v = deployment_judge(&d, text, sizeof text);
    if (!verdict_is_clean(&v))
        fail_msg("%s (open intents: %d)", text, v.open_intents);
}

static void check_settled(void)
{
    check_clean();
    if (!deployment_plan_is_empty(&d, text, sizeof text))
        fail_msg("the next plan is not empty: %s", text);
}

static void apply_all(const char *stack)
{
    struct engine_result r = apply(stack, NULL);
    if (!r.ok || r.exit_code)
        fail_msg("exit %d: %s", r.exit_code, r.err.message);
    check_settled();
}

static struct cloud_object *at(const char *address)
{
    for (size_t i = 0; i < d.cloud->count; i++)
        if (d.cloud->objects[i].live && !d.cloud->objects[i].deleted_ms && strcmp(d.cloud->objects[i].address, address) == 0)
            return &d.cloud->objects[i];
    return NULL;
}

struct counting {
    enum record_type type;
    const char *result;
    size_t count;
};

static bool count_one(void *context, const struct record *r)
{
    struct counting *c = context;
    c->count += r->type == c->type && (!c->result || value_is(value_get(r->body, "result"), c->result));
    return true;
}

static size_t records(enum record_type type, const char *result)
{
    struct counting c = { .type = type, .result = result };
    struct state *log = deployment_log(&d, true);
    struct err err = { 0 };
    CHECK(state_records(log, 1, 0, count_one, &c, &err));
    state_close(log);
    return c.count;
}

static enum object_status status_of(const char *address)
{
    struct arena arena = { 0 };
    struct object *rows;
    size_t count;
    struct state *log = deployment_log(&d, true);
    struct err err = { 0 };
    enum object_status status = (enum object_status)-1;
    CHECK(state_objects(log, &arena, &rows, &count, &err));
    for (size_t i = 0; i < count; i++)
        if (str_is(rows[i].address, address) && rows[i].role == OBJECT_CURRENT)
            status = rows[i].status;
    state_close(log);
    arena_done(&arena);
    return status;
}

/* ---- Kinds of steps -------------------------------------------------------------------------------------------------- */

static void test_creates_every_class_and_the_next_plan_is_empty(void **unused)
{
    (void)unused;
    apply_all(all);
    CHECK_INT(cloud_live(d.cloud), 7);
    CHECK_INT(records(RECORD_INTENT, NULL), 7); /* state-only types need none */
    CHECK_INT(records(RECORD_OUTCOME, "done"), 8);
    CHECK_INT(records(RECORD_RUN_END, NULL), 1);
    assert_string_equal(at("fake_gate.g")->parent, at("fake_net.a")->id);
}

static void test_updates_in_place(void **unused)
{
    (void)unused;
    apply_all(all);
    uint64_t creates = d.cloud->creates;
    apply_all(NET PART "local k = fake.disk \"k\" { part_id = p.id, size = 99 }\n" REST);
    CHECK_INT(d.cloud->creates, creates);
    CHECK_INT(d.cloud->updates, 1);
    CHECK_INT(at("fake_disk.k")->size, 99);
}

static void test_replaces_what_depends_too_old_ones_first(void **unused)
{
    (void)unused;
    apply_all(all);
    char old[40];
    (void)snprintf(old, sizeof old, "%s", at("fake_part.p")->id);
    apply_all(NET "local p = fake.part \"p\" { net_id = a.id, range = \"10.1.9\" }\n" DISK REST);
    CHECK_INT(cloud_live(d.cloud), 7);
    assert_string_not_equal(at("fake_part.p")->id, old);
    CHECK_INT(d.cloud->deletes, 3); /* part, disk, link */
}

static void test_creates_the_new_one_before_the_old_one_goes(void **unused)
{
    (void)unused;
    apply_all("fake.net \"a\" { range = \"1\", lifecycle = { create_before_destroy = true } }\n");
    const struct cloud_object *old = at("fake_net.a");
    apply_all("fake.net \"a\" { range = \"2\", lifecycle = { create_before_destroy = true } }\n");
    CHECK(old->deleted_ms > at("fake_net.a")->made_ms);
    CHECK_INT(cloud_live(d.cloud), 1);
}

static void test_a_refused_successor_leaves_the_old_one_in_its_place(void **unused)
{
    (void)unused;
    apply_all("fake.name \"n\" { range = \"1\", lifecycle = { create_before_destroy = true } }\n");
    d.cloud->fault = FAULT_500_BEFORE;
    d.cloud->fault_at = d.cloud->requests + 2; /* the create: again, then by the stranger's name below */
    struct engine_result r = apply("fake.name \"n\" { net_id = \"net-99\", lifecycle = { create_before_destroy = true } }\n", NULL);
    CHECK_INT(r.exit_code, 5);
    d.cloud->fault_at = 0;
    apply_all("fake.name \"n\" { range = \"1\", lifecycle = { create_before_destroy = true } }\n");
    CHECK_INT(cloud_live(d.cloud), 1);
}

static void test_destroys_users_first(void **unused)
{
    (void)unused;
    apply_all(all);
    struct engine_result r = deployment_apply(&d, &(struct engine_options){ .destroy = true });
    CHECK_INT(r.exit_code, 0);
    CHECK_INT(cloud_live(d.cloud), 0);
    check_clean();
}

static void test_waits_for_leftovers_before_a_delete(void **unused)
{
    (void)unused;
    apply_all(NET);
    d.cloud->blocked_ms = d.cloud->now_ms + 300 * 1000;
    struct engine_result r = apply("", NULL);
    CHECK_INT(r.exit_code, 0);
    CHECK(r.took_ms > 290 * 1000);
    check_settled();
}

static void test_a_delete_that_stays_blocked_fails_and_keeps_the_row(void **unused)
{
    (void)unused;
    apply_all(NET);
    d.cloud->blocked_ms = INT64_MAX;
    struct engine_result r = apply("", NULL);
    CHECK_INT(r.exit_code, 5);
    CHECK_ERR(&r.err, ERR_TIMEOUT, "DependencyViolation");
    check_clean();
    d.cloud->blocked_ms = 0;
    apply_all("");
    CHECK_INT(cloud_live(d.cloud), 0);
}

static void test_imports_and_marks_an_existing_object(void **unused)
{
    (void)unused;
    struct cloud_object *o = cloud_stranger(d.cloud, "net", "", "10.1");
    o->stranger = false; /* a person says that it is ours now */
    o->size = 1;
    char stack[200];
    (void)snprintf(stack, sizeof stack, NET "import { to = \"fake_net.a\", id = \"%s\" }\n", o->id);
    apply_all(stack);
    CHECK_INT(d.cloud->creates, 0);
    assert_string_equal(o->address, "fake_net.a");
    CHECK_INT(records(RECORD_IMPORT, NULL), 1);
}

static void take_away(void *context, struct loop *loop, const struct apply_event *event)
{
    (void)loop;
    struct cloud_object *o = context;
    if (event->kind == EVENT_STEP_BEGIN)
        o->live = false;
}

static void test_an_import_that_fails_half_way_stops_nobody_else(void **unused)
{
    (void)unused;
    struct cloud_object *o = cloud_stranger(d.cloud, "net", "", "10.1");
    o->stranger = false;
    o->size = 5;
    char stack[200];
    (void)snprintf(stack, sizeof stack, NET "import { to = \"fake_net.a\", id = \"%s\" }\n", o->id);
    struct engine_result r = apply(stack, &(struct engine_options){ .event = take_away, .context = o });
    CHECK(r.ok); /* the log goes on */
    CHECK_INT(r.exit_code, 5);
    CHECK_ERR(&r.err, ERR_NOT_FOUND, "NotFound");
    CHECK_INT(records(RECORD_OUTCOME, "failed"), 1);
}

static void test_a_move_changes_the_address_mark_only(void **unused)
{
    (void)unused;
    apply_all(NET);
    uint64_t before = d.cloud->mutations;
    apply_all("fake.net \"b\" { range = \"10.1\", size = 1 }\nmoved { from = \"fake_net.a\", to = \"fake_net.b\" }\n");
    CHECK_INT(d.cloud->mutations - before, 1);
    CHECK(at("fake_net.b") != NULL);
    CHECK_INT(d.cloud->creates, 1);
}

static void test_marks_that_somebody_took_off_come_back(void **unused)
{
    (void)unused;
    apply_all(NET);
    struct cloud_object *o = at("fake_net.a");
    char uid[32];
    (void)snprintf(uid, sizeof uid, "%s", o->uid);
    o->uid[0] = o->stack[0] = '\0';
    struct engine_result r = apply(NET, NULL);
    CHECK_INT(r.exit_code, 0);
    assert_string_equal(o->uid, uid);
    check_settled();
}

static void test_a_twin_is_dropped(void **unused)
{
    (void)unused;
    apply_all(NET);
    struct cloud_object *twin = &d.cloud->objects[d.cloud->count++];
    *twin = *at("fake_net.a");
    (void)snprintf(twin->id, sizeof twin->id, "%s", "net-77");
    struct engine_result r = apply(NET, NULL);
    CHECK_INT(r.exit_code, 0);
    CHECK(twin->deleted_ms != 0);
    CHECK_INT(cloud_live(d.cloud), 1);
    check_settled();
}

static void test_what_vanished_is_made_again(void **unused)
{
    (void)unused;
    apply_all(NET PART);
    at("fake_part.p")->deleted_ms = d.cloud->now_ms;
    d.pause_ms = 400000; /* gone for long: no second look */
    apply_all(NET PART);
    CHECK_INT(d.cloud->creates, 3);
}

static void test_forgets_without_touching(void **unused)
{
    (void)unused;
    apply_all(NET);
    struct engine_result r = apply("removed { from = \"fake_net.a\", destroy = false }\n", NULL);
    CHECK_INT(r.exit_code, 0);
    CHECK_INT(cloud_live(d.cloud), 1);
    CHECK_INT(d.cloud->deletes, 0);
    CHECK_INT(records(RECORD_FORGET, NULL), 1);
}

/* ---- Failures -------------------------------------------------------------------------------------------------------- */

static void test_other_branches_go_on_after_a_failure(void **unused)
{
    (void)unused;
    struct cloud_object *o = cloud_stranger(d.cloud, "policy", "", "one");
    struct engine_result r = apply(all, NULL);
    CHECK_INT(r.exit_code, 5);
    CHECK_INT(r.failed, 1);
    CHECK_INT(r.done, 7);
    CHECK_ERR(&r.err, ERR_CONFLICT, "which is not ours");
    CHECK_INT(o->size, 0);
    check_clean();
    o->live = false; /* the stranger leaves */
    d.pause_ms = 10000;
    apply_all(all);
}

static void test_users_of_a_failed_step_are_skipped(void **unused)
{
    (void)unused;
    d.cloud->dead_disks = true;
    struct engine_result r = apply(all, NULL);
    CHECK_INT(r.exit_code, 5);
    CHECK_INT(r.failed, 1);
    CHECK_INT(r.skipped, 1); /* the link */
    CHECK_ERR(&r.err, ERR_REMOTE, "fake_disk.k failed: dead");
    CHECK_INT(status_of("fake_disk.k"), OBJECT_DEAD);
    check_clean();
    apply_all(all); /* replaced without ceremony */
    CHECK_INT(cloud_live(d.cloud), 7);
}

static void test_stops_at_the_first_failure_when_told_so(void **unused)
{
    (void)unused;
    (void)cloud_stranger(d.cloud, "policy", "", "one");
    struct engine_result r = apply(all, &(struct engine_options){ .stop_on_failure = true, .parallelism = 1 });
    CHECK_INT(r.exit_code, 5);
    CHECK_INT(r.failed, 1);
    CHECK(r.skipped > 0);
    check_clean();
}

static void test_a_stranger_under_a_unique_name_is_never_taken(void **unused)
{
    (void)unused;
    apply_all(NET);
    struct cloud_object *o = cloud_stranger(d.cloud, "part", at("fake_net.a")->id, "10.1.1");
    for (int i = 0; i < 2; i++) {
        struct engine_result r = apply(NET PART, NULL);
        CHECK_INT(r.exit_code, 5);
        CHECK_ERR(&r.err, ERR_CONFLICT, "which is not ours");
        check_clean();
    }
    CHECK(!o->deleted_ms && !*o->uid);
}

static void test_a_lost_answer_also_with_a_stranger_is_settled_in_the_step(void **unused)
{
    (void)unused;
    apply_all(NET);
    (void)cloud_stranger(d.cloud, "part", at("fake_net.a")->id, "10.1.1");
    d.cloud->fault = FAULT_RESET_BEFORE;
    d.cloud->fault_at = d.cloud->requests + 3; /* refresh, then the create */
    struct engine_result r = apply(NET PART, NULL);
    CHECK_INT(r.exit_code, 5);
    check_clean(); /* refused for good: nothing is left open */
}

static void test_a_timeout_leaves_a_partial_row_that_goes_on(void **unused)
{
    (void)unused;
    d.cloud->slow_ms = 700 * 1000;
    struct engine_result r = apply(NET PART DISK, NULL);
    CHECK_INT(r.exit_code, 5);
    CHECK_ERR(&r.err, ERR_TIMEOUT, "is not ready after 600 s");
    CHECK_INT(status_of("fake_disk.k"), OBJECT_PARTIAL);
    check_clean();
    apply_all(NET PART DISK);
    CHECK_INT(d.cloud->creates, 3);
    CHECK_INT(status_of("fake_disk.k"), OBJECT_READY);
}

/* ---- Lost answers ---------------------------------------------------------------------------------------------------- */

static void test_a_lost_create_of_class_g_is_found_at_once(void **unused)
{
    (void)unused;
    d.cloud->fault = FAULT_RESET_AFTER;
    d.cloud->fault_at = 1;
    struct engine_result r = apply(NET, NULL);
    CHECK_INT(r.exit_code, 0);
    CHECK_INT(d.cloud->creates, 1);
    CHECK(r.took_ms < 2000);
    check_settled();
}

static void test_a_create_of_class_g_is_sent_again_only_when_quiet(void **unused)
{
    (void)unused;
    d.cloud->fault = FAULT_RESET_BEFORE;
    d.cloud->fault_at = 1;
    struct engine_result r = apply(NET, NULL);
    CHECK_INT(r.exit_code, 0);
    CHECK(r.took_ms >= FAKE_SETTLE_MS);
    CHECK_INT(records(RECORD_INTENT, NULL), 2); /* the same uid again, under a new date */
    check_settled();
}

static void test_a_late_create_of_class_g_is_found_while_waiting(void **unused)
{
    (void)unused;
    d.cloud->fault = FAULT_LATE;
    d.cloud->fault_at = 1;
    struct engine_result r = apply(NET, NULL);
    CHECK_INT(r.exit_code, 0);
    CHECK_INT(d.cloud->creates, 1);
    CHECK(r.took_ms > d.cloud->late_ms && r.took_ms < d.cloud->late_ms + 3000);
    check_settled();
}

static void test_other_branches_go_on_while_one_settles(void **unused)
{
    (void)unused;
    d.cloud->fault = FAULT_RESET_BEFORE;
    d.cloud->fault_at = 2; /* net b has the longer way to go and is first */
    struct engine_result r = apply(NET "local b = fake.net \"b\" { range = \"2\" }\nfake.part \"x\" { net_id = b.id, range = \"2.1\" }\n", NULL);
    CHECK_INT(r.exit_code, 0);
    CHECK(at("fake_part.x")->made_ms < at("fake_net.a")->made_ms);
}

static void test_every_fault_at_every_third_request_does_no_harm(void **unused)
{
    (void)unused;
    for (int fault = FAULT_NONE + 1; fault < FAULT_COUNT; fault++) {
        d.cloud->fault = (enum cloud_fault)fault;
        d.cloud->fault_every = 3;
        deployment_write(&d, all);
        (void)deployment_apply(&d, NULL);
        d.cloud->fault_every = 0;
        d.pause_ms = 10000;
        struct engine_result r = deployment_apply(&d, NULL);
        if (r.exit_code)
            fail_msg("%s: exit %d: %s", cloud_fault_name((enum cloud_fault)fault), r.exit_code, r.err.message);
        check_settled();
        r = deployment_apply(&d, &(struct engine_options){ .destroy = true });
        CHECK_INT(r.exit_code, 0);
        CHECK_INT(cloud_live(d.cloud), 0);
    }
}

static void test_a_late_update_cannot_undo_a_later_one(void **unused)
{
    (void)unused;
    apply_all(NET);
    d.cloud->late_ms = FAKE_SETTLE_MS - 500;
    d.cloud->fault = FAULT_LATE;
    d.cloud->fault_at = d.cloud->requests + 2; /* refresh, then the update; it is sent again and succeeds */
    struct engine_result r = apply("local a = fake.net \"a\" { range = \"10.1\", size = 5 }\n", NULL);
    CHECK_INT(r.exit_code, 0);
    d.pause_ms = 0;
    r = apply("local a = fake.net \"a\" { range = \"10.1\", size = 9 }\n", NULL);
    CHECK_INT(r.exit_code, 0);
    d.cloud->now_ms += 20000;
    cloud_arrive(d.cloud);
    CHECK_INT(at("fake_net.a")->size, 9);
}

static void test_a_late_put_cannot_bring_back_what_was_deleted(void **unused)
{
    (void)unused;
    d.cloud->late_ms = FAKE_SETTLE_MS - 500;
    d.cloud->fault = FAULT_LATE;
    d.cloud->fault_at = 2; /* the put; it is sent again and succeeds */
    struct engine_result r = apply("fake.policy \"o\" { name = \"one\" }\n", NULL);
    CHECK_INT(r.exit_code, 0);
    d.pause_ms = 0;
    r = apply("", NULL);
    CHECK_INT(r.exit_code, 0);
    d.cloud->now_ms += 20000;
    cloud_arrive(d.cloud);
    CHECK_INT(cloud_live(d.cloud), 0);
}

/* ---- Interruption ---------------------------------------------------------------------------------------------------- */

struct interrupting {
    int level;
    enum apply_event_kind when;
    uint32_t after;
};

static void interrupt(void *context, struct loop *loop, const struct apply_event *event)
{
    struct interrupting *i = context;
    if (event->kind == i->when && event->done >= i->after)
        loop_interrupt(loop, i->level);
}

static void test_the_first_interrupt_finishes_what_runs_and_starts_nothing(void **unused)
{
    (void)unused;
    struct interrupting i = { .level = 1, .when = EVENT_STEP_BEGIN };
    struct engine_result r = apply(all, &(struct engine_options){ .event = interrupt, .context = &i });
    CHECK_INT(r.exit_code, 130);
    CHECK_INT(r.failed, 0);
    CHECK(r.done > 0 && r.skipped > 0);
    check_clean();
    apply_all(all);
}

static void test_the_second_interrupt_stops_and_the_next_run_goes_on(void **unused)
{
    (void)unused;
    for (uint32_t after = 0; after < 6; after++) {
        struct interrupting i = { .level = 2, .when = EVENT_STEP_PROGRESS, .after = after };
        if (after < 4)
            i.when = EVENT_STEP_BEGIN;
        struct engine_result r = apply(all, &(struct engine_options){ .event = interrupt, .context = &i });
        CHECK(r.ok);
        CHECK_INT(r.exit_code, 130);
        d.pause_ms = 10000;
        apply_all(all);
        r = deployment_apply(&d, &(struct engine_options){ .destroy = true });
        CHECK_INT(r.exit_code, 0);
        CHECK_INT(cloud_live(d.cloud), 0);
    }
}

/* ---- The log --------------------------------------------------------------------------------------------------------- */

struct batch {
    uint64_t first, last;
    int64_t wall_ms;
    size_t intents;
};

static bool same_batch(void *context, const struct record *r)
{
    struct batch *b = context;
    if (r->type != RECORD_INTENT)
        return true;
    if (!b->intents++)
        b->first = r->serial, b->wall_ms = r->wall_ms;
    b->last = r->serial;
    CHECK_INT(r->wall_ms, b->wall_ms);
    return true;
}

static void test_what_is_asked_for_in_a_tick_is_one_batch(void **unused)
{
    (void)unused;
    apply_all("for i = 1, 20 do fake.name(\"n\" .. i) {} end\n");
    struct batch b = { 0 };
    struct state *log = deployment_log(&d, true);
    struct err err = { 0 };
    CHECK(state_records(log, 1, 0, same_batch, &b, &err));
    uint64_t count;
    CHECK(state_verify(log, &count, &err));
    state_close(log);
    CHECK_INT(b.intents, 20);
    CHECK_INT(b.last - b.first, 19);
}

static void test_a_writer_that_was_silent_appends_before_it_sends(void **unused)
{
    (void)unused;
    d.cloud->slow_ms = 120 * 1000;
    apply_all(NET PART DISK);
    CHECK_INT(records(RECORD_HEARTBEAT, NULL), 0); /* the outcome of the wait renewed the lease */
    d.cloud->blocked_ms = d.cloud->now_ms + 200 * 1000;
    apply_all("");
    CHECK(records(RECORD_HEARTBEAT, NULL) >= 4); /* nothing but refused deletes for 200 s */
}

static bool age_the_plan(void *context, const struct plan *plan, struct state *state)
{
    (void)context;
    (void)state;
    ((struct plan *)(uintptr_t)plan)->made_mono_ms -= 120 * 1000;
    at("fake_net.a")->size = 44; /* somebody was there meanwhile */
    return true;
}

static void test_a_step_whose_object_was_changed_since_stops(void **unused)
{
    (void)unused;
    apply_all(NET);
    static const char bigger[] = "local a = fake.net \"a\" { range = \"10.1\", size = 5 }\n";
    struct engine_result r = apply(bigger, &(struct engine_options){ .look = age_the_plan });
    CHECK_INT(r.exit_code, 5);
    CHECK_ERR(&r.err, ERR_STALE, "size was changed outside");
    CHECK_INT(at("fake_net.a")->size, 44);
    check_clean();
    r = apply(bigger, &(struct engine_options){ .look = age_the_plan, .accept_drift = true });
    CHECK_INT(r.exit_code, 0);
    CHECK_INT(at("fake_net.a")->size, 5);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    static const struct CMUnitTest tests[] = {
        TEST(test_creates_every_class_and_the_next_plan_is_empty),
        TEST(test_updates_in_place),
        TEST(test_replaces_what_depends_too_old_ones_first),
        TEST(test_creates_the_new_one_before_the_old_one_goes),
        TEST(test_a_refused_successor_leaves_the_old_one_in_its_place),
        TEST(test_destroys_users_first),
        TEST(test_waits_for_leftovers_before_a_delete),
        TEST(test_a_delete_that_stays_blocked_fails_and_keeps_the_row),
        TEST(test_imports_and_marks_an_existing_object),
        TEST(test_an_import_that_fails_half_way_stops_nobody_else),
        TEST(test_a_move_changes_the_address_mark_only),
        TEST(test_marks_that_somebody_took_off_come_back),
        TEST(test_a_twin_is_dropped),
        TEST(test_what_vanished_is_made_again),
        TEST(test_forgets_without_touching),
        TEST(test_other_branches_go_on_after_a_failure),
        TEST(test_users_of_a_failed_step_are_skipped),
        TEST(test_stops_at_the_first_failure_when_told_so),
        TEST(test_a_stranger_under_a_unique_name_is_never_taken),
        TEST(test_a_lost_answer_also_with_a_stranger_is_settled_in_the_step),
        TEST(test_a_timeout_leaves_a_partial_row_that_goes_on),
        TEST(test_a_lost_create_of_class_g_is_found_at_once),
        TEST(test_a_create_of_class_g_is_sent_again_only_when_quiet),
        TEST(test_a_late_create_of_class_g_is_found_while_waiting),
        TEST(test_other_branches_go_on_while_one_settles),
        TEST(test_every_fault_at_every_third_request_does_no_harm),
        TEST(test_a_late_update_cannot_undo_a_later_one),
        TEST(test_a_late_put_cannot_bring_back_what_was_deleted),
        TEST(test_the_first_interrupt_finishes_what_runs_and_starts_nothing),
        TEST(test_the_second_interrupt_stops_and_the_next_run_goes_on),
        TEST(test_what_is_asked_for_in_a_tick_is_one_batch),
        TEST(test_a_writer_that_was_silent_appends_before_it_sends),
        TEST(test_a_step_whose_object_was_changed_since_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
