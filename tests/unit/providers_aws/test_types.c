/*
 * test_types.c - the tables of the provider's types: well-formed, documented, and agreeing with the service model.
 */
#include "tests/unit/test.h"

#include "providers/aws/aws.h"
#include "providers/aws/aws_internal.h"
#include "providers/aws/model/model_ec2.h"
#include "providers/core/core.h"

static const struct registry registry = { (const struct provider_type *const[]){ &core_provider, &aws_provider, NULL } };

static void test_every_table_is_well_formed(void **state)
{
    (void)state;
    struct err err = { 0 };
    if (!registry_check(&registry, &err))
        print_error("%s\n", err.message);
    CHECK(!err.code);
}

static void test_the_types_of_the_network_are_there(void **state)
{
    (void)state;
    static const char *const names[] = {
        "aws_vpc", "aws_subnet", "aws_internet_gateway", "aws_eip", "aws_nat_gateway", "aws_route_table", "aws_route",
        "aws_route_table_association", "aws_security_group", "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule", "aws_vpc_endpoint", "aws_key_pair",
    };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        CHECK(registry_type(&registry, str_of(names[i]), NULL) != NULL);
    CHECK_STR(registry_nearest_type(&registry, STR("aws_subnt")), "aws_subnet");
}

/* The reader's words are the model's: members that take filters and ids, the path to the objects, their id. */
static void test_readers_say_what_the_model_has(void **state)
{
    (void)state;
    for (size_t i = 0; aws_provider.types[i]; i++) {
        const struct resource_type *type = aws_provider.types[i];
        const struct reader *r = type->reader;
        struct model_ref ref = model_find(aws_read_operation(r));
        CHECK(!(ref.op->flags & MODEL_MUTATES));
        const struct model_member *list = model_member_named(ref.model, model_output(ref.model, ref.op), str_of(r->list));
        CHECK(list != NULL);
        const struct model_shape *object = model_shape_of(ref.model, model_item(ref.model, model_shape_of(ref.model, list)));
        if (r->id)
            CHECK(model_member_named(ref.model, object, str_of(r->id)) != NULL);
        if (r->item_list)
            CHECK(model_member_named(ref.model, object, str_of(r->item_list)) != NULL);
        if (r->tags)
            CHECK(model_member_named(ref.model, object, str_of(r->tags)) != NULL);
        const char *const inputs[] = { r->id_input, r->mark_input, r->parent_input };
        for (size_t k = 0; k < ARRAY_LEN(inputs); k++)
            if (inputs[k] && strncmp(inputs[k], "Filter:", 7) != 0)
                CHECK(model_member_named(ref.model, model_input(ref.model, ref.op), str_of(inputs[k])) != NULL);
        CHECK(type->gone && type->headline && type->permissions && type->import_hint);
        CHECK(!r->tags || schema_find(type->attrs, STR("tags")));
    }
}

/* Permissions name operations that exist (as far as our tables know them). */
static void test_permissions_name_operations(void **state)
{
    (void)state;
    for (size_t i = 0; aws_provider.types[i]; i++) {
        struct str rest = str_of(aws_provider.types[i]->permissions);
        while (rest.ptr) {
            struct str word = str_split(&rest, ' ');
            CHECK(str_starts(word, STR("ec2:")));
            if (!model_op_named(&model_ec2, str_slice(word, 4, word.len)))
                print_error("%s: %.*s\n", aws_provider.types[i]->name, STR_ARG(word));
            CHECK(model_op_named(&model_ec2, str_slice(word, 4, word.len)) != NULL);
        }
    }
}

/* Every decode takes an empty object without a crash, and gives only attributes that the table has. */
static void test_decodes_take_anything(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct value one = value_map_of(&arena, "Tags", value_cstr("?"), "NatGatewayAddresses", value_int(3), "State", value_cstr("available"), NULL);
    const struct value objects[] = { VALUE_NONE, value_null(), value_map(&arena, NULL, 0), value_cstr("x"), one,
                                     value_map_of(&arena, "Parent", one, "Item", one, NULL) };
    for (size_t i = 0; aws_provider.types[i]; i++) {
        const struct resource_type *type = aws_provider.types[i];
        for (size_t k = 0; k < ARRAY_LEN(objects); k++) {
            struct value attrs = VALUE_NONE;
            struct str reason = STR_NONE;
            (void)type->reader->decode(&arena, objects[k], &attrs, &reason);
            for (size_t f = 0; attrs.kind == VALUE_MAP && f < attrs.count; f++) {
                struct str name = str_n(attrs.fields[f].key, attrs.fields[f].key_len);
                if (!schema_find(type->attrs, name))
                    print_error("%s has no %.*s\n", type->name, STR_ARG(name));
                CHECK(schema_find(type->attrs, name) != NULL);
            }
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_table_is_well_formed),
        cmocka_unit_test(test_the_types_of_the_network_are_there),
        cmocka_unit_test(test_readers_say_what_the_model_has),
        cmocka_unit_test(test_permissions_name_operations),
        cmocka_unit_test(test_decodes_take_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
