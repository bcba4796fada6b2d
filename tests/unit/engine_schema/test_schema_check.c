/*
 * test_schema_check.c - what a stack wrote against a table: conversion, findings with code, place and hint.
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

static const char *const protocols[] = { "tcp", "udp", "icmp", NULL };
static const struct attr rule_attrs[] = {
    { .name = "protocol", .type = ATTR_STRING, .flags = REQUIRED, .values = protocols, .normalise = normalise_lower },
    { .name = "port", .type = ATTR_INT, .flags = OPTIONAL, .min = 0, .max = 65535 },
    { .name = "cidrs", .type = ATTR_STRING_SET, .flags = OPTIONAL, .check = check_cidr4 },
    { 0 }
};
static const struct attr filter_attrs[] = {
    { .name = "name", .type = ATTR_STRING, .flags = REQUIRED },
    { .name = "values", .type = ATTR_STRING_LIST, .flags = OPTIONAL },
    { 0 }
};
static const struct attr table[] = {
    { .name = "name", .type = ATTR_STRING, .flags = REQUIRED, .min = 2, .max = 8, .example = "\"web\"" },
    { .name = "enabled", .type = ATTR_BOOL, .flags = OPTIONAL },
    { .name = "count", .type = ATTR_INT, .flags = OPTIONAL, .min = 1, .max = 10 },
    { .name = "ratio", .type = ATTR_NUMBER, .flags = OPTIONAL, .min = 0, .max = 1 },
    { .name = "ids", .type = ATTR_STRING_LIST, .flags = OPTIONAL, .max = 3 },
    { .name = "zones", .type = ATTR_STRING_SET, .flags = OPTIONAL },
    { .name = "ports", .type = ATTR_INT_LIST, .flags = OPTIONAL },
    { .name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL },
    { .name = "rule", .type = ATTR_OBJECT, .flags = OPTIONAL, .fields = rule_attrs },
    { .name = "ingress", .type = ATTR_OBJECT_LIST, .flags = OPTIONAL, .fields = rule_attrs },
    { .name = "filter", .type = ATTR_OBJECT_SET, .flags = OPTIONAL, .fields = filter_attrs, .set_key = "name" },
    { .name = "policy", .type = ATTR_DOCUMENT, .flags = OPTIONAL },
    { .name = "anything", .type = ATTR_ANY, .flags = OPTIONAL },
    { .name = "password", .type = ATTR_STRING, .flags = OPTIONAL | SENSITIVE_ATTR, .min = 8, .max = 100, .check = check_arn },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED },
    { .name = "cidr", .type = ATTR_STRING, .flags = OPTIONAL | COMPUTED, .check = check_cidr4 },
    { .name = "a", .type = ATTR_STRING, .flags = OPTIONAL, .conflicts = "b c" },
    { .name = "b", .type = ATTR_STRING, .flags = OPTIONAL, .conflicts = "a" },
    { .name = "c", .type = ATTR_STRING, .flags = OPTIONAL, .needs = "enabled count" },
    { .name = "x", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = "?target" },
    { .name = "y", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = "?target" },
    { 0 }
};
static const struct attr exactly_one[] = {
    { .name = "left", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = "side" },
    { .name = "right", .type = ATTR_STRING, .flags = OPTIONAL, .one_of = "side" },
    { .name = "free", .type = ATTR_OBJECT, .flags = OPTIONAL },
    { 0 }
};

/* The line is the number of steps, the column 10 times that + 1 for values. */
static struct pos place_at(void *context, struct path path, bool of_value)
{
    (void)context;
    return (struct pos){ .file = STR("stack.lua"), .line = (uint32_t)path.count + 1, .column = of_value ? 2 : 1 };
}

static const struct schema_place place = { .at = place_at, .subject = "test_thing" };

static struct value json(const char *text)
{
    struct value v;
    struct err err = { 0 };
    if (!value_from_json(&memory, str_of(text), &v, &err))
        fail_msg("%s: %s", text, err.message);
    return v;
}

static const char *show(struct value v)
{
    return value_show(&memory, v, 1000).ptr;
}

static struct value ref(const char *address)
{
    return expr_ref(&memory, str_of(address), (struct path){ 0 }, false, (struct pos){ 0 });
}

static struct value checked(struct value given)
{
    struct diags diags = { .arena = &memory };
    struct value config;
    if (!schema_check(&memory, table, given, &place, &diags, &config))
        fail_msg("%s: %s", show(given), diags.list.items[0].message.ptr);
    assert_int_equal(diags.list.count, 0);
    /* checking again changes nothing */
    struct value again;
    assert_true(schema_check(&memory, table, config, &place, &diags, &again));
    assert_true(value_eq(config, again));
    return config;
}

static void test_values_are_converted_once(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "{\"name\":12}", "{ name = \"12\" }" },
        { "{\"name\":true}", "{ name = \"true\" }" },
        { "{\"name\":1.5}", "{ name = \"1.5\" }" },
        { "{\"name\":\"ab\",\"enabled\":\"true\",\"count\":\"3\",\"ratio\":\"0.5\"}", "{ count = 3, enabled = true, name = \"ab\", ratio = 0.5 }" },
        { "{\"name\":\"ab\",\"ratio\":1}", "{ name = \"ab\", ratio = 1 }" },
        { "{\"name\":\"ab\",\"ids\":[1,\"a\"],\"ports\":[\"80\",443]}", "{ ids = [\"1\", \"a\"], name = \"ab\", ports = [80, 443] }" },
        { "{\"name\":\"ab\",\"ids\":{}}", "{ ids = [], name = \"ab\" }" },
        { "{\"name\":\"ab\",\"ingress\":{},\"filter\":{},\"zones\":{}}", "{ filter = [], ingress = [], name = \"ab\", zones = [] }" },
        { "{\"name\":\"ab\",\"zones\":[\"c\",\"a\",\"c\",\"b\"]}", "{ name = \"ab\", zones = [\"a\", \"b\", \"c\"] }" },
        { "{\"name\":\"ab\",\"tags\":{\"n\":1,\"gone\":null}}", "{ name = \"ab\", tags = { n = \"1\" } }" },
        { "{\"name\":\"ab\",\"enabled\":null}", "{ name = \"ab\" }" },
        { "{\"name\":\"ab\",\"anything\":null}", "{ anything = null, name = \"ab\" }" },
        { "{\"name\":\"ab\",\"rule\":{\"protocol\":\"TCP\",\"port\":\"80\"}}", "{ name = \"ab\", rule = { port = 80, protocol = \"tcp\" } }" },
        { "{\"name\":\"ab\",\"filter\":[{\"name\":\"b\"},{\"name\":\"a\"},{\"name\":\"b\"}]}", "{ filter = [{ name = \"a\" }, { name = \"b\" }], name = \"ab\" }" },
        { "{\"name\":\"ab\",\"policy\":\"{\\\"b\\\":1,\\\"a\\\":[]}\"}", "{ name = \"ab\", policy = { a = [], b = 1 } }" },
        { "{\"name\":\"ab\",\"policy\":{\"a\":null}}", "{ name = \"ab\", policy = { a = null } }" },
        { "{\"name\":\"ab\",\"x\":\"1\"}", "{ name = \"ab\", x = \"1\" }" },
        { "{\"name\":\"日本日本日本日本\"}", "{ name = \"日本日本日本日本\" }" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(show(checked(json(cases[i][0]))), cases[i][1]);
}

static void test_unknown_values_stand_anywhere(void **state)
{
    (void)state;
    struct value r = ref("aws_vpc.a"), two[] = { r, value_cstr("b") };
    struct value list = value_list(&memory, two, 2);
    struct value rule = value_map_of(&memory, "protocol", r, "port", r, "cidrs", list, NULL);
    struct value given = value_map_of(&memory, "name", r, "enabled", r, "count", r, "ids", list, "zones", list, "tags",
                                      value_map_of(&memory, "a", r, NULL), "rule", r, "ingress", value_list(&memory, (struct value[]){ r }, 1),
                                      "filter", r, "policy", value_map_of(&memory, "a", r, NULL), NULL);
    struct value config = checked(given);
    assert_false(value_known(config));
    assert_int_equal(value_get(config, "name").kind, VALUE_EXPR);
    assert_string_equal(show(value_get(config, "zones")), "[\"b\", aws_vpc.a]");
    given = value_map_of(&memory, "name", value_cstr("ab"), "rule", rule, NULL);
    struct diags diags = { .arena = &memory };
    struct value ret;
    assert_false(schema_check(&memory, table, given, &place, &diags, &ret)); /* the known "b" is not a range */
    assert_string_equal(diags.list.items[0].message.ptr, "rule.cidrs[2] must be an IPv4 range like 10.0.0.0/16, not 'b'");
}

struct finding {
    const char *given, *code, *message, *hint;
    uint32_t line;
};

static void check_findings(const struct attr *rows, const struct finding *f)
{
    struct diags diags = { .arena = &memory };
    struct value config = value_int(77);
    if (schema_check(&memory, rows, json(f->given), &place, &diags, &config))
        fail_msg("accepted: %s", f->given);
    assert_int_equal(config.integer, 77);
    assert_int_equal(diags.list.count, 1);
    const struct diag *d = &diags.list.items[0];
    assert_string_equal(d->message.ptr, f->message);
    assert_string_equal(d->code, f->code);
    assert_string_equal(d->hint.ptr ? d->hint.ptr : "", f->hint);
    assert_int_equal(d->at.line, f->line);
    assert_true(str_starts(d->see, STR("infra explain test_thing")));
}

static void test_findings(void **state)
{
    (void)state;
    static const struct finding cases[] = {
        { "{}", "E0108", "test_thing needs `name` (string)", "for example name = \"web\"", 1 },
        { "{\"name\":null}", "E0108", "test_thing needs `name` (string)", "for example name = \"web\"", 1 },
        { "{\"name\":\"ab\",\"enabeld\":true}", "E0107", "test_thing has no attribute `enabeld`", "did you mean `enabled` (bool)?", 2 },
        { "{\"name\":\"ab\",\"qqqqqqqqqqqq\":true}", "E0107", "test_thing has no attribute `qqqqqqqqqqqq`", "", 2 },
        { "{\"name\":\"ab\",\"rule\":{\"protocl\":\"tcp\",\"protocol\":\"tcp\"}}", "E0107", "test_thing rule has no field `protocl`",
          "did you mean `protocol` (string)?", 3 },
        { "{\"name\":\"ab\",\"ingress\":[{\"protocol\":\"tcp\"},{}]}", "E0108", "test_thing ingress[2] needs `protocol` (string)", "", 3 },
        { "{\"name\":\"ab\",\"enabled\":1}", "E0109", "enabled must be bool, not integer", "", 2 },
        { "{\"name\":\"ab\",\"enabled\":\"yes\"}", "E0109", "enabled must be bool, not 'yes'", "", 2 },
        { "{\"name\":\"ab\",\"count\":1.5}", "E0109", "count must be integer, not number", "", 2 },
        { "{\"name\":\"ab\",\"count\":\"x\"}", "E0109", "count must be integer, not 'x'", "", 2 },
        { "{\"name\":\"ab\",\"count\":true}", "E0109", "count must be integer, not boolean", "", 2 },
        { "{\"name\":[\"ab\"]}", "E0109", "name must be string, not list", "json.encode or join makes a string of it", 2 },
        { "{\"name\":\"ab\",\"ids\":\"a\"}", "E0109", "ids must be list of string, not string", "one item is a list too: write { \"...\" }", 2 },
        { "{\"name\":\"ab\",\"ids\":[[]]}", "E0109", "ids[1] must be string, not list", "", 3 },
        { "{\"name\":\"ab\",\"tags\":[1]}", "E0109", "tags must be map of string, not list", "", 2 },
        { "{\"name\":\"ab\",\"tags\":{\"a\":{}}}", "E0109", "tags[a] must be string, not map", "", 3 },
        { "{\"name\":\"ab\",\"rule\":[{\"protocol\":\"tcp\"}]}", "E0109", "rule must be object, not list", "at most one block: write it as a plain table { ... }", 2 },
        { "{\"name\":\"ab\",\"ingress\":{\"protocol\":\"tcp\"}}", "E0109", "ingress must be list of object, not map",
          "several blocks are a list: write { { ... } }", 2 },
        { "{\"name\":\"ab\",\"ingress\":[1]}", "E0109", "ingress[1] must be object, not integer", "", 3 },
        { "{\"name\":\"ab\",\"policy\":1}", "E0109", "policy must be document, not integer", "", 2 },
        { "{\"name\":\"ab\",\"rule\":{\"protocol\":\"tpc\"}}", "E0110", "rule.protocol cannot be 'tpc'", "did you mean 'tcp'?", 3 },
        { "{\"name\":\"ab\",\"rule\":{\"protocol\":\"gggggggg\"}}", "E0110", "rule.protocol cannot be 'gggggggg'", "one of tcp, udp, icmp", 3 },
        { "{\"name\":\"ab\",\"a\":\"1\",\"b\":\"1\"}", "E0111", "test_thing: `a` and `b` exclude each other", "", 2 },
        { "{\"name\":\"ab\",\"c\":\"1\",\"count\":1}", "E0111", "test_thing: `c` needs `enabled` beside it", "", 2 },
        { "{\"name\":\"ab\",\"x\":\"1\",\"y\":\"1\"}", "E0111", "test_thing takes at most one of `x`, `y`", "", 2 },
        { "{\"name\":\"ab\",\"count\":11}", "E0112", "count must be at most 10", "", 2 },
        { "{\"name\":\"ab\",\"count\":0}", "E0112", "count must be at least 1", "", 2 },
        { "{\"name\":\"ab\",\"ratio\":1.5}", "E0112", "ratio must be at most 1", "", 2 },
        { "{\"name\":\"a\"}", "E0112", "name must have a length of at least 2", "", 2 },
        { "{\"name\":\"abcdefghi\"}", "E0112", "name must have a length of at most 8", "", 2 },
        { "{\"name\":\"ab\",\"ids\":[\"1\",\"2\",\"3\",\"4\"]}", "E0112", "ids must have a number of items of at most 3", "", 2 },
        { "{\"name\":\"ab\",\"cidr\":\"10.0.0.1/16\"}", "E0112", "cidr must be the first address of its range, not '10.0.0.1/16'",
          "did you mean 10.0.0.0/16?", 2 },
        { "{\"name\":\"ab\",\"rule\":{\"protocol\":\"tcp\",\"cidrs\":[\"10.0.0.0/8\",\"x\"]}}", "E0112",
          "rule.cidrs[2] must be an IPv4 range like 10.0.0.0/16, not 'x'", "", 4 },
        { "{\"name\":\"ab\",\"policy\":\"nope\"}", "E0112", "policy is not a JSON document", "write a plain table, or text that is a JSON object or list", 2 },
        { "{\"name\":\"ab\",\"policy\":\"12\"}", "E0112", "policy is not a JSON document", "write a plain table, or text that is a JSON object or list", 2 },
        { "{\"name\":\"ab\",\"filter\":[{\"name\":\"b\"},{\"name\":\"b\",\"values\":[\"1\"]}]}", "E0112", "filter has two elements with name \"b\"", "", 2 },
        { "{\"name\":\"ab\",\"id\":\"x\"}", "E0113", "id cannot be given: the cloud fills it", "", 2 },
        { "{\"name\":\"ab\",\"ids\":[null]}", "E0114", "ids[1] is null", "", 3 },
        { "{\"name\":\"ab\",\"ingress\":[null]}", "E0114", "ingress[1] is null", "", 3 },
        { "[1]", "E0109", "test_thing takes a table of attributes, not list", "", 1 },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_findings(table, &cases[i]);
}

static void test_groups_of_exactly_one(void **state)
{
    (void)state;
    static const struct finding cases[] = {
        { "{}", "E0111", "test_thing takes exactly one of `left`, `right`", "", 1 },
        { "[]", "E0111", "test_thing takes exactly one of `left`, `right`", "", 1 },
        { "null", "E0111", "test_thing takes exactly one of `left`, `right`", "", 1 },
        { "{\"left\":\"1\",\"right\":\"2\"}", "E0111", "test_thing takes exactly one of `left`, `right`", "", 2 },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_findings(exactly_one, &cases[i]);
    struct diags diags = { .arena = &memory };
    struct value config;
    assert_true(schema_check(&memory, exactly_one, json("{\"left\":\"1\",\"free\":{\"any\":[1]}}"), NULL, &diags, &config));
    assert_string_equal(show(config), "{ free = { any = [1] }, left = \"1\" }");
}

static void test_all_findings_are_reported(void **state)
{
    (void)state;
    struct diags diags = { .arena = &memory };
    struct value config;
    assert_false(schema_check(&memory, table, json("{\"nam\":\"x\",\"count\":99,\"ids\":[null,{}],\"id\":\"1\"}"), &place, &diags, &config));
    assert_int_equal(diags.error_count, 6);
}

static void test_sensitive_values_are_never_quoted(void **state)
{
    (void)state;
    struct value secret = value_mark_sensitive(value_cstr("hunter2-hunter2"));
    struct value given = value_map_of(&memory, "name", value_cstr("ab"), "password", value_cstr("hunter2-hunter2"), "count", secret, "rule",
                                      value_map_of(&memory, "protocol", secret, "cidrs", value_list(&memory, &secret, 1), NULL), "filter",
                                      value_list(&memory, (struct value[]){ value_map_of(&memory, "name", secret, NULL),
                                                                            value_map_of(&memory, "name", secret, "values", json("[\"1\"]"), NULL) }, 2), NULL);
    struct diags diags = { .arena = &memory };
    struct value config;
    assert_false(schema_check(&memory, table, given, &place, &diags, &config));
    assert_int_equal(diags.list.count, 5);
    for (size_t i = 0; i < diags.list.count; i++) {
        assert_int_equal(str_find(diags.list.items[i].message, STR("unter2")), -1);
        assert_int_equal(str_find(diags.list.items[i].hint, STR("unter2")), -1);
        assert_int_equal(str_find(diags.list.items[i].label, STR("unter2")), -1);
    }
}

static void test_the_sensitive_mark_survives(void **state)
{
    (void)state;
    struct value given = value_map_of(&memory, "name", value_mark_sensitive(value_int(12)), "tags", value_mark_sensitive(json("{\"a\":1}")), "ids",
                                      value_mark_sensitive(json("[1]")), "policy", value_mark_sensitive(value_cstr("{\"a\":1}")), "rule",
                                      value_map_of(&memory, "protocol", value_mark_sensitive(value_cstr("TCP")), NULL), NULL);
    struct value config = checked(given);
    assert_true(value_sensitive(value_get(config, "name")));
    assert_true(value_sensitive(value_path(config, "tags.a")));
    assert_true(value_sensitive(value_path(config, "ids[0]")));
    assert_true(value_sensitive(value_path(config, "policy.a")));
    assert_true(value_sensitive(value_path(config, "rule.protocol")));
    assert_true(value_is(value_path(config, "rule.protocol"), "tcp"));
    struct value whole = checked(value_mark_sensitive(json("{\"name\":\"ab\"}")));
    assert_true(value_sensitive(value_get(whole, "name")));
}

static void test_rechecking_late_values(void **state)
{
    (void)state;
    struct value config;
    struct err err = { 0 };
    assert_true(schema_recheck(&memory, table, json("{\"name\":\"ab\",\"count\":\"3\"}"), &config, &err));
    assert_string_equal(show(config), "{ count = 3, name = \"ab\" }");
    assert_false(schema_recheck(&memory, table, json("{\"name\":\"ab\",\"cidr\":\"10.0.0.1/16\"}"), &config, &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_string_equal(err.message, "cidr must be the first address of its range, not '10.0.0.1/16'");
    assert_string_equal(err.hint, "did you mean 10.0.0.0/16?");
}

static void test_ready_made_checks(void **state)
{
    (void)state;
    static const struct {
        bool (*check)(struct value v, struct err *err);
        const char *text;
        bool ok;
    } cases[] = {
        { check_cidr4, "10.0.0.0/16", true }, { check_cidr4, "0.0.0.0/0", true }, { check_cidr4, "10.0.0.1/32", true },
        { check_cidr4, "10.0.0.0", false }, { check_cidr4, "10.0.0.0/33", false }, { check_cidr4, "10.0.0.0/016", false },
        { check_cidr4, "256.0.0.0/8", false }, { check_cidr4, "2001:db8::/32", false }, { check_cidr4, "10.0.0.0/", false },
        { check_cidr4, "10.0.0.0/-1", false }, { check_cidr4, "1.2.3.4.5/8", false }, { check_cidr4, "", false },
        { check_cidr6, "2001:db8::/32", true }, { check_cidr6, "::/0", true }, { check_cidr6, "2001:db8::1/32", false },
        { check_cidr6, "10.0.0.0/8", false }, { check_cidr6, "2001:db8::/129", false }, { check_cidr6, "g::/8", false },
        { check_ip4, "10.0.0.1", true }, { check_ip4, "10.0.0", false }, { check_ip4, "10.0.0.1/32", false }, { check_ip4, "::1", false },
        { check_arn, "arn:aws:iam::123456789012:role/x", true }, { check_arn, "arn:aws:s3:::bucket", true },
        { check_arn, "arn:aws:logs:eu-west-1:1:log-group:/a:*", true }, { check_arn, "arn:aws:iam::1:", false },
        { check_arn, "arn:aws:iam", false }, { check_arn, "x:aws:iam::1:r", false }, { check_arn, "arn::iam::1:r", false }, { check_arn, "", false },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err = { 0 };
        if (cases[i].check(value_cstr(cases[i].text), &err) != cases[i].ok)
            fail_msg("%s", cases[i].text);
        assert_true(cases[i].ok || str_starts(str_of(err.message), STR("must be")));
    }
    assert_true(value_is(normalise_lower(&memory, value_cstr("TcP")), "tcp"));
    assert_int_equal(normalise_lower(&memory, value_int(1)).kind, VALUE_INT);
}

static void test_codes_are_in_order(void **state)
{
    (void)state;
    assert_string_equal(schema_code(SCHEMA_UNKNOWN_ATTRIBUTE), "E0107");
    assert_string_equal(schema_code(SCHEMA_MISPLACED_NULL), "E0114");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_values_are_converted_once, empty_memory),
        cmocka_unit_test_teardown(test_unknown_values_stand_anywhere, empty_memory),
        cmocka_unit_test_teardown(test_findings, empty_memory),
        cmocka_unit_test_teardown(test_groups_of_exactly_one, empty_memory),
        cmocka_unit_test_teardown(test_all_findings_are_reported, empty_memory),
        cmocka_unit_test_teardown(test_sensitive_values_are_never_quoted, empty_memory),
        cmocka_unit_test_teardown(test_the_sensitive_mark_survives, empty_memory),
        cmocka_unit_test_teardown(test_rechecking_late_values, empty_memory),
        cmocka_unit_test_teardown(test_ready_made_checks, empty_memory),
        cmocka_unit_test_teardown(test_codes_are_in_order, empty_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
