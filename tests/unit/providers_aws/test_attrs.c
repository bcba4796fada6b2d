/*
 * test_attrs.c - every attribute that a stack may set reaches a request, at create and at update: generated from the tables.
 *
 * For each row (and each field of blocks) a value that is not the default is made from the row itself; then the step runs against
 * the fake and the value must stand in a request under the API's name. A row that reaches nothing fails here.
 */
#include "tests/unit/test.h"

#include "tests/unit/providers_aws/fake_aws.h"

#include <stdlib.h>

static const struct base {
    const char *type, *want;
} bases[] = {
    { "aws_vpc", "{\"cidr_block\":\"10.0.0.0/16\"}" },
    { "aws_subnet", "{\"vpc_id\":\"vpc-90\",\"cidr_block\":\"10.0.1.0/24\"}" },
    { "aws_internet_gateway", "{}" },
    { "aws_eip", "{}" },
    { "aws_nat_gateway", "{\"subnet_id\":\"subnet-90\",\"allocation_id\":\"eipalloc-90\"}" },
    { "aws_route_table", "{\"vpc_id\":\"vpc-90\"}" },
    { "aws_route", "{\"route_table_id\":\"rtb-90\",\"destination_cidr_block\":\"0.0.0.0/0\",\"gateway_id\":\"igw-90\"}" },
    { "aws_route_table_association", "{\"route_table_id\":\"rtb-90\",\"subnet_id\":\"subnet-90\"}" },
    { "aws_security_group", "{\"name\":\"web\",\"vpc_id\":\"vpc-90\"}" },
    { "aws_vpc_security_group_ingress_rule",
      "{\"security_group_id\":\"sg-90\",\"ip_protocol\":\"tcp\",\"from_port\":80,\"to_port\":80,\"cidr_ipv4\":\"10.0.0.0/8\"}" },
    { "aws_vpc_security_group_egress_rule",
      "{\"security_group_id\":\"sg-90\",\"ip_protocol\":\"tcp\",\"from_port\":80,\"to_port\":80,\"cidr_ipv4\":\"10.0.0.0/8\"}" },
    { "aws_vpc_endpoint", "{\"vpc_id\":\"vpc-90\",\"service_name\":\"com.amazonaws.eu-west-1.s3\"}" },
    { "aws_key_pair", "{\"key_name\":\"ops\",\"public_key\":\"ssh-ed25519 AAAA\"}" },
};

/* What a row means depends on another: private gateways change private addresses, regional ones their zones. */
static const struct special {
    const char *type, *attribute, *want;
} specials[] = {
    { "aws_nat_gateway", "secondary_private_ip_addresses", "{\"subnet_id\":\"subnet-90\",\"connectivity_type\":\"private\"}" },
    { "aws_nat_gateway", "secondary_private_ip_address_count", "{\"subnet_id\":\"subnet-90\",\"connectivity_type\":\"private\"}" },
    { "aws_nat_gateway", "availability_zone_address", "{\"vpc_id\":\"vpc-90\",\"availability_mode\":\"regional\"}" },
    { "aws_nat_gateway", "vpc_id", "{\"availability_mode\":\"regional\"}" },
    { "aws_eip", "associate_with_private_ip", "{\"network_interface\":\"eni-90\"}" },
    { "aws_vpc", "instance_tenancy", "{\"cidr_block\":\"10.0.0.0/16\",\"instance_tenancy\":\"dedicated\"}" }, /* the only way in place */
    { "aws_subnet", "ipv6_ipam_pool_id", "{\"vpc_id\":\"vpc-90\"}" },
};

static struct value base_of(struct fake_aws *aws, const struct resource_type *type, const char *attribute)
{
    for (size_t i = 0; i < ARRAY_LEN(specials); i++)
        if (strcmp(specials[i].type, type->name) == 0 && strcmp(specials[i].attribute, attribute) == 0)
            return fake_json(aws, specials[i].want);
    for (size_t i = 0; i < ARRAY_LEN(bases); i++)
        if (strcmp(bases[i].type, type->name) == 0)
            return fake_json(aws, bases[i].want);
    print_error("%s has no base configuration in this test\n", type->name);
    fail();
    return VALUE_NONE;
}

/* ---- Values from rows ------------------------------------------------------------------------------------------------ */

static struct value text_for(struct arena *a, const struct attr *row)
{
    static const char *const forms[] = { "10.99.0.0/20", "2001:db8:99::/56", "10.99.0.9", "arn:aws:ec2:eu-west-1:123456789012:zz/zz",
                                         "ssh-ed25519 AAAAzz" };
    bool endpoint = strcmp(row->name, "vpc_endpoint_id") == 0; /* told by its prefix */
    struct value plain = value_str(arena_printf(a, "%szz-%s", endpoint ? "vpce-" : "", row->name));
    if (row->values) {
        size_t n = 0;
        while (row->values[n])
            n++;
        bool last_is_default = row->fallback && strcmp(row->values[n - 1], row->fallback) == 0;
        return value_cstr(row->values[last_is_default ? 0 : n - 1]);
    }
    if (!row->check || row->check(plain, NULL))
        return plain;
    for (size_t i = 0; i < ARRAY_LEN(forms); i++)
        if (row->check(value_cstr(forms[i]), NULL))
            return value_cstr(forms[i]);
    print_error("no value for %s\n", row->name);
    fail();
    return VALUE_NONE;
}

/* `field`: of a block, the one that this run is about; NULL: the row itself. Others only when they are required. */
static struct value value_for(struct arena *a, const struct attr *row, const struct attr *field)
{
    switch (row->type) {
    case ATTR_BOOL:
        return value_bool(!(row->fallback && strcmp(row->fallback, "true") == 0));
    case ATTR_INT:
        return value_int(row->max ? row->max : 7);
    case ATTR_STRING:
        return text_for(a, row);
    case ATTR_STRING_LIST:
    case ATTR_STRING_SET: {
        struct value one = text_for(a, row);
        return value_list(a, &one, 1);
    }
    case ATTR_STRING_MAP:
        return value_map_of(a, "zk", value_cstr("zz-value"), NULL);
    case ATTR_DOCUMENT:
        return value_map_of(a, "Zz", value_cstr("zz-document"), NULL);
    case ATTR_OBJECT:
    case ATTR_OBJECT_LIST:
    case ATTR_OBJECT_SET: {
        struct value block = value_map(a, NULL, 0);
        for (const struct attr *f = row->fields; f->name; f++) {
            bool rival = field && f->one_of && field->one_of && strcmp(f->one_of, field->one_of) == 0;
            bool first_of_group = f->one_of && !rival;
            for (const struct attr *g = row->fields; first_of_group && g < f; g++)
                first_of_group = !(g->one_of && strcmp(g->one_of, f->one_of) == 0);
            if (f == field || f->flags & REQUIRED || first_of_group)
                block = value_with(a, block, f->name, value_for(a, f, NULL));
        }
        if (strcmp(row->name, "ingress") == 0 || strcmp(row->name, "egress") == 0) {
            block = value_with(a, block, "protocol", value_cstr(field && strcmp(field->name, "protocol") == 0 ? "zz-protocol" : "tcp"));
            struct value range = value_cstr("10.99.0.0/20");
            if (!field || !strstr("cidr_blocks ipv6_cidr_blocks prefix_list_ids security_groups self", field->name))
                block = value_with(a, block, "cidr_blocks", value_list(a, &range, 1));
        }
        return row->type == ATTR_OBJECT ? block : value_list(a, &block, 1);
    }
    case ATTR_NONE:
    case ATTR_INT_LIST:
    case ATTR_NUMBER:
    case ATTR_ANY:
        break;
    }
    fail();
    return VALUE_NONE;
}

static bool has_word(const char *words, const char *word)
{
    struct str rest = str_of(words);
    while (words && rest.ptr)
        if (str_is(str_split(&rest, ' '), word))
            return true;
    return false;
}

/* The base with this row set, what it needs beside it, and without what excludes it. */
static struct value want_with(struct fake_aws *aws, const struct resource_type *type, const struct attr *row, const struct attr *field)
{
    struct arena *a = &aws->memory;
    struct value base = base_of(aws, type, row->name), v = value_for(a, row, field);
    if (row->fallback && value_eq(value_get(base, row->name), v))
        v = schema_default(a, row);
    struct value want = value_with(a, base, row->name, v);
    for (const struct attr *other = type->attrs; other->name; other++) {
        bool rival = other != row && ((row->one_of && other->one_of && strcmp(row->one_of, other->one_of) == 0) ||
                                      has_word(row->conflicts, other->name) || has_word(other->conflicts, row->name));
        if (rival)
            want = value_with(a, want, other->name, VALUE_NONE);
        else if (has_word(row->needs, other->name) && !value_given(value_get(want, other->name)))
            want = value_with(a, want, other->name, value_for(a, other, NULL));
    }
    struct value checked;
    struct err err = { 0 };
    if (!schema_recheck(a, type->attrs, want, &checked, &err))
        print_error("%s.%s: %s\n", type->name, row->name, err.message);
    CHECK(!err.code);
    return checked;
}

/* ---- Requests -------------------------------------------------------------------------------------------------------- */

/* Is the leaf somewhere in there, for numbers and flags beneath a member of this name? */
static bool holds(struct value in, struct value leaf, const char *api, bool beneath)
{
    if (in.kind == VALUE_LIST) {
        for (size_t i = 0; i < in.count; i++)
            if (holds(value_at(in, i), leaf, api, beneath))
                return true;
        return false;
    }
    if (in.kind == VALUE_MAP) {
        for (size_t i = 0; i < in.count; i++)
            /* creates say SecondaryPrivateIpAddressCount, updates PrivateIpAddressCount */
            if (holds(in.fields[i].value, leaf, api, beneath || str_ends(str_of(api), str_n(in.fields[i].key, in.fields[i].key_len))))
                return true;
        return false;
    }
    if (leaf.kind == VALUE_STRING && str_find(value_text(in), value_text(leaf)) >= 0)
        return true;
    return beneath && value_eq(in, leaf);
}

static struct value leaf_of(struct value v)
{
    while (v.kind == VALUE_LIST || v.kind == VALUE_MAP)
        v = v.kind == VALUE_LIST ? value_at(v, 0) : v.fields[0].value;
    return v;
}

static const char *last_of(const char *api)
{
    const char *dot = api ? strrchr(api, '.') : NULL;
    return dot ? dot + 1 : api ? api : "";
}

static int failures, checked_rows;

static void must_reach(struct fake_aws *aws, size_t from, const struct resource_type *type, const struct attr *row, const struct attr *field,
                       struct value want, const char *when)
{
    struct value set = value_get(want, row->name);
    const struct attr *about = field ? field : row;
    if (field)
        set = value_get(set.kind == VALUE_LIST ? value_at(set, 0) : set, field->name);
    struct value leaf = leaf_of(set);
    /* `self` travels as the group's own id */
    if (field && strcmp(field->name, "self") == 0) {
        bool in = strcmp(row->name, "ingress") == 0;
        struct value sent = fake_sent(aws, in ? "AuthorizeSecurityGroupIngress" : "AuthorizeSecurityGroupEgress");
        leaf = value_path(sent, "IpPermissions[0].UserIdGroupPairs[0].GroupId");
        about = schema_find(row->fields, STR("security_groups"));
    }
    checked_rows++;
    for (size_t i = from; value_present(leaf) && i < aws->requests.count; i++)
        if (!str_starts(aws->requests.items[i].operation, STR("Describe")) && holds(aws->requests.items[i].input, leaf, last_of(about->api), false))
            return;
    print_error("%s: %s%s%s = %.*s reaches no request\n", when, type->name, field ? "." : "", field ? row->name : "",
                STR_ARG(value_show(&aws->memory, set, 60)));
    print_error("    (%s)\n", about->name);
    failures++;
}

static void must_run(struct fake_aws *aws, struct fake_step *step, const char *row)
{
    if (fake_run(step))
        return;
    print_error("%s.%s: %s\n", step->op.type->name, row, aws->err.message);
    failures++;
}

static void put_table(struct fake_aws *aws)
{
    fake_aws_put(aws, "RouteTables", "{\"RouteTableId\":\"rtb-90\",\"VpcId\":\"vpc-90\"}");
    fake_aws_put(aws, "RouteTables", "{\"RouteTableId\":\"zz-route_table_id\",\"VpcId\":\"vpc-90\"}");
}

static void check_create(const struct resource_type *type, const struct attr *row, const struct attr *field)
{
    struct fake_aws *aws = fake_aws_open();
    put_table(aws);
    struct value want = want_with(aws, type, row, field);
    struct fake_step *step = fake_step_value(aws, type, OP_CREATE, want);
    size_t from = aws->requests.count;
    must_run(aws, step, row->name);
    must_reach(aws, from, type, row, field, want, "create");
    fake_aws_close(aws);
}

static void check_update(const struct resource_type *type, const struct attr *row, const struct attr *field)
{
    struct fake_aws *aws = fake_aws_open();
    put_table(aws);
    struct fake_step *step = fake_step_value(aws, type, OP_CREATE, base_of(aws, type, row->name));
    must_run(aws, step, "base");
    struct value want = want_with(aws, type, row, field);
    struct fake_step *update = fake_step_value(aws, type, OP_UPDATE, want);
    fake_step_prior(update, step->op.result);
    size_t from = aws->requests.count;
    must_run(aws, update, row->name);
    must_reach(aws, from, type, row, field, want, "update");
    fake_aws_close(aws);
}

static void each_row(void (*check)(const struct resource_type *, const struct attr *, const struct attr *), bool updates)
{
    failures = checked_rows = 0;
    for (size_t t = 0; aws_provider.types[t]; t++) {
        const struct resource_type *type = aws_provider.types[t];
        for (const struct attr *row = type->attrs; row->name; row++) {
            if (!(row->flags & (REQUIRED | OPTIONAL)) || row->flags & ENGINE_ONLY || (updates && row->flags & FORCE_NEW))
                continue;
            if (!row->fields)
                check(type, row, NULL);
            for (const struct attr *f = row->fields; f && f->name; f++)
                check(type, row, f);
        }
    }
    CHECK_INT(failures, 0);
    print_message("             %d rows\n", checked_rows);
}

static void test_what_a_stack_may_set_reaches_a_request_at_create(void **state)
{
    (void)state;
    each_row(check_create, false);
}

static void test_what_changes_in_place_reaches_a_request_at_update(void **state)
{
    (void)state;
    each_row(check_update, true);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_a_stack_may_set_reaches_a_request_at_create),
        cmocka_unit_test(test_what_changes_in_place_reaches_a_request_at_update),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
