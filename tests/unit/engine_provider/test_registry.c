/*
 * test_registry.c - tables are found by name, and a malformed one is refused with what is wrong about it.
 */
#include "engine/provider/provider.h"
#include "tests/unit/test.h"

static enum health decode(struct arena *arena, struct value object, struct value *ret_attrs, struct str *ret_reason)
{
    (void)arena;
    *ret_attrs = object;
    *ret_reason = STR_NONE;
    return HEALTH_READY;
}

static bool work(struct op *op, struct err *err)
{
    (void)op;
    (void)err;
    return true;
}

static bool compute(struct arena *arena, const struct compute_input *in, struct value *ret_attrs, struct err *err)
{
    (void)err;
    *ret_attrs = value_copy(arena, in->config);
    return true;
}

static const struct attr good_attrs[] = {
    { .name = "name", .type = ATTR_STRING, .flags = REQUIRED, .doc = "name" },
    { .name = "parent_id", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "parent" },
    { .name = "id", .type = ATTR_STRING, .flags = COMPUTED, .doc = "id" },
    { 0 }
};
static const struct reader good_reader = { .by = READ_BY_MARK, .id = "Id", .tags = "Tags", .decode = decode };

static const struct resource_type good = {
    .name = "toy_thing", .doc = "a thing", .source = "none", .version = 1, .attrs = good_attrs, .create_class = CREATE_NAMED,
    .reader = &good_reader, .natural_key = "name", .create = work, .update = work, .delete = work,
};

static bool checks(struct resource_type type, struct err *err)
{
    const struct resource_type *types[] = { &type, NULL };
    struct provider_type provider = { .name = "toy", .prefix = "toy_", .types = types };
    const struct provider_type *providers[] = { &provider, NULL };
    return registry_check(&(struct registry){ providers }, err);
}

static void refused(struct resource_type type, const char *why)
{
    struct err err = { 0 };
    CHECK(!checks(type, &err));
    CHECK_ERR(&err, ERR_INTERNAL, why);
}

static struct resource_type with_attrs(const struct attr *attrs)
{
    struct resource_type type = good;
    type.attrs = attrs;
    type.natural_key = NULL;
    type.create_class = CREATE_TOKEN;
    return type;
}

static void test_a_good_table_is_accepted(void **unused)
{
    (void)unused;
    struct err err = { 0 };
    CHECK(checks(good, &err));
}

static void test_a_type_must_be_whole(void **unused)
{
    (void)unused;
    struct resource_type t = good;
    t.name = "other_thing";
    refused(t, "does not begin with toy_");
    t = good, t.version = 0;
    refused(t, "lacks version, doc or source");
    t = good, t.delete = NULL;
    refused(t, "lacks its reader, create, update or delete");
    t = good, t.update = NULL;
    refused(t, "lacks its reader, create, update or delete");
    t.flags = TYPE_NO_UPDATE;
    struct err err = { 0 };
    CHECK(checks(t, &err));
}

static void test_each_class_needs_what_finds_its_objects(void **unused)
{
    (void)unused;
    static const struct reader no_tags = { .by = READ_BY_IDS, .id = "Id", .decode = decode };
    static const struct reader no_parent = { .by = READ_BY_PARENT, .id = "Id", .tags = "Tags", .decode = decode };
    struct resource_type t = good;
    t.natural_key = NULL;
    refused(t, "neither a natural key nor find()");
    t = good, t.create_class = CREATE_TAGGED, t.reader = &no_tags;
    refused(t, "its reader carries none");
    t = good, t.reader = &no_parent;
    refused(t, "does not say which attribute that is");
    t = good, t.create_class = CREATE_STATE;
    refused(t, "compute() and nothing else");
    t.reader = NULL, t.create = t.update = t.delete = NULL, t.compute = compute;
    struct err err = { 0 };
    CHECK(checks(t, &err));
}

static void test_words_must_name_attributes(void **unused)
{
    (void)unused;
    struct resource_type t = good;
    t.natural_key = "name colour";
    refused(t, "natural_key names 'colour'");
    t = good, t.headline = "size";
    refused(t, "headline names 'size'");
    t = good, t.derived_name = "name";
    refused(t, "derived_name does not fit");
}

static void test_attributes_must_be_whole(void **unused)
{
    (void)unused;
    static const struct attr bad_name[] = { { .name = "Name", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "d" }, { 0 } };
    static const struct attr no_type[] = { { .name = "a", .flags = OPTIONAL, .doc = "d" }, { 0 } };
    static const struct attr no_flag[] = { { .name = "a", .type = ATTR_STRING, .doc = "d" }, { 0 } };
    static const struct attr both[] = { { .name = "a", .type = ATTR_STRING, .flags = REQUIRED | OPTIONAL, .doc = "d" }, { 0 } };
    static const struct attr fallback[] = { { .name = "a", .type = ATTR_STRING, .flags = REQUIRED, .fallback = "x", .doc = "d" }, { 0 } };
    static const struct attr no_fields[] = { { .name = "a", .type = ATTR_OBJECT, .flags = OPTIONAL, .doc = "d" }, { 0 } };
    static const struct attr no_doc[] = { { .name = "a", .type = ATTR_STRING, .flags = OPTIONAL }, { 0 } };
    static const struct attr twice[] = { { .name = "a", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "d" },
                                         { .name = "a", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "d" }, { 0 } };
    static const struct attr no_id[] = { { .name = "a", .type = ATTR_STRING, .flags = OPTIONAL, .doc = "d" }, { 0 } };
    static const struct attr no_key[] = { { .name = "a", .type = ATTR_OBJECT_SET, .flags = OPTIONAL, .fields = no_id, .set_key = "b", .doc = "d" }, { 0 } };
    refused(with_attrs(bad_name), "is no attribute name");
    refused(with_attrs(no_type), "has no type");
    refused(with_attrs(no_flag), "neither required, optional nor computed");
    refused(with_attrs(both), "is required and optional");
    refused(with_attrs(fallback), "is required and has a default");
    refused(with_attrs(no_fields), "is an object without fields");
    refused(with_attrs(no_doc), "has no doc line");
    refused(with_attrs(twice), "stands twice");
    refused(with_attrs(no_key), "is keyed by 'b'");
    refused(with_attrs(no_id), "has no attribute id");
}

static void test_types_are_found_by_name_and_nearest_name(void **unused)
{
    (void)unused;
    const struct resource_type *types[] = { &good, NULL };
    struct provider_type provider = { .name = "toy", .prefix = "toy_", .types = types };
    const struct provider_type *providers[] = { &provider, NULL }, *found = NULL;
    struct registry r = { providers };
    assert_ptr_equal(registry_type(&r, STR("toy_thing"), &found), &good);
    assert_ptr_equal(found, &provider);
    assert_null(registry_type(&r, STR("toy_other"), NULL));
    assert_null(registry_provider(&r, STR("aws")));
    assert_null(registry_lookup(&r, STR("toy_thing"), NULL));
    CHECK_STR(registry_nearest_type(&r, STR("toy_thin")), "toy_thing");
    assert_string_equal(create_class_name(CREATE_TAGGED), "G: tags only");
    assert_string_equal(create_class_name((enum create_class)77), "unknown");
}

static void test_a_type_stands_once(void **unused)
{
    (void)unused;
    const struct resource_type *types[] = { &good, &good, NULL };
    struct provider_type provider = { .name = "toy", .prefix = "toy_", .types = types };
    const struct provider_type *providers[] = { &provider, NULL };
    struct err err = { 0 };
    CHECK(!registry_check(&(struct registry){ providers }, &err));
    CHECK_ERR(&err, ERR_INTERNAL, "toy_thing stands twice");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_good_table_is_accepted),
        cmocka_unit_test(test_a_type_must_be_whole),
        cmocka_unit_test(test_each_class_needs_what_finds_its_objects),
        cmocka_unit_test(test_words_must_name_attributes),
        cmocka_unit_test(test_attributes_must_be_whole),
        cmocka_unit_test(test_types_are_found_by_name_and_nearest_name),
        cmocka_unit_test(test_a_type_stands_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
