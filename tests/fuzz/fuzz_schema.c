/*
 * fuzz_schema.c - any data against a table: checking twice changes nothing, equality and differences agree.
 *
 * The input is two YAML values in a list: [given, other]. A text "$ref" stands for a reference.
 */
#include "engine/schema/schema.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const words[] = { "tcp", "udp", NULL };
static const struct attr rule_attrs[] = {
    { .name = "n", .type = ATTR_STRING, .flags = REQUIRED, .values = words, .normalise = normalise_lower },
    { .name = "p", .type = ATTR_INT, .flags = OPTIONAL, .max = 65535 },
    { .name = "c", .type = ATTR_STRING_SET, .flags = OPTIONAL | SENSITIVE_ATTR },
    { 0 }
};
static const struct attr table[] = {
    { .name = "s", .type = ATTR_STRING, .flags = OPTIONAL, .conflicts = "b" },
    { .name = "b", .type = ATTR_BOOL, .flags = OPTIONAL, .needs = "i" },
    { .name = "i", .type = ATTR_INT, .flags = OPTIONAL, .one_of = "?g" },
    { .name = "f", .type = ATTR_NUMBER, .flags = OPTIONAL, .one_of = "?g" },
    { .name = "sl", .type = ATTR_STRING_LIST, .flags = OPTIONAL },
    { .name = "ss", .type = ATTR_STRING_SET, .flags = OPTIONAL },
    { .name = "il", .type = ATTR_INT_LIST, .flags = OPTIONAL },
    { .name = "sm", .type = ATTR_STRING_MAP, .flags = OPTIONAL },
    { .name = "o", .type = ATTR_OBJECT, .flags = OPTIONAL, .fields = rule_attrs },
    { .name = "ol", .type = ATTR_OBJECT_LIST, .flags = OPTIONAL, .fields = rule_attrs },
    { .name = "os", .type = ATTR_OBJECT_SET, .flags = OPTIONAL, .fields = rule_attrs, .set_key = "n" },
    { .name = "ou", .type = ATTR_OBJECT_SET, .flags = OPTIONAL, .fields = rule_attrs },
    { .name = "d", .type = ATTR_DOCUMENT, .flags = OPTIONAL },
    { .name = "a", .type = ATTR_ANY, .flags = OPTIONAL },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED },
    { .name = "cidr", .type = ATTR_STRING, .flags = OPTIONAL, .check = check_cidr4 },
    { 0 }
};

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Puts references where the text "$ref" stands. */
static struct value with_refs(struct arena *arena, struct value v)
{
    struct value_builder b = { .arena = arena };
    if (value_is(v, "$ref"))
        return expr_ref(arena, STR("aws_vpc.a"), (struct path){ 0 }, false, (struct pos){ 0 });
    if (v.kind != VALUE_LIST && v.kind != VALUE_MAP)
        return v;
    for (size_t i = 0; i < v.count; i++) {
        if (v.kind == VALUE_LIST)
            value_builder_add(&b, with_refs(arena, v.items[i]));
        else
            value_builder_put(&b, str_n(v.fields[i].key, v.fields[i].key_len), with_refs(arena, v.fields[i].value));
    }
    return v.kind == VALUE_LIST ? value_builder_list(&b) : value_builder_map(&b);
}

static void compare(struct arena *arena, struct value a, struct value b)
{
    struct schema_difference *list;
    size_t count;
    bool equal = true;
    schema_diff(arena, table, a, b, &list, &count);
    for (const struct attr *row = table; row->name; row++)
        equal = schema_equal(row, value_get(a, row->name), value_get(b, row->name)) && equal;
    must(equal == (count == 0));
    for (size_t i = 0; i < count; i++) {
        struct path again;
        must(path_parse(arena, path_text(arena, list[i].path), &again, NULL) && path_eq(again, list[i].path));
        must(schema_at(table, list[i].path, NULL) != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    DROP_ARENA struct arena arena = { 0 };
    struct diags diags = { .arena = &arena };
    struct value pair, config, again;
    if (!value_from_yaml(&arena, arena_str(&arena, str_n((const char *)data, size)), &pair, NULL))
        return 0;
    struct value given = with_refs(&arena, value_at(pair, 0)), other = with_refs(&arena, value_at(pair, 1));
    if (schema_check(&arena, table, given, NULL, &diags, &config)) {
        must(diags.error_count == 0);
        must(schema_check(&arena, table, config, NULL, &diags, &again) && value_eq(config, again));
        must(schema_recheck(&arena, table, config, &again, NULL));
        if (given.kind == VALUE_MAP)
            for (const struct attr *row = table; row->name; row++)
                must(schema_equal(row, value_get(given, row->name), value_get(config, row->name)));
        compare(&arena, config, schema_mark_sensitive(&arena, table, config));
    } else {
        must(diags.error_count > 0);
    }
    if (given.kind == VALUE_MAP && other.kind == VALUE_MAP)
        compare(&arena, given, other);
    return 0;
}
