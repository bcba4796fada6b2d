/*
 * test_canary.c - secrets planted in every place where a plan can hold one; no renderer's output may have them.
 *
 * The word CANARY stands in values that are sensitive by mark, by their row, as a part of a list, a map, a document, inside an
 * expression, in inputs, outputs and drift. What may be seen is checked too, so that the test cannot pass by showing nothing.
 */
#include "tests/unit/engine_render/plans.h"

#include "engine/lang/config.h"

#include <stdlib.h>
#include <unistd.h>

static struct value secret(const char *text)
{
    return value_mark_sensitive(value_cstr(text));
}

/* A text joined of a secret and a reference: what `"CANARY" .. ref` under a sensitive row is. */
static struct value joined(struct made *m, bool sensitive)
{
    struct value args[] = { sensitive ? secret("CANARY-joined") : value_cstr("CANARY-joined"), made_ref(m, "cloud_net.main", "id") };
    struct value v;
    struct err err = { 0 };
    if (!expr_call(m->arena, STR("concat"), args, 2, (struct pos){ 0 }, &v, &err))
        fail_msg("%s", err.message);
    return v;
}

static struct value attributes(struct made *m, const char *salt)
{
    struct arena *a = m->arena;
    struct str text = arena_printf(a, "CANARY-%s", salt);
    struct value items[] = { value_cstr("open"), value_mark_sensitive(value_str(text)) };
    struct value list = value_list(a, items, 2);
    return value_map_of(a, "size", value_cstr("visible-size"),
                        "password", value_str(text),                                          /* by its row */
                        "net_id", value_mark_sensitive(value_str(text)),                      /* by its mark */
                        "labels", list,                                                       /* one item */
                        "net_ids", value_mark_sensitive(value_list(a, (struct value[]){ value_str(text) }, 1)), /* as a whole */
                        "disk", value_map_of(a, "size", value_int(1), "key", value_str(text), NULL),           /* a field of a block */
                        "policy", value_map_of(a, "Statement", value_map_of(a, "Secret", value_mark_sensitive(value_str(text)), NULL), NULL), NULL);
}

static void plant(struct made *m, enum change_action action, const char *address)
{
    struct change *c = made_change(m, action, address, 3);
    struct value before = attributes(m, "before"), after = attributes(m, "after");
    struct object *row = ARENA_NEW(m->arena, struct object);
    *row = (struct object){ .address = c->address, .uid = STR("u"), .observed = before, .applied = before };
    if (action != CHANGE_CREATE)
        c->object = row;
    c->applied = c->live = before;
    c->planned = value_with(m->arena, after, "password", joined(m, false)); /* hidden by its row only */
    c->computed = value_map_of(m->arena, "address", secret("CANARY-computed"), NULL);
    if (action == CHANGE_CREATE)
        return;
    made_attr(m, c, "size", value_cstr("old-size"), value_cstr("visible-size"));
    made_attr(m, c, "password", value_cstr("CANARY-1"), value_cstr("CANARY-2"));
    made_attr(m, c, "password", value_cstr("CANARY-1"), joined(m, false));
    made_attr(m, c, "net_id", secret("CANARY-3"), secret("CANARY-4"));
    made_attr(m, c, "net_id", value_cstr("was-open"), secret("CANARY-4"));
    made_attr(m, c, "net_id", secret("CANARY-3"), joined(m, true));
    made_attr(m, c, "net_id", secret("CANARY-3"), VALUE_NONE);
    made_attr(m, c, "labels[1]", VALUE_NONE, secret("CANARY-5"));
    made_attr(m, c, "disk.key", value_mark_sensitive(value_cstr("CANARY-6")), value_mark_sensitive(value_cstr("CANARY-7")))->drift = true;
}

static struct made planted(void)
{
    struct made m = made_plan("prod");
    plant(&m, CHANGE_UPDATE, "cloud_host.update");
    plant(&m, CHANGE_CREATE, "cloud_host.create");
    plant(&m, CHANGE_DELETE, "cloud_host.delete");
    plant(&m, CHANGE_KEEP, "cloud_host.keep");
    plant(&m, CHANGE_IMPORT, "cloud_host.import");
    plant(&m, CHANGE_ADOPT, "cloud_host.adopt");
    plant(&m, CHANGE_UPDATE, "cloud_host.create_half");
    plant(&m, CHANGE_DELETE, "cloud_host.create_half");
    struct change *half = &m.plan->changes.items[m.plan->changes.count - 2];
    half->action = CHANGE_CREATE;
    half->pair = (int32_t)m.plan->changes.count - 1;
    half[1].pair = (int32_t)m.plan->changes.count - 2;
    half[1].notes = NOTE_DATA_AT_RISK;
    struct config_resource *resource = ARENA_NEW(m.arena, struct config_resource);
    *resource = (struct config_resource){ .address = m.plan->changes.items[0].address, .type = &made_host, .args = m.plan->changes.items[0].planned };
    m.plan->changes.items[0].config = resource;
    struct config *config = ARENA_NEW(m.arena, struct config);
    m.plan->config = config;
    *VEC_PUSH(&config->inputs, m.arena) = (struct config_input){ .name = STR("declared"), .value = value_cstr("CANARY-input"),
                                                                 .fallback = value_cstr("CANARY-default"), .sensitive = true };
    *VEC_PUSH(&config->inputs, m.arena) = (struct config_input){ .name = STR("marked"), .value = secret("CANARY-input") };
    *VEC_PUSH(&config->outputs, m.arena) = (struct config_output){ .name = STR("declared"), .value = value_cstr("CANARY-output"), .sensitive = true };
    *VEC_PUSH(&config->outputs, m.arena) = (struct config_output){ .name = STR("marked"), .value = joined(&m, true) };
    *VEC_PUSH(&m.plan->outputs, m.arena) = (struct output_change){ .name = STR("declared"), .before = value_cstr("CANARY-output"),
                                                                   .after = value_cstr("CANARY-output2"), .sensitive = true };
    *VEC_PUSH(&m.plan->outputs, m.arena) = (struct output_change){ .name = STR("marked"), .before = secret("CANARY-output"), .after = joined(&m, true) };
    *VEC_PUSH(&m.plan->outputs, m.arena) = (struct output_change){ .name = STR("held"), .before = value_cstr("CANARY-output"), .after = joined(&m, false),
                                                                   .sensitive = true };
    *VEC_PUSH(&m.plan->outputs, m.arena) = (struct output_change){ .name = STR("list"),
        .after = value_list(m.arena, (struct value[]){ value_cstr("open"), secret("CANARY-item") }, 2) };
    *VEC_PUSH(&m.plan->outputs, m.arena) = (struct output_change){ .name = STR("away"), .before = value_cstr("CANARY-output"), .sensitive = true };
    made_seal(&m);
    return m;
}

static void check_clean(struct buf *out, const char *visible, const char *what)
{
    ptrdiff_t leak = str_find(buf_str(out), STR("CANARY"));
    if (leak >= 0)
        fail_msg("%s leaks: ...%.*s", what, 200, out->ptr + (leak > 100 ? leak - 100 : 0));
    if (str_find(buf_str(out), str_of(visible)) < 0)
        fail_msg("%s does not show '%s'", what, visible);
    buf_truncate(out, 0);
}

static void test_text_hides_secrets(void **state)
{
    (void)state;
    struct made m = planted();
    for (int i = 0; i < 4; i++) {
        struct render_options options = { .unicode = i & 1, .color = i & 1, .verbose = i & 2, .width = i ? 0 : 100 };
        render_plan(&m.out, m.plan, &options);
        check_clean(&m.out, "visible-size", i & 2 ? "render_plan -v" : "render_plan");
    }
    made_done(&m);
}

static void test_json_hides_secrets(void **state)
{
    (void)state;
    struct made m = planted();
    struct err err = { 0 };
    CHECK(render_plan_json(&m.out, m.plan, &err));
    check_clean(&m.out, "visible-size", "render_plan_json");
    CHECK(render_plan_summary_json(&m.out, m.plan, &err));
    check_clean(&m.out, "visible-size", "render_plan_summary_json");
    made_done(&m);
}

static void test_graphs_and_progress_hide_secrets(void **state)
{
    (void)state;
    struct made m = planted();
    render_graph_dot(&m.out, m.plan);
    check_clean(&m.out, "cloud_host.update", "render_graph_dot");
    render_graph_mermaid(&m.out, m.plan);
    check_clean(&m.out, "cloud_host.update", "render_graph_mermaid");
    for (int tty = 0; tty < 2; tty++) {
        char path[] = "/tmp/infra-canary-XXXXXX", text[16384];
        int fd = mkstemp(path);
        assert_true(fd >= 0);
        (void)unlink(path);
        struct progress *p = progress_new(fd, tty, &(struct render_options){ .unicode = true, .width = 100 });
        static const enum apply_event_kind kinds[] = { EVENT_RUN_BEGIN, EVENT_STEP_BEGIN, EVENT_TICK, EVENT_STEP_DONE, EVENT_TICK, EVENT_RUN_END };
        for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
            struct apply_event e = { .kind = kinds[i], .plan = m.plan, .total = 1 };
            progress_event(p, &e);
            render_event_json(&m.out, &e);
        }
        progress_free(p);
        ssize_t n = pread(fd, text, sizeof text, 0);
        assert_true(n > 0);
        check_clean(&m.out, "cloud_host.update", "render_event_json");
        buf_add(&m.out, text, (size_t)n);
        check_clean(&m.out, "cloud_host.update", "progress");
        (void)close(fd);
    }
    made_done(&m);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_hides_secrets),
        cmocka_unit_test(test_json_hides_secrets),
        cmocka_unit_test(test_graphs_and_progress_hide_secrets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
