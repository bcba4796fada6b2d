/*
 * test_aws.c - the handle: who we are, who signs, calls and their errors, batched reads, tags, lookups.
 */
#include "tests/unit/test.h"

#include "providers/aws/aws_internal.h"
#include "providers/aws/aws_tags.h"
#include "tests/unit/providers_aws/fake_aws.h"

static const struct registry registry = { (const struct provider_type *const[]){ &aws_provider, NULL } };

static const struct resource_type *type_of(const char *name)
{
    return registry_type(&registry, str_of(name), NULL);
}

/* ---- Opening --------------------------------------------------------------------------------------------------------- */

static void test_a_handle_is_an_account_in_a_region(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    CHECK_STR(aws->provider->key, "aws/aws/123456789012/eu-west-1");
    CHECK_INT(aws->requests.count, 1);
    CHECK_STR(aws->requests.items[0].url, "https://sts.eu-west-1.amazonaws.com/");
    CHECK(str_find(aws->requests.items[0].authorization, STR("AKIDEXAMPLE/20261122/eu-west-1/sts/aws4_request")) > 0);
    CHECK(value_is(value_get(aws->provider->recipe, "region"), "eu-west-1"));
    CHECK_INT(aws->provider->settle_ms, 120000);
    fake_aws_close(aws);
}

static void refused_account(const char *config, const char *why)
{
    struct fake_aws *aws = fake_aws_new();
    CHECK(!fake_aws_start(aws, config));
    CHECK_ERR(&aws->err, ERR_DENIED, why);
    CHECK_INT(aws->requests.count, 1); /* nothing was read but who we are */
    fake_aws_close(aws);
}

static void test_another_account_is_refused_before_anything_is_read(void **state)
{
    (void)state;
    refused_account("{\"region\":\"eu-west-1\",\"allowed_account_ids\":[\"999999999999\"]}", "does not allow");
    refused_account("{\"region\":\"eu-west-1\",\"forbidden_account_ids\":[\"123456789012\"]}", "forbids");
    struct fake_aws *aws = fake_aws_new();
    CHECK(fake_aws_start(aws, "{\"region\":\"eu-west-1\",\"allowed_account_ids\":[\"123456789012\"],\"forbidden_account_ids\":[\"1\"]}"));
    fake_aws_close(aws);
}

static void test_without_region_or_keys_nothing_is_sent(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_new();
    CHECK(!fake_aws_start(aws, "{}"));
    CHECK_INT(aws->err.code, ERR_INVALID);
    fake_aws_set(aws, "AWS_ACCESS_KEY_ID", NULL);
    fake_aws_set(aws, "AWS_EC2_METADATA_DISABLED", "true");
    CHECK(!fake_aws_start(aws, "{\"region\":\"eu-west-1\"}"));
    CHECK_INT(aws->err.code, ERR_AUTH);
    CHECK_INT(aws->requests.count, 0);
    fake_aws_close(aws);
}

static void test_an_assumed_role_signs_and_is_renewed_in_time(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_new();
    CHECK(fake_aws_start(aws, "{\"region\":\"eu-west-1\",\"assume_role\":{\"role_arn\":\"arn:aws:iam::123456789012:role/r\","
                              "\"external_id\":\"xy\",\"duration\":900,\"policy\":{\"Statement\":[]}}}"));
    struct value sent = fake_sent(aws, "AssumeRole");
    CHECK(value_is(value_get(sent, "ExternalId"), "xy"));
    CHECK(value_is(value_get(sent, "Policy"), "{\"Statement\":[]}"));
    CHECK(value_is(value_get(sent, "RoleSessionName"), "infra"));
    CHECK(str_find(aws->requests.items[0].authorization, STR("AKIDEXAMPLE")) > 0); /* AssumeRole by our own keys */
    CHECK(str_find(aws->requests.items[1].authorization, STR("ASIAROLE")) > 0);    /* all else by the role's */
    fake_aws_put(aws, "Vpcs", "{\"VpcId\":\"vpc-1\",\"State\":\"available\"}");
    fake_io_advance(aws->io, 50 * 60 * 1000); /* they end after 60 minutes; 15 before that is time */
    CHECK(value_given(fake_lookup(aws, "aws_vpc", "{}")));
    CHECK_INT(fake_count(aws, "AssumeRole"), 2);
    fake_aws_close(aws);
}

static void test_a_simulators_times_are_believed_on_loopback_only(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_new();
    aws->sim_header = "settle_ms=70;poll_ms=3";
    CHECK(fake_aws_start(aws, "{\"region\":\"eu-west-1\"}"));
    CHECK_INT(aws->provider->settle_ms, 120000);
    fake_aws_close(aws);
    aws = fake_aws_new();
    aws->sim_header = "settle_ms=70; poll_ms=3";
    fake_aws_set(aws, "AWS_ENDPOINT_URL", "http://127.0.0.1:5555");
    CHECK(fake_aws_start(aws, "{\"region\":\"eu-west-1\"}"));
    CHECK_STR(aws->requests.items[0].url, "http://127.0.0.1:5555/");
    CHECK_INT(aws->provider->settle_ms, 70);
    CHECK_INT(aws->provider->poll_ms, 3);
    fake_aws_close(aws);
}

/* ---- Calls ----------------------------------------------------------------------------------------------------------- */

static void test_a_refusal_says_operation_reason_and_code_once(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "CreateVpc", .code = "VpcLimitExceeded", .message = "The maximum has been reached." });
    CHECK(!fake_run(fake_step(aws, "aws_vpc", OP_CREATE, "{\"cidr_block\":\"10.0.0.0/16\"}")));
    CHECK_INT(aws->err.code, ERR_REMOTE);
    CHECK_STR(str_of(aws->err.message), "EC2 CreateVpc: The maximum has been reached. (VpcLimitExceeded)");
    CHECK_STR(str_of(aws->err.remote_code), "VpcLimitExceeded");
    CHECK_STR(str_of(aws->err.request_id), "req-1");
    fake_aws_close(aws);
}

static void test_a_mutating_call_needs_an_approved_step(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    struct fake_step *step = fake_step(aws, "aws_vpc", OP_CREATE, "{\"cidr_block\":\"10.0.0.0/16\"}");
    step->op.scope.approved = false;
    CHECK(!fake_run(step));
    CHECK_INT(aws->err.code, ERR_INTERNAL);
    CHECK_INT(fake_count(aws, "CreateVpc"), 0);
    fake_aws_close(aws);
}

static void test_throttling_and_5xx_are_tried_again_but_never_a_class_g_create(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "CreateSubnet", .code = "RequestLimitExceeded", .status = 503, .count = 3 });
    CHECK(fake_run(fake_step(aws, "aws_subnet", OP_CREATE, "{\"vpc_id\":\"vpc-1\",\"cidr_block\":\"10.0.1.0/24\"}")));
    CHECK_INT(fake_count(aws, "CreateSubnet"), 4);
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "CreateVpc", .code = "InternalError", .status = 500, .applied = true });
    struct fake_step *step = fake_step(aws, "aws_vpc", OP_CREATE, "{\"cidr_block\":\"10.0.0.0/16\"}");
    step->op.scope.never_resend = true;
    CHECK(!fake_run(step));
    CHECK_INT(aws->err.code, ERR_AMBIGUOUS);
    CHECK_INT(fake_count(aws, "CreateVpc"), 1);
    fake_aws_close(aws);
}

static void test_only_the_create_of_class_g_keeps_its_stamp(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    struct fake_step *step = fake_step(aws, "aws_vpc", OP_CREATE, "{\"cidr_block\":\"10.0.0.0/16\",\"enable_dns_hostnames\":true}");
    step->op.scope.sign_at_wall_ms = 1795305600000 - 86400000; /* the day before */
    step->op.scope.never_resend = true;
    CHECK(fake_run(step));
    size_t old = 0;
    for (size_t i = 0; i < aws->requests.count; i++)
        if (str_find(aws->requests.items[i].authorization, STR("/20261121/")) > 0) {
            CHECK_STR(aws->requests.items[i].operation, "CreateVpc");
            old++;
        }
    CHECK_INT(old, 1);
    fake_aws_close(aws);
}

static void test_tokens_are_equal_on_every_retry(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    static const char want[] = "{\"subnet_id\":\"subnet-1\",\"allocation_id\":\"eipalloc-1\"}";
    CHECK(fake_run(fake_step(aws, "aws_nat_gateway", OP_CREATE, want)));
    struct str first = value_text(value_get(fake_sent(aws, "CreateNatGateway"), "ClientToken"));
    CHECK_INT(first.len, 32);
    CHECK(fake_run(fake_step(aws, "aws_nat_gateway", OP_CREATE, want)));
    CHECK(str_eq(value_text(value_get(fake_sent(aws, "CreateNatGateway"), "ClientToken")), first));
    CHECK(fake_run(fake_step(aws, "aws_vpc_endpoint", OP_CREATE, "{\"vpc_id\":\"vpc-1\",\"service_name\":\"s\"}")));
    CHECK_INT(value_text(value_get(fake_sent(aws, "CreateVpcEndpoint"), "ClientToken")).len, 32);
    fake_aws_close(aws);
}

static void test_what_is_not_visible_yet_is_asked_for_again(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "CreateSubnet", .code = "InvalidVpcID.NotFound", .count = 4 });
    int64_t began = io_mono_ms(aws->io);
    CHECK(fake_run(fake_step(aws, "aws_subnet", OP_CREATE, "{\"vpc_id\":\"vpc-1\",\"cidr_block\":\"10.0.1.0/24\"}")));
    CHECK_INT(fake_count(aws, "CreateSubnet"), 5);
    CHECK(io_mono_ms(aws->io) - began < 120000);
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "CreateSubnet", .code = "InvalidVpcID.NotFound", .nth = 5, .count = 1000 });
    CHECK(!fake_run(fake_step(aws, "aws_subnet", OP_CREATE, "{\"vpc_id\":\"vpc-2\",\"cidr_block\":\"10.0.1.0/24\"}")));
    CHECK_ERR(&aws->err, ERR_NOT_FOUND, "InvalidVpcID.NotFound");
    fake_aws_close(aws);
}

static void test_expired_keys_are_fetched_once_more(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "Vpcs", "{\"VpcId\":\"vpc-1\"}");
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "DescribeVpcs", .code = "RequestExpired", .status = 400, .nth = 5 });
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "DescribeVpcs", .code = "AuthFailure", .status = 401 });
    CHECK(value_given(fake_lookup(aws, "aws_vpc", "{}")));
    CHECK_INT(fake_count(aws, "DescribeVpcs"), 2);
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "DescribeVpcs", .code = "UnauthorizedOperation", .status = 403, .nth = 2 });
    CHECK(!value_given(fake_lookup(aws, "aws_vpc", "{}")));
    CHECK_INT(aws->err.code, ERR_DENIED);
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "DescribeVpcs", .code = "NotImplemented", .status = 501, .nth = 3, .count = 99 });
    CHECK(!value_given(fake_lookup(aws, "aws_vpc", "{}")));
    CHECK_INT(fake_count(aws, "DescribeVpcs"), 4); /* 501 is not tried again */
    fake_aws_close(aws);
}

/* ---- Reads ----------------------------------------------------------------------------------------------------------- */

static const char marked_subnet[] =
    "{\"SubnetId\":\"subnet-1\",\"State\":\"available\",\"VpcId\":\"vpc-1\",\"OwnerId\":\"210987654321\",\"Tags\":[{\"Key\":\"infra:stack\","
    "\"Value\":\"net/default/aaaa\"},{\"Key\":\"infra:uid\",\"Value\":\"u1\"},{\"Key\":\"infra:address\",\"Value\":\"aws_subnet.a\"},"
    "{\"Key\":\"Name\",\"Value\":\"a\"},{\"Key\":\"aws:cloudformation:stack-id\",\"Value\":\"x\"},{\"Key\":\"kubernetes.io/cluster\",\"Value\":\"x\"},"
    "{\"Key\":\"team\",\"Value\":\"net\"}]}";

static void test_a_listing_by_mark_finds_marks_and_hides_them(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "Subnets", marked_subnet);
    struct read read = { .type = type_of("aws_subnet"), .want = READ_ALL_MARKED, .mark_stack = STR("net/default/aaaa") };
    CHECK(fake_read(aws, &read));
    CHECK_INT(read.objects.count, 1);
    const struct read_object *o = &read.objects.items[0];
    CHECK_STR(o->mark_stack, "net/default/aaaa");
    CHECK_STR(o->mark_uid, "u1");
    CHECK_STR(o->mark_address, "aws_subnet.a");
    CHECK_INT(value_get(o->attrs, "tags").count, 3); /* Name, kubernetes.io/cluster, team */
    CHECK(value_is(value_get(o->attrs, "arn"), "arn:aws:ec2:eu-west-1:210987654321:subnet/subnet-1"));
    struct value filter = value_path(fake_sent(aws, "DescribeSubnets"), "Filters[0]");
    CHECK(value_is(value_get(filter, "Name"), "tag:infra:stack"));
    CHECK(value_is(value_path(filter, "Values[0]"), "net/default/aaaa"));
    read = (struct read){ .type = type_of("aws_nat_gateway"), .want = READ_UID, .mark_uid = STR("u1") };
    CHECK(fake_read(aws, &read)); /* whose member is called Filter */
    CHECK(value_is(value_path(fake_sent(aws, "DescribeNatGateways"), "Filter[0].Name"), "tag:infra:uid"));
    fake_aws_close(aws);
}

static void test_ignored_tags_stay_out_and_default_ones_are_wanted(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_new();
    CHECK(fake_aws_start(aws, "{\"region\":\"eu-west-1\",\"default_tags\":{\"tags\":{\"team\":\"net\"}},"
                              "\"ignore_tags\":{\"key_prefixes\":[\"kubernetes.io/\"]}}"));
    fake_aws_put(aws, "Subnets", marked_subnet);
    struct read read = { .type = type_of("aws_subnet"), .want = READ_ALL_MARKED, .mark_stack = STR("net/default/aaaa") };
    CHECK(fake_read(aws, &read));
    CHECK_INT(value_get(read.objects.items[0].attrs, "tags").count, 2); /* Name, team */
    CHECK_STR(read.objects.items[0].mark_uid, "u1");
    CHECK(value_is(value_path(aws->provider->defaults, "tags.team"), "net")); /* the planner lays it under what is declared */
    fake_aws_close(aws);
}

static void test_ids_are_asked_for_in_chunks_of_200(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    struct str ids[450];
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        ids[i] = arena_printf(&aws->memory, "subnet-%zu", i / 2); /* each twice */
    struct read read = { .type = type_of("aws_subnet"), .want = READ_IDS, .ids = ids, .id_count = ARRAY_LEN(ids) };
    CHECK(fake_read(aws, &read));
    CHECK_INT(fake_count(aws, "DescribeSubnets"), 2);
    CHECK_INT(value_path(fake_sent(aws, "DescribeSubnets"), "Filters[0].Values").count, 25);
    fake_aws_close(aws);
}

static void test_one_missing_id_does_not_hide_the_others(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "VpcEndpoints", "{\"VpcEndpointId\":\"vpce-1\",\"State\":\"available\",\"VpcEndpointType\":\"Interface\"}");
    fake_aws_refuse(aws, (struct fake_refusal){ .operation = "DescribeVpcEndpoints", .code = "InvalidVpcEndpointId.NotFound", .count = 2 });
    struct str ids[] = { STR("vpce-0"), STR("vpce-1") };
    struct read read = { .type = type_of("aws_vpc_endpoint"), .want = READ_IDS, .ids = ids, .id_count = 2 };
    CHECK(fake_read(aws, &read)); /* both: refused; the first: refused; the second: there */
    CHECK_INT(fake_count(aws, "DescribeVpcEndpoints"), 3);
    CHECK_INT(read.objects.count, 1);
    fake_aws_close(aws);
}

static void test_a_listing_says_what_is_not_set(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "InternetGateways", "{\"InternetGatewayId\":\"igw-1\"}"); /* somebody detached it */
    fake_aws_put(aws, "KeyPairs", "{\"KeyName\":\"ops\"}");
    struct str id = STR("igw-1");
    struct read read = { .type = type_of("aws_internet_gateway"), .want = READ_IDS, .ids = &id, .id_count = 1 };
    CHECK(fake_read(aws, &read));
    CHECK_INT(value_get(read.objects.items[0].attrs, "vpc_id").kind, VALUE_NULL);
    id = STR("rtb-1");
    fake_aws_put(aws, "VpcEndpoints", "{\"VpcEndpointId\":\"vpce-1\",\"State\":\"available\",\"VpcEndpointType\":\"Interface\"}");
    read = (struct read){ .type = type_of("aws_vpc_endpoint"), .want = READ_IDS, .ids = &id, .id_count = 1 };
    CHECK(fake_read(aws, &read));
    CHECK_INT(value_get(read.objects.items[0].attrs, "subnet_configuration").kind, VALUE_ABSENT); /* EC2 never tells it */
    fake_aws_close(aws);
}

struct pair {
    struct fake_aws *aws;
    struct read read;
    bool ok;
};

static void read_one(void *argument)
{
    struct pair *p = argument;
    struct err err = { 0 };
    p->ok = aws_provider.read(p->aws->provider, &p->read, &err);
}

static void read_both(void *argument)
{
    struct pair *pairs = argument;
    loop_spawn(pairs[0].aws->loop, read_one, &pairs[1]);
    read_one(&pairs[0]);
    while (!pairs[1].ok)
        fiber_sleep_until(pairs[0].aws->loop, io_mono_ms(pairs[0].aws->io) + 1);
}

static void test_types_under_the_same_parents_share_one_listing(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "RouteTables", "{\"RouteTableId\":\"rtb-1\",\"Routes\":[{\"DestinationCidrBlock\":\"10.0.0.0/16\",\"GatewayId\":\"local\"},"
                                     "{\"DestinationCidrBlock\":\"0.0.0.0/0\",\"GatewayId\":\"igw-1\",\"State\":\"active\"}],"
                                     "\"Associations\":[{\"Main\":true,\"RouteTableAssociationId\":\"rtbassoc-0\"},"
                                     "{\"RouteTableAssociationId\":\"rtbassoc-1\",\"SubnetId\":\"subnet-1\"}]}");
    static const struct net_scope scope;
    struct str route = STR("rtb-1_0.0.0.0/0"), association = STR("rtbassoc-1"), parent = STR("rtb-1"), none = STR("");
    struct pair pairs[2] = {
        { .aws = aws, .read = { .type = type_of("aws_route"), .want = READ_IDS, .ids = &route, .parent_ids = &none, .id_count = 1 } },
        { .aws = aws, .read = { .type = type_of("aws_route_table_association"), .want = READ_IDS, .ids = &association, .parent_ids = &parent, .id_count = 1 } },
    };
    for (int i = 0; i < 2; i++) {
        pairs[i].read.scope = &scope;
        pairs[i].read.arena = &aws->memory;
    }
    loop_call(aws->loop, read_both, pairs);
    CHECK(pairs[0].ok && pairs[1].ok);
    CHECK_INT(fake_count(aws, "DescribeRouteTables"), 1);
    CHECK_INT(pairs[0].read.objects.count, 1); /* the local route is nobody's */
    CHECK_STR(pairs[0].read.objects.items[0].id, "rtb-1_0.0.0.0/0");
    CHECK_INT(pairs[1].read.objects.count, 1); /* nor the main association */
    CHECK_STR(pairs[1].read.objects.items[0].id, "rtbassoc-1");
    fake_aws_close(aws);
}

/* ---- Tags and lookups ------------------------------------------------------------------------------------------------ */

static void test_a_marks_step_puts_marks_and_default_tags(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_new();
    CHECK(fake_aws_start(aws, "{\"region\":\"eu-west-1\",\"default_tags\":{\"tags\":{\"team\":\"net\",\"Name\":\"all\"}}}"));
    struct fake_step *step = fake_step(aws, "aws_internet_gateway", OP_MARKS, "{\"tags\":{\"Name\":\"mine\"}}");
    fake_step_prior(step, fake_json(aws, "{\"id\":\"igw-1\",\"tags\":{\"Name\":\"mine\"}}"));
    CHECK(fake_run(step));
    struct value tags = aws_tags_decode(&aws->memory, value_get(fake_sent(aws, "CreateTags"), "Tags"));
    CHECK_INT(value_get(fake_sent(aws, "CreateTags"), "Tags").count, 4); /* three marks, team; Name is there */
    CHECK(value_is(value_get(tags, "team"), "net"));
    CHECK_INT(fake_count(aws, "DeleteTags"), 0);
    fake_aws_close(aws);
}

static void test_a_tag_update_sends_the_difference(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    struct fake_step *step = fake_step(aws, "aws_internet_gateway", OP_UPDATE, "{\"tags\":{\"Name\":\"b\",\"same\":\"s\"}}");
    fake_step_prior(step, fake_json(aws, "{\"id\":\"igw-1\",\"tags\":{\"Name\":\"a\",\"same\":\"s\",\"old\":\"o\"}}"));
    fake_aws_put(aws, "InternetGateways", "{\"InternetGatewayId\":\"igw-1\"}");
    CHECK(fake_run(step));
    CHECK_INT(value_get(fake_sent(aws, "CreateTags"), "Tags").count, 1);
    CHECK(value_is(value_path(fake_sent(aws, "CreateTags"), "Tags[0].Value"), "b"));
    CHECK(value_is(value_path(fake_sent(aws, "DeleteTags"), "Tags[0].Key"), "old"));
    CHECK_INT(fake_count(aws, "AttachInternetGateway"), 0);
    fake_aws_close(aws);
}

static void test_a_create_carries_marks_under_every_tag(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    CHECK(fake_run(fake_step(aws, "aws_vpc", OP_CREATE, "{\"cidr_block\":\"10.0.0.0/16\",\"tags\":{\"infra:uid\":\"stolen\",\"Name\":\"x\"}}")));
    struct value tags = value_path(fake_sent(aws, "CreateVpc"), "TagSpecifications[0].Tags");
    CHECK_INT(tags.count, 4);
    struct read_object marks = { 0 };
    aws_tags_marks(tags, &marks);
    CHECK_STR(marks.mark_uid, "uid4567uid4567uid4567uid45");
    fake_aws_close(aws);
}

static void test_lookups_answer_the_same_way_each_time(void **state)
{
    (void)state;
    struct fake_aws *aws = fake_aws_open();
    fake_aws_put(aws, "AvailabilityZones", "{\"ZoneName\":\"eu-west-1b\",\"ZoneId\":\"z2\",\"GroupName\":\"eu-west-1\",\"State\":\"available\"}");
    fake_aws_put(aws, "AvailabilityZones", "{\"ZoneName\":\"eu-west-1a\",\"ZoneId\":\"z1\",\"GroupName\":\"eu-west-1\",\"State\":\"available\"}");
    fake_aws_put(aws, "AvailabilityZones", "{\"ZoneName\":\"eu-west-1c\",\"ZoneId\":\"z3\",\"GroupName\":\"eu-west-1\",\"State\":\"available\"}");
    struct value zones = fake_lookup(aws, "aws_availability_zones", "{\"state\":\"available\",\"exclude_names\":[\"eu-west-1c\"]}");
    CHECK_INT(value_get(zones, "names").count, 2);
    CHECK(value_is(value_path(zones, "names[0]"), "eu-west-1a"));
    CHECK(value_is(value_path(zones, "zone_ids[1]"), "z2"));
    CHECK(value_is(value_path(fake_sent(aws, "DescribeAvailabilityZones"), "Filters[0].Name"), "state"));
    CHECK(!value_given(fake_lookup(aws, "aws_ami", "{\"owners\":[\"amazon\"],\"name\":\"al2023-*\"}")));
    CHECK_INT(aws->err.code, ERR_NOT_FOUND);
    fake_aws_put(aws, "Images", "{\"ImageId\":\"ami-1\",\"CreationDate\":\"2026-01-01T00:00:00.000Z\"}");
    fake_aws_put(aws, "Images", "{\"ImageId\":\"ami-3\",\"CreationDate\":\"2026-02-01T00:00:00.000Z\"}");
    fake_aws_put(aws, "Images", "{\"ImageId\":\"ami-2\",\"CreationDate\":\"2026-02-01T00:00:00.000Z\"}");
    CHECK(value_is(value_get(fake_lookup(aws, "aws_ami", "{\"owners\":[\"amazon\"],\"name\":\"al2023-*\"}"), "id"), "ami-3"));
    CHECK(value_is(value_get(fake_lookup(aws, "aws_caller_identity", "{}"), "account_id"), "123456789012"));
    CHECK(value_is(value_get(fake_lookup(aws, "aws_region", "{}"), "name"), "eu-west-1"));
    CHECK(!value_given(fake_lookup(aws, "aws_vpc", "{}")));
    fake_aws_put(aws, "Subnets", "{\"SubnetId\":\"subnet-2\",\"AvailabilityZone\":\"b\",\"CidrBlock\":\"10.0.1.0/24\"}");
    fake_aws_put(aws, "Subnets", "{\"SubnetId\":\"subnet-1\",\"AvailabilityZone\":\"a\",\"CidrBlock\":\"10.0.2.0/24\"}");
    struct value subnets = fake_lookup(aws, "aws_subnets", "{\"vpc_id\":\"vpc-1\",\"tags\":{\"tier\":\"private\"}}");
    CHECK(value_is(value_path(subnets, "ids[0]"), "subnet-1"));
    CHECK(value_is(value_path(fake_sent(aws, "DescribeSubnets"), "Filters[0].Name"), "tag:tier"));
    fake_aws_close(aws);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_handle_is_an_account_in_a_region),
        cmocka_unit_test(test_another_account_is_refused_before_anything_is_read),
        cmocka_unit_test(test_without_region_or_keys_nothing_is_sent),
        cmocka_unit_test(test_an_assumed_role_signs_and_is_renewed_in_time),
        cmocka_unit_test(test_a_simulators_times_are_believed_on_loopback_only),
        cmocka_unit_test(test_a_refusal_says_operation_reason_and_code_once),
        cmocka_unit_test(test_a_mutating_call_needs_an_approved_step),
        cmocka_unit_test(test_throttling_and_5xx_are_tried_again_but_never_a_class_g_create),
        cmocka_unit_test(test_only_the_create_of_class_g_keeps_its_stamp),
        cmocka_unit_test(test_tokens_are_equal_on_every_retry),
        cmocka_unit_test(test_what_is_not_visible_yet_is_asked_for_again),
        cmocka_unit_test(test_expired_keys_are_fetched_once_more),
        cmocka_unit_test(test_a_listing_by_mark_finds_marks_and_hides_them),
        cmocka_unit_test(test_ignored_tags_stay_out_and_default_ones_are_wanted),
        cmocka_unit_test(test_ids_are_asked_for_in_chunks_of_200),
        cmocka_unit_test(test_one_missing_id_does_not_hide_the_others),
        cmocka_unit_test(test_a_listing_says_what_is_not_set),
        cmocka_unit_test(test_types_under_the_same_parents_share_one_listing),
        cmocka_unit_test(test_a_marks_step_puts_marks_and_default_tags),
        cmocka_unit_test(test_a_tag_update_sends_the_difference),
        cmocka_unit_test(test_a_create_carries_marks_under_every_tag),
        cmocka_unit_test(test_lookups_answer_the_same_way_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
