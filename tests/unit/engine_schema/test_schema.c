/*
 * test_schema.c - rows by name and path, defaults, equality, marks, leaf differences.
 */
#include "engine/schema/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static struct arena memory;

static int empty_memory(void **state)
{
    (void)state;
    arena_done(&memory);
    return 0;
}

static const struct attr rule_attrs[] = {
    { .name = "name", .type = ATTR_STRING, .flags = REQUIRED },
    { .name = "port", .type = ATTR_INT, .flags = OPTIONAL },
    { .name = "cidrs", .type = ATTR_STRING_SET, .flags = OPTIONAL },
    { .name = "key", .type = ATTR_STRING, .flags = OPTIONAL | SENSITIVE_ATTR },
    { 0 }
};
static const struct attr table[] = {
    { .name = "name", .type = ATTR_STRING, .flags = REQUIRED, .normalise = normalise_lower, .fallback = "DEFAULT" },
    { .name = "count", .type = ATTR_INT, .flags = OPTIONAL, .fallback = "3" },
    { .name = "enabled", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false" },
    { .name = "ratio", .type = ATTR_NUMBER, .flags = OPTIONAL, .fallback = "0.5" },
    { .name = "ids", .type = ATTR_STRING_LIST, .flags = OPTIONAL },
    { .name = "zones", .type = ATTR_STRING_SET, .flags = OPTIONAL, .fallback = "[\"b\",\"a\"]" },
    { .name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL },
    { .name = "config", .type = ATTR_OBJECT, .flags = OPTIONAL, .fields = rule_attrs },
    { .name = "rules", .type = ATTR_OBJECT_LIST, .flags = OPTIONAL, .fields = rule_attrs },
    { .name = "named", .type = ATTR_OBJECT_SET, .flags = OPTIONAL, .fields = rule_attrs, .set_key = "name" },
    { .name = "by_port", .type = ATTR_OBJECT_SET, .flags = OPTIONAL, .fields = rule_attrs, .set_key = "port" },
    { .name = "loose", .type = ATTR_OBJECT_SET, .flags = OPTIONAL, .fields = rule_attrs },
    { .name = "policy", .type = ATTR_DOCUMENT, .flags = OPTIONAL },
    { .name = "spec", .type = ATTR_ANY, .flags = OPTIONAL },
    { .name = "free", .type = ATTR_OBJECT, .flags = OPTIONAL },
    { .name = "secret", .type = ATTR_STRING, .flags = OPTIONAL | SENSITIVE_ATTR },
    { .name = "secrets", .type = ATTR_STRING_SET, .flags = OPTIONAL | SENSITIVE_ATTR },
    { 0 }
};

static struct value json(const char *text)
{
    struct value v;
    struct err err = { 0 };
    if (!value_from_json(&memory, str_of(text), &v, &err))
        fail_msg("%s: %s", text, err.message);
    return v;
}

static struct value ref(const char *address)
{
    return expr_ref(&memory, str_of(address), (struct path){ 0 }, false, (struct pos){ 0 });
}

static struct path path(const char *text)
{
    struct path p;
    assert_true(path_parse(&memory, str_of(text), &p, NULL));
    return p;
}

static const struct attr *row(const char *name)
{
    const struct attr *a = schema_find(table, str_of(name));
    assert_non_null(a);
    return a;
}

static void test_rows_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(row("count"), &table[1]);
    assert_null(schema_find(table, STR("coun")));
    assert_null(schema_find(table, STR("counts")));
    assert_null(schema_find(table, STR("")));
    assert_null(schema_find(NULL, STR("a")));
    for (int type = ATTR_NONE; type <= ATTR_ANY; type++)
        assert_true(attr_type_name((enum attr_type)type)[0]);
}

static void test_rows_by_path(void **state)
{
    (void)state;
    static const char *const good[][2] = {
        { "name", "name" }, { "tags.team", "tags" }, { "tags[team]", "tags" }, { "ids[1]", "ids" }, { "zones[a]", "zones" },
        { "config.port", "port" }, { "rules[1].port", "port" }, { "rules[1]", "rules" }, { "named[web].cidrs[x]", "cidrs" },
        { "named[name=web].port", "port" }, { "policy.Statement[1].Action", "policy" }, { "spec.a.b[c=d].e", "spec" }, { "free.x.y", "free" },
        { "[name]", "name" },
    };
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct err err = { 0 };
        const struct attr *a = schema_at(table, path(good[i][0]), &err);
        if (!a)
            fail_msg("%s: %s", good[i][0], err.message);
        assert_string_equal(a->name, good[i][1]);
    }
    static const char *const bad[][3] = {
        { "nam", "there is no attribute 'nam'", "did you mean 'name'?" }, { "config.prt", "there is no attribute 'prt'", "did you mean 'port'?" },
        { "name.x", "'name' (string) has nothing beneath it", "" }, { "config[1]", "'config' is one object: a field follows it directly", "" },
        { "ids[1].x", "'ids' (list of string) has nothing beneath it", "" }, { "rules[1][2]", "'rules' (list of object) has nothing beneath it", "" },
        { "zzzzzzzzzz", "there is no attribute 'zzzzzzzzzz'", "" }, { "[1]", "'' () has nothing beneath it", "" },
    };
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct err err = { 0 };
        assert_null(schema_at(table, path(bad[i][0]), &err));
        assert_int_equal(err.code, ERR_INVALID);
        assert_string_equal(err.message, bad[i][1]);
        assert_string_equal(err.hint, bad[i][2]);
    }
    struct err err = { 0 };
    assert_null(schema_at(table, (struct path){ 0 }, &err));
    assert_int_equal(err.code, ERR_INVALID);
}

static void test_keys_of_sets_are_said_in_full(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "named[web].port", "named[name=web].port" }, { "by_port[\"80\"].name", "by_port[port=80].name" }, { "named[1].port", "named[1].port" },
        { "tags[web]", "tags[web]" }, { "loose[web]", "loose[web]" }, { "nope[web].x", "nope[web].x" }, { "named[name=web]", "named[name=web]" },
        { "named[web].cidrs[x]", "named[name=web].cidrs[x]" }, { "spec[a].b[c]", "spec[a].b[c]" }, { "named[web].nope[x]", "named[name=web].nope[x]" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(path_text(&memory, schema_path(&memory, table, path(cases[i][0]))).ptr, cases[i][1]);
    struct value v = json("{\"by_port\":[{\"name\":\"a\",\"port\":80},{\"name\":\"b\",\"port\":443}]}");
    assert_true(value_is(path_get(v, schema_path(&memory, table, path("by_port[\"443\"].name"))), "b"));
}

static void test_defaults(void **state)
{
    (void)state;
    assert_true(value_is(schema_default(&memory, row("name")), "default"));
    assert_int_equal(schema_default(&memory, row("count")).integer, 3);
    assert_int_equal(schema_default(&memory, row("enabled")).kind, VALUE_BOOL);
    assert_true(schema_default(&memory, row("ratio")).real == 0.5);
    assert_true(value_is(value_at(schema_default(&memory, row("zones")), 0), "a"));
    assert_false(value_given(schema_default(&memory, row("ids"))));
}

static void test_equal_meanings(void **state)
{
    (void)state;
    static const struct {
        const char *row, *a, *b;
        bool equal;
    } cases[] = {
        { "name", "\"A\"", "\"a\"", true }, { "name", "\"a\"", "\"b\"", false }, { "name", "12", "\"12\"", true },
        { "count", "\"5\"", "5", true }, { "count", "\"x\"", "5", false }, { "ratio", "\"0.50\"", "0.5", true }, { "enabled", "\"true\"", "true", true },
        { "count", "null", "null", true }, { "count", "null", "0", false },
        { "ids", "[\"a\",\"b\"]", "[\"b\",\"a\"]", false }, { "ids", "[1]", "[\"1\"]", true }, { "ids", "{}", "[]", true },
        { "zones", "[\"a\",\"b\"]", "[\"b\",\"a\",\"b\"]", true }, { "zones", "[\"a\"]", "[]", false },
        { "tags", "{\"a\":1,\"b\":null}", "{\"a\":\"1\"}", true }, { "tags", "{\"a\":1}", "{}", false },
        { "named", "[{\"name\":\"b\",\"port\":\"1\"},{\"name\":\"a\"}]", "[{\"name\":\"a\"},{\"name\":\"b\",\"port\":1,\"cidrs\":null}]", true },
        { "config", "{\"port\":\"1\",\"cidrs\":[\"b\",\"a\"]}", "{\"port\":1,\"cidrs\":[\"a\",\"b\"]}", true },
        { "loose", "[{\"name\":\"b\"},{\"name\":\"a\"}]", "[{\"name\":\"a\"},{\"name\":\"b\"}]", true },
        { "policy", "\"{\\\"a\\\": [1], \\\"b\\\":2}\"", "{\"b\":2,\"a\":[1]}", true }, { "policy", "\"x\"", "\"x\"", true }, { "policy", "\"{}\"", "\"[]\"", false },
        { "spec", "{\"a\":null}", "{}", false }, { "spec", "1", "\"1\"", false },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        if (schema_equal(row(cases[i].row), json(cases[i].a), json(cases[i].b)) != cases[i].equal)
            fail_msg("%s: %s and %s", cases[i].row, cases[i].a, cases[i].b);
    }
    assert_true(schema_equal(row("count"), VALUE_NONE, value_null()));
    assert_false(schema_equal(row("count"), VALUE_NONE, value_int(1)));
    assert_true(schema_equal(NULL, value_int(1), value_int(1)));
    assert_false(schema_equal(NULL, value_int(1), value_cstr("1")));
    assert_true(schema_equal(row("count"), ref("x.a"), ref("x.a")));
    assert_false(schema_equal(row("count"), ref("x.a"), ref("x.b")));
}

static void test_marks_of_sensitive_rows(void **state)
{
    (void)state;
    struct value v = schema_mark_sensitive(&memory, table, json("{\"name\":\"a\",\"secret\":\"s\",\"config\":{\"name\":\"n\",\"key\":\"k\"},\"rules\":[{\"key\":\"k\"}],\"other\":1}"));
    assert_true(value_sensitive(value_get(v, "secret")));
    assert_true(value_sensitive(value_path(v, "config.key")));
    assert_true(value_sensitive(value_path(v, "rules[0].key")));
    assert_false(value_sensitive(value_path(v, "config.name")));
    assert_false(value_sensitive(value_get(v, "name")));
    assert_int_equal(value_to_int(value_get(v, "other"), 0), 1);
    assert_int_equal(schema_mark_sensitive(&memory, table, value_int(1)).integer, 1);
}

static void test_a_secret_in_an_ordinary_attribute_is_marked_when_it_comes_back(void **state)
{
    (void)state;
    struct value secret = value_mark_sensitive(value_cstr("s3cret")), list[] = { value_cstr("a"), secret };
    struct value wrote = value_map_of(&memory, "name", value_cstr("n"), "tags", value_map_of(&memory, "pin", secret, "team", value_cstr("t"), NULL), "ids",
                                      value_list(&memory, list, 2), "rule", value_mark_sensitive(json("{\"key\":\"k\"}")), NULL);
    struct value v = schema_mark_like(&memory, json("{\"name\":\"n\",\"tags\":{\"pin\":\"s3cret\",\"team\":\"t\"},\"ids\":[\"s3cret\",\"a\"],\"rule\":{\"key\":\"k\"},\"id\":\"i\"}"), wrote);
    assert_true(value_sensitive(value_path(v, "tags.pin")));
    assert_false(value_sensitive(value_path(v, "tags.team")));
    assert_true(value_sensitive(value_path(v, "ids[0]")));
    assert_true(value_sensitive(value_path(v, "rule.key")));
    assert_false(value_sensitive(value_get(v, "name")));
    assert_false(value_sensitive(value_get(v, "id")));
    assert_int_equal(schema_mark_like(&memory, value_int(1), VALUE_NONE).integer, 1);
}

/* "path: before -> after", a line each. */
static const char *differences(struct value before, struct value after)
{
    struct schema_difference *list;
    size_t count;
    DROP_BUF struct buf out = { 0 };
    schema_diff(&memory, table, before, after, &list, &count);
    for (size_t i = 0; i < count; i++) {
        struct str p = path_text(&memory, list[i].path), was = value_show(&memory, list[i].before, 100), is = value_show(&memory, list[i].after, 100);
        buf_printf(&out, "%s%.*s: %s -> %s", i ? "; " : "", STR_ARG(p), value_given(list[i].before) ? was.ptr : "-",
                   value_given(list[i].after) ? is.ptr : "-");
        assert_non_null(list[i].attr);
        assert_true(schema_find(table, list[i].path.steps[0].name) == list[i].attr);
    }
    return arena_str(&memory, buf_str(&out)).ptr;
}

static void test_differences(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        { "{}", "{}", "" },
        { "{\"name\":\"a\"}", "{\"name\":\"A\"}", "" },
        { "{\"name\":\"a\",\"count\":1}", "{\"name\":\"b\",\"count\":2}", "name: \"a\" -> \"b\"; count: 1 -> 2" },
        { "{\"count\":1}", "{}", "count: 1 -> -" },
        { "{\"count\":null}", "{}", "" },
        { "{\"unlisted\":1}", "{\"unlisted\":2}", "" },
        { "{\"ids\":[\"a\",\"b\"]}", "{\"ids\":[\"a\",\"c\",\"d\"]}", "ids[2]: \"b\" -> \"c\"; ids[3]: - -> \"d\"" },
        { "{\"ids\":[]}", "{}", "ids: [] -> -" },
        { "{\"zones\":[\"a\",\"b\"]}", "{\"zones\":[\"c\",\"b\"]}", "zones[a]: \"a\" -> -; zones[c]: - -> \"c\"" },
        { "{\"tags\":{\"team\":\"x\",\"o\":\"1\"}}", "{\"tags\":{\"team\":\"y\",\"k.k\":\"2\"}}",
          "tags[k.k]: - -> \"2\"; tags[o]: \"1\" -> -; tags[team]: \"x\" -> \"y\"" },
        { "{}", "{\"tags\":{\"a\":\"1\"}}", "tags[a]: - -> \"1\"" },
        { "{\"config\":{\"name\":\"n\",\"port\":1}}", "{\"config\":{\"name\":\"n\",\"port\":2}}", "config.port: 1 -> 2" },
        { "{\"config\":{\"name\":\"n\",\"port\":1}}", "{}", "config.name: \"n\" -> -; config.port: 1 -> -" },
        { "{\"config\":{}}", "{}", "config: {} -> -" },
        { "{\"rules\":[{\"name\":\"a\"}]}", "{\"rules\":[{\"name\":\"b\"},{\"name\":\"c\"}]}", "rules[1].name: \"a\" -> \"b\"; rules[2].name: - -> \"c\"" },
        { "{\"named\":[{\"name\":\"a\",\"port\":1},{\"name\":\"b\",\"port\":2}]}", "{\"named\":[{\"name\":\"c\"},{\"name\":\"b\",\"port\":3}]}",
          "named[name=a].name: \"a\" -> -; named[name=a].port: 1 -> -; named[name=b].port: 2 -> 3; named[name=c].name: - -> \"c\"" },
        { "{\"by_port\":[{\"name\":\"a\",\"port\":80}]}", "{\"by_port\":[{\"name\":\"b\",\"port\":80}]}", "by_port[port=80].name: \"a\" -> \"b\"" },
        { "{\"loose\":[{\"name\":\"a\"},{\"name\":\"b\"}]}", "{\"loose\":[{\"name\":\"b\"},{\"name\":\"c\"}]}",
          "loose: { name = \"a\" } -> -; loose: - -> { name = \"c\" }" },
        { "{\"policy\":\"{\\\"S\\\":[{\\\"A\\\":1}]}\"}", "{\"policy\":{\"S\":[{\"A\":1}]}}", "" },
        { "{\"policy\":\"{\\\"S\\\":[{\\\"A\\\":1}]}\"}", "{\"policy\":{\"S\":[{\"A\":2}]}}", "policy.S[1].A: 1 -> 2" },
        { "{\"policy\":{\"S\":[{\"Sid\":\"x\",\"A\":1},{\"Sid\":\"y\"}]}}", "{\"policy\":{\"S\":[{\"Sid\":\"y\"},{\"Sid\":\"x\",\"A\":2}]}}",
          "policy.S[Sid=x].A: 1 -> 2" },
        { "{\"spec\":{\"containers\":[{\"name\":\"ai\",\"image\":\"1\"}]}}",
          "{\"spec\":{\"containers\":[{\"name\":\"log\"},{\"name\":\"ai\",\"image\":\"2\"}]}}",
          "spec.containers[name=ai].image: \"1\" -> \"2\"; spec.containers[name=log].name: - -> \"log\"" },
        { "{\"spec\":[{\"name\":\"a\"},{\"name\":\"b\"}]}", "{\"spec\":[{\"name\":\"b\"},{\"name\":\"a\"}]}",
          "spec: [{ name = \"a\" }, { name = \"b\" }] -> [{ name = \"b\" }, { name = \"a\" }]" },
        { "{\"spec\":{\"a\":1}}", "{\"spec\":[1]}", "spec: { a = 1 } -> [1]" },
        { "{\"spec\":{\"a.b\":1}}", "{\"spec\":{\"a.b\":2}}", "spec[a.b]: 1 -> 2" },
        { "{\"free\":{\"a\":1}}", "{\"free\":{\"a\":2}}", "free.a: 1 -> 2" },
        { "{\"secret\":\"hunter2\"}", "{\"secret\":\"hunter3\"}", "secret: •••• -> ••••" },
        { "{\"secrets\":[\"hunter2\"]}", "{\"secrets\":[\"hunter3\"]}", "secrets: •••• -> -; secrets: - -> ••••" },
        { "{\"config\":{\"key\":\"a\"}}", "{\"config\":{\"key\":\"b\"}}", "config.key: •••• -> ••••" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *found = differences(json(cases[i][0]), json(cases[i][1]));
        if (strcmp(found, cases[i][2]) != 0)
            fail_msg("%s\n%s\n  %s\nnot\n  %s", cases[i][0], cases[i][1], found, cases[i][2]);
    }
    assert_string_equal(differences(VALUE_NONE, json("{\"count\":1}")), "count: - -> 1");
    assert_string_equal(differences(json("{\"count\":1}"), VALUE_NONE), "count: 1 -> -");
}

static void test_an_expression_is_one_leaf(void **state)
{
    (void)state;
    struct value r = ref("aws_vpc.a");
    struct value after = value_map_of(&memory, "count", r, "tags", r, "config", r, "zones", value_list(&memory, (struct value[]){ r, value_cstr("a") }, 2),
                                      "named", r, "policy", value_map_of(&memory, "S", r, NULL), NULL);
    struct value before = json("{\"count\":1,\"tags\":{\"a\":\"1\"},\"config\":{\"name\":\"a\"},\"zones\":[\"a\"],\"named\":[],\"policy\":{\"S\":[]}}");
    assert_string_equal(differences(before, after), "count: 1 -> aws_vpc.a; zones: - -> aws_vpc.a; tags: { a = \"1\" } -> aws_vpc.a; "
                                                    "config: { name = \"a\" } -> aws_vpc.a; named: [] -> aws_vpc.a; policy.S: [] -> aws_vpc.a");
    assert_string_equal(differences(after, after), "");
}

static void test_differences_lead_to_their_values(void **state)
{
    (void)state;
    struct value before = json("{\"named\":[{\"name\":\"b\",\"port\":2}],\"tags\":{\"a.b\":\"1\"},\"spec\":{\"c\":[{\"name\":\"x\",\"v\":[1]}]}}");
    struct value after = json("{\"named\":[{\"name\":\"b\",\"port\":3}],\"tags\":{\"a.b\":\"2\"},\"spec\":{\"c\":[{\"name\":\"x\",\"v\":[2]}]}}");
    struct schema_difference *list;
    size_t count;
    schema_diff(&memory, table, before, after, &list, &count);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) {
        assert_true(value_eq(path_get(before, list[i].path), list[i].before));
        assert_true(value_eq(path_get(after, list[i].path), list[i].after));
        struct path again;
        assert_true(path_parse(&memory, path_text(&memory, list[i].path), &again, NULL));
        assert_true(path_eq(again, list[i].path));
        assert_non_null(schema_at(table, list[i].path, NULL));
        before = path_set(&memory, before, list[i].path, list[i].after);
    }
    assert_true(value_eq(before, after));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_rows_by_name, empty_memory),
        cmocka_unit_test_teardown(test_rows_by_path, empty_memory),
        cmocka_unit_test_teardown(test_keys_of_sets_are_said_in_full, empty_memory),
        cmocka_unit_test_teardown(test_defaults, empty_memory),
        cmocka_unit_test_teardown(test_equal_meanings, empty_memory),
        cmocka_unit_test_teardown(test_marks_of_sensitive_rows, empty_memory),
        cmocka_unit_test_teardown(test_a_secret_in_an_ordinary_attribute_is_marked_when_it_comes_back, empty_memory),
        cmocka_unit_test_teardown(test_differences, empty_memory),
        cmocka_unit_test_teardown(test_an_expression_is_one_leaf, empty_memory),
        cmocka_unit_test(test_a_secret_in_an_ordinary_attribute_is_marked_when_it_comes_back),
        cmocka_unit_test_teardown(test_differences_lead_to_their_values, empty_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
