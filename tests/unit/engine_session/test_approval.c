/*
 * test_approval.c - what an approval of an interrupted run still covers: its own entries and their refinements, of the same stack.
 */
#include "engine/net/fake_io.h"
#include "engine/session/session_internal.h"
#include "tests/unit/test.h"

#include <stdio.h>
#include <stdlib.h>

#define APPROVED "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define TODAYS "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct arena arena;
static struct io *io;
static struct identity me;
static struct session session;
static struct config config;
static struct plan plan;
static struct err err;

static void run_begin(const char *digest, struct value entries)
{
    struct value file = value_map_of(&arena, "path", value_cstr("stack.lua"), "bytes", value_bytes(STR("text")), "chunk", value_bool(true), NULL);
    struct value inputs = value_map_of(&arena, "size", value_cstr("small"), "pw", value_mark_sensitive(value_cstr("secret")), NULL);
    struct run run = { .number = 1, .digest = str_of(digest) };
    struct record r = record_run_begin(&arena, &run, value_map_of(&arena, "digest", value_cstr(digest), "entries", entries, NULL),
                                       value_list(&arena, &file, 1), inputs);
    r.run = 1;
    CHECK(state_append(session.state, &r, 1, &err));
}

static int setup(void **unused)
{
    (void)unused;
    char folder[] = "/tmp/infra-test-approval-XXXXXX";
    if (!mkdtemp(folder))
        return -1;
    io = fake_io_open(&(struct fake_io_options){ .seed = 1 });
    me = (struct identity){ .stack = STR("prod"), .env = STR("default"), .lineage_text = STR("aaaqeayeaudaocajbifqydiob4"),
                            .mark_stack = STR("prod/default/aaaqeayeaudaocajbifqydiob4"), .has_secret = true };
    session = (struct session){ 0 };
    const char *path = arena_printf(&arena, "%s/state.db", folder).ptr;
    if (!state_open(&(struct state_options){ .io = io, .path = path, .identity = &me, .create = true }, &session.state, &err) ||
        !state_begin_writing(session.state, 0, &err))
        return -1;
    config = (struct config){ 0 };
    *VEC_PUSH(&config.files, &arena) = (struct config_file){ .path = STR("stack.lua"), .bytes = STR("text"), .chunk = true };
    *VEC_PUSH(&config.inputs, &arena) = (struct config_input){ .name = STR("size"), .value = value_cstr("small") };
    *VEC_PUSH(&config.inputs, &arena) = (struct config_input){ .name = STR("pw"), .value = value_mark_sensitive(value_cstr("secret")), .sensitive = true };
    plan = (struct plan){ .config = &config, .digest_hex = STR(TODAYS) };
    struct value entry = value_map_of(&arena, "address", value_cstr("t_net.a"), "action", value_cstr("create"), "provider", value_cstr("t/one"),
                                      "digest", value_cstr("00"), NULL);
    run_begin(APPROVED, value_list(&arena, &entry, 1));
    err = (struct err){ 0 };
    return 0;
}

static int done(void **unused)
{
    (void)unused;
    state_close(session.state);
    fake_io_close(io);
    arena_done(&arena);
    return 0;
}

static struct change *acts(enum change_action action)
{
    plan.changes.count = 0;
    struct change *c = VEC_PUSH(&plan.changes, &arena);
    *c = (struct change){ .action = action, .address = STR("t_net.a"), .provider_key = STR("t/one"), .pair = -1 };
    return c;
}

static bool covers(void)
{
    uint64_t run = 7;
    err = (struct err){ 0 };
    bool ok = session_check_approval(&session, &plan, STR(APPROVED), &run, &err);
    CHECK_INT(run, ok ? 1 : 0);
    return ok;
}

static void test_what_is_left_may_be_refined(void **unused)
{
    (void)unused;
    (void)acts(CHANGE_CREATE);
    CHECK(covers());
    (void)acts(CHANGE_ADOPT);
    CHECK(covers());
    (void)acts(CHANGE_REISSUE);
    *VEC_PUSH(&plan.outputs, &arena) = (struct output_change){ .name = STR("x"), .after = value_int(1) };
    CHECK(covers());
}

static void test_another_entry_is_not_covered(void **unused)
{
    (void)unused;
    (void)acts(CHANGE_UPDATE);
    CHECK(!covers());
    CHECK_ERR(&err, ERR_STALE, "differs from what was approved: update t_net.a");
    (void)acts(CHANGE_DELETE);
    CHECK(!covers());
    acts(CHANGE_CREATE)->address = STR("t_net.b");
    CHECK(!covers());
    acts(CHANGE_CREATE)->provider_key = STR("t/two");
    CHECK(!covers());
    acts(CHANGE_ADOPT)->provider_key = STR("t/two");
    CHECK(!covers());
    acts(CHANGE_CREATE)->gone = true; /* it was made, and somebody removed it */
    CHECK(!covers());
}

static void test_another_stack_is_not_what_was_approved(void **unused)
{
    (void)unused;
    config.files.items[0].bytes = STR("other text");
    (void)acts(CHANGE_ADOPT);
    CHECK(!covers());
    CHECK_ERR(&err, ERR_STALE, "not those of the approved run");
    (void)acts(CHANGE_CREATE);
    CHECK(!covers());
}

static void test_other_inputs_are_not_what_was_approved(void **unused)
{
    (void)unused;
    (void)acts(CHANGE_ADOPT);
    config.inputs.items[1].value = value_mark_sensitive(value_cstr("another"));
    CHECK(!covers());
    config.inputs.items[1].value = value_mark_sensitive(value_cstr("secret"));
    CHECK(covers());
    config.inputs.items[0].value = value_cstr("huge");
    CHECK(!covers());
}

static void test_other_answers_are_not_what_was_approved(void **unused)
{
    (void)unused;
    static const struct lookup_type type = { .name = "t_image" };
    static struct pin pin;
    (void)acts(CHANGE_ADOPT);
    *VEC_PUSH(&config.lookups, &arena) = (struct config_lookup){ .key = STR("t_image/x"), .type = &type, .answer = value_cstr("img-2") };
    CHECK(!covers());
    pin = (struct pin){ .key = STR("t_image/x"), .answer = value_cstr("img-1") };
    session.pins = &pin;
    session.pin_count = 1;
    CHECK(!covers());
    pin.answer = value_cstr("img-2");
    CHECK(covers());
}

static void test_an_entry_as_it_stood_is_covered_whatever_else_the_stack_says(void **unused)
{
    (void)unused;
    struct change *c = acts(CHANGE_UPDATE);
    struct value entry = value_map_of(&arena, "address", value_cstr("t_net.a"), "action", value_cstr("update"), "provider", value_cstr("t/one"),
                                      "digest", value_str(digest_hex(&arena, &c->digest)), NULL);
    run_begin(APPROVED, value_list(&arena, &entry, 1));
    config.files.items[0].bytes = STR("other text");
    CHECK(covers());
    *VEC_PUSH(&plan.outputs, &arena) = (struct output_change){ .name = STR("x"), .after = value_int(1) };
    CHECK(!covers()); /* outputs are in no list */
}

static void test_an_update_of_what_others_changed_is_not_covered(void **unused)
{
    (void)unused;
    struct value entry = value_map_of(&arena, "address", value_cstr("t_net.a"), "action", value_cstr("update"), "provider", value_cstr("t/one"),
                                      "digest", value_cstr("00"), NULL);
    run_begin(APPROVED, value_list(&arena, &entry, 1));
    struct attr_change attr = { 0 };
    struct change *c = acts(CHANGE_UPDATE);
    c->attrs = &attr;
    c->attr_count = 1;
    CHECK(covers());
    attr.drift = true;
    CHECK(!covers());
}

static void test_a_finished_run_covers_nothing_more(void **unused)
{
    (void)unused;
    (void)acts(CHANGE_CREATE);
    struct run run = { .number = 1, .exit_code = 0 };
    struct record r = record_run_end(&arena, &run);
    r.run = 1;
    CHECK(state_append(session.state, &r, 1, &err));
    CHECK(!covers());
    CHECK_ERR(&err, ERR_STALE, "the plan's digest is now");
}

static void test_a_digest_is_checked_for_its_form(void **unused)
{
    (void)unused;
    uint64_t run;
    CHECK(!session_check_approval(&session, &plan, STR("bbbb"), &run, &err));
    CHECK_ERR(&err, ERR_INVALID, "32 to 64");
    CHECK(!session_check_approval(&session, &plan, STR("BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"), &run, &err));
    CHECK(session_check_approval(&session, &plan, STR("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"), &run, &err));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, done)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_what_is_left_may_be_refined),
        TEST(test_another_entry_is_not_covered),
        TEST(test_another_stack_is_not_what_was_approved),
        TEST(test_other_inputs_are_not_what_was_approved),
        TEST(test_other_answers_are_not_what_was_approved),
        TEST(test_an_entry_as_it_stood_is_covered_whatever_else_the_stack_says),
        TEST(test_an_update_of_what_others_changed_is_not_covered),
        TEST(test_a_finished_run_covers_nothing_more),
        TEST(test_a_digest_is_checked_for_its_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
