/*
 * test_graph.c - DOT and Mermaid of a plan; findings and events as JSON.
 */
#include "tests/unit/engine_render/plans.h"

#include <stdio.h>

static void link_up(struct made *m, uint32_t from, uint32_t to)
{
    struct change *c = &m->plan->changes.items[from];
    uint32_t *refs = ARENA_ARRAY(m->arena, uint32_t, c->ref_count + 1);
    if (c->ref_count)
        memcpy(refs, c->refs, c->ref_count * sizeof *refs);
    refs[c->ref_count++] = to;
    c->refs = refs;
}

static struct made two_groups(void)
{
    struct made m = made_plan("prod");
    (void)made_change(&m, CHANGE_KEEP, "cloud_net.main", 1);
    (void)made_change(&m, CHANGE_CREATE, "app/cloud_host.\"web\"", 2);
    (void)made_replace(&m, "app/cloud_store.logs", 3);
    link_up(&m, 1, 0);
    link_up(&m, 1, 3); /* the delete half stands for the pair */
    return m;
}

static void test_dot_groups_by_scope_and_escapes(void **state)
{
    (void)state;
    struct made m = two_groups();
    render_graph_dot(&m.out, m.plan);
    CHECK_STR(buf_str(&m.out), "digraph infra {\n"
                               "    rankdir=LR;\n"
                               "    node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];\n"
                               "    n0 [label=\"cloud_net.main\", fillcolor=\"#eeeeee\"];\n"
                               "    subgraph cluster_0 {\n"
                               "        label=\"app\";\n"
                               "        n1 [label=\"app/cloud_host.\\\"web\\\"\\n+ create\", fillcolor=\"#c8e6c9\"];\n"
                               "        n2 [label=\"app/cloud_store.logs\\n-/+ replace\", fillcolor=\"#f8c9a0\"];\n"
                               "    }\n"
                               "    n1 -> n0;\n"
                               "    n1 -> n2;\n"
                               "}\n");
    made_done(&m);
}

static void test_mermaid_says_the_same(void **state)
{
    (void)state;
    struct made m = two_groups();
    render_graph_mermaid(&m.out, m.plan);
    struct str text = buf_str(&m.out);
    CHECK(str_starts(text, STR("flowchart LR\n"
                               "    n0[\"cloud_net.main\"]:::keep\n"
                               "    subgraph s0[\"app\"]\n"
                               "        n1[\"app/cloud_host.#34;web#34;<br/>+ create\"]:::create\n"
                               "        n2[\"app/cloud_store.logs<br/>-/+ replace\"]:::replace\n"
                               "    end\n"
                               "    n1 --> n0\n"
                               "    n1 --> n2\n")));
    made_done(&m);
}

static void test_an_empty_plan_is_an_empty_graph(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    render_graph_dot(&m.out, m.plan);
    CHECK(str_ends(buf_str(&m.out), STR("fontname=\"sans-serif\"];\n}\n")));
    made_done(&m);
}

static void test_findings_as_json(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    struct diag *d = diag_add(&diags, DIAG_ERROR, "E0107", (struct pos){ STR("stack.lua"), 5, 5, 18 }, "no attribute \xff");
    d->label = STR("unknown attribute");
    d->hint = STR("did you mean x?");
    d->trail = (struct pos[]){ { STR("m.lua"), 14, 0, 0 } };
    d->trail_labels = (struct str[]){ STR("in function f") };
    d->trail_count = 1;
    (void)diag_add(&diags, DIAG_WARNING, NULL, (struct pos){ 0 }, "odd");
    struct buf out = { 0 };
    render_diags_json(&out, &diags);
    CHECK_STR(buf_str(&out),
              "{\"diagnostics\":[{\"detail\":\"unknown attribute; did you mean x?\",\"infra\":{\"called_from\":[{\"file\":\"m.lua\",\"label\":"
              "\"in function f\",\"line\":14}],\"code\":\"E0107\",\"hint\":\"did you mean x?\"},\"range\":{\"end\":{\"column\":18,\"line\":5},"
              "\"filename\":\"stack.lua\",\"start\":{\"column\":5,\"line\":5}},\"severity\":\"error\",\"summary\":\"no attribute ?\"},"
              "{\"detail\":\"\",\"infra\":{},\"severity\":\"warning\",\"summary\":\"odd\"}],"
              "\"error_count\":1,\"format_version\":\"1.0\",\"valid\":false,\"warning_count\":1}\n");
    buf_done(&out);
    arena_done(&arena);
}

static void test_events_as_json_lines(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    (void)made_change(&m, CHANGE_CREATE, "cloud_net.a", 3);
    made_seal(&m);
    struct err err = { 0 };
    (void)FAIL(&err, ERR_REMOTE, "no room");
    (void)snprintf(err.request_id, sizeof err.request_id, "%s", "4f0e");
    struct apply_event e = { .kind = EVENT_TICK, .plan = m.plan, .total = 1, .run = 7, .elapsed_ms = 1500 };
    render_event_json(&m.out, &e);
    CHECK_STR(buf_str(&m.out), "");
    e.kind = EVENT_STEP_DONE;
    e.done = 1;
    e.text = STR("net-1");
    render_event_json(&m.out, &e);
    e.kind = EVENT_STEP_FAILED;
    e.text = STR_NONE;
    e.err = &err;
    render_event_json(&m.out, &e);
    e.kind = EVENT_STEP_SKIPPED;
    e.err = NULL;
    e.text = STR("cloud_net.b");
    render_event_json(&m.out, &e);
    CHECK_STR(buf_str(&m.out),
              "{\"done\":1,\"failed\":0,\"hook\":{\"action\":\"create\",\"elapsed_ms\":1500,\"id_value\":\"net-1\",\"position\":{\"column\":1,\"file\":"
              "\"stack.lua\",\"line\":3},\"resource\":{\"addr\":\"cloud_net.a\",\"resource_type\":\"cloud_net\"}},\"run\":7,\"skipped\":0,\"total\":1,"
              "\"type\":\"apply_complete\"}\n"
              "{\"done\":1,\"failed\":0,\"hook\":{\"action\":\"create\",\"elapsed_ms\":1500,\"error\":{\"code\":\"remote\",\"message\":\"no room\","
              "\"request_id\":\"4f0e\"},\"position\":{\"column\":1,\"file\":\"stack.lua\",\"line\":3},\"resource\":{\"addr\":\"cloud_net.a\","
              "\"resource_type\":\"cloud_net\"}},\"run\":7,\"skipped\":0,\"total\":1,\"type\":\"apply_errored\"}\n"
              "{\"done\":1,\"failed\":0,\"hook\":{\"action\":\"create\",\"elapsed_ms\":1500,\"needs\":\"cloud_net.b\",\"position\":{\"column\":1,\"file\":"
              "\"stack.lua\",\"line\":3},\"resource\":{\"addr\":\"cloud_net.a\",\"resource_type\":\"cloud_net\"}},\"run\":7,\"skipped\":0,\"total\":1,"
              "\"type\":\"apply_skipped\"}\n");
    made_done(&m);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dot_groups_by_scope_and_escapes),
        cmocka_unit_test(test_mermaid_says_the_same),
        cmocka_unit_test(test_an_empty_plan_is_an_empty_graph),
        cmocka_unit_test(test_findings_as_json),
        cmocka_unit_test(test_events_as_json_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
