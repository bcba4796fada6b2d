/*
 * test_plan_text.c - the terminal plan, section by section, as people see it.
 */
#include "plans.h"

static void test_no_change_is_one_line(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    made_change(&m, CHANGE_KEEP, "cloud_net.main", 1);
    print_message("%.*s\n", STR_ARG(made_text(&m)));
    made_done(&m);
}

static void test_demo(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    made_change(&m, CHANGE_KEEP, "net/cloud_net.main", 1);
    struct change *c = made_change(&m, CHANGE_UPDATE, "net/cloud_net.other", 3);
    made_attr(&m, c, "dns", value_bool(false), value_bool(true));
    made_attr(&m, c, "tags[team]", VALUE_NONE, value_cstr("ml"));
    made_attr(&m, c, "tags[owner]", value_cstr("bob"), VALUE_NONE);
    made_cause(&m, c, CAUSE_CONFIG, "the stack says so", 4);
    for (int i = 0; i < 2; i++) {
        struct change *n = made_change(&m, CHANGE_CREATE, i ? "net/cloud_net.private-b" : "net/cloud_net.private-a", 7);
        n->planned = value_map_of(m.arena, "cidr", value_cstr("10.0.0.0/16"), "dns", value_bool(true), "policy", made_ref(&m, "cloud_store.x", "arn"), NULL);
    }
    struct change *h = made_change(&m, CHANGE_CREATE, "app/cloud_host.web", 9);
    h->planned = value_map_of(m.arena, "size", value_cstr("large"), "net_ids",
                              made_list(&m, made_ref(&m, "cloud_net.private-a", "id"), made_ref(&m, "cloud_net.private-b", "id")),
                              "password", value_cstr("hunter2"), "count", value_int(3), NULL);
    struct change *r = made_replace(&m, "app/cloud_store.logs", 12);
    made_attr(&m, r, "cidr", value_cstr("10.0.0.0/16"), value_cstr("10.1.0.0/16"))->replaces = true;
    made_attr(&m, r, "tags[a]", value_cstr("x"), value_cstr("y"));
    made_cause(&m, r, CAUSE_CONFIG, "the stack says so", 13);
    m.plan->changes.items[r->pair].notes = NOTE_DATA_AT_RISK;
    r->estimate_ms = 240000;
    struct change *d = made_change(&m, CHANGE_DELETE, "app/cloud_host.old", 20);
    made_cause(&m, d, CAUSE_REMOVED, "no longer declared", 20);
    struct change *s = made_change(&m, CHANGE_ADOPT, "app/cloud_host.half", 21);
    s->id = STR("i-123");
    made_cause(&m, s, CAUSE_SETTLE, "run 17 began it and was interrupted", 21);
    struct change *dr = made_change(&m, CHANGE_UPDATE, "net/cloud_net.alb", 22);
    made_attr(&m, dr, "rules[203.0.113.7/32]", value_cstr("203.0.113.7/32"), VALUE_NONE)->drift = true;
    struct change *u = made_change(&m, CHANGE_KEEP, "net/cloud_net.far", 22);
    u->notes = NOTE_UNREAD;
    struct err *unread = ARENA_NEW(m.arena, struct err);
    FAIL(unread, ERR_REMOTE, "cannot read: throttled");
    u->note_err = unread;
    m.plan->critical_path_ms = 540000;
    *VEC_PUSH(&m.plan->warnings, m.arena) = STR("two things look odd");
    print_message("%.*s\n", STR_ARG(made_text(&m)));
    m.options.width = 70; m.options.unicode = false;
    print_message("%.*s\n", STR_ARG(made_text(&m)));
    m.options.width = 0; m.options.unicode = true; m.options.verbose = true;
    print_message("%.*s\n", STR_ARG(made_text(&m)));
    made_done(&m);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_change_is_one_line),
        cmocka_unit_test(test_demo),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
