/*
 * test_plan_json.c - the plan in Terraform's shape, part by part, and the small summary.
 */
#include "tests/unit/engine_render/plans.h"

#include "engine/lang/config.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

DEFINE_DROP(json, json_t *, json_decref)

static json_t *plan_json(struct made *m)
{
    struct err err = { 0 };
    made_seal(m);
    buf_truncate(&m->out, 0);
    if (!render_plan_json(&m->out, m->plan, &err))
        fail_msg("%s", err.message);
    struct str text = buf_str(&m->out);
    assert_true(str_find_char(text, '\n') < 0); /* one consumer rewrites files of more than a line */
    json_error_t error;
    json_t *root = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        fail_msg("%s", error.text);
    return root;
}

/* "resource_changes.0.change.after" */
static json_t *at(json_t *root, const char *path)
{
    struct str rest = str_of(path);
    json_t *v = root;
    while (rest.ptr && v) {
        struct str name = str_split(&rest, '.');
        int64_t index;
        if (json_is_array(v) && str_to_i64(name, &index)) {
            v = json_array_get(v, (size_t)index);
        } else {
            char key[128];
            (void)snprintf(key, sizeof key, "%.*s", STR_ARG(name));
            v = json_object_get(v, key);
        }
    }
    return v;
}

static void check_json(json_t *root, const char *path, const char *want, int line)
{
    json_t *v = at(root, path);
    char *got = v ? json_dumps(v, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY) : NULL;
    if (!got || strcmp(got, want)) {
        print_error("line %d: %s\n got  %s\n want %s\n", line, path, got ? got : "(nothing)", want);
        free(got); /* jansson's */
        fail();
    }
    free(got); /* jansson's */
}
#define CHECK_JSON(root, path, want) check_json((root), (path), (want), __LINE__)

static void test_the_head_is_what_consumers_look_for(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    (void)made_change(&m, CHANGE_KEEP, "cloud_net.main", 1);
    DROP(json) json_t *root = plan_json(&m);
    CHECK_JSON(root, "format_version", "\"1.2\"");
    CHECK_JSON(root, "terraform_version", "\"1.9.8\"");
    CHECK_JSON(root, "errored", "false");
    CHECK_JSON(root, "complete", "true");
    CHECK_JSON(root, "applicable", "false");
    CHECK_JSON(root, "infra.digest", "\"" MADE_DIGEST "00000000000000000000000000000000\"");
    CHECK_JSON(root, "infra.counts.keep", "1");
    CHECK(json_is_object(at(root, "variables")) && json_is_object(at(root, "prior_state.values")) && json_is_array(at(root, "relevant_attributes")));
    made_done(&m);
}

static void test_a_create_says_what_is_unknown(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *c = made_change(&m, CHANGE_CREATE, "cloud_host.web", 9);
    c->planned = value_map_of(m.arena, "size", value_cstr("large"), "net_id", made_ref(&m, "cloud_net.main", "id"), "count", value_int(3), "labels",
                              made_list(&m, value_cstr("a"), made_ref(&m, "cloud_net.main", "name")), "disk",
                              value_map_of(m.arena, "size", value_int(10), "key", value_cstr("hunter2"), NULL), NULL);
    DROP(json) json_t *root = plan_json(&m);
    CHECK_JSON(root, "resource_changes.0.address", "\"cloud_host.web\"");
    CHECK_JSON(root, "resource_changes.0.type", "\"cloud_host\"");
    CHECK_JSON(root, "resource_changes.0.name", "\"web\"");
    CHECK_JSON(root, "resource_changes.0.mode", "\"managed\"");
    CHECK_JSON(root, "resource_changes.0.change.actions", "[\"create\"]");
    CHECK_JSON(root, "resource_changes.0.change.before", "null");
    CHECK_JSON(root, "resource_changes.0.change.after.count", "3");
    CHECK_JSON(root, "resource_changes.0.change.after.labels", "[\"a\",null]");
    CHECK_JSON(root, "resource_changes.0.change.after.disk.0.size", "10");
    CHECK_JSON(root, "resource_changes.0.change.after_unknown", "{\"address\":true,\"id\":true,\"labels\":[false,true],\"net_id\":true}");
    CHECK_JSON(root, "resource_changes.0.change.after_sensitive", "{\"disk\":[{\"key\":true}]}");
    CHECK_JSON(root, "planned_values.root_module.resources.0.values.disk.0.size", "10");
    CHECK_JSON(root, "planned_values.root_module.resources.0.schema_version", "1");
    CHECK_JSON(root, "planned_values.root_module.resources.0.sensitive_values", "{\"disk\":[{\"key\":true}]}");
    CHECK(str_starts(str_of(json_string_value(at(root, "resource_changes.0.change.after.disk.0.key"))), STR("sensitive:")));
    made_done(&m);
}

static void test_configuration_names_attribute_and_resource(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *c = made_change(&m, CHANGE_CREATE, "cloud_host.web", 9);
    struct str needs[] = { STR("cloud_net.other") };
    struct config_resource config = { .address = c->address, .type = c->type, .depends_on = needs, .depends_on_count = 1 };
    config.args = value_map_of(m.arena, "size", value_cstr("large"), "net_id", made_ref(&m, "cloud_net.main", "id"), "password", value_cstr("hunter2"),
                               "disk", value_map_of(m.arena, "size", made_ref(&m, "edge/cloud_net.far", "rules[2]"), NULL), NULL);
    c->config = &config;
    c->planned = config.args;
    DROP(json) json_t *root = plan_json(&m);
    const char *base = "configuration.root_module.resources.0";
    char path[128];
    const struct {
        const char *below, *want;
    } cases[] = {
        { "address", "\"cloud_host.web\"" },
        { "provider_config_key", "\"cloud\"" },
        { "expressions.size", "{\"constant_value\":\"large\"}" },
        { "expressions.net_id", "{\"references\":[\"cloud_net.main.id\",\"cloud_net.main\"]}" },
        { "expressions.password", "{}" },
        { "expressions.disk",
          "[{\"size\":{\"references\":[\"cloud_net.edge/far.rules\",\"cloud_net.edge/far\",\"edge/cloud_net.far\"]}}]" },
        { "depends_on", "[\"cloud_net.other\"]" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        (void)snprintf(path, sizeof path, "%s.%s", base, cases[i].below);
        CHECK_JSON(root, path, cases[i].want);
    }
    CHECK_JSON(root, "configuration.provider_config", "{\"cloud\":{\"full_name\":\"cloud\",\"name\":\"cloud\"}}");
    CHECK_JSON(root, "relevant_attributes", "[{\"attribute\":[\"rules\"],\"resource\":\"edge/cloud_net.far\"},"
                                            "{\"attribute\":[\"id\"],\"resource\":\"cloud_net.main\"}]");
    made_done(&m);
}

static struct object *row_of(struct made *m, struct change *c, struct value live)
{
    struct object *o = ARENA_NEW(m->arena, struct object);
    *o = (struct object){ .address = c->address, .uid = STR("u-1"), .observed = live };
    c->object = o;
    c->live = c->applied = live;
    return o;
}

static void test_a_replace_is_one_change_with_two_actions(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *c = made_replace(&m, "net/cloud_net.main", 3);
    (void)row_of(&m, c, value_map_of(m.arena, "cidr", value_cstr("10.0.0.0/16"), "id", value_cstr("net-1"), NULL));
    c->planned = value_map_of(m.arena, "cidr", value_cstr("10.1.0.0/16"), NULL);
    made_attr(&m, c, "cidr", value_cstr("10.0.0.0/16"), value_cstr("10.1.0.0/16"))->replaces = true;
    made_attr(&m, c, "rules[2]", VALUE_NONE, value_cstr("x"))->replaces = true;
    struct cause *why = made_cause(&m, c, CAUSE_CONFIG, "the stack says so", 4);
    why->path = c->attrs[0].path;
    {
        DROP(json) json_t *root = plan_json(&m);
        CHECK_INT(json_array_size(at(root, "resource_changes")), 1);
        CHECK_JSON(root, "resource_changes.0.change.actions", "[\"delete\",\"create\"]");
        CHECK_JSON(root, "resource_changes.0.change.before", "{\"cidr\":\"10.0.0.0/16\",\"id\":\"net-1\"}");
        CHECK_JSON(root, "resource_changes.0.change.after", "{\"cidr\":\"10.1.0.0/16\"}");
        CHECK_JSON(root, "resource_changes.0.change.after_unknown", "{\"id\":true}");
        CHECK_JSON(root, "resource_changes.0.change.replace_paths", "[[\"cidr\"],[\"rules\",1]]");
        CHECK_JSON(root, "resource_changes.0.action_reason", "\"replace_because_cannot_update\"");
        CHECK_JSON(root, "resource_changes.0.name", "\"net/main\"");
        CHECK_JSON(root, "resource_changes.0.infra.action", "\"replace\"");
        CHECK_JSON(root, "resource_changes.0.infra.causes", "[{\"kind\":\"config\",\"path\":\"cidr\",\"position\":{\"file\":\"stack.lua\",\"line\":4},"
                                                            "\"text\":\"the stack says so\"}]");
        CHECK_JSON(root, "prior_state.values.root_module.resources.0.values.id", "\"net-1\"");
    }
    c->create_before_destroy = true;
    why->kind = CAUSE_ASKED;
    DROP(json) json_t *root = plan_json(&m);
    CHECK_JSON(root, "resource_changes.0.change.actions", "[\"create\",\"delete\"]");
    CHECK_JSON(root, "resource_changes.0.action_reason", "\"replace_by_request\"");
    made_done(&m);
}

static void test_an_update_keeps_what_it_does_not_touch(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *c = made_change(&m, CHANGE_UPDATE, "cloud_net.main", 3);
    struct value doc = value_map_of(m.arena, "Version", value_cstr("2012-10-17"), NULL);
    (void)row_of(&m, c, value_map_of(m.arena, "cidr", value_cstr("10.0.0.0/16"), "dns", value_bool(false), "id", value_cstr("net-1"), "name",
                                     value_cstr("old"), "policy", doc, NULL));
    c->planned = value_map_of(m.arena, "cidr", value_cstr("10.0.0.0/16"), "dns", value_bool(true), "policy", doc, NULL);
    made_attr(&m, c, "dns", value_bool(false), value_bool(true))->drift = true;
    made_attr(&m, c, "name", value_cstr("old"), VALUE_NONE);
    DROP(json) json_t *root = plan_json(&m);
    CHECK_JSON(root, "resource_changes.0.change.actions", "[\"update\"]");
    CHECK_JSON(root, "resource_changes.0.change.after",
               "{\"cidr\":\"10.0.0.0/16\",\"dns\":true,\"id\":\"net-1\",\"policy\":\"{\\\"Version\\\":\\\"2012-10-17\\\"}\"}");
    CHECK_JSON(root, "resource_changes.0.change.after_unknown", "{}");
    CHECK_JSON(root, "resource_drift.0.address", "\"cloud_net.main\"");
    made_done(&m);
}

static void test_every_action_has_terraforms_word(void **state)
{
    (void)state;
    static const struct {
        enum change_action action;
        const char *want;
    } cases[] = {
        { CHANGE_KEEP, "[\"no-op\"]" },    { CHANGE_CREATE, "[\"create\"]" },  { CHANGE_UPDATE, "[\"update\"]" }, { CHANGE_DELETE, "[\"delete\"]" },
        { CHANGE_READ, "[\"read\"]" },     { CHANGE_FORGET, "[\"forget\"]" },  { CHANGE_IMPORT, "[\"no-op\"]" },  { CHANGE_MOVE, "[\"no-op\"]" },
        { CHANGE_ADOPT, "[\"update\"]" },  { CHANGE_REISSUE, "[\"create\"]" }, { CHANGE_DROP, "[\"forget\"]" },   { CHANGE_MARKS, "[\"update\"]" },
    };
    _Static_assert(ARRAY_LEN(cases) == CHANGE_ACTION_COUNT, "each action once");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct made m = made_plan("prod");
        (void)made_change(&m, cases[i].action, "cloud_net.main", 3);
        {
            DROP(json) json_t *root = plan_json(&m);
            CHECK_JSON(root, "resource_changes.0.change.actions", cases[i].want);
        }
        made_done(&m);
    }
}

static void test_inputs_and_outputs_are_given_but_secrets_are_not(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct config *config = ARENA_NEW(m.arena, struct config);
    m.plan->config = config;
    *VEC_PUSH(&config->inputs, m.arena) = (struct config_input){ .name = STR("region"), .value = value_cstr("here"), .fallback = value_cstr("there") };
    *VEC_PUSH(&config->inputs, m.arena) = (struct config_input){ .name = STR("token"), .value = value_cstr("hunter2"), .fallback = value_cstr("hunter1"),
                                                                 .sensitive = true };
    *VEC_PUSH(&config->outputs, m.arena) = (struct config_output){ .name = STR("id"), .value = made_ref(&m, "cloud_net.main", "id") };
    *VEC_PUSH(&config->outputs, m.arena) = (struct config_output){ .name = STR("key"), .value = value_cstr("hunter3"), .sensitive = true };
    *VEC_PUSH(&m.plan->outputs, m.arena) = (struct output_change){ .name = STR("key"), .before = value_cstr("hunter4"), .after = value_cstr("hunter3"),
                                                                   .sensitive = true };
    DROP(json) json_t *root = plan_json(&m);
    CHECK_JSON(root, "variables.region", "{\"value\":\"here\"}");
    CHECK_JSON(root, "configuration.root_module.variables", "{\"region\":{\"default\":\"there\"},\"token\":{\"sensitive\":true}}");
    CHECK_JSON(root, "planned_values.outputs.id", "{\"sensitive\":false}");
    CHECK_JSON(root, "planned_values.outputs.key.sensitive", "true");
    CHECK_JSON(root, "output_changes.key.actions", "[\"update\"]");
    CHECK_JSON(root, "output_changes.key.after_sensitive", "true");
    CHECK_JSON(root, "configuration.root_module.outputs.id.expression", "{\"references\":[\"cloud_net.main.id\",\"cloud_net.main\"]}");
    CHECK(str_find(buf_str(&m.out), STR("hunter")) < 0);
    CHECK(json_string_value(at(root, "output_changes.key.before")) && json_string_value(at(root, "variables.token.value")));
    CHECK(!json_equal(at(root, "output_changes.key.before"), at(root, "output_changes.key.after")));
    made_done(&m);
}

static void test_a_sensitive_value_that_stays_is_replaced_by_the_same_text(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    struct change *c = made_change(&m, CHANGE_UPDATE, "cloud_host.web", 3);
    (void)row_of(&m, c, value_map_of(m.arena, "size", value_cstr("s"), "password", value_cstr("hunter2"), NULL));
    c->planned = value_map_of(m.arena, "size", value_cstr("m"), "password", value_cstr("hunter2"), NULL);
    {
        DROP(json) json_t *root = plan_json(&m);
        CHECK(json_equal(at(root, "resource_changes.0.change.before.password"), at(root, "resource_changes.0.change.after.password")));
    }
    c->planned = value_map_of(m.arena, "size", value_cstr("m"), "password", value_cstr("hunter3"), NULL);
    DROP(json) json_t *root = plan_json(&m);
    CHECK(!json_equal(at(root, "resource_changes.0.change.before.password"), at(root, "resource_changes.0.change.after.password")));
    made_done(&m);
}

static void test_equal_plans_have_equal_json(void **state)
{
    (void)state;
    struct str texts[2];
    struct made plans[2];
    for (int i = 0; i < 2; i++) {
        plans[i] = made_plan("prod");
        struct change *c = made_change(&plans[i], CHANGE_CREATE, "cloud_host.web", 3);
        c->planned = value_map_of(plans[i].arena, "size", value_float(0.5), "password", value_cstr("x"), NULL);
        json_decref(plan_json(&plans[i]));
        texts[i] = buf_str(&plans[i].out);
    }
    CHECK(str_eq(texts[0], texts[1]));
    CHECK(str_find(texts[0], STR("\"size\":0.5")) > 0);
    made_done(&plans[0]);
    made_done(&plans[1]);
}

static void test_a_full_buffer_is_an_error(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    (void)made_change(&m, CHANGE_CREATE, "cloud_host.web", 3);
    made_seal(&m);
    struct buf small = { .max_bytes = 100 };
    struct err err = { 0 };
    CHECK(!render_plan_json(&small, m.plan, &err));
    CHECK_ERR(&err, ERR_LIMIT, "larger than 100 bytes");
    buf_done(&small);
    small = (struct buf){ .max_bytes = 20 };
    CHECK(!render_plan_summary_json(&small, m.plan, &err));
    buf_done(&small);
    made_done(&m);
}

static void test_the_summary_has_changed_paths_only(void **state)
{
    (void)state;
    struct made m = made_plan("prod");
    (void)made_change(&m, CHANGE_KEEP, "cloud_net.main", 1);
    struct change *c = made_change(&m, CHANGE_UPDATE, "cloud_host.web", 3);
    made_attr(&m, c, "size", value_cstr("s"), value_cstr("m"));
    made_attr(&m, c, "net_id", value_cstr("net-1"), made_ref(&m, "cloud_net.main", "id"))->drift = true;
    made_attr(&m, c, "password", value_cstr("hunter1"), value_cstr("hunter2"));
    made_cause(&m, c, CAUSE_UPSTREAM, "cloud_net.main is changed", 1);
    struct change *r = made_replace(&m, "cloud_store.logs", 7);
    made_attr(&m, r, "cidr", value_int(1), value_int(2))->replaces = true;
    m.plan->changes.items[r->pair].notes = NOTE_DATA_AT_RISK;
    (void)made_change(&m, CHANGE_CREATE, "cloud_net.b", 9);
    made_seal(&m);
    struct err err = { 0 };
    CHECK(render_plan_summary_json(&m.out, m.plan, &err));
    CHECK_STR(buf_str(&m.out),
              "{\"changes\":["
              "{\"action\":\"update\",\"address\":\"cloud_host.web\",\"at\":\"stack.lua:3\",\"because\":[\"cloud_net.main is changed\"],\"paths\":["
              "{\"after\":\"m\",\"before\":\"s\",\"path\":\"size\"},"
              "{\"before\":\"net-1\",\"drift\":true,\"from\":\"cloud_net.main.id\",\"path\":\"net_id\"},"
              "{\"after\":\"(sensitive)\",\"before\":\"(sensitive)\",\"path\":\"password\"}]},"
              "{\"action\":\"replace\",\"address\":\"cloud_store.logs\",\"at\":\"stack.lua:7\",\"data_at_risk\":true,\"paths\":["
              "{\"after\":2,\"before\":1,\"path\":\"cidr\",\"replaces\":true}]},"
              "{\"action\":\"create\",\"address\":\"cloud_net.b\",\"at\":\"stack.lua:9\"}],"
              "\"counts\":{\"create\":1,\"drift\":1,\"keep\":1,\"replace\":1,\"update\":1},"
              "\"digest\":\"" MADE_DIGEST "00000000000000000000000000000000\",\"outputs\":[],\"stack\":\"prod\",\"warnings\":[]}");
    made_done(&m);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_head_is_what_consumers_look_for),
        cmocka_unit_test(test_a_create_says_what_is_unknown),
        cmocka_unit_test(test_configuration_names_attribute_and_resource),
        cmocka_unit_test(test_a_replace_is_one_change_with_two_actions),
        cmocka_unit_test(test_an_update_keeps_what_it_does_not_touch),
        cmocka_unit_test(test_every_action_has_terraforms_word),
        cmocka_unit_test(test_inputs_and_outputs_are_given_but_secrets_are_not),
        cmocka_unit_test(test_a_sensitive_value_that_stays_is_replaced_by_the_same_text),
        cmocka_unit_test(test_equal_plans_have_equal_json),
        cmocka_unit_test(test_a_full_buffer_is_an_error),
        cmocka_unit_test(test_the_summary_has_changed_paths_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
