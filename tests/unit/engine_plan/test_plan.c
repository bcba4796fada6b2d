/*
 * test_plan.c - what a plan decides, entry by entry: creates, updates, replaces, deletes, moves, imports, what is not read.
 */
#include "tests/unit/engine_plan/fixture.h"

#define NET map("cidr", text("10.0.0.0/16"), NULL)

static void test_a_new_resource_is_created_and_shows_what_is_not_known(void **unused)
{
    (void)unused;
    declare("t_net.a", NET);
    declare("t_sub.b", map("net_id", ref("t_net.a", "id"), NULL));
    CHECK_PLAN("create t_net.a | create t_sub.b");
    CHECK(runs_before(CHANGE_CREATE, "t_net.a", CHANGE_CREATE, "t_sub.b"));
    CHECK_ATTRS(change_of(CHANGE_CREATE, "t_sub.b"), "net_id none -> t_net.a.id");
    CHECK_INT(plan->counts.create, 2);
    CHECK_INT(reads, 0);
    CHECK_INT(plan->critical_path_ms, 20000);
}

static void test_what_is_as_declared_is_kept_with_one_read_a_type(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row("t_net.b", "net-2", NET);
    row_depends("t_sub.c", "sub-1", map("net_id", text("net-1"), NULL), "u-net-1");
    declare("t_net.a", NET);
    declare("t_net.b", NET);
    declare("t_sub.c", map("net_id", ref("t_net.a", "id"), NULL));
    CHECK_PLAN("");
    CHECK(plan_is_empty(plan));
    CHECK_INT(plan->counts.keep, 3);
    CHECK_INT(reads, 2);
}

static void test_a_replace_reaches_who_refers_to_it(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row_depends("t_sub.b", "sub-1", map("net_id", text("net-1"), NULL), "u-net-1");
    declare("t_net.a", map("cidr", text("10.1.0.0/16"), NULL));
    declare("t_sub.b", map("net_id", ref("t_net.a", "id"), NULL));
    CHECK_PLAN("create t_net.a | create t_sub.b | delete t_net.a | delete t_sub.b");
    CHECK_INT(plan->counts.replace, 2);
    CHECK_INT(plan->counts.delete, 0);
    CHECK_ATTRS(change_of(CHANGE_CREATE, "t_net.a"), "cidr \"10.0.0.0/16\" -> \"10.1.0.0/16\" replaces");
    CHECK(has_cause(change_of(CHANGE_CREATE, "t_sub.b"), CAUSE_REPLACED));
    CHECK(runs_before(CHANGE_DELETE, "t_sub.b", CHANGE_DELETE, "t_net.a"));
    CHECK(runs_before(CHANGE_DELETE, "t_net.a", CHANGE_CREATE, "t_net.a"));
    CHECK(runs_before(CHANGE_CREATE, "t_net.a", CHANGE_CREATE, "t_sub.b"));
    CHECK_INT(change_of(CHANGE_CREATE, "t_net.a")->generation, 2);
    CHECK_STR(change_of(CHANGE_CREATE, "t_net.a")->uid, "");
    CHECK_STR(change_of(CHANGE_DELETE, "t_net.a")->uid, "u-net-1");
}

static void test_create_before_destroy_spreads_to_what_is_needed(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row_depends("t_sub.b", "sub-1", map("net_id", text("net-1"), NULL), "u-net-1");
    declare("t_net.a", map("cidr", text("10.1.0.0/16"), NULL));
    declare("t_sub.b", map("net_id", ref("t_net.a", "id"), NULL))->lifecycle.create_before_destroy = true;
    CHECK_PLAN("create t_net.a | create t_sub.b | delete t_net.a | delete t_sub.b");
    CHECK(runs_before(CHANGE_CREATE, "t_net.a", CHANGE_CREATE, "t_sub.b"));
    CHECK(runs_before(CHANGE_CREATE, "t_sub.b", CHANGE_DELETE, "t_sub.b"));
    CHECK(runs_before(CHANGE_DELETE, "t_sub.b", CHANGE_DELETE, "t_net.a"));
    CHECK(!runs_before(CHANGE_DELETE, "t_net.a", CHANGE_CREATE, "t_net.a"));
}

static void test_only_the_lower_one_may_be_created_first(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row_depends("t_sub.b", "sub-1", map("net_id", text("net-1"), NULL), "u-net-1");
    declare("t_net.a", map("cidr", text("10.1.0.0/16"), NULL))->lifecycle.create_before_destroy = true;
    declare("t_sub.b", map("net_id", ref("t_net.a", "id"), NULL));
    CHECK_PLAN("create t_net.a | create t_sub.b | delete t_net.a | delete t_sub.b");
    CHECK(runs_before(CHANGE_CREATE, "t_net.a", CHANGE_DELETE, "t_net.a"));
    CHECK(runs_before(CHANGE_DELETE, "t_sub.b", CHANGE_CREATE, "t_sub.b"));
    CHECK(runs_before(CHANGE_CREATE, "t_sub.b", CHANGE_DELETE, "t_net.a"));
}

static void test_an_updated_user_lets_go_before_what_it_used_is_deleted(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row_depends("t_net.user", "net-2", map("cidr", text("10.9.0.0/16"), "name", text("net-1"), NULL), "u-net-1");
    declare("t_net.user", map("cidr", text("10.9.0.0/16"), "name", text("other"), NULL));
    CHECK_PLAN("update t_net.user | delete t_net.a");
    CHECK(runs_before(CHANGE_UPDATE, "t_net.user", CHANGE_DELETE, "t_net.a"));
}

static void test_destroy_goes_by_recorded_dependencies(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row_depends("t_sub.b", "sub-1", map("net_id", text("net-1"), NULL), "u-net-1");
    row_depends("t_sub.c", "sub-2", map("net_id", text("net-1"), NULL), "u-sub-1");
    input.destroy = true;
    declare("t_net.a", NET);
    CHECK_PLAN("delete t_net.a | delete t_sub.b | delete t_sub.c");
    CHECK(runs_before(CHANGE_DELETE, "t_sub.c", CHANGE_DELETE, "t_sub.b"));
    CHECK(runs_before(CHANGE_DELETE, "t_sub.b", CHANGE_DELETE, "t_net.a"));
    input.config = NULL; /* also without the stack's text */
    CHECK_PLAN("delete t_net.a | delete t_sub.b | delete t_sub.c");
    CHECK(runs_before(CHANGE_DELETE, "t_sub.b", CHANGE_DELETE, "t_net.a"));
}

static void test_what_vanished_is_created_again_and_its_users_follow(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row_depends("t_sub.b", "sub-1", map("net_id", text("net-1"), NULL), "u-net-1");
    thing_of("net-1")->hidden = true;
    declare("t_net.a", NET);
    declare("t_sub.b", map("net_id", ref("t_net.a", "id"), NULL));
    CHECK_PLAN("gone create t_net.a | create t_sub.b | delete t_sub.b");
    CHECK(has_cause(change_of(CHANGE_CREATE, "t_net.a"), CAUSE_GONE));
    CHECK_INT(change_of(CHANGE_CREATE, "t_net.a")->pair, -1);
    CHECK_INT(change_of(CHANGE_CREATE, "t_net.a")->generation, 2);
    forget_configuration();
    CHECK_PLAN("gone delete t_net.a | delete t_sub.b");
    thing_of("net-1")->hidden = false;
    thing_of("net-1")->health = HEALTH_GONE; /* a trace of it counts as gone */
    CHECK_PLAN("gone delete t_net.a | delete t_sub.b");
}

static void test_a_dead_object_is_replaced_without_ceremony(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    thing_of("net-1")->health = HEALTH_DEAD;
    declare("t_net.a", NET);
    CHECK_PLAN("create t_net.a | delete t_net.a");
    CHECK(has_cause(change_of(CHANGE_CREATE, "t_net.a"), CAUSE_DEAD));
    thing_of("net-1")->health = HEALTH_READY;
    struct object dead = row_of("t_net.a", "net-1", NET);
    dead.status = OBJECT_DEAD;
    put_row(dead);
    CHECK_PLAN("create t_net.a | delete t_net.a");
}

static void test_a_half_made_object_is_continued(void **unused)
{
    (void)unused;
    struct object half = row_of("t_net.a", "net-1", NET);
    half.status = OBJECT_PARTIAL;
    put_row(half);
    (void)thing("t_net", "net-1", "u-net-1", NET);
    declare("t_net.a", NET);
    CHECK_PLAN("adopt t_net.a");
    CHECK(has_cause(change_of(CHANGE_ADOPT, "t_net.a"), CAUSE_SETTLE));
}

static void test_a_computed_value_of_a_half_made_object_is_not_taken_for_null(void **unused)
{
    (void)unused;
    struct object half = row_of("t_net.a", "net-1", NET);
    half.status = OBJECT_PARTIAL;
    put_row(half);
    (void)thing("t_net", "net-1", "u-net-1", NET); /* its version is not there yet */
    declare("t_net.a", NET);
    declare("t_net.user", map("cidr", text("10.2.0.0/16"), "name", ref("t_net.a", "version"), NULL));
    CHECK_PLAN("adopt t_net.a | create t_net.user");
    CHECK_ATTRS(change_of(CHANGE_CREATE, "t_net.user"), "cidr none -> \"10.2.0.0/16\"; name none -> t_net.a.version");
}

static void test_a_volatile_value_is_not_known_through_an_update(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    thing_of("net-1")->attrs = value_with(&arena, thing_of("net-1")->attrs, "version", text("v1"));
    row("t_net.user", "net-2", map("cidr", text("10.2.0.0/16"), "name", text("v1"), NULL));
    declare("t_net.a", NET);
    declare("t_net.user", map("cidr", text("10.2.0.0/16"), "name", ref("t_net.a", "version"), NULL));
    CHECK_PLAN("");
    config->resources.items[0].args = map("cidr", text("10.0.0.0/16"), "name", text("new"), NULL);
    CHECK_PLAN("update t_net.a | update t_net.user");
    CHECK(has_cause(change_of(CHANGE_UPDATE, "t_net.user"), CAUSE_UPSTREAM));
}

static void test_a_moved_row_keeps_its_object(void **unused)
{
    (void)unused;
    row("t_net.old", "net-1", NET);
    declare("net/t_net.main", NET);
    move("t_net.old", "t_net.between");
    move("t_net.between", "net/t_net.main");
    CHECK_PLAN("move net/t_net.main");
    CHECK_STR(change_of(CHANGE_MOVE, "net/t_net.main")->moved_from, "t_net.old");
    CHECK_STR(change_of(CHANGE_MOVE, "net/t_net.main")->uid, "u-net-1");
    config->resources.items[0].args = map("cidr", text("10.0.0.0/16"), "name", text("x"), NULL);
    CHECK_PLAN("update net/t_net.main");
    CHECK_STR(change_of(CHANGE_UPDATE, "net/t_net.main")->moved_from, "t_net.old");
}

static void test_a_scope_moves_with_everything_in_it(void **unused)
{
    (void)unused;
    row("a/t_net.x", "net-1", NET);
    row("a/b/t_net.y", "net-2", NET);
    row("ab/t_net.z", "net-3", NET);
    declare("c/t_net.x", NET);
    declare("c/b/t_net.y", NET);
    declare("ab/t_net.z", NET);
    move("a/", "c/");
    CHECK_PLAN("move c/t_net.x | move c/b/t_net.y");
}

static void test_a_move_onto_a_taken_address_is_refused(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row("t_net.b", "net-2", NET);
    declare("t_net.b", NET);
    move("t_net.a", "t_net.b");
    PLAN_FAILS(ERR_INVALID, "t_net.a cannot become t_net.b, which has an object of its own");
}

static void test_a_move_of_nothing_is_fine(void **unused)
{
    (void)unused;
    row("t_net.b", "net-2", NET);
    declare("t_net.b", NET);
    move("t_net.a", "t_net.b");
    CHECK_PLAN("");
}

static void test_removed_destroys_or_leaves_alone(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    CHECK_PLAN("delete t_net.a");
    CHECK(has_cause(change_of(CHANGE_DELETE, "t_net.a"), CAUSE_REMOVED));
    move("t_net.a", NULL);
    CHECK_PLAN("delete t_net.a");
    move("t_net.a", "forget");
    CHECK_PLAN("forget t_net.a");
}

static void test_forgetting_needs_no_cloud(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    move("t_net.a", "forget");
    open_fails = ERR_AUTH; /* the account was closed: this is how to get rid of its rows */
    CHECK_PLAN("forget t_net.a");
    CHECK_INT(reads, 0);
}

static void test_an_import_takes_what_exists_and_works_off_differences(void **unused)
{
    (void)unused;
    (void)thing("t_net", "net-9", "", map("cidr", text("10.0.0.0/16"), "name", text("old"), NULL));
    declare("t_net.a", map("cidr", text("10.0.0.0/16"), "name", text("new"), NULL));
    import("t_net.a", "net-9");
    CHECK_PLAN("import t_net.a");
    CHECK_ATTRS(change_of(CHANGE_IMPORT, "t_net.a"), "name \"old\" -> \"new\"");
    CHECK_STR(change_of(CHANGE_IMPORT, "t_net.a")->id, "net-9");
    put_row(row_of("t_net.a", "net-9", map("cidr", text("10.0.0.0/16"), "name", text("new"), NULL))); /* done: the block may stay */
    thing_of("net-9")->uid = STR("u-net-9");
    CHECK_PLAN("update t_net.a");
}

static void test_imports_that_cannot_be_are_told(void **unused)
{
    (void)unused;
    import("t_net.a", "net-9");
    PLAN_FAILS(ERR_INVALID, "import: no resource is declared at t_net.a");
    declare("t_net.a", NET);
    CHECK_PLAN("unread keep t_net.a");
    CHECK_ERR(plan->changes.items[0].note_err, ERR_NOT_FOUND, "import: there is no t_net with id 'net-9'");
    (void)thing("t_net", "net-9", "u-x", NET);
    thing_of("net-9")->mark_stack = STR("other/default/x");
    CHECK_PLAN("unread keep t_net.a");
    CHECK_ERR(plan->changes.items[0].note_err, ERR_CONFLICT, "belongs to the deployment other/default/x");
}

static void test_an_object_is_not_imported_twice(void **unused)
{
    (void)unused;
    row("t_net.b", "net-9", NET);
    declare("t_net.a", NET);
    declare("t_net.b", NET);
    import("t_net.a", "net-9");
    CHECK_PLAN("unread keep t_net.a");
    CHECK_ERR(plan->changes.items[0].note_err, ERR_CONFLICT, "import: 'net-9' is t_net.b already");
}

static void test_an_import_that_would_replace_is_refused(void **unused)
{
    (void)unused;
    (void)thing("t_net", "net-9", "", map("cidr", text("10.7.0.0/16"), NULL));
    declare("t_net.a", NET);
    import("t_net.a", "net-9");
    PLAN_FAILS(ERR_INVALID, "import: 'net-9' differs in cidr, which would replace it");
}

static void test_prevent_destroy_denies_and_shows(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    struct config_resource *r = declare("t_net.a", map("cidr", text("10.1.0.0/16"), NULL));
    r->lifecycle.prevent_destroy = true;
    CHECK_PLAN("create t_net.a | denied delete t_net.a");
    CHECK_INT(plan->counts.denied, 1);
    CHECK_ERR(change_of(CHANGE_DELETE, "t_net.a")->note_err, ERR_DENIED, "prevent_destroy forbids it");
    r->lifecycle.prevent_destroy = false;
    CHECK_PLAN("create t_net.a | delete t_net.a");
    struct object kept = row_of("t_net.a", "net-1", NET);
    kept.prevent_destroy = true;
    put_row(kept);
    forget_configuration(); /* taken out together with its block */
    CHECK_PLAN("denied delete t_net.a");
    input.destroy = true;
    CHECK_PLAN("denied delete t_net.a");
    thing_of("net-1")->hidden = true; /* nothing left to protect */
    CHECK_PLAN("gone delete t_net.a");
}

static void test_many_objects_vanishing_at_once_are_held(void **unused)
{
    (void)unused;
    for (int i = 0; i < 20; i++) {
        const char *address = arena_printf(&arena, "t_net.n%d", i).ptr, *id = arena_printf(&arena, "net-%d", i).ptr;
        row(address, id, NET);
        declare(address, NET);
        thing_of(id)->hidden = i < 3;
    }
    CHECK_PLAN("gone create t_net.n0 | gone create t_net.n1 | gone create t_net.n2"); /* three may */
    thing_of("net-3")->hidden = true;
    CHECK_PLAN("denied gone create t_net.n0 | denied gone create t_net.n1 | denied gone create t_net.n2 | denied gone create t_net.n3");
    CHECK(change_of(CHANGE_CREATE, "t_net.n0")->notes & NOTE_HELD);
    input.accept_missing = true;
    CHECK_PLAN("gone create t_net.n0 | gone create t_net.n1 | gone create t_net.n2 | gone create t_net.n3");
}

static void test_another_account_is_an_error_before_any_read(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    declare("t_net.a", NET);
    provider_key = "t/two";
    PLAN_FAILS(ERR_CONFLICT, "t_net.a belongs to t/one, but its provider is now t/two");
    CHECK_INT(reads, 0);
    provider_key = "t/one";
    open_fails = ERR_DENIED; /* allowed_account_ids */
    PLAN_FAILS(ERR_DENIED, "the provider cannot be had");
    CHECK_INT(reads, 0);
}

static void test_what_could_not_be_read_is_left_alone_and_the_rest_stands(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row_depends("t_sub.b", "sub-1", map("net_id", text("net-1"), NULL), "u-net-1");
    row("t_net.gone", "net-3", NET);
    declare("t_net.a", map("cidr", text("10.1.0.0/16"), NULL));
    declare("t_sub.b", map("net_id", text("net-1"), "label", text("x"), NULL));
    read_fails = ERR_DENIED; /* a 403 is never "gone" */
    read_fails_for = "t_net";
    CHECK_PLAN("unread keep t_net.a | update t_sub.b | unread keep t_net.gone");
    CHECK_INT(plan->counts.unread, 2);
    read_fails_for = NULL;
    read_fails = ERR_UNREACHABLE;
    CHECK_PLAN("unread keep t_net.a | unread keep t_sub.b | unread keep t_net.gone");
}

static void test_an_unreachable_provider_plans_nothing_for_its_rows(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    declare("t_net.a", NET);
    declare("t_net.new", NET);
    open_fails = ERR_UNREACHABLE;
    CHECK_PLAN("unread keep t_net.a | unread keep t_net.new");
}

static void test_without_refresh_the_rows_are_believed(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    thing_of("net-1")->hidden = true;
    declare("t_net.a", map("cidr", text("10.0.0.0/16"), "name", text("x"), NULL));
    input.refresh = PLAN_NO_REFRESH;
    CHECK_PLAN("update t_net.a");
    CHECK_INT(reads, 0);
}

static void test_a_twin_is_dropped_and_a_stranger_with_our_mark_is_told(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    declare("t_net.a", NET);
    (void)thing("t_net", "net-2", "u-net-1", NET);
    (void)thing("t_net", "net-3", "u-unknown", NET);
    CHECK_PLAN("drop t_net.a");
    CHECK_STR(change_of(CHANGE_DROP, "t_net.a")->id, "net-2");
    CHECK_INT(plan->warnings.count, 1);
    CHECK(str_find(plan->warnings.items[0], STR("net-3")) >= 0);
}

static void test_a_forgotten_object_is_no_stranger(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    declare("t_net.a", NET);
    struct object forgotten = row_of("t_net.b", "net-2", NET);
    forgotten.role = OBJECT_FORGOTTEN;
    put_row(forgotten);
    (void)thing("t_net", "net-2", "u-net-2", NET);
    CHECK_PLAN("");
    CHECK_INT(plan->warnings.count, 0);
}

static void test_marks_that_somebody_took_off_are_put_back(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    thing_of("net-1")->uid = STR("");
    declare("t_net.a", NET);
    CHECK_PLAN("marks t_net.a");
}

static void test_a_deposed_object_is_deleted_after_its_successor_is_used(void **unused)
{
    (void)unused;
    row("t_net.a", "net-2", NET);
    struct object old = row_of("t_net.a", "net-1", NET);
    old.role = OBJECT_DEPOSED;
    put_row(old);
    (void)thing("t_net", "net-1", "u-net-1", NET);
    declare("t_net.a", NET);
    CHECK_PLAN("delete t_net.a");
    CHECK(has_cause(change_of(CHANGE_DELETE, "t_net.a"), CAUSE_DEPOSED));
    CHECK_STR(change_of(CHANGE_DELETE, "t_net.a")->uid, "u-net-1");
}

static void test_targets_take_what_they_need_and_excludes_what_needs_them(void **unused)
{
    (void)unused;
    declare("t_net.a", NET);
    declare("t_sub.b", map("net_id", ref("t_net.a", "id"), NULL));
    declare("t_sub.c", map("net_id", ref("t_net.a", "id"), NULL));
    declare("x/t_net.d", NET);
    struct str one = STR("t_sub.b");
    input.targets = &one;
    input.target_count = 1;
    CHECK_PLAN("create t_net.a | create t_sub.b");
    CHECK(plan->partial);
    CHECK_INT(plan->warnings.count, 1);
    one = STR("x/");
    CHECK_PLAN("create x/t_net.d");
    one = STR("t_sub.");
    CHECK_PLAN("create t_net.a | create t_sub.b | create t_sub.c");
    one = STR("t_sub.x");
    PLAN_FAILS(ERR_INVALID, "--target t_sub.x names nothing");
    input.target_count = 0;
    input.excludes = &one;
    input.exclude_count = 1;
    one = STR("t_net.a");
    CHECK_PLAN("create x/t_net.d");
    one = STR("t_sub.b");
    CHECK_PLAN("create t_net.a | create t_sub.c | create x/t_net.d");
}

static void test_a_target_keeps_both_halves_of_what_it_needs(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row_depends("t_sub.b", "sub-1", map("net_id", text("net-1"), NULL), "u-net-1");
    row_depends("t_sub.c", "sub-2", map("net_id", text("net-1"), NULL), "u-net-1");
    declare("t_net.a", map("cidr", text("10.1.0.0/16"), NULL))->lifecycle.create_before_destroy = true;
    declare("t_sub.b", map("net_id", ref("t_net.a", "id"), NULL));
    declare("t_sub.c", map("net_id", ref("t_net.a", "id"), NULL));
    struct str one = STR("t_sub.b");
    input.targets = &one;
    input.target_count = 1;
    plan_now();
    (void)change_of(CHANGE_CREATE, "t_sub.b");
    (void)change_of(CHANGE_CREATE, "t_net.a"); /* what it needs comes with it, whole */
    (void)change_of(CHANGE_DELETE, "t_net.a");
}

static void test_replace_can_be_asked_for(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row("t_net.b", "net-2", NET);
    declare("t_net.a", NET);
    declare("t_net.b", NET);
    struct str one = STR("t_net.a");
    input.replaces = &one;
    input.replace_count = 1;
    CHECK_PLAN("create t_net.a | delete t_net.a");
    CHECK(has_cause(change_of(CHANGE_CREATE, "t_net.a"), CAUSE_ASKED));
    one = STR("t_net.c");
    PLAN_FAILS(ERR_INVALID, "--replace t_net.c names nothing");
}

static void test_replace_triggered_by_follows_attributes_and_whole_resources(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    row_depends("t_sub.b", "sub-1", map("net_id", text("x"), NULL), "u-net-1");
    declare("t_net.a", map("cidr", text("10.0.0.0/16"), "name", text("n"), NULL));
    struct config_resource *r = declare("t_sub.b", map("net_id", text("x"), NULL));
    struct value by = ref("t_net.a", "name");
    r->lifecycle.replace_triggered_by = value_list(&arena, &by, 1);
    CHECK_PLAN("update t_net.a | create t_sub.b | delete t_sub.b");
    CHECK(has_cause(change_of(CHANGE_CREATE, "t_sub.b"), CAUSE_TRIGGER));
    by = ref("t_net.a", "tags");
    r->lifecycle.replace_triggered_by = value_list(&arena, &by, 1);
    CHECK_PLAN("update t_net.a");
    by = ref("t_net.a", "");
    r->lifecycle.replace_triggered_by = value_list(&arena, &by, 1);
    CHECK_PLAN("update t_net.a | create t_sub.b | delete t_sub.b");
}

static void test_a_derived_name_counts_generations(void **unused)
{
    (void)unused;
    declare("t_named.a", map("kind", text("k"), NULL));
    CHECK_PLAN("create t_named.a");
    struct str name = identity_derived_name(&arena, &me, STR("t_named.a"), STR("a"), 1, 40);
    CHECK_ATTRS(change_of(CHANGE_CREATE, "t_named.a"), arena_printf(&arena, "kind none -> \"k\"; name none -> \"%.*s\"", STR_ARG(name)).ptr);
    row("t_named.a", "n-1", map("kind", text("k"), "name", value_str(name), NULL));
    config->resources.items[0].args = map("kind", text("other"), NULL);
    config->resources.items[0].lifecycle.create_before_destroy = true;
    CHECK_PLAN("create t_named.a | delete t_named.a");
    CHECK_STR(change_of(CHANGE_CREATE, "t_named.a")->derived_name, identity_derived_name(&arena, &me, STR("t_named.a"), STR("a"), 2, 40).ptr);
}

static void test_a_constant_unique_name_cannot_be_created_before_destroy(void **unused)
{
    (void)unused;
    row("t_named.a", "n-1", map("kind", text("k"), "name", text("fixed"), NULL));
    struct config_resource *r = declare("t_named.a", map("kind", text("other"), "name", text("fixed"), NULL));
    CHECK_PLAN("create t_named.a | delete t_named.a");
    r->lifecycle.create_before_destroy = true;
    CHECK_PLAN("denied create t_named.a | delete t_named.a");
}

static void test_a_derived_name_stays_when_nothing_else_changes(void **unused)
{
    (void)unused;
    struct str name = identity_derived_name(&arena, &me, STR("t_named.a"), STR("a"), 1, 40);
    row("t_named.a", "n-1", map("kind", text("k"), NULL));
    thing_of("n-1")->attrs = value_with(&arena, thing_of("n-1")->attrs, "name", value_str(name));
    declare("t_named.a", map("kind", text("k"), NULL));
    CHECK_PLAN("");
}

static void test_released_attributes_do_not_replace(void **unused)
{
    (void)unused;
    row("t_fixed.a", "f-1", map("a", text("1"), "b", text("2"), NULL));
    declare("t_fixed.a", map("a", text("1"), NULL));
    CHECK_PLAN("update t_fixed.a");
    CHECK_ATTRS(change_of(CHANGE_UPDATE, "t_fixed.a"), "b \"2\" -> \"2\" released");
    config->resources.items[0].args = map("a", text("9"), NULL);
    CHECK_PLAN("create t_fixed.a | delete t_fixed.a");
}

static void test_a_cycle_is_an_error_with_its_members(void **unused)
{
    (void)unused;
    declare("t_sub.a", map("net_id", ref("t_sub.b", "id"), NULL));
    declare("t_sub.b", map("net_id", ref("t_sub.a", "id"), NULL));
    PLAN_FAILS(ERR_INVALID, "dependency cycle: t_sub.a -> t_sub.b -> t_sub.a");
}

static void test_depends_on_orders_also_by_scope(void **unused)
{
    (void)unused;
    declare("t_net.last", NET);
    declare("s/t_net.a", NET);
    declare("s/u/t_net.b", NET);
    depends("t_net.last", "s/");
    CHECK_PLAN("create t_net.last | create s/t_net.a | create s/u/t_net.b");
    CHECK(runs_before(CHANGE_CREATE, "s/t_net.a", CHANGE_CREATE, "t_net.last"));
    CHECK(runs_before(CHANGE_CREATE, "s/u/t_net.b", CHANGE_CREATE, "t_net.last"));
}

static void test_a_type_waits_for_others_of_what_it_refers_to(void **unused)
{
    (void)unused;
    declare("t_fixed.late", map("a", ref("t_net.a", "id"), NULL));
    declare("t_fixed.other", map("a", text("x"), NULL));
    declare("t_net.a", NET);
    declare("t_sub.gate", map("net_id", ref("t_net.a", "id"), NULL));
    CHECK_PLAN("create t_fixed.late | create t_fixed.other | create t_net.a | create t_sub.gate");
    CHECK(runs_before(CHANGE_CREATE, "t_sub.gate", CHANGE_CREATE, "t_fixed.late"));
    CHECK(!runs_before(CHANGE_CREATE, "t_sub.gate", CHANGE_CREATE, "t_fixed.other"));
    config->resources.items[3].args = map("net_id", ref("t_net.a", "id"), "label", ref("t_fixed.late", "id"), NULL); /* said the other way */
    plan_now();
    CHECK(runs_before(CHANGE_CREATE, "t_fixed.late", CHANGE_CREATE, "t_sub.gate"));
}

static void test_outputs_alone_make_a_plan(void **unused)
{
    (void)unused;
    declare_output("x", text("1"), false);
    CHECK_PLAN("");
    CHECK(!plan_is_empty(plan));
    CHECK_INT(plan->outputs.count, 1);
    struct digest one = plan->digest;
    struct record r = record_outputs(&arena, map("x", text("1"), "old", secret("s"), NULL));
    CHECK(state_append(state, &r, 1, NULL));
    CHECK_PLAN("");
    CHECK_INT(plan->outputs.count, 1);
    CHECK_STR(plan->outputs.items[0].name, "old");
    CHECK(plan->outputs.items[0].sensitive);
    CHECK(!digest_eq(&one, &plan->digest));
    declare_output("old", secret("s"), true);
    CHECK_PLAN("");
    CHECK(plan_is_empty(plan));
    config->outputs.items[0].sensitive = true; /* from now on it is sealed */
    CHECK_PLAN("");
    CHECK(!plan_is_empty(plan));
}

static void test_a_function_is_approved_with_all_it_may_have_captured(void **unused)
{
    (void)unused;
    struct value id = ref("t_net.a", "id");
    struct value call = expr_new(&arena, &(struct expr){ .kind = EXPR_CLOSURE, .name = STR("stack.lua"), .line = 3, .args = &id, .arg_count = 1 });
    *VEC_PUSH(&config->inputs, &arena) = (struct config_input){ .name = STR("size"), .value = text("small") };
    declare("t_net.a", NET);
    declare("t_sub.b", map("net_id", ref("t_net.a", "id"), NULL));
    plan_now();
    struct digest without = plan->digest;
    config->inputs.items[0].value = text("huge");
    plan_now();
    CHECK(digest_eq(&without, &plan->digest)); /* no function: an input that nothing uses */
    config->resources.items[1].args = map("net_id", id, "label", call, NULL);
    plan_now();
    struct digest one = plan->digest;
    plan_now();
    CHECK(digest_eq(&one, &plan->digest));
    config->inputs.items[0].value = text("small");
    plan_now();
    CHECK(!digest_eq(&one, &plan->digest));
    one = plan->digest;
    *VEC_PUSH(&config->lookups, &arena) = (struct config_lookup){ .key = STR("t_image/x"), .name = STR("t_image"), .answer = text("img-1") };
    plan_now();
    CHECK(!digest_eq(&one, &plan->digest));
}

static void test_taking_a_protection_away_is_part_of_the_digest(void **unused)
{
    (void)unused;
    struct object o = row_of("t_net.a", "net-1", NET);
    o.prevent_destroy = true;
    put_row(o);
    (void)thing("t_net", "net-1", "u-net-1", NET);
    declare("t_net.a", NET)->lifecycle.prevent_destroy = true;
    CHECK_PLAN("");
    struct digest kept = plan->digest;
    CHECK_INT(plan->warnings.count, 0);
    config->resources.items[0].lifecycle.prevent_destroy = false;
    CHECK_PLAN("");
    CHECK(!digest_eq(&kept, &plan->digest));
    CHECK_INT(plan->warnings.count, 1);
    input.destroy = true; /* refused or shown as what it is */
    plan_now();
    CHECK_INT(plan->warnings.count, 0);
}

static void test_a_partial_plan_leaves_outputs_of_what_it_leaves_out(void **unused)
{
    (void)unused;
    declare("t_net.a", NET);
    declare("t_net.b", NET);
    declare_output("a", ref("t_net.a", "id"), false);
    declare_output("b", ref("t_net.b", "id"), false);
    struct str one = STR("t_net.a");
    input.targets = &one;
    input.target_count = 1;
    CHECK_PLAN("create t_net.a");
    CHECK_INT(plan->outputs.count, 0); /* one of them cannot be known, so apply will write none */
    row("t_net.b", "net-2", map("cidr", text("10.3.0.0/16"), NULL));
    CHECK_PLAN("create t_net.a");
    CHECK_INT(plan->outputs.count, 1);
    CHECK_STR(plan->outputs.items[0].name, "a");
}

static void test_state_only_data_is_kept_fast_but_never_wrongly(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    thing_of("net-1")->attrs = value_with(&arena, thing_of("net-1")->attrs, "version", text("v1"));
    struct value by_ref = map("input", ref("t_net.a", "version"), NULL), by_input;
    struct expr e = { .kind = EXPR_INPUT, .name = STR("pw"), .sensitive = true };
    by_input = map("input", expr_new(&arena, &e), NULL);
    declare("t_net.a", NET);
    declare("t_data.b", by_ref);
    declare("t_data.c", by_input);
    declare("t_data.d", map("input", text("same"), NULL));
    *VEC_PUSH(&config->inputs, &arena) = (struct config_input){ .name = STR("pw"), .value = secret("one"), .sensitive = true };
    static const char *const names[] = { "t_data.b", "t_data.c", "t_data.d" };
    struct value applied[] = { map("input", text("v1"), NULL), map("input", secret("one"), NULL), map("input", text("same"), NULL) };
    for (size_t i = 0; i < 3; i++) {
        struct object o = row_of(names[i], arena_printf(&arena, "d-%zu", i).ptr, applied[i]);
        o.source_digest = value_digest(config->resources.items[i + 1].args);
        o.observed = value_with(&arena, o.observed, "output", value_get(applied[i], "input"));
        put_row(o);
    }
    CHECK_PLAN("");
    config->inputs.items[0].value = secret("two"); /* the stack's text is the same, its meaning is not */
    CHECK_PLAN("update t_data.c");
    config->inputs.items[0].value = secret("one");
    thing_of("net-1")->attrs = value_with(&arena, thing_of("net-1")->attrs, "version", text("v2"));
    CHECK_PLAN("update t_data.b");
    CHECK_ATTRS(change_of(CHANGE_UPDATE, "t_data.b"), "input \"v1\" -> \"v2\"");
}

static void test_state_only_data_tells_what_it_will_be(void **unused)
{
    (void)unused;
    declare("t_data.a", map("input", text("x"), NULL));
    declare("t_net.b", map("cidr", text("10.0.0.0/16"), "name", ref("t_data.a", "output"), NULL));
    CHECK_PLAN("create t_data.a | create t_net.b");
    CHECK_ATTRS(change_of(CHANGE_CREATE, "t_net.b"), "cidr none -> \"10.0.0.0/16\"; name none -> \"x\"");
}

static void test_a_type_that_is_not_known_is_told(void **unused)
{
    (void)unused;
    struct object o = row_of("t_net.a", "net-1", NET);
    o.type = STR("t_later");
    o.address = STR("t_later.a");
    put_row(o);
    CHECK_PLAN("unread keep t_later.a");
    CHECK_ERR(plan->changes.items[0].note_err, ERR_INVALID, "whose type this infra does not know");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_a_new_resource_is_created_and_shows_what_is_not_known),
        TEST(test_what_is_as_declared_is_kept_with_one_read_a_type),
        TEST(test_a_replace_reaches_who_refers_to_it),
        TEST(test_create_before_destroy_spreads_to_what_is_needed),
        TEST(test_only_the_lower_one_may_be_created_first),
        TEST(test_an_updated_user_lets_go_before_what_it_used_is_deleted),
        TEST(test_destroy_goes_by_recorded_dependencies),
        TEST(test_what_vanished_is_created_again_and_its_users_follow),
        TEST(test_a_dead_object_is_replaced_without_ceremony),
        TEST(test_a_half_made_object_is_continued),
        TEST(test_a_computed_value_of_a_half_made_object_is_not_taken_for_null),
        TEST(test_a_volatile_value_is_not_known_through_an_update),
        TEST(test_a_moved_row_keeps_its_object),
        TEST(test_a_scope_moves_with_everything_in_it),
        TEST(test_a_move_onto_a_taken_address_is_refused),
        TEST(test_a_move_of_nothing_is_fine),
        TEST(test_removed_destroys_or_leaves_alone),
        TEST(test_forgetting_needs_no_cloud),
        TEST(test_an_import_takes_what_exists_and_works_off_differences),
        TEST(test_imports_that_cannot_be_are_told),
        TEST(test_an_object_is_not_imported_twice),
        TEST(test_an_import_that_would_replace_is_refused),
        TEST(test_prevent_destroy_denies_and_shows),
        TEST(test_many_objects_vanishing_at_once_are_held),
        TEST(test_another_account_is_an_error_before_any_read),
        TEST(test_what_could_not_be_read_is_left_alone_and_the_rest_stands),
        TEST(test_an_unreachable_provider_plans_nothing_for_its_rows),
        TEST(test_without_refresh_the_rows_are_believed),
        TEST(test_a_twin_is_dropped_and_a_stranger_with_our_mark_is_told),
        TEST(test_a_forgotten_object_is_no_stranger),
        TEST(test_marks_that_somebody_took_off_are_put_back),
        TEST(test_a_deposed_object_is_deleted_after_its_successor_is_used),
        TEST(test_targets_take_what_they_need_and_excludes_what_needs_them),
        TEST(test_a_target_keeps_both_halves_of_what_it_needs),
        TEST(test_replace_can_be_asked_for),
        TEST(test_replace_triggered_by_follows_attributes_and_whole_resources),
        TEST(test_a_derived_name_counts_generations),
        TEST(test_a_constant_unique_name_cannot_be_created_before_destroy),
        TEST(test_a_derived_name_stays_when_nothing_else_changes),
        TEST(test_released_attributes_do_not_replace),
        TEST(test_a_cycle_is_an_error_with_its_members),
        TEST(test_depends_on_orders_also_by_scope),
        TEST(test_a_type_waits_for_others_of_what_it_refers_to),
        TEST(test_outputs_alone_make_a_plan),
        TEST(test_taking_a_protection_away_is_part_of_the_digest),
        TEST(test_a_function_is_approved_with_all_it_may_have_captured),
        TEST(test_a_partial_plan_leaves_outputs_of_what_it_leaves_out),
        TEST(test_state_only_data_is_kept_fast_but_never_wrongly),
        TEST(test_state_only_data_tells_what_it_will_be),
        TEST(test_a_type_that_is_not_known_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
