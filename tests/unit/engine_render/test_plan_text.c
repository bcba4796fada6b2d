/*
 * test_plan_text.c - the terminal plan, section by section, as people see it.
 */
#include "tests/unit/engine_render/plans.h"

#include <stdio.h>

#define FOOTER_KEY "      infra apply --digest " MADE_DIGEST "\n"

static struct str part(struct str text, const char *from, const char *to)
{
    ptrdiff_t begin = str_find(text, str_of(from));
    if (begin < 0)
        fail_msg("no '%s' in:\n%.*s", from, STR_ARG(text));
    struct str rest = str_slice(text, (size_t)begin, text.len);
    ptrdiff_t end = to ? str_find(rest, str_of(to)) : (ptrdiff_t)rest.len;
    if (end < 0)
        fail_msg("no '%s' after '%s' in:\n%.*s", to, from, STR_ARG(text));
    return str_slice(rest, 0, (size_t)end);
}

static void test_no_change_is_one_line(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    made_change(&m, CHANGE_KEEP, "cloud_net.main", 1);
    CHECK_STR(made_text(&m), "prod: no changes (1 resource, 2.1 s)\n");
    m.plan->env = STR("blue");
    m.plan->simulated = true;
    *VEC_PUSH(&m.plan->warnings, m.arena) = STR("a pin is old");
    CHECK_STR(made_text(&m), "prod (env blue): no changes, SIMULATED (1 resource, 2.1 s)\n\nwarning: a pin is old\n");
    made_done(&m);
}

static void test_an_update_shows_what_differs_and_where(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    made_change(&m, CHANGE_KEEP, "cloud_net.main", 1);
    struct change *c = made_change(&m, CHANGE_UPDATE, "cloud_net.other", 3);
    made_attr(&m, c, "dns", value_bool(false), value_bool(true));
    made_attr(&m, c, "tags[team]", VALUE_NONE, value_cstr("ml"));
    made_attr(&m, c, "tags[Name]", value_cstr("a b"), value_cstr("c"));
    made_attr(&m, c, "tags[owner]", value_cstr("bob"), VALUE_NONE);
    made_attr(&m, c, "rules[10.0.0.0/8]", VALUE_NONE, value_cstr("10.0.0.0/8"));
    made_attr(&m, c, "policy.Statement[1].Action", value_cstr("s3:*"), value_cstr("s3:Get*"));
    made_attr(&m, c, "name", value_cstr("x"), VALUE_NONE)->released = true;
    made_cause(&m, c, CAUSE_CONFIG, "the stack says so", 4);
    m.plan->critical_path_ms = 540000;
    CHECK_STR(made_text(&m), "prod · 2 resources · state #41 (refreshed 2.1 s, 38 API calls)\n"
                             "\n"
                             "compute        2\n"
                             "  ~ cloud_net.other  stack.lua:4\n"
                             "      dns  false → true\n"
                             "      tags  + team=ml   Name \"a b\" → c   - owner\n"
                             "      rules  + 10.0.0.0/8\n"
                             "      policy.Statement[1].Action  s3:* → s3:Get*\n"
                             "      name  - x   no longer managed\n"
                             "\n"
                             "Plan  ~1   1 unchanged\n"
                             "      about 9 min\n" FOOTER_KEY);
    made_done(&m);
}

static void test_danger_comes_first_and_is_never_cut(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *r = made_replace(&m, "app/cloud_store.logs", 12);
    made_attr(&m, r, "tags[a]", value_cstr("x"), value_cstr("y"));
    made_attr(&m, r, "cidr", value_cstr("10.0.0.0/16"), value_cstr("10.1.0.0/16"))->replaces = true;
    made_cause(&m, r, CAUSE_CONFIG, "the stack says so", 13);
    m.plan->changes.items[r->pair].notes = NOTE_DATA_AT_RISK;
    r->estimate_ms = 240000;
    made_cause(&m, made_change(&m, CHANGE_DELETE, "app/cloud_host.old", 20), CAUSE_REMOVED, "no longer declared", 20);
    m.options.width = 40;
    CHECK_STR(part(made_text(&m), "\nDANGER", "\nPlan"),
              "\nDANGER  1 replace with data at risk · 1 destroy\n"
              "  -/+ app/cloud_store.logs  its data is lost; ~4 min down   stack.lua:13\n"
              "      cidr  10.0.0.0/16 → 10.1.0.0/16   replaces\n"
              "  -   app/cloud_host.old    stack.lua:20\n"
              "      because no longer declared   stack.lua:20\n"
              "\n"
              "app            2\n"
              "  -/+ app/cloud_store.logs  see DANGER\n"
              "  -   app/cloud_host.old    see DANGER\n");
    made_done(&m);
}

static void test_a_denied_change_says_why_and_cannot_be_applied(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *c = made_change(&m, CHANGE_DELETE, "cloud_net.main", 1);
    struct err *err = made_note(&m, c, NOTE_DENIED, ERR_DENIED, "cloud_net.main would be destroyed, and prevent_destroy forbids it");
    (void)err_hint(err, "take it out first");
    CHECK_STR(part(made_text(&m), "\nDANGER", NULL), "\nDANGER  1 destroy · 1 denied\n"
                                                    "  - cloud_net.main  stack.lua:1\n"
                                                    "      DENIED: would be destroyed, and prevent_destroy forbids it\n"
                                                    "      hint: take it out first\n"
                                                    "\n"
                                                    "compute        1\n"
                                                    "  - cloud_net.main  see DANGER\n"
                                                    "\n"
                                                    "Plan  -1   0 unchanged\n"
                                                    "      1 denied: this plan cannot be applied (exit 3)\n");
    made_done(&m);
}

static void test_what_is_unknown_is_shown_by_its_origin(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *h = made_change(&m, CHANGE_CREATE, "cloud_host.web", 9);
    struct value both = made_list(&m, made_ref(&m, "cloud_net.private-a", "id"), made_ref(&m, "cloud_net.private-b", "id"));
    h->planned = value_map_of(m.arena, "size", value_cstr("large"), "net_ids", both, "net_id", made_ref(&m, "cloud_net.main", "id"), "count",
                              value_int(3), "labels", value_list(m.arena, NULL, 0), "disk", value_map_of(m.arena, "size", value_int(1), NULL), NULL);
    struct change *u = made_change(&m, CHANGE_UPDATE, "cloud_host.db", 12);
    made_attr(&m, u, "net_id", value_cstr("net-1"), made_ref(&m, "cloud_net.main", "id"));
    made_cause(&m, u, CAUSE_REPLACED, "cloud_net.main is replaced", 1);
    made_cause(&m, u, CAUSE_REPLACED, "cloud_net.root is replaced", 2);
    struct str text = made_text(&m);
    CHECK(str_find(text, STR("known after")) < 0);
    CHECK_STR(part(text, "compute", "\nPlan"), "compute        2\n"
                                               "  + cloud_host.web  large · count 3 · +1 attribute\n"
                                               "      net_id ← cloud_net.main.id    net_ids ← cloud_net.private-{a,b}.id\n"
                                               "  ~ cloud_host.db   stack.lua:12\n"
                                               "      because cloud_net.main is replaced   stack.lua:1\n"
                                               "      net_id  net-1 ← cloud_net.main.id\n");
    made_done(&m);
}

static void test_equal_changes_are_folded(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    static const char *const names[] = { "cloud_net.private-a", "cloud_net.private-b", "cloud_net.public-a" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct change *c = made_change(&m, CHANGE_UPDATE, names[i], 3);
        made_attr(&m, c, "dns", value_bool(false), value_bool(i < 2));
    }
    CHECK_STR(part(made_text(&m), "compute", "\nPlan"), "compute        3\n"
                                                        "  ~ cloud_net.private-{a,b} × 2  stack.lua:3\n"
                                                        "      dns  false → true\n"
                                                        "  ~ cloud_net.public-a           stack.lua:3\n"
                                                        "      dns  false → false\n");
    m.options.verbose = true;
    CHECK(str_find(made_text(&m), STR("~ cloud_net.private-b")) > 0);
    made_done(&m);
}

static void test_many_changes_of_one_resource_are_cut_but_for_verbose(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *c = made_change(&m, CHANGE_UPDATE, "cloud_host.a", 3);
    for (int i = 0; i < 12; i++)
        made_attr(&m, c, arena_printf(m.arena, "labels[%d]", i + 1).ptr, value_int(i), value_int(i + 1));
    CHECK(str_find(made_text(&m), STR("      labels[8]  7 → 8\n      +4 more (-v shows all)\n")) > 0);
    m.options.verbose = true;
    CHECK(str_find(made_text(&m), STR("      labels[12]  11 → 12\n")) > 0);
    made_done(&m);
}

static void test_drift_has_its_own_section(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *d = made_change(&m, CHANGE_UPDATE, "cloud_net.alb", 22);
    made_attr(&m, d, "rules[203.0.113.7/32]", value_cstr("203.0.113.7/32"), VALUE_NONE)->drift = true;
    struct change *both = made_change(&m, CHANGE_UPDATE, "cloud_net.both", 23);
    made_attr(&m, both, "dns", value_bool(false), value_bool(true))->drift = true;
    made_attr(&m, both, "name", value_cstr("a"), value_cstr("b"));
    struct change *gone = made_change(&m, CHANGE_CREATE, "cloud_net.gone", 24);
    gone->gone = true;
    made_cause(&m, gone, CAUSE_GONE, "it vanished outside", 24);
    CHECK_STR(part(made_text(&m), "compute", "\nPlan"), "compute        3\n"
                                                        "  ~ cloud_net.both  stack.lua:23\n"
                                                        "      name  a → b\n"
                                                        "  + cloud_net.gone\n"
                                                        "      because it vanished outside   stack.lua:24\n"
                                                        "\n"
                                                        "drift          3   not caused by this change\n"
                                                        "  ! cloud_net.alb   will be put back   stack.lua:22\n"
                                                        "      rules  - 203.0.113.7/32\n"
                                                        "  ! cloud_net.both  will be put back   stack.lua:23\n"
                                                        "      dns  false → true\n"
                                                        "  ! cloud_net.gone  vanished outside   will be created again   stack.lua:24\n");
    made_done(&m);
}

static void test_an_interrupted_run_is_settled_first(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    m.plan->unfinished_run = 17;
    struct change *a = made_change(&m, CHANGE_ADOPT, "cloud_host.half", 21);
    a->id = STR("i-123");
    made_cause(&m, a, CAUSE_SETTLE, "run 17 began it and was interrupted", 21);
    (void)made_change(&m, CHANGE_REISSUE, "cloud_host.lost", 22);
    (void)made_change(&m, CHANGE_DROP, "cloud_host.never", 23);
    CHECK_STR(part(made_text(&m), "\nunfinished", "\n\nPlan"),
              "\nunfinished     3   run 17 was interrupted; this apply settles it first\n"
              "  > cloud_host.half   adopt  i-123   exists: the work goes on   stack.lua:21\n"
              "      because run 17 began it and was interrupted   stack.lua:21\n"
              "  > cloud_host.lost   reissue   does not exist: sent again under its own mark   stack.lua:22\n"
              "  > cloud_host.never  drop   does not exist: the record is closed   stack.lua:23");
    made_done(&m);
}

static void test_rows_that_could_not_be_read_keep_their_error(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    for (int i = 0; i < 3; i++) {
        struct change *c = made_change(&m, CHANGE_KEEP, i == 0 ? "cloud_net.a" : i == 1 ? "cloud_net.b" : "cloud_host.c", 3);
        struct err *err = made_note(&m, c, NOTE_UNREAD, ERR_REMOTE, i < 2 ? "reading nets: refused" : "reading hosts: refused");
        (void)snprintf(err->request_id, sizeof err->request_id, "%s", "r-1");
    }
    CHECK_STR(part(made_text(&m), "\nunread", "\nPlan"), "\nunread         3   could not be read: nothing is planned for these\n"
                                                         "  ? cloud_net.{a,b} × 2  stack.lua:3\n"
                                                         "      reading nets: refused   request r-1\n"
                                                         "  ? cloud_host.c         stack.lua:3\n"
                                                         "      reading hosts: refused   request r-1\n");
    made_done(&m);
}

static void test_other_actions_are_said_in_words(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    made_change(&m, CHANGE_MOVE, "cloud_net.new", 1)->moved_from = STR("cloud_net.old");
    made_change(&m, CHANGE_IMPORT, "cloud_net.found", 2)->import_id = STR("net-7");
    made_change(&m, CHANGE_FORGET, "cloud_net.left", 3)->id = STR("net-8");
    (void)made_change(&m, CHANGE_MARKS, "cloud_net.marked", 4);
    (void)made_change(&m, CHANGE_READ, "cloud_net.later", 5);
    struct change *first = made_replace(&m, "cloud_net.first", 6);
    first->create_before_destroy = true;
    made_change(&m, CHANGE_DELETE, "cloud_net.away", 7)->gone = true;
    CHECK_STR(part(made_text(&m), "compute", NULL), "compute        7\n"
                                                    "  =   cloud_net.new     move  from cloud_net.old   stack.lua:1\n"
                                                    "  =   cloud_net.found   import  net-7   stack.lua:2\n"
                                                    "  =   cloud_net.left    forget: the object stays  net-8   stack.lua:3\n"
                                                    "  =   cloud_net.marked  its marks are brought up to date   stack.lua:4\n"
                                                    "  <   cloud_net.later   read during apply   stack.lua:5\n"
                                                    "  +/- cloud_net.first   the new one first   stack.lua:6\n"
                                                    "  -   cloud_net.away    already gone: only its row goes   stack.lua:7\n"
                                                    "\n"
                                                    "Plan  -/+1  -1  1 import  1 move  1 forget  1 marks   1 unchanged\n" FOOTER_KEY);
    made_done(&m);
}

static void test_the_first_create_is_one_line_a_group(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    m.plan->base_serial = 0;
    m.plan->read_requests = 0;
    for (int i = 0; i < 14; i++)
        (void)made_change(&m, CHANGE_CREATE, arena_printf(m.arena, i < 5 ? "net/cloud_net.n%d" : "app/cloud_host.h%d", i).ptr, 1);
    (void)made_change(&m, CHANGE_CREATE, "net/cloud_store.s", 1);
    CHECK_STR(made_text(&m), "prod · 15 resources in 2 layers · no state yet\n"
                             "\n"
                             "net            + 6  net 5, store 1\n"
                             "app            + 9  host 9\n"
                             "every resource and attribute: infra plan -v\n"
                             "\n"
                             "Plan  +15   0 unchanged\n" FOOTER_KEY);
    m.options.verbose = true;
    CHECK(str_find(made_text(&m), STR("  + app/cloud_host.h13")) > 0);
    made_done(&m);
}

static void test_outputs_are_shown_with_their_change(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    m.plan->outputs.items = ARENA_ARRAY(m.arena, struct output_change, 4);
    m.plan->outputs.count = 4;
    m.plan->outputs.items[0] = (struct output_change){ .name = STR("url"), .before = value_cstr("a.example"), .after = value_cstr("b.example") };
    m.plan->outputs.items[1] = (struct output_change){ .name = STR("net"), .after = made_ref(&m, "cloud_net.main", "id") };
    m.plan->outputs.items[2] = (struct output_change){ .name = STR("gone"), .before = value_int(3) };
    m.plan->outputs.items[3] = (struct output_change){ .name = STR("key"), .before = value_cstr("hunter1"), .after = value_cstr("hunter2"), .sensitive = true };
    CHECK_STR(part(made_text(&m), "\noutputs", "\nPlan"), "\noutputs\n"
                                                          "  ~ url  a.example → b.example\n"
                                                          "  + net  ← cloud_net.main.id\n"
                                                          "  - gone  3\n"
                                                          "  ~ key  •••• (changed)\n");
    made_done(&m);
}

static void test_a_narrow_terminal_cuts_by_columns(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *c = made_change(&m, CHANGE_UPDATE, "cloud_net.a", 3);
    made_attr(&m, c, "name", value_cstr("日本語日本語日本語"), value_cstr("日本語日本語日本語日本語日本語"));
    m.options.width = 40;
    CHECK(str_find(made_text(&m), STR("\n      name  \"日本語日本語日本語\" → \"日…\n")) > 0);
    m.options.unicode = false;
    CHECK(str_find(made_text(&m), STR("\n      name  \"?????????\" -> \"?????????...\n")) > 0);
    made_done(&m);
}

static void test_names_from_a_cloud_cannot_act_on_the_terminal(void **state)
{
    (void)state;
    struct made m = made_plan("prod\x1b[31m");
    struct change *c = made_change(&m, CHANGE_IMPORT, "cloud_net.a", 3);
    c->import_id = STR("net\x1b]0;owned\x07\xc2\x9b\xff");
    m.options.color = true;
    struct str text = made_text(&m);
    CHECK(str_find(text, STR("\x1b]")) < 0 && str_find(text, STR("\x07")) < 0 && str_find(text, STR("\xc2\x9b")) < 0);
    CHECK(str_find(text, STR("prod?[31m")) >= 0 && str_find(text, STR("net?]0;owned???")) > 0);
    made_done(&m);
}

static void test_a_destroy_lists_everything_and_says_so(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    m.plan->destroy = true;
    (void)made_change(&m, CHANGE_DELETE, "cloud_net.a", 1);
    made_change(&m, CHANGE_DELETE, "cloud_store.b", 2)->notes = NOTE_DATA_AT_RISK;
    CHECK_STR(made_text(&m), "prod · destroy · 2 resources in 2 layers · state #41 (refreshed 2.1 s, 38 API calls)\n"
                             "\n"
                             "DANGER  2 destroy\n"
                             "  - cloud_store.b  its data is lost   stack.lua:2\n"
                             "\n"
                             "compute        1\n"
                             "  - cloud_net.a  stack.lua:1\n"
                             "cloud          1\n"
                             "  - cloud_store.b  see DANGER\n"
                             "\n"
                             "Plan  -2   0 unchanged\n"
                             "      infra destroy --digest " MADE_DIGEST "\n");
    made_done(&m);
}

static void test_the_critical_path_is_named(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    uint32_t path[6];
    for (uint32_t i = 0; i < 6; i++) {
        struct change *c = made_change(&m, CHANGE_CREATE, arena_printf(m.arena, "cloud_%s.x%u", i % 2 ? "net" : "host", i).ptr, 1);
        (void)c;
        path[i] = i;
    }
    m.plan->critical_path = path;
    m.plan->critical_path_len = 6;
    m.plan->critical_path_ms = 400000;
    CHECK(str_find(made_text(&m), STR("      about 7 min, critical path: host → net → host → … → host → net\n")) > 0);
    made_done(&m);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_change_is_one_line),
        cmocka_unit_test(test_an_update_shows_what_differs_and_where),
        cmocka_unit_test(test_danger_comes_first_and_is_never_cut),
        cmocka_unit_test(test_a_denied_change_says_why_and_cannot_be_applied),
        cmocka_unit_test(test_what_is_unknown_is_shown_by_its_origin),
        cmocka_unit_test(test_equal_changes_are_folded),
        cmocka_unit_test(test_many_changes_of_one_resource_are_cut_but_for_verbose),
        cmocka_unit_test(test_drift_has_its_own_section),
        cmocka_unit_test(test_an_interrupted_run_is_settled_first),
        cmocka_unit_test(test_rows_that_could_not_be_read_keep_their_error),
        cmocka_unit_test(test_other_actions_are_said_in_words),
        cmocka_unit_test(test_the_first_create_is_one_line_a_group),
        cmocka_unit_test(test_outputs_are_shown_with_their_change),
        cmocka_unit_test(test_a_narrow_terminal_cuts_by_columns),
        cmocka_unit_test(test_names_from_a_cloud_cannot_act_on_the_terminal),
        cmocka_unit_test(test_a_destroy_lists_everything_and_says_so),
        cmocka_unit_test(test_the_critical_path_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
