/*
 * test_diff.c - three sides to one answer: what we applied, what the stack says, what the cloud says.
 */
#include "tests/unit/engine_plan/fixture.h"

static const struct attr rule_fields[] = {
    { .name = "name", .type = ATTR_STRING, .flags = REQUIRED },
    { .name = "port", .type = ATTR_INT, .flags = OPTIONAL },
    { .name = "proto", .type = ATTR_STRING, .flags = OPTIONAL, .fallback = "tcp" },
    { 0 }
};
static const struct attr inner_fields[] = {
    { .name = "size", .type = ATTR_INT, .flags = OPTIONAL },
    { .name = "mode", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW },
    { 0 }
};
static const struct attr table[] = {
    { .name = "plain", .type = ATTR_STRING, .flags = OPTIONAL },
    { .name = "fallback", .type = ATTR_BOOL, .flags = OPTIONAL, .fallback = "false" },
    { .name = "key", .type = ATTR_STRING, .flags = OPTIONAL | FORCE_NEW },
    { .name = "hidden", .type = ATTR_STRING, .flags = OPTIONAL | WRITE_ONLY | SENSITIVE_ATTR },
    { .name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL | OWNS_ALL },
    { .name = "labels", .type = ATTR_STRING_MAP, .flags = OPTIONAL },
    { .name = "set", .type = ATTR_STRING_SET, .flags = OPTIONAL },
    { .name = "owned", .type = ATTR_STRING_SET, .flags = OPTIONAL | OWNS_ALL },
    { .name = "rules", .type = ATTR_OBJECT_SET, .flags = OPTIONAL, .fields = rule_fields, .set_key = "name" },
    { .name = "inner", .type = ATTR_OBJECT, .flags = OPTIONAL, .fields = inner_fields },
    { .name = "policy", .type = ATTR_DOCUMENT, .flags = OPTIONAL },
    { .name = "alone", .type = ATTR_ANY, .flags = OPTIONAL | OWNS_ALL },
    { .name = "arn", .type = ATTR_STRING, .flags = COMPUTED },
    { 0 }
};

static struct change shown; /* what check_attrs reads */

static void diff(struct value applied, struct value want, struct value live, const char *ignore)
{
    struct path path;
    struct diff_sides sides = { .applied = applied, .want = want, .live = live, .drift_known = true };
    if (ignore && strcmp(ignore, "all") == 0) {
        sides.ignore_all = true;
    } else if (ignore) {
        CHECK(path_parse(&arena, str_of(ignore), &path, NULL));
        sides.ignore = &path;
        sides.ignore_count = 1;
    }
    struct attr_change *attrs;
    size_t count;
    diff_attrs(&arena, table, &sides, &attrs, &count);
    shown = (struct change){ .attrs = attrs, .attr_count = count };
}

#define NONE VALUE_NONE
#define EMPTY value_map(&arena, NULL, 0)
static struct value strings(const char *a, const char *b, const char *c)
{
    struct value items[3] = { value_cstr(a), value_cstr(b), value_cstr(c) };
    return value_list(&arena, items, 3);
}

static struct value rule(const char *name, int64_t port)
{
    return map("name", text(name), "port", port ? value_int(port) : NONE, NULL);
}

static struct value rules(struct value a, struct value b)
{
    struct value items[2] = { a, b };
    return value_list(&arena, items, 2);
}

static void test_one_attribute_in_every_situation(void **unused)
{
    (void)unused;
    struct value old = text("old"), new = text("new"), other = text("other"), yes = value_bool(true);
    const struct {
        const char *name;
        struct value applied, want, live;
        const char *shown;
    } cases[] = {
        { "plain", old, old, old, "" },
        { "plain", old, new, old, "plain \"old\" -> \"new\"" },
        { "plain", old, old, other, "plain \"other\" -> \"old\" drift" },
        { "plain", old, new, other, "plain \"other\" -> \"new\" drift" },
        { "plain", old, new, new, "" },                         /* somebody did it for us */
        { "plain", NONE, NONE, other, "" },                     /* never ours */
        { "plain", NONE, new, other, "plain \"other\" -> \"new\"" },
        { "plain", NONE, new, NONE, "plain none -> \"new\"" },
        { "plain", old, NONE, old, "plain \"old\" -> \"old\" released" },
        { "plain", old, NONE, other, "plain \"other\" -> \"other\" released" },
        { "plain", old, old, NONE, "" },                        /* the cloud does not say: what we applied stands in */
        { "fallback", yes, NONE, yes, "fallback true -> false" },  /* back to the declared default */
        { "fallback", NONE, NONE, yes, "" },
        { "fallback", yes, NONE, value_bool(false), "" },
        { "key", old, new, old, "key \"old\" -> \"new\" replaces" },
        { "arn", old, new, other, "" },                         /* not ours to say */
        { "alone", old, NONE, old, "alone \"old\" -> none" },   /* owned as a whole */
        { "alone", NONE, NONE, old, "" },
        { "hidden", old, new, NONE, "hidden •••• -> ••••" },
        { "hidden", old, old, NONE, "" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *name = cases[i].name;
        diff(map(name, cases[i].applied, NULL), map(name, cases[i].want, NULL), map(name, cases[i].live, NULL), NULL);
        CHECK_ATTRS(&shown, cases[i].shown);
    }
}

static void test_an_expression_is_not_guessed(void **unused)
{
    (void)unused;
    diff(map("plain", text("x"), NULL), map("plain", ref("t_net.a", "id"), NULL), map("plain", text("x"), NULL), NULL);
    CHECK_ATTRS(&shown, "plain \"x\" -> t_net.a.id");
    diff(map("tags", map("a", text("1"), NULL), NULL), map("tags", map("a", ref("t_net.a", "id"), NULL), NULL),
         map("tags", map("a", text("1"), NULL), NULL), NULL);
    CHECK_ATTRS(&shown, "tags[a] \"1\" -> t_net.a.id");
}

static void test_collections_that_own_all_show_what_others_added(void **unused)
{
    (void)unused;
    struct value ours = map("a", text("1"), NULL), theirs = map("a", text("1"), "b", text("2"), NULL);
    diff(map("tags", ours, NULL), map("tags", ours, NULL), map("tags", theirs, NULL), NULL);
    CHECK_ATTRS(&shown, "tags[b] \"2\" -> none drift");
    diff(map("labels", ours, NULL), map("labels", ours, NULL), map("labels", theirs, NULL), NULL);
    CHECK_ATTRS(&shown, "");
    diff(map("labels", theirs, NULL), map("labels", ours, NULL), map("labels", theirs, NULL), NULL);
    CHECK_ATTRS(&shown, "labels[b] \"2\" -> none");
    diff(map("labels", ours, NULL), EMPTY, map("labels", theirs, NULL), NULL); /* taken out: ours goes, theirs stays */
    CHECK_ATTRS(&shown, "labels[a] \"1\" -> none");
    diff(map("tags", ours, NULL), EMPTY, map("tags", theirs, NULL), NULL);
    CHECK_ATTRS(&shown, "tags[a] \"1\" -> none; tags[b] \"2\" -> none drift");
    diff(EMPTY, EMPTY, map("tags", theirs, NULL), NULL); /* never declared: not ours */
    CHECK_ATTRS(&shown, "");
    diff(map("owned", strings("a", NULL, NULL), NULL), map("owned", strings("a", NULL, NULL), NULL), map("owned", strings("a", "b", NULL), NULL), NULL);
    CHECK_ATTRS(&shown, "owned[b] \"b\" -> none drift");
    diff(map("set", strings("a", "b", NULL), NULL), map("set", strings("b", "c", NULL), NULL), map("set", strings("z", "a", "b"), NULL), NULL);
    CHECK_ATTRS(&shown, "set[a] \"a\" -> none; set[c] none -> \"c\"");
    diff(map("set", strings("b", "a", NULL), NULL), map("set", strings("a", "b", NULL), NULL), map("set", strings("b", "a", NULL), NULL), NULL);
    CHECK_ATTRS(&shown, "");
}

static void test_keyed_sets_are_compared_by_key(void **unused)
{
    (void)unused;
    struct value one = rules(rule("web", 80), rule("db", 5432)), turned = rules(rule("db", 5432), rule("web", 80));
    diff(map("rules", one, NULL), map("rules", one, NULL), map("rules", turned, NULL), NULL);
    CHECK_ATTRS(&shown, "");
    diff(map("rules", one, NULL), map("rules", rules(rule("web", 8080), rule("db", 5432)), NULL), map("rules", turned, NULL), NULL);
    CHECK_ATTRS(&shown, "rules[name=web].port 80 -> 8080");
    diff(map("rules", rules(rule("web", 80), NONE), NULL), map("rules", rules(rule("web", 80), NONE), NULL),
         map("rules", rules(rule("web", 80), rule("theirs", 1)), NULL), NULL); /* others' element stays */
    CHECK_ATTRS(&shown, "");
    struct value with_proto = map("name", text("web"), "port", value_int(80), "proto", text("tcp"), NULL);
    diff(map("rules", rules(rule("web", 80), NONE), NULL), map("rules", rules(rule("web", 80), NONE), NULL),
         map("rules", rules(with_proto, NONE), NULL), NULL); /* a field that was never said is not ours */
    CHECK_ATTRS(&shown, "");
}

static void test_fields_of_an_object_follow_the_same_rules(void **unused)
{
    (void)unused;
    struct value said = map("size", value_int(1), NULL), live = map("size", value_int(1), "mode", text("auto"), NULL);
    diff(map("inner", said, NULL), map("inner", said, NULL), map("inner", live, NULL), NULL);
    CHECK_ATTRS(&shown, "");
    diff(map("inner", said, NULL), map("inner", map("size", value_int(2), NULL), NULL), map("inner", live, NULL), NULL);
    CHECK_ATTRS(&shown, "inner.size 1 -> 2");
    diff(map("inner", said, NULL), map("inner", map("size", value_int(1), "mode", text("x"), NULL), NULL), map("inner", live, NULL), NULL);
    CHECK_ATTRS(&shown, "inner.mode \"auto\" -> \"x\" replaces");
}

static void test_documents_are_data(void **unused)
{
    (void)unused;
    struct value said = map("Version", text("1"), "Statement", strings("a", "b", NULL), NULL);
    diff(map("policy", said, NULL), map("policy", said, NULL), map("policy", text("{\"Statement\":[\"a\",\"b\"], \"Version\":\"1\"}"), NULL), NULL);
    CHECK_ATTRS(&shown, "");
    diff(map("policy", said, NULL), map("policy", map("Version", text("2"), "Statement", strings("a", "b", NULL), NULL), NULL),
         map("policy", said, NULL), NULL);
    CHECK_ATTRS(&shown, "policy.Version \"1\" -> \"2\"");
}

static void test_what_is_ignored_is_not_shown(void **unused)
{
    (void)unused;
    struct value a = map("plain", text("x"), "tags", map("team", text("1"), "b", text("1"), NULL), NULL);
    struct value b = map("plain", text("y"), "tags", map("team", text("2"), "b", text("2"), NULL), NULL);
    diff(a, a, b, "tags[team]");
    CHECK_ATTRS(&shown, "plain \"y\" -> \"x\" drift; tags[b] \"2\" -> \"1\" drift");
    diff(a, a, b, "tags");
    CHECK_ATTRS(&shown, "plain \"y\" -> \"x\" drift");
    diff(a, a, b, "all");
    CHECK_ATTRS(&shown, "");
}

static void test_nothing_and_an_empty_collection_are_the_same(void **unused)
{
    (void)unused;
    diff(EMPTY, map("tags", EMPTY, "owned", value_list(&arena, NULL, 0), NULL), EMPTY, NULL);
    CHECK_ATTRS(&shown, "");
    diff(EMPTY, EMPTY, map("tags", EMPTY, "plain", value_null(), NULL), NULL);
    CHECK_ATTRS(&shown, "");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_one_attribute_in_every_situation),
        TEST(test_an_expression_is_not_guessed),
        TEST(test_collections_that_own_all_show_what_others_added),
        TEST(test_keyed_sets_are_compared_by_key),
        TEST(test_fields_of_an_object_follow_the_same_rules),
        TEST(test_documents_are_data),
        TEST(test_what_is_ignored_is_not_shown),
        TEST(test_nothing_and_an_empty_collection_are_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
